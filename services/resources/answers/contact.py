"""What is told of contact persons."""

from typing import Final, get_args

import marshmallow as ma

from services.resources.events import Visibility
from services.resources.forms.contact import DUE_MAX
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Whole
from shared.methods import AnswerSchema
from shared.proof.receipt import ProvenSchema

PEOPLE_MAX: Final = 10_000


class ContactAnswer(AnswerSchema):
    """A contact person was named, or agrees no more, or was spoken with."""

    card_id = Identifier(required=True)
    contact_id = Identifier(required=True, allow_none=True)


class PersonTold(ma.Schema):
    """Who can be asked, while they agree to it."""

    card_id = Identifier(required=True)
    contact_id = Identifier(required=True)
    function = Line(required=True)
    name = Line(required=True, allow_none=True)
    email = Line(required=True, allow_none=True)
    phone = Line(required=True, allow_none=True)
    visibility = Choice(*get_args(Visibility), required=True)
    consent_on = Day(required=True)
    consent_until = Day(required=True)
    last_on = Day(required=True, allow_none=True)
    next_on = Day(required=True, allow_none=True)


class ContactsAnswer(ma.Schema):
    """The contact persons of a card whose consent holds, and when somebody spoke with whomever."""

    card_id = Identifier(required=True)
    contacts = Items(Part(PersonTold), most=PEOPLE_MAX, required=True)
    last_on = Day(required=True, allow_none=True)
    next_on = Day(required=True, allow_none=True)


class ErasedContactsAnswer(ma.Schema):
    """How many were erased just now, since their consent had ended."""

    erased = Whole(required=True)


class ContactReceiptAnswer(ProvenSchema):
    """What somebody gets in hand whose data are gone: when, and the proof in the log."""

    card_id = Identifier(required=True)
    contact_id = Identifier(required=True)
    key_destroyed_at = Line(required=True)


class DueContactTold(ma.Schema):
    """What is to be done about a contact: ask for the consent again, or speak with them again."""

    card_id = Identifier(required=True)
    card_name = Line(required=True)
    contact_id = Identifier(required=True, allow_none=True)
    function = Line(required=True, allow_none=True)
    because = Choice("consent-ends", "next-contact", required=True)
    due_on = Day(required=True)


class DueContactsAnswer(ma.Schema):
    """The contacts to be kept up, what is due longest first."""

    contacts = Items(Part(DueContactTold), most=DUE_MAX, required=True)
    total = Whole(required=True)
