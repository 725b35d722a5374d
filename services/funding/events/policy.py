"""What the office has fixed where the guideline leaves it to the office: stream `policy`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from shared.documents import DocumentRef
from shared.guideline import (
    BaseRate,
    FinalityRules,
    FlatRate,
    FutureYears,
    HeadcountMethod,
    Model,
    PaymentRhythm,
    QuarterRules,
    SettlementRules,
)

PolicyCode = Literal["resolution", "adjustment", "correction", "other"]
"""Why the office fixes something: it was resolved; figures have moved; to mend a mistake."""


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """Festlegungen des Amtes: all that `guideline.Policy` knows but its position. Whole cents."""

    volunteer_hour_ct: int
    in_kind_cap_percent: int | None
    flat_rates: dict[str, FlatRate]
    salaries_ct: dict[str, int]
    future_years: FutureYears
    headcount_method: HeadcountMethod
    early_start: bool
    individual_help_gate: bool
    completion_days: int
    model: Model
    payment_rhythm: PaymentRhythm
    settlement: SettlementRules
    base_rates: tuple[BaseRate, ...]
    quarters: QuarterRules
    onboarding_months: int
    finality: FinalityRules
    certified_statements: bool


@dataclass(frozen=True, slots=True)
class PolicyProposed:
    """Festlegungen vorgeschlagen: they hold only once somebody else has adopted them.

    after_position  the newest policy that the proposer could know; 0 if there was none
    by              the random id of the proposer
    """

    VERSION: ClassVar[int] = 2

    proposal_id: str
    after_position: int
    valid_from: date
    rules: OfficeRules
    reason_code: PolicyCode
    reason: DocumentRef
    by: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class PolicyAdopted:
    """Festlegungen beschlossen: from `valid_from` on decisions rest on this position.

    by  the random id of who adopted, never that of the proposer
    """

    VERSION: ClassVar[int] = 2

    position: int
    proposal_id: str
    valid_from: date
    rules: OfficeRules
    proposed_by: str
    by: str
    adopted_on: date
