"""What a card says, as strangers send it."""

from dataclasses import fields
from typing import Any, Final, get_args

import marshmallow as ma

from services.resources import opening
from services.resources.events import (
    Accessibility,
    CardContent,
    ContactFunction,
    Cost,
    CostKind,
    Kind,
    OpeningRule,
    Place,
    Threshold,
    Venue,
    Visibility,
    Weekday,
)
from services.resources.forms.fields import ContactSchema, Language, Link, Postcode, TimeOfDay
from services.resources.topics import IDS
from shared.canonical import Json
from shared.faults import Message, said
from shared.form import Choice, Day, Form, Identifier, Items, Line, Money, Part, Whole, YesNo

AGE_MAX: Final = 120
SOZIALRAEUME_MAX: Final = 20
KEYWORDS_MAX: Final = 20
KEYWORD_CHARACTERS_MAX: Final = 60
RULES_MAX: Final = 40
FUNCTIONS_MAX: Final = 10
FUNCTION_CHARACTERS_MAX: Final = 80
LINKS_MAX: Final = 10
WRITTEN: Final = frozenset({"name", "keywords", "description", "eligibility", "cost"})
"""What of a card is written freely. Ways to reach an organisation have fields of their own."""

E6: Final = 1_000_000


class PlaceSchema(Form):
    """Where it is; a point is whole millionths of a degree, and only whole."""

    makes = Place

    street = Line(load_default=None, allow_none=True)
    postcode = Postcode(required=True)
    city = Line(required=True)
    latitude_e6 = Whole(-90 * E6, 90 * E6, load_default=None, allow_none=True)
    longitude_e6 = Whole(-180 * E6, 180 * E6, load_default=None, allow_none=True)
    masked = YesNo(load_default=False)

    @ma.validates_schema
    def point_is_whole(self, data: Json, **_: Any) -> None:
        """A latitude alone is no point."""
        for name, other in (("latitude_e6", "longitude_e6"), ("longitude_e6", "latitude_e6")):
            if data[name] is None and data[other] is not None:
                raise ma.ValidationError({name: [said("missing", "Zum Punkt fehlt diese Angabe.")]})


class OpeningRuleSchema(Form):
    """Days, hours and how long they hold; nothing crosses midnight."""

    makes = OpeningRule

    days = Items(Choice(*get_args(Weekday)), least=1, most=7, required=True)
    opens = TimeOfDay(required=True)
    closes = TimeOfDay(required=True)
    valid_from = Day(load_default=None, allow_none=True)
    valid_to = Day(load_default=None, allow_none=True)

    @ma.validates_schema
    def from_before_to(self, data: Json, **_: Any) -> None:
        """It closes after it opens, and is valid for a day at least."""
        wrong: dict[str, list[Message]] = {}
        if data["closes"] <= data["opens"]:
            text = "Geschlossen wird nach dem Öffnen; was über Mitternacht geht, hat zwei Regeln."
            wrong["closes"] = [said("end-before-start", text)]
        first, last = data["valid_from"], data["valid_to"]
        if first is not None and last is not None and last < first:
            text = "Das Ende der Gültigkeit liegt vor ihrem Beginn."
            wrong["valid_to"] = [said("end-before-start", text)]
        if wrong:
            raise ma.ValidationError(wrong)

    def made(self, data: Json) -> Any:
        """Each day counts once, in the order of the week."""
        days = tuple(it for it in get_args(Weekday) if it in data["days"])
        return super().made({**data, "days": days})


class CostSchema(Form):
    """What it costs; what is free has no amount."""

    kind = Choice(*get_args(CostKind), required=True)
    amount = Money(load_default=None, allow_none=True)
    explanation = Line(load_default=None, allow_none=True)

    @ma.validates_schema
    def free_has_no_amount(self, data: Json, **_: Any) -> None:
        """An amount for nothing would be a riddle."""
        if data["kind"] == "free" and data["amount"] is not None:
            text = "Was kostenlos ist, hat keinen Betrag."
            raise ma.ValidationError({"amount": [said("not-allowed", text)]})

    def made(self, data: Json) -> Any:
        """Cents inside."""
        return Cost(data["kind"], data["amount"], data["explanation"])


class ContactFunctionSchema(Form):
    """A function to ask for, never a name; how to reach it if not by the common way."""

    makes = ContactFunction

    function = Line(FUNCTION_CHARACTERS_MAX, required=True)
    contact = Part(ContactSchema, load_default=None, allow_none=True)


class ContentSchema(Form):
    """All that a card says but its description."""

    name = Line(required=True)
    kind = Choice(*get_args(Kind), required=True)
    sozialraum_ids = Items(Identifier(), 1, SOZIALRAEUME_MAX, required=True)
    traeger_id = Identifier(load_default=None, allow_none=True)
    visibility = Choice(*get_args(Visibility), load_default="district")
    venue = Choice(*get_args(Venue), load_default="fixed")
    place = Part(PlaceSchema, load_default=None, allow_none=True)
    topics = Items(Choice(*IDS), 0, len(IDS), load_default=())
    keywords = Items(Line(KEYWORD_CHARACTERS_MAX), 0, KEYWORDS_MAX, load_default=())
    age_from = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    age_to = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    eligibility = Line(load_default=None, allow_none=True)
    threshold = Choice(*get_args(Threshold), load_default=None, allow_none=True)
    cost = Part(CostSchema, load_default=None, allow_none=True)
    languages = Items(Language(), 0, load_default=())
    accessibility = Items(
        Choice(*get_args(Accessibility)), 0, len(get_args(Accessibility)), load_default=()
    )
    opening = Items(Part(OpeningRuleSchema), 0, RULES_MAX, load_default=())
    contact = Part(ContactSchema, load_default=None, allow_none=True)
    functions = Items(Part(ContactFunctionSchema), 0, FUNCTIONS_MAX, load_default=())
    links = Items(Link(), 0, LINKS_MAX, load_default=())

    @ma.validates_schema
    def has_a_place(self, data: Json, **_: Any) -> None:
        """Who wants to go there must know where; only what comes or is online has no place."""
        if data["venue"] == "fixed" and data["place"] is None:
            text = "Wo ist das? Ohne Ort ist nur, was ins Haus kommt oder im Netz stattfindet."
            raise ma.ValidationError({"place": [said("place-missing", text)]})

    @ma.validates_schema
    def ages_are_a_range(self, data: Json, **_: Any) -> None:
        """From young to old; an open end is left out."""
        first, last = data["age_from"], data["age_to"]
        if first is not None and last is not None and last < first:
            text = "Das Alter „bis“ darf nicht unter dem Alter „von“ liegen."
            raise ma.ValidationError({"age_to": [said("end-before-start", text)]})

    @ma.validates_schema
    def opening_rules_do_not_overlap(self, data: Json, **_: Any) -> None:
        """Two rules for one hour would leave open which one holds."""
        wrong: dict[int, list[Message]] = {}
        for first, second in opening.overlaps(data["opening"]):
            text = f"Diese Öffnungszeit überschneidet sich mit der {first + 1}. der Liste."
            wrong.setdefault(second, []).append(said("opening-overlaps", text))
        if wrong:
            raise ma.ValidationError({"opening": wrong})


CONTENT: Final = tuple(it.name for it in fields(CardContent))
ONCE: Final = ("sozialraum_ids", "topics", "keywords", "languages", "accessibility", "links")


def content(data: Json) -> CardContent:
    """Take a card's content out of what a form holds; in a list each entry counts once."""
    given = {name: data.pop(name) for name in CONTENT}
    return CardContent(**given | {name: tuple(dict.fromkeys(given[name])) for name in ONCE})
