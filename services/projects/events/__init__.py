"""What has happened to projects, their Träger and Sozialräume. Past tense, whole cents, no persons.

Long texts lie beside the log: an event holds a `DocumentRef`. Of people an event says nothing.
"""

from typing import get_args

from services.projects.events.application import (
    Applied,
    Employees,
    Goal,
    Indicator,
    NumberAssigned,
    PlanYear,
)
from services.projects.events.change import (
    Amended,
    AmendmentCode,
    ChangeRejected,
    ChangeRejectionCode,
    ChangeRequested,
    ChangeWithdrawn,
    Extended,
    ExtensionCode,
    RequestedCosts,
    RequestedShift,
)
from services.projects.events.closing import (
    Cause,
    Closed,
    EndedAs,
    GoalReached,
    HearingAnswered,
    Reached,
    ReopeningBasis,
    SettlementProposed,
    SettlementReopened,
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
from services.projects.events.ending import (
    Refixed,
    RevocationBasis,
    RevocationCode,
    RevocationExtent,
    Revoked,
    Terminated,
    TerminationCause,
)
from services.projects.events.interest import InterestFixed, InterestGround, InterestProposed
from services.projects.events.master_data import (
    DeactivationCode,
    HeadcountStated,
    ImportKind,
    LegalForm,
    MasterDataImported,
    PostalAddress,
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
from shared.bookyear.events import EVENTS as BOOK_YEARS
from shared.denial import AccessDenied
from shared.emergency.events import EVENTS as EMERGENCY
from shared.partition.events import EVENTS as PARTITIONS
from shared.retention.events import EVENTS as RETENTION
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
ChangeEvent = (
    ChangeRequested | ChangeWithdrawn | ChangeRejected | Extended | Amended | Terminated | Revoked
)
ClosingEvent = SettlementProposed | HearingAnswered | Closed | SettlementReopened
InterestEvent = InterestProposed | InterestFixed
ProjectEvent = ApplicationEvent | DecisionEvent | ChangeEvent | ClosingEvent | InterestEvent

CATALOGUE = Catalogue(
    AccessDenied,
    *BOOK_YEARS,
    *PARTITIONS,
    *EMERGENCY,
    *RETENTION,
    *get_args(ProjectEvent),
    NumberAssigned,
    TraegerRegistered,
    SozialraumRegistered,
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
    "Amended",
    "AmendmentCode",
    "ApplicationEvent",
    "Applied",
    "ApprovalCode",
    "ApprovalLapsed",
    "Approved",
    "ArithmeticChecked",
    "BiasCode",
    "BiasDeclared",
    "Cause",
    "ChangeEvent",
    "ChangeRejected",
    "ChangeRejectionCode",
    "ChangeRequested",
    "ChangeWithdrawn",
    "CheckResult",
    "Closed",
    "ClosingEvent",
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
    "EndedAs",
    "Extended",
    "ExtensionCode",
    "Goal",
    "GoalReached",
    "HeadcountStated",
    "HearingAnswered",
    "ImportKind",
    "Indicator",
    "InterestEvent",
    "InterestFixed",
    "InterestGround",
    "InterestProposed",
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
    "PostalAddress",
    "Postponed",
    "PostponementCode",
    "Prioritised",
    "ProjectEvent",
    "Proposal",
    "Reached",
    "ReductionCode",
    "Refixed",
    "Rejected",
    "RejectionCode",
    "Reopened",
    "ReopeningBasis",
    "ReopeningCause",
    "RepresentativesNamed",
    "RequestedCosts",
    "RequestedShift",
    "Resubmitted",
    "Returned",
    "RevocationBasis",
    "RevocationCode",
    "RevocationExtent",
    "Revoked",
    "SettlementProposed",
    "SettlementReopened",
    "SozialraumEvent",
    "SozialraumRegistered",
    "SozialraumRenamed",
    "Statements",
    "TeamEvent",
    "TeamPart",
    "TeamResolution",
    "Terminated",
    "TerminationCause",
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
