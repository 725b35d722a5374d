"""What can be asked of the grant of one project. Amounts are cents."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.guideline import MeasuredCosts, Policy


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
    """Änderung vermerken. Own share and own cash are what is added to them."""

    project_id: str
    approval_id: str
    grant_change_ct: Mapping[int, int]
    own_share_ct: int = 0
    own_cash_ct: int = 0


@dataclass(frozen=True, slots=True)
class RefixGrant:
    """Neu festsetzen: a change after which own share and own cash are these."""

    project_id: str
    approval_id: str
    grant_change_ct: Mapping[int, int]
    own_share_ct: int
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class HoldSettlement:
    """Festsetzung vorbereiten. `grant_ct` is the grant as projects knows it, None to take our own.

    `paid_ct` is what each year has paid so far, less what has come back or is waived; `carried_ct`
    what carry-overs have taken from each year (below zero) and brought to it. `planned` and
    `policy` are what the grant was measured by, and the rules that held when it was approved.
    """

    project_id: str
    closing_id: str
    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    paid_ct: Mapping[int, int] = field(default_factory=dict)
    carried_ct: Mapping[int, int] = field(default_factory=dict)
    grant_ct: Mapping[int, int] | None = None
    planned: tuple[MeasuredCosts, ...] = ()
    policy: Policy = field(default_factory=Policy)


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
    closing_id: str
