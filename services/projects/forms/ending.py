"""The forms of what ends or takes back a grant before its time."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands
from services.projects.events import (
    RevocationBasis,
    RevocationCode,
    RevocationExtent,
    TerminationCause,
)
from services.projects.forms.application import ProjectCommandSchema
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import Choice, Day, Form, Items, Money, Part, Text, Whole
from shared.guideline import Year
from shared.guideline.forms import YEARS_MAX


class ShortenedYearSchema(Form):
    """One year of a shortened plan."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    costs = Money(required=True)
    third_party = Money(load_default=0)


class ShortenedPlanSchema(Form):
    """The plan of the time that was used."""

    plan = Items(Part(ShortenedYearSchema), 1, YEARS_MAX, required=True)
    own_cash = Money(required=True)
    in_kind = Money(load_default=0)

    @ma.validates_schema
    def years_stand_once(self, data: Json, **_: Any) -> None:
        """Each year stands there once."""
        _check_years("plan", data)

    def made(self, data: Json) -> Any:
        """The plan becomes a table by year; inside, cents say so in their name."""
        plan = {it["year"]: Year(it["costs"], it["third_party"]) for it in data["plan"]}
        return commands.ShortenedPlan(plan, data["own_cash"], data["in_kind"])


class TerminateSchema(ProjectCommandSchema):
    """The form of `Terminate`."""

    makes = commands.Terminate

    terminated_on = Day(required=True)
    cause = Choice(*get_args(TerminationCause), required=True)
    reason = Text(required=True)
    heard_on = Day(load_default=None, allow_none=True)
    shortened = Part(ShortenedPlanSchema, load_default=None, allow_none=True)


class ReductionSchema(Form):
    """What of a year is taken back."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    amount = Money(required=True)

    @ma.validates("amount")
    def takes(self, value: int, **_: Any) -> None:
        """Nothing taken back is no reduction."""
        if not value:
            raise ma.ValidationError(said("nothing-reduced", "Hier wird nichts zurückgenommen."))


class RevokeSchema(ProjectCommandSchema):
    """The form of `Revoke`. Without `effective_from` it works from the beginning."""

    makes = commands.Revoke

    basis = Choice(*get_args(RevocationBasis), required=True)
    extent = Choice(*get_args(RevocationExtent), required=True)
    effective_from = Day(load_default=None, allow_none=True)
    reduction = Items(Part(ReductionSchema), 0, YEARS_MAX, load_default=())
    reason_code = Choice(*get_args(RevocationCode), required=True)
    reason = Text(required=True)
    known_since = Day(required=True)
    heard_on = Day(required=True)

    @ma.validates_schema
    def part_has_amounts(self, data: Json, **_: Any) -> None:
        """A part is so much of each year; the whole needs no amounts."""
        _check_years("reduction", data)
        if (data["extent"] == "part") != bool(data["reduction"]):
            text = _NO_AMOUNTS if data["extent"] == "part" else _AMOUNTS
            raise ma.ValidationError({"reduction": [text]})

    def made(self, data: Json) -> commands.Revoke:
        """Inside, cents say so in their name."""
        reduction_ct = {it["year"]: it["amount"] for it in data.pop("reduction")}
        return commands.Revoke(reduction_ct=reduction_ct, **data)


def _check_years(name: str, data: Json) -> None:
    years = [it["year"] for it in data[name]]
    if len(years) != len(set(years)):
        raise ma.ValidationError({name: [said("year-twice", "Ein Jahr steht doppelt da.")]})


_NO_AMOUNTS: Final = said("missing", "Diese Angabe fehlt.")
_AMOUNTS: Final = said("not-allowed", "Wird alles zurückgenommen, stehen hier keine Beträge.")
