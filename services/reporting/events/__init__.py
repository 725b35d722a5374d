"""What has happened in reporting itself: duties, and the reports that fulfil them."""

from services.reporting.events.duty import (
    DutyCause,
    DutyDropped,
    DutyFulfilled,
    DutyKind,
    DutyOverdue,
    DutyPlanned,
    DutyReminded,
    DutyReplanned,
    InterimReportRequested,
    InterimReportSubmitted,
    Reminder,
)
from services.reporting.events.evidence import EvidenceTaken
from services.reporting.events.past import register as register_past
from services.reporting.events.quality import (
    AppliesTo,
    AssessedKind,
    Basis,
    CatalogueAdopted,
    DevelopmentGoalAgreed,
    DevelopmentGoalFollowedUp,
    EvidenceKind,
    GoalFollowUp,
    GroupTookPart,
    QualityAssessed,
    QualityIndicator,
    Rating,
)
from services.reporting.events.report import (
    GoalOutcome,
    MoneyLine,
    ProjectReportChecked,
    ProjectReportReturned,
    ProjectReportSubmitted,
    ReportedActivity,
    ReportedGoal,
    ReportedMoney,
)
from services.reporting.events.statement import (
    CheckedResult,
    GoalReached,
    Reached,
    Recognised,
    StatementChecked,
)
from services.reporting.events.steering import (
    Body,
    BodyAction,
    BodyActionDone,
    BodyMemberAppointed,
    BodyMemberDismissed,
    BodyResolution,
    Effect,
    Implementation,
    MeetingHeld,
    MeetingPlanned,
    MemberPart,
    ProjectReviewed,
    ResolutionKind,
    TeamAccompanied,
    TeamContacted,
    UagReported,
)
from shared.denial import AccessDenied
from shared.emergency.events import EVENTS as EMERGENCY
from shared.schema import Catalogue

DutyEvent = (
    DutyPlanned
    | DutyReplanned
    | DutyDropped
    | DutyReminded
    | DutyOverdue
    | DutyFulfilled
    | InterimReportRequested
    | InterimReportSubmitted
)
ReportEvent = ProjectReportSubmitted | ProjectReportReturned | ProjectReportChecked
StatementEvent = StatementChecked
DevelopmentEvent = DevelopmentGoalAgreed | DevelopmentGoalFollowedUp
BodyEvent = BodyMemberAppointed | BodyMemberDismissed | TeamAccompanied | TeamContacted
MeetingEvent = MeetingPlanned | MeetingHeld | BodyActionDone

CATALOGUE = Catalogue(
    AccessDenied,
    *EMERGENCY,
    DutyPlanned,
    DutyReplanned,
    DutyDropped,
    DutyReminded,
    DutyOverdue,
    DutyFulfilled,
    InterimReportRequested,
    InterimReportSubmitted,
    ProjectReportSubmitted,
    ProjectReportReturned,
    ProjectReportChecked,
    StatementChecked,
    CatalogueAdopted,
    QualityAssessed,
    DevelopmentGoalAgreed,
    DevelopmentGoalFollowedUp,
    BodyMemberAppointed,
    BodyMemberDismissed,
    TeamAccompanied,
    TeamContacted,
    MeetingPlanned,
    MeetingHeld,
    BodyActionDone,
    UagReported,
    EvidenceTaken,
)
register_past(CATALOGUE)

__all__ = [
    "CATALOGUE",
    "AppliesTo",
    "AssessedKind",
    "Basis",
    "Body",
    "BodyAction",
    "BodyActionDone",
    "BodyEvent",
    "BodyMemberAppointed",
    "BodyMemberDismissed",
    "BodyResolution",
    "CatalogueAdopted",
    "CheckedResult",
    "DevelopmentEvent",
    "DevelopmentGoalAgreed",
    "DevelopmentGoalFollowedUp",
    "DutyCause",
    "DutyDropped",
    "DutyEvent",
    "DutyFulfilled",
    "DutyKind",
    "DutyOverdue",
    "DutyPlanned",
    "DutyReminded",
    "DutyReplanned",
    "Effect",
    "EvidenceKind",
    "EvidenceTaken",
    "GoalFollowUp",
    "GoalOutcome",
    "GoalReached",
    "GroupTookPart",
    "Implementation",
    "InterimReportRequested",
    "InterimReportSubmitted",
    "MeetingEvent",
    "MeetingHeld",
    "MeetingPlanned",
    "MemberPart",
    "MoneyLine",
    "ProjectReportChecked",
    "ProjectReportReturned",
    "ProjectReportSubmitted",
    "ProjectReviewed",
    "QualityAssessed",
    "QualityIndicator",
    "Rating",
    "Reached",
    "Recognised",
    "Reminder",
    "ReportEvent",
    "ReportedActivity",
    "ReportedGoal",
    "ReportedMoney",
    "ResolutionKind",
    "StatementChecked",
    "StatementEvent",
    "TeamAccompanied",
    "TeamContacted",
    "UagReported",
]
