"""What can be asked of projects: intents in the imperative. Their form for strangers is `forms.py`.

Fields that default to nothing are supplied by the service, never by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.projects.events import Cause, ExtensionCode, GoalReached, RejectionCode
from shared.documents import Document
from shared.guideline import Settlement, Year


@dataclass(frozen=True, slots=True)
class RegisterTraeger:
    """Träger erfassen."""

    name: str
    expert: bool = False
    traeger_id: str = ""


@dataclass(frozen=True, slots=True)
class RegisterSozialraum:
    """Sozialraum mit seinem Team erfassen."""

    name: str
    team_name: str
    sozialraum_id: str = ""
    team_id: str = ""


@dataclass(frozen=True, slots=True)
class AssignNumber:
    """Aktenzeichen vergeben. The service asks for it when an application arrives."""

    project_id: str
    district: str
    year: int


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal as it is applied for."""

    text: Document
    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class Headcount:
    """The employees of the Träger on a day."""

    count: int
    on: date


@dataclass(frozen=True, slots=True)
class Apply:
    """Projekt beantragen."""

    sozialraum_id: str
    traeger_id: str
    title: str
    need: Document
    goals: Sequence[PlannedGoal]
    target_group: Document
    measures: Document
    start: date
    end: date
    plan: Mapping[int, Year]
    own_cash_ct: int
    in_kind_ct: int
    employees: Headcount
    project_id: str = ""
    team_id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Approve:
    """Genehmigen. `version` is the one that the approval will have in its stream."""

    project_id: str
    version: int = 0
    command_id: str = ""
    policy_position: int = 0


@dataclass(frozen=True, slots=True)
class Reject:
    """Ablehnen."""

    project_id: str
    reason_code: RejectionCode
    reason: Document


@dataclass(frozen=True, slots=True)
class Extend:
    """Verlängern, at no extra cost. `shift_ct` moves cents of the grant between years."""

    project_id: str
    new_end: date
    reason_code: ExtensionCode
    reason: Document
    shift_ct: Mapping[int, int] = field(default_factory=dict)
    version: int = 0
    command_id: str = ""
    policy_position: int = 0


@dataclass(frozen=True, slots=True)
class Close:
    """Abschließen, with recognised costs, income of third parties and in-kind contributions.

    `settlement` is what funding made of these figures.
    """

    project_id: str
    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    goals: Sequence[GoalReached]
    cause: Cause
    closing_id: str = ""
    settlement: Settlement | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """Verfallen lassen: funding asks whether an approval it reserved money for still comes."""

    project_id: str
    approval_id: str


ProjectCommand = Apply | Approve | Reject | Extend | Close | Lapse
MasterDataCommand = RegisterTraeger | RegisterSozialraum
