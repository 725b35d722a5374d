"""What can be asked of the money: intents in the imperative. Their form for strangers is `forms.py`.

Amounts are cents; those of a single year go to the stream of that year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SetBudget:
    """Jahresbudget festsetzen."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class Supplement:
    """Nachtrag buchen, below zero a cut."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class Reserve:
    """Vormerken. Below zero nothing is reserved, but what shall move away must be there."""

    year: int
    approval_id: str
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Debit:
    """Festlegen, or, below zero, free what an extension moves to another year."""

    year: int
    approval_id: str
    project_id: str
    amount_ct: int


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
class Pay:
    """Auszahlen."""

    year: int
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Settle:
    """Abrechnen: `final_ct` is the year's part of the final grant."""

    year: int
    project_id: str
    final_ct: int


@dataclass(frozen=True, slots=True)
class RecordGrant:
    """Bewilligung vermerken."""

    project_id: str
    approval_id: str
    grant_ct: Mapping[int, int]
    own_share_ct: int
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class ChangeGrant:
    """Änderung vermerken."""

    project_id: str
    approval_id: str
    grant_change_ct: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class HoldSettlement:
    """Festsetzung vorbereiten. `grant_ct` is the grant as projects knows it, None to take our own.

    `paid_ct` is what each year has paid so far.
    """

    project_id: str
    closing_id: str
    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    paid_ct: Mapping[int, int] = field(default_factory=dict)
    grant_ct: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class DropSettlement:
    """Festsetzung verwerfen."""

    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class SettleGrant:
    """Festsetzen, as the closing of the project says."""

    project_id: str
    final_grant_ct: Mapping[int, int]
    recovery_ct: int
    remaining_ct: int


BudgetCommand = (
    SetBudget
    | Supplement
    | Reserve
    | Debit
    | Release
    | HoldPayments
    | ResumePayments
    | Pay
    | Settle
)
GrantCommand = RecordGrant | ChangeGrant | HoldSettlement | DropSettlement | SettleGrant
