"""How older forms of these events are raised to the newest: before, there was no such money."""

from dataclasses import asdict
from typing import Any

from shared.canonical import Json
from shared.guideline import FinalityRules, Policy, QuarterRules, SettlementRules
from shared.schema import Catalogue, Upcast


def register(catalogue: Catalogue) -> None:
    """Register the upcasts."""
    catalogue.upcast("budget_set", 1)(_with(ceiling_ct=0))
    catalogue.upcast("debited", 1)(_with(lapsed_ct=0, carried_ct=0))
    catalogue.upcast("paid", 1)(_with(number=0, paid_on=None))
    catalogue.upcast("settled", 1)(_with(lapsed_ct=0))
    catalogue.upcast("grant_changed", 1)(_with(own_share_change_ct=0, own_cash_change_ct=0))
    catalogue.upcast("settlement_held", 1)(_with(carried_ct={}, planned=[], policy_position=0))
    catalogue.upcast("grant_settled", 1)(_with(closing_id=""))
    catalogue.upcast("policy_proposed", 1)(_ruled)
    catalogue.upcast("policy_adopted", 1)(_ruled)


def _ruled(data: Json) -> Json:
    """What the office had not fixed yet was settled by the defaults."""
    rules = {
        **data["rules"],
        "settlement": asdict(SettlementRules()),
        "base_rates": [],
        "quarters": asdict(QuarterRules()),
        "onboarding_months": Policy().onboarding_months,
        "finality": asdict(FinalityRules()),
        "certified_statements": Policy().certified_statements,
    }
    return {**data, "rules": rules}


def _with(**neutral: Any) -> Upcast:
    def raise_it(data: Json) -> Json:
        return {**data, **neutral}

    return raise_it
