"""What is told of interest: what a notice fixed or would fix, and what has become of it."""

import marshmallow as ma

from services.funding.answers.receipts import ReceiptSchema
from services.funding.answers.years import LIST_MAX
from shared.fields import Day, Identifier, Items, Line, Money, Part, Whole
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

    claim_id = Line(required=True)
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
