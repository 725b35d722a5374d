"""What is told of settlements and claims: each sum with its steps, who owes what, and since when."""

from typing import Final, get_args

import marshmallow as ma

from services.funding.answers.interest import FixedInterestSchema
from services.funding.answers.receipts import ReceiptSchema
from services.funding.answers.years import LIST_MAX, definitions_field
from services.funding.events import WaiverKind
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.guideline.answers import STEPS_MAX, StepSchema, YearAmountSchema
from shared.methods import AnswerSchema

TEXT_MAX: Final = 1_000_000


class ReceivedAnswer(AnswerSchema):
    """What is still open of the claim."""

    project_id = Identifier(required=True)
    open = Money(required=True)


class WaiverAnswer(ReceivedAnswer):
    """A waiver is proposed; somebody else decides on it under this id."""

    waiver_id = Identifier(required=True)


class WaiverSchema(ma.Schema):
    """What was proposed not to claim; `waived_on` is null until somebody has decided so."""

    waiver_id = Identifier(required=True)
    kind = Choice(*get_args(WaiverKind), required=True)
    amount = Money(required=True)
    reason = Line(most=TEXT_MAX, required=True, allow_none=True)
    proposed_on = Day(required=True)
    waived_on = Day(required=True, allow_none=True)


class InterestSchema(ma.Schema):
    """Interest until a day, which does not count itself; `problem` says why it cannot be told."""

    until = Day(required=True)
    amount = Money(required=True, allow_none=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)
    waived = YesNo(required=True)
    problem = Line(most=TEXT_MAX, required=True, allow_none=True)


class ClaimSchema(ma.Schema):
    """One claim: claimed = received + open + waived + void, interest apart."""

    claim_id = Line(required=True)
    claimed_on = Day(required=True)
    due_on = Day(required=True)
    interest_from = Day(required=True)
    claimed = Money(required=True)
    received = Money(required=True)
    waived = Money(required=True)
    void = Money(required=True)
    open = Money(required=True)
    overdue = YesNo(required=True)
    by_year = Items(Part(YearAmountSchema), required=True)
    receipts = Items(Part(ReceiptSchema), most=LIST_MAX, required=True)
    waivers = Items(Part(WaiverSchema), most=LIST_MAX, required=True)
    interest = Part(InterestSchema, required=True)


class SettledSchema(ma.Schema):
    """The settlement that holds, with the steps of its sums and the policy that it rests on."""

    closing_id = Line(required=True)
    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    policy_position = Whole(required=True, allow_none=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class ClaimsAnswer(ma.Schema):
    """The money of a project after its end; `reference` is what the Träger writes to pay back."""

    project_id = Identifier(required=True)
    reference = Line(required=True, allow_none=True)
    settlement = Part(SettledSchema, required=True, allow_none=True)
    paid = Money(required=True)
    payable = Money(required=True)
    claimed = Money(required=True)
    claims = Items(Part(ClaimSchema), required=True)
    interests = Items(Part(FixedInterestSchema), most=LIST_MAX, required=True)
    definitions = definitions_field()
