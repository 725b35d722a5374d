"""What is told of cards."""

from typing import Final, get_args

import marshmallow as ma

from services.resources.card import Standing
from services.resources.events import (
    Accessibility,
    Channel,
    CostKind,
    Kind,
    Threshold,
    Venue,
    Visibility,
    Weekday,
)
from services.resources.forms.questions import PAGE_MAX
from services.resources.topics import TITLES
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema

REMARKS_MAX: Final = 10_000


class CardAnswer(AnswerSchema):
    """A card was recorded, changed, proposed or looked at."""

    card_id = Identifier(required=True)


class ContactTold(ma.Schema):
    """How to reach the organisation."""

    channel = Choice(*get_args(Channel), required=True)
    address = Line(required=True)


class FunctionTold(ma.Schema):
    """Whom to ask, by function."""

    function = Line(required=True)
    contact = Part(ContactTold, required=True, allow_none=True)


class PlaceTold(ma.Schema):
    """Where it is; of a masked one only the office is told street and point."""

    street = Line(required=True, allow_none=True)
    postcode = Line(required=True)
    city = Line(required=True)
    latitude_e6 = ma.fields.Integer(required=True, allow_none=True)
    longitude_e6 = ma.fields.Integer(required=True, allow_none=True)
    masked = YesNo(required=True)


class OpeningTold(ma.Schema):
    """When it is open."""

    days = Items(Choice(*get_args(Weekday)), required=True)
    opens = Line(required=True)
    closes = Line(required=True)
    valid_from = Day(required=True, allow_none=True)
    valid_to = Day(required=True, allow_none=True)


class CostTold(ma.Schema):
    """What it costs."""

    kind = Choice(*get_args(CostKind), required=True)
    amount = Money(required=True, allow_none=True)
    explanation = Line(required=True, allow_none=True)


class ContentTold(ma.Schema):
    """What a card says but its description."""

    name = Line(required=True)
    kind = Choice(*get_args(Kind), required=True)
    sozialraum_ids = Items(Identifier(), required=True)
    traeger_id = Identifier(required=True, allow_none=True)
    visibility = Choice(*get_args(Visibility), required=True)
    venue = Choice(*get_args(Venue), required=True)
    place = Part(PlaceTold, required=True, allow_none=True)
    topics = Items(Choice(*TITLES), required=True)
    keywords = Items(Line(), required=True)
    age_from = Whole(required=True, allow_none=True)
    age_to = Whole(required=True, allow_none=True)
    eligibility = Line(required=True, allow_none=True)
    threshold = Choice(*get_args(Threshold), required=True, allow_none=True)
    cost = Part(CostTold, required=True, allow_none=True)
    languages = Items(Line(), required=True)
    accessibility = Items(Choice(*get_args(Accessibility)), required=True)
    opening = Items(Part(OpeningTold), required=True)
    contact = Part(ContactTold, required=True, allow_none=True)
    functions = Items(Part(FunctionTold), required=True)
    links = Items(ma.fields.String(), required=True)


class DescriptionTold(ma.Schema):
    """The text that describes the offer; it lies beside the log."""

    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class ListedCard(ContentTold):
    """A card of a list; `verify_by` is missing where nobody has looked at it yet."""

    card_id = Identifier(required=True)
    version = Whole(required=True)
    description = Part(DescriptionTold, required=True)
    verified_on = Day(required=True, allow_none=True)
    verify_by = Day(required=True, allow_none=True)


class FoundCard(ListedCard):
    """A card that was looked for; how many metres it is from the point, where one was given."""

    distance_m = Whole(required=True, allow_none=True)


class FoundAnswer(ma.Schema):
    """The cards that fit, a page of them; `total` is how many there are in all."""

    cards = Items(Part(FoundCard), most=PAGE_MAX, required=True)
    total = Whole(required=True)


class DuplicateTold(ListedCard):
    """A card that may be the same: how much of the names' trigrams is common, and what else is."""

    name_percent = Whole(required=True)
    because = Items(Choice("name", "place", "phone"), required=True)


class DuplicatesAnswer(ma.Schema):
    """The cards that may be the same, the likeliest first."""

    cards = Items(Part(DuplicateTold), required=True)


class DueCardsAnswer(ma.Schema):
    """The cards that are to be looked at, those never looked at first."""

    cards = Items(Part(ListedCard), most=PAGE_MAX, required=True)
    total = Whole(required=True)


class ProposalTold(ContentTold):
    """What a Träger would have a card say; `changed` names what would be other than now."""

    card_id = Identifier(required=True)
    description = Part(DescriptionTold, required=True)
    proposed_on = Day(required=True)
    changed = Items(Line(), required=True)


class ProposalsAnswer(ma.Schema):
    """The proposals that are still to be decided, the oldest first."""

    proposals = Items(Part(ProposalTold), most=PAGE_MAX, required=True)
    total = Whole(required=True)


class FullProposal(ContentTold):
    """What is proposed instead, by whom, since when."""

    description = ma.fields.String(required=True, allow_none=True)
    proposed_by = Identifier(required=True)
    proposed_on = Day(required=True)
    changed = Items(Line(), required=True)


class DeclinedTold(ma.Schema):
    """Why the last proposal was not accepted; of who decided, the Träger is told no more."""

    reason = ma.fields.String(required=True, allow_none=True)
    declined_on = Day(required=True)


class GetCardAnswer(ContentTold):
    """A card in full; `unverified` tells that nobody has looked at it in time."""

    card_id = Identifier(required=True)
    version = Whole(required=True)
    standing = Choice(*get_args(Standing), required=True)
    description = ma.fields.String(required=True, allow_none=True)
    verified_on = Day(required=True, allow_none=True)
    verify_by = Day(required=True, allow_none=True)
    unverified = YesNo(required=True)
    merged_into = Identifier(required=True, allow_none=True)
    absorbed = Items(Identifier(), required=True)
    proposal = Part(FullProposal, required=True, allow_none=True)
    declined = Part(DeclinedTold, required=True, allow_none=True)


class RemarkTold(ma.Schema):
    """An internal note."""

    text = ma.fields.String(required=True, allow_none=True)
    by = Identifier(required=True)
    remarked_on = Day(required=True)


class RemarksAnswer(ma.Schema):
    """The internal notes of a card, the newest first."""

    card_id = Identifier(required=True)
    remarks = Items(Part(RemarkTold), most=REMARKS_MAX, required=True)
