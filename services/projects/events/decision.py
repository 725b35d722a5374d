"""What was decided about applications."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

YearlyCents = dict[int, int]


RejectionCode = Literal[
    "no-need",
    "goals-unclear",
    "measures-unsuitable",
    "costs-unreasonable",
    "no-priority",
    "double-funding",
    "formal-fault",
]


@dataclass(frozen=True, slots=True)
class OwnShare:
    """Eigenanteil: percent of the eligible costs, its cents, and what it consists of."""

    percent: int
    amount_ct: int
    cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Approved:
    """Genehmigt: the rules are met and the grant is fixed, in cents by budget year."""

    project_id: str
    approval_id: str
    application_version: int
    start: date
    end: date
    eligible_ct: int
    own_share: OwnShare
    third_party_ct: int
    grant_ct: YearlyCents
    edition: str
    policy_position: int
    approved_on: date


@dataclass(frozen=True, slots=True)
class Rejected:
    """Abgelehnt: the district head says no; reservations for the project are void."""

    project_id: str
    reason_code: RejectionCode
    reason: DocumentRef
    rejected_on: date


@dataclass(frozen=True, slots=True)
class ApprovalLapsed:
    """Genehmigung verfallen: a decision was prepared but never taken; its reservation is void."""

    project_id: str
    approval_id: str
    lapsed_on: date
