"""Office policy (Festlegungen): what the guideline leaves to the office.

Its numbers are data, valid from a day on, and no law: the defaults stand in until the office has
recorded its own. A decision keeps the position of the policy that it rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

FlatRateBase = Literal["personnel-percent", "fte-month", "participant-day", "event"]
"""What a flat rate multiplies: recognised personnel costs; months of a full-time post; days times
participants; events."""

FutureYears = Literal["require-ceiling", "with-reservation", "forbid"]
"""Whether years without a council budget can be committed: up to a ceiling; with a reservation
clause (Haushaltsvorbehalt); not at all."""

HeadcountMethod = Literal["heads", "fte"]
"""How employees are counted: heads (Köpfe), or full-time equivalents (Vollzeitäquivalente)."""

PaymentRhythm = Literal["monthly", "quarterly", "half-yearly", "yearly", "on-request"]
"""How a year's grant is paid: in instalments of so many months, or as the recipient asks for it
(Mittelanforderung)."""

Model = Literal["net", "gross"]
"""Whether in-kind contributions only count towards the own share, or raise its base as well
(fiktive Ausgaben). Real money pays for real costs in both."""

SettledOwnShare = Literal["fixed", "percent-of-actual"]
"""Whether the own share of the notice stays the amount it was (Festbetrag), so that savings belong
to the office; or is measured anew on actual costs, so that the Träger has its part in them."""

RecoveryRefills = Literal["on-receipt", "on-settlement"]
"""When a recovery can be granted again, if its year is still open: once the money has come back, or
as soon as it is claimed."""


@dataclass(frozen=True, slots=True)
class SettlementRules:
    """How the office settles.

    bagatelle_ct       a recovery of up to so much is not claimed (Bagatellgrenze)
    cap_total_at_plan  whether costs above the plan count for nothing, even beside more income
    hearing_days       how long a Träger has to answer before it must pay back
    due_days           how long it then has to pay
    use_months         so long after its payment money is used without delay (alsbald)
    """

    own_share: SettledOwnShare = "fixed"
    bagatelle_ct: int = 0
    cap_total_at_plan: bool = False
    recovery_refills: RecoveryRefills = "on-receipt"
    hearing_days: int = 14
    due_days: int = 30
    use_months: int = 2


SMALLEST_SHOWN_MIN: Final = 3
"""Smaller numbers of cases are never shown, whatever the office fixes: one or two can be recognised."""


@dataclass(frozen=True, slots=True)
class QuarterRules:
    """How the office publishes quarterly figures of the WJH.

    smallest_shown  numbers of cases below it are hidden from teams
    due_days        so many days after its end the figures of a quarter are to be published
    """

    smallest_shown: int = SMALLEST_SHOWN_MIN
    due_days: int = 30


ANNOUNCED_DAYS_MIN: Final = 4
"""A posted notice never counts as announced earlier (§ 37 Abs. 2 SGB X)."""


@dataclass(frozen=True, slots=True)
class FinalityRules:
    """When a posted notice is final (Bestandskraft): as the law has it, or later.

    announced_days  so many days after its posting it counts as announced
    appeal_months   so long one can turn against it from then on
    """

    announced_days: int = ANNOUNCED_DAYS_MIN
    appeal_months: int = 1


@dataclass(frozen=True, slots=True)
class BaseRate:
    """Basiszinssatz of a half-year (§ 247 BGB), in hundredths of a percent; it may be below zero."""

    valid_from: date
    hundredths: int


@dataclass(frozen=True, slots=True)
class FlatRate:
    """Pauschalsatz: so much for a unit of its base, and for which kinds of cost it stands.

    rate    hundredths of a percent for `personnel-percent`, else cents a unit
    covers  the kinds of cost for which no receipts are taken beside it
    """

    kind: str
    base: FlatRateBase
    rate: int
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the office has fixed, from a day on.

    position              running number of the adopted policy; 0 if the office has recorded none
    volunteer_hour_ct     value of an unpaid hour
    in_kind_cap_percent   in-kind contributions count up to so much of the eligible costs
    flat_rates            by kind
    salaries_ct           yearly employer cost of a comparable post of the city, by grade
    early_start           whether a project may begin before it is approved, if permitted
    individual_help_gate  whether applications must declare not to replace individual help
    payment_rhythm        how the grant of a year is paid unless it is planned by hand
    completion_days       how long applicants have to complete an application returned to them
    settlement            how the office settles, and claims back
    base_rates            Basiszinssätze as the office has recorded them; none is law by itself
    quarters              how quarterly figures of the WJH are published
    onboarding_months     so long new staff of the WJH have to be introduced into the concept
    finality              when a posted notice is final, so that upon it can be paid
    certified_statements  whether a second person at the Träger has to certify statements of use
    """

    position: int = 0
    volunteer_hour_ct: int = 1_500
    in_kind_cap_percent: int | None = None
    flat_rates: Mapping[str, FlatRate] = field(default_factory=dict)
    salaries_ct: Mapping[str, int] = field(default_factory=dict)
    future_years: FutureYears = "require-ceiling"
    headcount_method: HeadcountMethod = "heads"
    early_start: bool = False
    individual_help_gate: bool = True
    completion_days: int = 21
    model: Model = "net"
    payment_rhythm: PaymentRhythm = "quarterly"
    settlement: SettlementRules = field(default_factory=SettlementRules)
    base_rates: tuple[BaseRate, ...] = ()
    quarters: QuarterRules = field(default_factory=QuarterRules)
    onboarding_months: int = 3
    finality: FinalityRules = field(default_factory=FinalityRules)
    certified_statements: bool = False
