"""What is told of the office's policy, and of sums computed with it."""

from dataclasses import asdict
from typing import get_args

import marshmallow as ma

from services.funding import events
from services.funding.events import PolicyCode
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.guideline import (
    FlatRate,
    FlatRateBase,
    FutureYears,
    HeadcountMethod,
    Model,
    PaymentRhythm,
    Policy,
    RecoveryRefills,
    SettledOwnShare,
)
from shared.methods import AnswerSchema
from shared.money import to_wire

LIST_MAX = 10_000
HUNDRED_PERCENT = 10_000


class ProposalAnswer(AnswerSchema):
    """A policy is proposed; somebody else adopts it under this id."""

    proposal_id = Identifier(required=True)


class AdoptionAnswer(AnswerSchema):
    """A policy is adopted: decisions from its first day on rest on this position."""

    proposal_id = Identifier(required=True)
    position = Whole(required=True)


class FlatRateTold(ma.Schema):
    """A flat rate: hundredths of a percent of personnel costs, or an amount for each unit."""

    kind = Line(required=True)
    base = Choice(*get_args(FlatRateBase), required=True)
    percent_hundredths = Whole(required=True, allow_none=True)
    amount = Money(required=True, allow_none=True)
    covers = Items(Line(), required=True)


class SalaryTold(ma.Schema):
    """What a comparable post of the city costs its employer in a year."""

    grade = Line(required=True)
    yearly_cost = Money(required=True)


class SettlementRulesTold(ma.Schema):
    """How the office settles, and claims back."""

    own_share = Choice(*get_args(SettledOwnShare), required=True)
    bagatelle = Money(required=True)
    cap_total_at_plan = YesNo(required=True)
    recovery_refills = Choice(*get_args(RecoveryRefills), required=True)
    hearing_days = Whole(required=True)
    due_days = Whole(required=True)
    use_months = Whole(required=True)


class BaseRateTold(ma.Schema):
    """The Basiszinssatz of a half-year, in hundredths of a percent."""

    valid_from = Day(required=True)
    hundredths = Whole(-HUNDRED_PERCENT, HUNDRED_PERCENT, required=True)


class QuarterRulesTold(ma.Schema):
    """How quarterly figures of the WJH are published."""

    smallest_shown = Whole(required=True)
    due_days = Whole(required=True)


class FinalityRulesTold(ma.Schema):
    """When a posted notice is final."""

    announced_days = Whole(required=True)
    appeal_months = Whole(required=True)


class RulesTold(ma.Schema):
    """All that the office fixes."""

    volunteer_hour = Money(required=True)
    in_kind_cap_percent = Whole(required=True, allow_none=True)
    flat_rates = Items(Part(FlatRateTold), required=True)
    salaries = Items(Part(SalaryTold), most=LIST_MAX, required=True)
    future_years = Choice(*get_args(FutureYears), required=True)
    headcount_method = Choice(*get_args(HeadcountMethod), required=True)
    early_start = YesNo(required=True)
    individual_help_gate = YesNo(required=True)
    completion_days = Whole(required=True)
    model = Choice(*get_args(Model), required=True)
    payment_rhythm = Choice(*get_args(PaymentRhythm), required=True)
    settlement = Part(SettlementRulesTold, required=True)
    base_rates = Items(Part(BaseRateTold), required=True)
    quarters = Part(QuarterRulesTold, required=True)
    onboarding_months = Whole(required=True)
    finality = Part(FinalityRulesTold, required=True)
    certified_statements = YesNo(required=True)


class PolicyAnswer(ma.Schema):
    """What is valid on a day; at position 0 the office has fixed nothing, and defaults stand in."""

    on = Day(required=True)
    edition = Line(required=True)
    position = Whole(required=True)
    valid_from = Day(required=True, allow_none=True)
    rules = Part(RulesTold, required=True)


class VersionSchema(ma.Schema):
    """A policy that was adopted: by whom, when, and from which day it holds."""

    position = Whole(required=True)
    proposal_id = Identifier(required=True)
    valid_from = Day(required=True)
    proposed_by = Identifier(required=True)
    proposed_on = Day(required=True)
    adopted_by = Identifier(required=True)
    adopted_on = Day(required=True)
    reason_code = Choice(*get_args(PolicyCode), required=True)
    reason = ma.fields.Dict(required=True)
    rules = Part(RulesTold, required=True)


class ProposalSchema(ma.Schema):
    """A policy that nobody has adopted; outdated if another one was adopted since."""

    proposal_id = Identifier(required=True)
    valid_from = Day(required=True)
    proposed_by = Identifier(required=True)
    proposed_on = Day(required=True)
    outdated = YesNo(required=True)
    reason_code = Choice(*get_args(PolicyCode), required=True)
    reason = ma.fields.Dict(required=True)
    rules = Part(RulesTold, required=True)


class PoliciesAnswer(ma.Schema):
    """All policies in the order of their adoption, and what still waits for it."""

    policies = Items(Part(VersionSchema), most=LIST_MAX, required=True)
    proposals = Items(Part(ProposalSchema), most=LIST_MAX, required=True)


def rules_told(rules: events.OfficeRules | Policy) -> Json:
    """Return what the office fixes in the form in which it is proposed."""
    told: Json = at_the_edge(
        {
            name: value
            for name, value in asdict(rules).items()
            if name not in ("position", "flat_rates", "salaries_ct")
        }
    )
    return {
        **told,
        "flat_rates": [_flat_rate(it) for _, it in sorted(rules.flat_rates.items())],
        "salaries": [
            {"grade": grade, "yearly_cost": to_wire(cents)}
            for grade, cents in sorted(rules.salaries_ct.items())
        ],
    }


def _flat_rate(rate: FlatRate) -> Json:
    is_percent = rate.base == "personnel-percent"
    return {
        "kind": rate.kind,
        "base": rate.base,
        "percent_hundredths": rate.rate if is_percent else None,
        "amount": None if is_percent else to_wire(rate.rate),
        "covers": list(rate.covers),
    }
