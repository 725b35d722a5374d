"""What resources answers, for frontends and for the description of the interface."""

from typing import get_args

import marshmallow as ma

from services.resources.directory import FOUND_MAX
from services.resources.events import Channel, Kind
from shared.fields import Choice, Identifier, Items, Line, Part, Whole
from shared.methods import AnswerSchema


class CardAnswer(AnswerSchema):
    """A card was recorded or amended."""

    card_id = Identifier(required=True)


class ContactSchema(ma.Schema):
    """How to reach the organisation."""

    channel = Choice(*get_args(Channel), required=True)
    address = Line(required=True)


class DescriptionSchema(ma.Schema):
    """The text that describes the offer; it lies beside the log."""

    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class CardSchema(ma.Schema):
    """A card of the resource network."""

    card_id = Identifier(required=True)
    version = Whole(required=True)
    name = Line(required=True)
    kind = Choice(*get_args(Kind), required=True)
    description = Part(DescriptionSchema, required=True)
    sozialraum_id = Identifier(required=True)
    topics = Items(Line(), required=True)
    age_from = Whole(required=True, allow_none=True)
    age_to = Whole(required=True, allow_none=True)
    contact = Part(ContactSchema, required=True, allow_none=True)


class FoundAnswer(ma.Schema):
    """The cards that fit."""

    cards = Items(Part(CardSchema), most=FOUND_MAX, required=True)
