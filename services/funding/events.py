"""What has happened to the money of a year, and to the grant of a project. Whole cents.

The events of a year are its journal: `ledger.postings` reads each of them alone, so each says in
full which cents moved from where to where.
"""

from dataclasses import dataclass
from datetime import date

from shared.schema import Catalogue

YearlyCents = dict[int, int]

# ---- stream budget-<year> ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BudgetSet:
    """Jahresbudget festgesetzt: the council's resolution gives the district so much for a year."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class Supplemented:
    """Nachtrag beschlossen: the council adds to a year's budget or, below zero, cuts it."""

    year: int
    amount_ct: int
    resolution: str


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

    Below zero, an extension moved the money to another year and frees it here.
    """

    year: int
    approval_id: str
    project_id: str
    amount_ct: int
    reserved_ct: int


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
    """Auszahlungen angehalten: the project is being settled; until then nothing is paid."""

    year: int
    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class PaymentsResumed:
    """Auszahlungen wieder frei: the settlement did not come."""

    year: int
    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class Paid:
    """Ausgezahlt: money of a year has gone to the Träger."""

    year: int
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Abgerechnet: a year's part of the final grant; what was bound beyond it is free again."""

    year: int
    project_id: str
    final_ct: int
    released_ct: int


# ---- stream grant-<project> ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GrantRecorded:
    """Bewilligung vermerkt: what an approval fixed, kept for the settlement."""

    project_id: str
    approval_id: str
    grant_ct: YearlyCents
    own_share_ct: int
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class GrantChanged:
    """Änderung vermerkt: an extension moved cents of the grant between years."""

    project_id: str
    approval_id: str
    grant_change_ct: YearlyCents


@dataclass(frozen=True, slots=True)
class SettlementHeld:
    """Festsetzung vorbereitet: the final grant is computed and waits for the project's closing."""

    project_id: str
    closing_id: str
    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    paid_ct: YearlyCents
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int
    edition: str
    held_on: date


@dataclass(frozen=True, slots=True)
class SettlementDropped:
    """Festsetzung verworfen: the closing did not come."""

    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class GrantSettled:
    """Festgesetzt: the project is closed and its grant final."""

    project_id: str
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int


BudgetEvent = (
    BudgetSet
    | Supplemented
    | Reserved
    | Released
    | Debited
    | Unfunded
    | Covered
    | PaymentsHeld
    | PaymentsResumed
    | Paid
    | Settled
)
GrantEvent = GrantRecorded | GrantChanged | SettlementHeld | SettlementDropped | GrantSettled

CATALOGUE = Catalogue(
    BudgetSet,
    Supplemented,
    Reserved,
    Released,
    Debited,
    Unfunded,
    Covered,
    PaymentsHeld,
    PaymentsResumed,
    Paid,
    Settled,
    GrantRecorded,
    GrantChanged,
    SettlementHeld,
    SettlementDropped,
    GrantSettled,
)
