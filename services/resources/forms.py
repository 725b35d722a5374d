"""The forms in which strangers send commands: each field has an opinion."""

from re import compile as regex
from typing import Any, Final, get_args

import marshmallow as ma

from services.resources import commands
from services.resources.events import Channel, Contact, Kind
from shared.canonical import Json
from shared.faults import said
from shared.form import Choice, CommandSchema, Form, Identifier, Items, Line, Part, Text, Whole

AGE_MAX: Final = 120
TOPICS_MAX: Final = 20
TOPIC_CHARACTERS_MAX: Final = 60

ADDRESS: Final = {
    "website": regex(r"https?://[^\s/@:]+\.[^\s/@:]+(/\S*)?"),
    "email": regex(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "phone": regex(r"[+0][0-9 /()-]{4,30}"),
}
"""Rough shapes: they catch the wrong channel, not every typing error."""


class ContactSchema(Form):
    """A channel of the organisation itself."""

    makes = Contact

    channel = Choice(*get_args(Channel), required=True)
    address = Line(required=True)

    @ma.validates_schema
    def address_fits_channel(self, data: Json, **_: Any) -> None:
        """A telephone number is no website."""
        if not ADDRESS[data["channel"]].fullmatch(data["address"]):
            raise ma.ValidationError(
                {"address": [said("invalid-address", "Die Adresse passt nicht zum Kontaktweg.")]}
            )


class _CardSchema(CommandSchema):
    name = Line(required=True)
    kind = Choice(*get_args(Kind), required=True)
    sozialraum_id = Identifier(required=True)
    topics = Items(Line(TOPIC_CHARACTERS_MAX), 0, TOPICS_MAX, load_default=())
    age_from = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    age_to = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    contact = Part(ContactSchema, load_default=None, allow_none=True)

    @ma.validates_schema
    def ages_are_a_range(self, data: Json, **_: Any) -> None:
        """From young to old; an open end is left out."""
        first, last = data["age_from"], data["age_to"]
        if first is not None and last is not None and last < first:
            text = "Das Alter „bis“ darf nicht unter dem Alter „von“ liegen."
            raise ma.ValidationError({"age_to": [said("end-before-start", text)]})

    def made(self, data: Json) -> Any:
        """Each topic counts once, in the order given."""
        return super().made({**data, "topics": tuple(dict.fromkeys(data["topics"]))})


class RecordCardSchema(_CardSchema):
    """The form of `RecordCard`."""

    makes = commands.RecordCard

    description = Text(required=True)


class AmendCardSchema(_CardSchema):
    """The form of `AmendCard`."""

    makes = commands.AmendCard

    card_id = Identifier(required=True)
    description = Text(load_default=None, allow_none=True)


FORMS: Final[dict[str, type[CommandSchema]]] = {
    "record_card": RecordCardSchema,
    "amend_card": AmendCardSchema,
}
