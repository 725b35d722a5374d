"""What has happened to projects, their Träger and Sozialräume. Past tense, whole cents, no persons.

Long texts lie beside the log: an event holds a `DocumentRef`. Of people an event says nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef
from shared.schema import Catalogue

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
ExtensionCode = Literal["delayed-start", "staff-shortage", "demand-continues", "external-cause"]
Reached = Literal["yes", "partly", "no"]  # erreicht, teilweise erreicht, nicht erreicht
Cause = Literal["completed", "terminated"]  # planmäßig beendet, vorzeitig beendet


@dataclass(frozen=True, slots=True)
class Goal:
    """Ziel: what a project wants to reach, and by what that shows. Numbered from 1."""

    id: int
    text: DocumentRef
    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One year of the financing plan, in cents."""

    costs_ct: int
    third_party_ct: int
    own_cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Employees:
    """Mitarbeitende: how many the Träger has, how counted, and on which day."""

    count: int
    method: Literal["heads"]
    on: date


@dataclass(frozen=True, slots=True)
class OwnShare:
    """Eigenanteil: percent of the eligible costs, its cents, and what it consists of."""

    percent: int
    amount_ct: int
    cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class GoalReached:
    """How far a goal of the application was reached."""

    id: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class Applied:
    """Beantragt: the team of a Sozialraum asks for a project of a Träger."""

    project_id: str
    number: str
    application_version: int
    sozialraum_id: str
    team_id: str
    traeger_id: str
    title: str
    start: date
    end: date
    need: DocumentRef
    goals: tuple[Goal, ...]
    target_group: DocumentRef
    measures: DocumentRef
    plan: dict[int, PlanYear]
    employees: Employees
    applied_on: date


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
class Extended:
    """Verlängert: the project ends later; `number` counts its extensions from 1.

    `grant_change_ct` moves cents between years and sums to zero; `own_share` is None where it
    stays as approved.
    """

    project_id: str
    approval_id: str
    number: int
    old_end: date
    new_end: date
    grant_change_ct: YearlyCents
    own_share: OwnShare | None
    reason_code: ExtensionCode
    reason: DocumentRef
    edition: str
    policy_position: int
    extended_on: date


@dataclass(frozen=True, slots=True)
class Closed:
    """Abgeschlossen: income and expenditure are known, and the final grant with them."""

    project_id: str
    closing_id: str
    closed_on: date
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int
    goals: tuple[GoalReached, ...]
    cause: Cause
    edition: str


@dataclass(frozen=True, slots=True)
class ApprovalLapsed:
    """Genehmigung verfallen: a decision was prepared but never taken; its reservation is void."""

    project_id: str
    approval_id: str
    lapsed_on: date


@dataclass(frozen=True, slots=True)
class NumberAssigned:
    """Aktenzeichen vergeben: the next file number of a year, for people."""

    project_id: str
    year: int
    running: int
    number: str


@dataclass(frozen=True, slots=True)
class TraegerRegistered:
    """Träger erfasst: a legal person that can receive grants; `expert` marks special expertise."""

    traeger_id: str
    name: str
    expert: bool


@dataclass(frozen=True, slots=True)
class SozialraumRegistered:
    """Sozialraum erfasst: a planning area of the district and its team."""

    sozialraum_id: str
    name: str
    team_id: str
    team_name: str


ProjectEvent = Applied | Approved | Rejected | Extended | Closed | ApprovalLapsed
MasterDataEvent = TraegerRegistered | SozialraumRegistered

CATALOGUE = Catalogue(
    Applied,
    Approved,
    Rejected,
    Extended,
    Closed,
    ApprovalLapsed,
    NumberAssigned,
    TraegerRegistered,
    SozialraumRegistered,
)
