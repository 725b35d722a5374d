"""An adopted policy as other services hear of it: the fields that the guideline asks for."""

from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields

from shared.canonical import Json
from shared.guideline.policy import (
    SMALLEST_SHOWN_MIN,
    BaseRate,
    FlatRate,
    FlatRateBase,
    FutureYears,
    HeadcountMethod,
    Model,
    Policy,
    QuarterRules,
    RecoveryRefills,
    SettledOwnShare,
    SettlementRules,
)


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE


def _whole(*, none: bool = False) -> fields.Integer:
    return fields.Integer(strict=True, required=True, allow_none=none)


def _one_of(choices: Any) -> fields.String:
    return fields.String(required=True, validate=ma.validate.OneOf(get_args(choices)))


class FlatRateSchema(_Heard):
    """A flat rate, as the guideline asks for it."""

    kind = fields.String(required=True)
    base = _one_of(FlatRateBase)
    rate = _whole()
    covers = fields.List(fields.String(), required=True)

    @ma.post_load
    def made(self, data: Json, **_: Any) -> FlatRate:
        """Lists of JSON become tuples."""
        return FlatRate(**{**data, "covers": tuple(data["covers"])})


class SettlementRulesSchema(_Heard):
    """How the office settles."""

    own_share = _one_of(SettledOwnShare)
    bagatelle_ct = _whole()
    cap_total_at_plan = fields.Boolean(required=True)
    recovery_refills = _one_of(RecoveryRefills)
    hearing_days = _whole()
    due_days = _whole()
    use_months = _whole()

    @ma.post_load
    def made(self, data: Json, **_: Any) -> SettlementRules:
        """As the guideline asks for them."""
        return SettlementRules(**data)


class QuarterRulesSchema(_Heard):
    """How quarterly figures of the WJH are published."""

    smallest_shown = fields.Integer(
        strict=True, required=True, validate=ma.validate.Range(SMALLEST_SHOWN_MIN)
    )
    due_days = _whole()

    @ma.post_load
    def made(self, data: Json, **_: Any) -> QuarterRules:
        """As the guideline asks for them."""
        return QuarterRules(**data)


class BaseRateSchema(_Heard):
    """The Basiszinssatz of a half-year."""

    valid_from = fields.Date(required=True)
    hundredths = _whole()

    @ma.post_load
    def made(self, data: Json, **_: Any) -> BaseRate:
        """As the guideline asks for it."""
        return BaseRate(**data)


class RulesSchema(_Heard):
    """What others compute with of all that the office fixes; what it had not fixed yet by default."""

    volunteer_hour_ct = _whole()
    in_kind_cap_percent = _whole(none=True)
    flat_rates = fields.Dict(
        keys=fields.String(), values=fields.Nested(FlatRateSchema), required=True
    )
    salaries_ct = fields.Dict(
        keys=fields.String(), values=fields.Integer(strict=True), required=True
    )
    future_years = _one_of(FutureYears)
    headcount_method = _one_of(HeadcountMethod)
    early_start = fields.Boolean(required=True)
    individual_help_gate = fields.Boolean(required=True)
    completion_days = _whole()
    model = _one_of(Model)
    settlement = fields.Nested(SettlementRulesSchema, load_default=SettlementRules)
    base_rates = fields.List(fields.Nested(BaseRateSchema), load_default=list)
    quarters = fields.Nested(QuarterRulesSchema, load_default=QuarterRules)
    onboarding_months = fields.Integer(strict=True, load_default=Policy().onboarding_months)
    certified_statements = fields.Boolean(load_default=Policy().certified_statements)


class PolicyAdoptedSchema(_Heard):
    """`funding.policy_adopted`: decisions from `valid_from` on rest on this position."""

    position = _whole()
    valid_from = fields.Date(required=True)
    rules = fields.Nested(RulesSchema, required=True)


def policy(position: int, rules: Json) -> Policy:
    """Return an adopted policy, whose rules are loaded, as the guideline asks for it."""
    return Policy(position, **{**rules, "base_rates": tuple(rules["base_rates"])})
