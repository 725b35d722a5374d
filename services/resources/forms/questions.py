"""The forms of questions to the resource network."""

from typing import Final, get_args

from services.resources.events import Accessibility, CostKind, Kind, Threshold, Weekday
from services.resources.forms.content import AGE_MAX, E6, SOZIALRAEUME_MAX, PlaceSchema
from services.resources.forms.fields import ContactSchema, Language, TimeOfDay
from services.resources.topics import IDS
from shared.form import Choice, Day, Form, Identifier, Items, Line, Part, QuerySchema, Whole

PAGE_MAX: Final = 200
WITHIN_MAX: Final = 50_000
DUPLICATES_MAX: Final = 50
OFFSET_MAX: Final = 1_000_000


class CardIdSchema(QuerySchema):
    """One card."""

    card_id = Identifier(required=True)


class NearSchema(Form):
    """A point, in whole millionths of a degree. It is used for this question and kept nowhere."""

    latitude_e6 = Whole(-90 * E6, 90 * E6, required=True)
    longitude_e6 = Whole(-180 * E6, 180 * E6, required=True)


class FindSchema(QuerySchema):
    """What is looked for; what is left out does not matter. `after`: an event to be shown.

    `within_m` counts only with a point: how many metres away at most.
    """

    words = Line(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    traeger_id = Identifier(load_default=None, allow_none=True)
    kind = Choice(*get_args(Kind), load_default=None, allow_none=True)
    topic = Choice(*IDS, load_default=None, allow_none=True)
    age = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    threshold = Choice(*get_args(Threshold), load_default=None, allow_none=True)
    cost = Choice(*get_args(CostKind), load_default=None, allow_none=True)
    language = Language(load_default=None, allow_none=True)
    accessibility = Choice(*get_args(Accessibility), load_default=None, allow_none=True)
    near = Part(NearSchema, load_default=None, allow_none=True)
    within_m = Whole(1, WITHIN_MAX, load_default=None, allow_none=True)
    open_day = Choice(*get_args(Weekday), load_default=None, allow_none=True)
    open_at = TimeOfDay(load_default=None, allow_none=True)
    limit = Whole(1, PAGE_MAX, load_default=50)
    offset = Whole(0, OFFSET_MAX, load_default=0)
    after = Identifier(load_default=None, allow_none=True)


class DuplicatesSchema(QuerySchema):
    """What a new card would say, or a card that is there. `after`: an event to be shown."""

    card_id = Identifier(load_default=None, allow_none=True)
    name = Line(required=True)
    sozialraum_ids = Items(Identifier(), 0, SOZIALRAEUME_MAX, load_default=())
    place = Part(PlaceSchema, load_default=None, allow_none=True)
    contact = Part(ContactSchema, load_default=None, allow_none=True)
    limit = Whole(1, DUPLICATES_MAX, load_default=10)
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
