"""What is asked for a day that is over, and what an answer says of the day that it stands at."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import marshmallow as ma

from shared.fields import Choice, Day, Line, Part, Whole
from shared.form import Form, QuerySchema

RECORDED: Final = "recorded"
EFFECTIVE: Final = "effective"
SIZE_MAX: Final = 2**53 - 1


class PositionAtSchema(QuerySchema):
    """The end of a day by recorded time, or a position as it is named; neither: the newest one."""

    day = Day(load_default=None, allow_none=True)
    position = Whole(0, SIZE_MAX, load_default=None, allow_none=True)


class PositionAtAnswer(ma.Schema):
    """So many events, and the root of the tree over them, in hex."""

    position = Whole(required=True)
    root = Line(required=True)


class AsOfSchema(Form):
    """The end of a day, as it was known then or as it is known now; `positions`: from an earlier answer."""

    day = Day(required=True)
    by = Choice(RECORDED, EFFECTIVE, load_default=RECORDED)
    positions = ma.fields.Dict(keys=Line(), values=Whole(0, SIZE_MAX), load_default=dict)


class AsOfTold(ma.Schema):
    """The day, and from how much of which log the answer was made; the roots prove these logs."""

    day = Day(required=True)
    by = Line(required=True)
    positions = ma.fields.Dict(keys=Line(), values=Whole(), required=True)
    roots = ma.fields.Dict(keys=Line(), values=Line(), required=True)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day is over in a time zone."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


@cache
def asking(request: type[ma.Schema]) -> type[ma.Schema]:
    """Return the form of a question that may also be asked for a day that is over."""
    as_of = Part(AsOfSchema, load_default=None, allow_none=True)
    return _with(request, as_of)


@cache
def told(answers: type[ma.Schema]) -> type[ma.Schema]:
    """Return the form of an answer that says at which day it stands, if it was asked for one."""
    return _with(answers, Part(AsOfTold))


def _with(form: type[ma.Schema], as_of: Part) -> type[ma.Schema]:
    made = form.from_dict({"as_of": as_of}, name=form.__name__)
    made.__doc__ = form.__doc__
    return made
