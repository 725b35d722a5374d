"""What approvals and payments can ask of the money of one year. Amounts are cents."""

from dataclasses import dataclass

from shared.guideline.policy import FutureYears


@dataclass(frozen=True, slots=True)
class Reserve:
    """Vormerken. Below zero nothing is reserved, but what shall move away must be there."""

    year: int
    approval_id: str
    project_id: str
    amount_ct: int
    future_years: FutureYears = "require-ceiling"


@dataclass(frozen=True, slots=True)
class Debit:
    """Festlegen, or, below zero, free what a later decision takes back.

    `carried_ct` more is taken back in the next year, where it was carried over to.
    """

    year: int
    approval_id: str
    project_id: str
    amount_ct: int
    carried_ct: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """Vormerkung aufheben: of one approval, or, without `approval_id`, all of a project."""

    year: int
    project_id: str
    approval_id: str | None = None


@dataclass(frozen=True, slots=True)
class HoldPayments:
    """Auszahlungen anhalten."""

    year: int
    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class ResumePayments:
    """Auszahlungen wieder zulassen."""

    year: int
    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Abrechnen: `final_ct` is the year's part of the final grant.

    `cleared_ct` of what was paid has come back after an earlier settlement.
    """

    year: int
    project_id: str
    final_ct: int
    cleared_ct: int = 0


@dataclass(frozen=True, slots=True)
class UndoSettlement:
    """Abrechnung aufheben: bind again what the settlement has set free."""

    year: int
    project_id: str


@dataclass(frozen=True, slots=True)
class BookRecovery:
    """Rückforderung buchen: `refilled_ct` can be granted again, `revenue_ct` is the city's.

    Below zero, what could be granted again before it came back will not come.
    """

    year: int
    project_id: str
    claim_id: str
    refilled_ct: int
    revenue_ct: int
