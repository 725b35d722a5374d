"""What a financing plan (Finanzierungsplan) consists of: costs, other money, own contributions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.guideline.policy import HeadcountMethod

ThirdPartyKind = Literal["public", "donation", "fee", "sale"]
"""Grants of other offices; donations earmarked for the project; fees of participants; sales.
Reading: a donation without a purpose is own cash."""

InKindKind = Literal["goods", "work", "volunteering"]
"""Sachleistungen; Arbeitsleistungen of employees paid otherwise; unpaid work (Ehrenamt)."""

FinancingType = Literal["gap", "full", "institutional"]
"""Fehlbedarfsfinanzierung, Vollfinanzierung, institutionelle Förderung."""


@dataclass(frozen=True, slots=True)
class Post:
    """Stelle: what it does, what it asks of a person, and what it costs the employer in a full year.

    grade       the grade that the task justifies; None where no comparison is made
    fte_percent part of a full-time post, 1 to 100
    months      in this calendar year, 1 to 12
    """

    function: str
    qualification: str
    grade: str | None
    fte_percent: int
    months: int
    yearly_cost_ct: int


@dataclass(frozen=True, slots=True)
class FlatRateUse:
    """A flat rate that the plan uses.

    quantity  hundredths of FTE months, participant days, or events; 0 for a percentage
    """

    kind: str
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Drittmittel: money of others for the project; `granted` once it is certain."""

    source: str
    kind: ThirdPartyKind
    amount_ct: int
    granted: bool


@dataclass(frozen=True, slots=True)
class InKind:
    """Sach- oder Arbeitsleistung: minutes of volunteering, or a value in cents for all else."""

    kind: InKindKind
    text: str
    minutes: int | None = None
    value_ct: int | None = None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What the plan says about one calendar year."""

    posts: tuple[Post, ...] = ()
    flat_rates: tuple[FlatRateUse, ...] = ()
    third_party: tuple[ThirdParty, ...] = ()


@dataclass(frozen=True, slots=True)
class Headcount:
    """Zahl der Mitarbeitenden, in hundredths: 3025 are 30.25 full-time equivalents, 3100 31 heads."""

    method: HeadcountMethod
    hundredths: int


@dataclass(frozen=True, slots=True)
class Financing:
    """What an application says about money.

    employees     whole; full-time equivalents are rounded up already (`whole_employees`)
    requested_ct  None asks for whatever the guideline gives
    """

    plan: Mapping[int, YearPlan]
    employees: int
    own_cash_ct: int = 0
    in_kind: tuple[InKind, ...] = ()
    type: FinancingType = "gap"
    full_funding_reason_given: bool = False
    requested_ct: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """What the plan says about one year in two sums: eligible costs, and money of third parties."""

    costs_ct: int
    third_party_ct: int = 0
