"""What approvals and payments have done to the money of a year. Whole cents.

`ledger.postings` reads each of these events alone, so each says in full which cents moved from
where to where.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Reserved:
    """Vorgemerkt: money waits for an approval that is being made."""

    year: int
    approval_id: str
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Released:
    """Vormerkung aufgehoben: the approval does not come, or not with this amount."""

    year: int
    approval_id: str
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Debited:
    """Festgelegt: an approval binds money, `reserved_ct` of it out of its reservation.

    Below zero, a later decision takes it back: it is free again or, of a closed year, `lapsed_ct` of
    it has lapsed. `carried_ct` more was taken back where it had been carried over to.
    """

    VERSION: ClassVar[int] = 2

    year: int
    approval_id: str
    project_id: str
    amount_ct: int
    reserved_ct: int
    lapsed_ct: int
    carried_ct: int


@dataclass(frozen=True, slots=True)
class Unfunded:
    """Ungedeckt: an approval came without reservation, and there is not room for it.

    Below zero, an extension moved what was still not covered to another year.
    """

    year: int
    approval_id: str
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Covered:
    """Gedeckt: there is room now for what was unfunded, and it is bound."""

    year: int
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class PaymentsHeld:
    """Auszahlungen angehalten: the project is being settled, or money of this year is being moved.

    Until the decision with this id is heard of, or has lapsed, nothing is paid.
    """

    year: int
    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class PaymentsResumed:
    """Auszahlungen wieder frei: the settlement did not come, or the change is booked."""

    year: int
    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Abgerechnet: a year's part of the final grant; what was bound beyond it is free again.

    Of a closed year it has lapsed instead.
    """

    VERSION: ClassVar[int] = 2

    year: int
    project_id: str
    final_ct: int
    released_ct: int
    lapsed_ct: int


@dataclass(frozen=True, slots=True)
class SettlementUndone:
    """Abrechnung aufgehoben: what the settlement had set free is bound again.

    freed_ct    taken from what is free;  lapsed_ct  from what has lapsed
    lacking_ct  there is not room for it any more: unfunded until there is
    """

    year: int
    project_id: str
    freed_ct: int
    lapsed_ct: int
    lacking_ct: int


@dataclass(frozen=True, slots=True)
class RecoveryBooked:
    """Rückforderung gebucht: what a Träger pays back can be granted again, or is the city's revenue.

    Of a year that is still open it can be granted again; what comes back after its end is revenue
    of the year in which it comes. Below zero, what was counted on will not come.
    """

    year: int
    project_id: str
    claim_id: str
    refilled_ct: int
    revenue_ct: int
