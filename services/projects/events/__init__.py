"""What has happened to projects, their Träger and Sozialräume. Past tense, whole cents, no persons.

Long texts lie beside the log: an event holds a `DocumentRef`. Of people an event says nothing.
"""

from services.projects.events.application import (
    Applied,
    Employees,
    Goal,
    Indicator,
    NumberAssigned,
    PlanYear,
)
from services.projects.events.change import (
    Extended,
    ExtensionCode,
)
from services.projects.events.closing import (
    Cause,
    Closed,
    GoalReached,
    Reached,
)
from services.projects.events.decision import (
    ApprovalCode,
    ApprovalLapsed,
    Approved,
    ArithmeticChecked,
    BiasCode,
    BiasDeclared,
    CheckResult,
    Confirmation,
    ConfirmationName,
    ContentChecked,
    Criterion,
    CriterionName,
    Met,
    OwnShare,
    Postponed,
    PostponementCode,
    Prioritised,
    Proposal,
    ReductionCode,
    Rejected,
    RejectionCode,
    Reopened,
    ReopeningCause,
    YearlyCents,
)
from services.projects.events.master_data import (
    DeactivationCode,
    HeadcountStated,
    ImportKind,
    LegalForm,
    MasterDataImported,
    RepresentativesNamed,
    SozialraumEvent,
    SozialraumRegistered,
    SozialraumRenamed,
    TraegerAmended,
    TraegerDeactivated,
    TraegerEvent,
    TraegerProfile,
    TraegerReactivated,
    TraegerRegistered,
)
from services.projects.events.master_data import register as register_past_master_data
from services.projects.events.notice import NoticeIssued, NoticeKind
from services.projects.events.past_applications import register as register_past_applications
from services.projects.events.past_decisions import register as register_past_decisions
from services.projects.events.people import (
    DelegationCode,
    DeputyAppointed,
    DeputyEvent,
    DeputyRevoked,
    MemberJoined,
    MemberLeft,
    PersonalDatum,
    PersonAmended,
    PersonErased,
    PersonEvent,
    PersonRegistered,
    TeamEvent,
    TeamPart,
)
from services.projects.events.resubmission import (
    CoSigned,
    Resubmitted,
    Returned,
    WithdrawalCode,
    Withdrawn,
)
from services.projects.events.statements import (
    Access,
    AccessKind,
    Aim,
    AimName,
    Declarations,
    Participation,
    ParticipationGroup,
    Statements,
    TeamResolution,
)
from shared.denial import AccessDenied
from shared.schema import Catalogue

ApplicationEvent = Applied | Resubmitted | Returned | Withdrawn | CoSigned
DecisionEvent = (
    ContentChecked
    | ArithmeticChecked
    | Approved
    | Rejected
    | Postponed
    | Prioritised
    | Reopened
    | BiasDeclared
    | ApprovalLapsed
)
ProjectEvent = ApplicationEvent | DecisionEvent | Extended | Closed

CATALOGUE = Catalogue(
    AccessDenied,
    Applied,
    Approved,
    Rejected,
    Extended,
    Closed,
    ApprovalLapsed,
    NumberAssigned,
    TraegerRegistered,
    SozialraumRegistered,
    ContentChecked,
    ArithmeticChecked,
    Postponed,
    Prioritised,
    Reopened,
    BiasDeclared,
    TraegerAmended,
    HeadcountStated,
    RepresentativesNamed,
    TraegerDeactivated,
    TraegerReactivated,
    SozialraumRenamed,
    MasterDataImported,
    PersonRegistered,
    PersonAmended,
    PersonErased,
    MemberJoined,
    MemberLeft,
    DeputyAppointed,
    DeputyRevoked,
    NoticeIssued,
    Resubmitted,
    Returned,
    Withdrawn,
    CoSigned,
)
register_past_applications(CATALOGUE)
register_past_decisions(CATALOGUE)
register_past_master_data(CATALOGUE)

__all__ = [
    "CATALOGUE",
    "Access",
    "AccessKind",
    "Aim",
    "AimName",
    "ApplicationEvent",
    "Applied",
    "ApprovalCode",
    "ApprovalLapsed",
    "Approved",
    "ArithmeticChecked",
    "BiasCode",
    "BiasDeclared",
    "Cause",
    "CheckResult",
    "Closed",
    "CoSigned",
    "Confirmation",
    "ConfirmationName",
    "ContentChecked",
    "Criterion",
    "CriterionName",
    "DeactivationCode",
    "DecisionEvent",
    "Declarations",
    "DelegationCode",
    "DeputyAppointed",
    "DeputyEvent",
    "DeputyRevoked",
    "Employees",
    "Extended",
    "ExtensionCode",
    "Goal",
    "GoalReached",
    "HeadcountStated",
    "ImportKind",
    "Indicator",
    "LegalForm",
    "MasterDataImported",
    "MemberJoined",
    "MemberLeft",
    "Met",
    "NoticeIssued",
    "NoticeKind",
    "NumberAssigned",
    "OwnShare",
    "Participation",
    "ParticipationGroup",
    "PersonAmended",
    "PersonErased",
    "PersonEvent",
    "PersonRegistered",
    "PersonalDatum",
    "PlanYear",
    "Postponed",
    "PostponementCode",
    "Prioritised",
    "ProjectEvent",
    "Proposal",
    "Reached",
    "ReductionCode",
    "Rejected",
    "RejectionCode",
    "Reopened",
    "ReopeningCause",
    "RepresentativesNamed",
    "Resubmitted",
    "Returned",
    "SozialraumEvent",
    "SozialraumRegistered",
    "SozialraumRenamed",
    "Statements",
    "TeamEvent",
    "TeamPart",
    "TeamResolution",
    "TraegerAmended",
    "TraegerDeactivated",
    "TraegerEvent",
    "TraegerProfile",
    "TraegerReactivated",
    "TraegerRegistered",
    "WithdrawalCode",
    "Withdrawn",
    "YearlyCents",
]
