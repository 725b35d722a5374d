"""What is told of interest: what a notice fixed or would fix, and what has become of it."""

from typing import get_args

import marshmallow as ma

from services.funding.answers.receipts import ReceiptSchema
from services.funding.answers.years import LIST_MAX, definitions_field
from services.funding.events import InterestGround
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole
from shared.guideline.answers import STEPS_MAX, StepSchema
from shared.methods import AnswerSchema

RATE_MAX = 100_000


class InterestOpenAnswer(AnswerSchema):
    """What is still open of what one notice has fixed."""

    project_id = Identifier(required=True)
    open = Money(required=True)


class SpanSchema(ma.Schema):
    """Days from the first on, the last not included, and the rate in hundredths of a percent."""

    first = Day(required=True)
    until = Day(required=True)
    amount = Money(required=True)
    rate_hundredths = Whole(-RATE_MAX, RATE_MAX, required=True)


class InterestFiguresAnswer(ma.Schema):
    """What interest comes to until a day, beyond what earlier notices have fixed."""

    ground = Choice(*get_args(InterestGround), required=True)
    claim_id = Line(required=True, allow_none=True)
    until = Day(required=True)
    spans = Items(Part(SpanSchema), most=LIST_MAX, required=True)
    earlier = Money(required=True)
    amount = Money(required=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class FixedInterestSchema(InterestFiguresAnswer):
    """What one notice has fixed: amount = received + open + waived + void."""

    interest_id = Identifier(required=True)
    fixed_on = Day(required=True)
    due_on = Day(required=True)
    received = Money(required=True)
    open = Money(required=True)
    waived = Money(required=True)
    void = Money(required=True)
    receipts = Items(Part(ReceiptSchema), most=LIST_MAX, required=True)


class LateSchema(ma.Schema):
    """So much of the payment of a day was used late: it bears interest from `first` until `used_on`."""

    paid_on = Day(required=True)
    first = Day(required=True)
    used_on = Day(required=True)
    amount = Money(required=True)


class LateUseAnswer(ma.Schema):
    """Money that was used late, and what it bears until a day beyond what is fixed.

    `problem` says why interest cannot be told; below zero more was fixed than it comes to.
    """

    project_id = Identifier(required=True)
    late = Items(Part(LateSchema), most=LIST_MAX, required=True)
    late_total = Money(required=True)
    until = Day(required=True)
    interest = Money(negative=True, required=True, allow_none=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)
    problem = Line(most=LIST_MAX, required=True, allow_none=True)
    definitions = definitions_field()
