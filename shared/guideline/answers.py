"""How the sums of the guideline are told, by every service that computes one."""

from typing import Final, get_args

import marshmallow as ma

from shared.fields import Choice, Items, Line, Money, Part, Whole
from shared.guideline.plan import FinancingType

STEPS_MAX: Final = 10_000
TEXT_MAX: Final = 100_000


class YearAmountSchema(ma.Schema):
    """An amount of one budget year."""

    year = Whole(required=True)
    amount = Money(negative=True, required=True)


class SummandSchema(ma.Schema):
    """One line of a sum: what is added or, below zero, taken away."""

    name = Line(required=True)
    text = Line(required=True)
    amount = Money(negative=True, required=True)


class StepSchema(ma.Schema):
    """One figure that explains itself: its parts sum to the result."""

    rule = Line(required=True)
    text = Line(TEXT_MAX, required=True)
    parts = Items(Part(SummandSchema), most=STEPS_MAX, required=True)
    result = Money(negative=True, required=True)
    basis = Line(required=True)
    inputs = ma.fields.Dict(keys=ma.fields.String(), required=True)
    flag = Line(required=True, allow_none=True)
    edition = Line(required=True)


class QuoteSchema(ma.Schema):
    """What the guideline makes of a plan, with the steps that lead there."""

    type = Choice(*get_args(FinancingType), required=True)
    costs = Items(Part(YearAmountSchema), required=True)
    eligible = Money(required=True)
    disallowed = Money(required=True)
    third_party = Money(required=True)
    own_share_percent = Whole(required=True)
    own_share = Money(required=True)
    own_cash_required = Money(required=True)
    own_cash = Money(required=True)
    in_kind = Money(required=True)
    in_kind_counted = Money(required=True)
    requested = Money(required=True)
    own_cash_by_year = Items(Part(YearAmountSchema), required=True)
    grant = Items(Part(YearAmountSchema), required=True)
    policy_position = Whole(required=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class ProblemSchema(ma.Schema):
    """What stands in the way of a sum: where, why."""

    pointer = Line(required=True)
    code = Line(required=True)
    message = Line(TEXT_MAX, required=True)


class EstimateSchema(ma.Schema):
    """A quote with gaps: null is what cannot be computed yet; without problems it is a quote."""

    type = Choice(*get_args(FinancingType), required=True)
    problems = Items(Part(ProblemSchema), most=STEPS_MAX, required=True)
    costs = Items(Part(YearAmountSchema), required=True, allow_none=True)
    eligible = Money(required=True, allow_none=True)
    disallowed = Money(required=True, allow_none=True)
    third_party = Money(required=True, allow_none=True)
    own_share_percent = Whole(required=True, allow_none=True)
    own_share = Money(required=True, allow_none=True)
    own_cash_required = Money(required=True, allow_none=True)
    own_cash = Money(required=True, allow_none=True)
    in_kind = Money(required=True, allow_none=True)
    in_kind_counted = Money(required=True, allow_none=True)
    requested = Money(required=True, allow_none=True)
    own_cash_by_year = Items(Part(YearAmountSchema), required=True, allow_none=True)
    grant = Items(Part(YearAmountSchema), required=True, allow_none=True)
    policy_position = Whole(required=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)
