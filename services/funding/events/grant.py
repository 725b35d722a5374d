"""What has happened to the grant of a project: stream `grant-<project>`. Whole cents."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shared.guideline import MeasuredCosts

YearlyCents = dict[int, int]


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
    """Änderung vermerkt: a later decision moved, added or took back cents of the grant.

    The own share and its cash part change with it where costs are added, or the plan is re-fixed.
    """

    VERSION: ClassVar[int] = 2

    project_id: str
    approval_id: str
    grant_change_ct: YearlyCents
    own_share_change_ct: int
    own_cash_change_ct: int


@dataclass(frozen=True, slots=True)
class SettlementHeld:
    """Festsetzung vorbereitet: the final grant is computed and waits for the project's closing.

    carried_ct       what carry-overs have taken from each year, below zero, and brought to it
    planned          costs and percentages that measured the own share
    policy_position  of the rules by which it is settled
    """

    VERSION: ClassVar[int] = 2

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
    carried_ct: YearlyCents
    planned: tuple[MeasuredCosts, ...]
    policy_position: int


@dataclass(frozen=True, slots=True)
class SettlementDropped:
    """Festsetzung verworfen: the closing did not come."""

    project_id: str
    closing_id: str


@dataclass(frozen=True, slots=True)
class GrantSettled:
    """Festgesetzt: the project is closed and its grant final, until it is settled anew."""

    VERSION: ClassVar[int] = 2

    project_id: str
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int
    closing_id: str
