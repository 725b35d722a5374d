"""The forms of questions to the resource network."""

from typing import Final, get_args

from services.resources.events import CostKind, Kind, Threshold, Weekday
from services.resources.forms.content import AGE_MAX
from services.resources.forms.fields import Language, TimeOfDay
from services.resources.topics import IDS
from shared.form import Choice, Day, Identifier, Line, QuerySchema, Whole

PAGE_MAX: Final = 200


class CardIdSchema(QuerySchema):
    """One card."""

    card_id = Identifier(required=True)


class FindSchema(QuerySchema):
    """What is looked for; what is left out does not matter. `after`: an event to be shown."""

    words = Line(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    traeger_id = Identifier(load_default=None, allow_none=True)
    kind = Choice(*get_args(Kind), load_default=None, allow_none=True)
    topic = Choice(*IDS, load_default=None, allow_none=True)
    age = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    threshold = Choice(*get_args(Threshold), load_default=None, allow_none=True)
    cost = Choice(*get_args(CostKind), load_default=None, allow_none=True)
    language = Language(load_default=None, allow_none=True)
    open_day = Choice(*get_args(Weekday), load_default=None, allow_none=True)
    open_at = TimeOfDay(load_default=None, allow_none=True)
    limit = Whole(1, PAGE_MAX, load_default=50)
    offset = Whole(0, load_default=0)
    after = Identifier(load_default=None, allow_none=True)


class DueCardsSchema(QuerySchema):
    """Cards to be looked at until a day, today if none is named. `after`: an event to be shown."""

    until = Day(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    limit = Whole(1, PAGE_MAX, load_default=PAGE_MAX)
    after = Identifier(load_default=None, allow_none=True)


class ProposalsSchema(QuerySchema):
    """`after`: an event to be shown."""

    limit = Whole(1, PAGE_MAX, load_default=PAGE_MAX)
    after = Identifier(load_default=None, allow_none=True)
