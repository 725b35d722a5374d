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
    QuarterOwed,
    Reminder,
)
from services.reporting.events.evidence import EvidenceTaken
from services.reporting.events.feed import FeedClosed, FeedOpened
from services.reporting.events.line_shift import (
    LineMove,
    LineShiftDecided,
    LineShiftRequested,
    ShiftOutcome,
)
from services.reporting.events.onboarding import OnboardingConfirmed, OnboardingOwed
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
from services.reporting.events.quarter import (
    HelpBudgetLine,
    HelpBudgetRecorded,
    HelpRow,
    QuarterPublished,
    QuarterRecorded,
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
    CheckScope,
    DisallowanceRule,
    Disallowed,
    GoalReached,
    InKindRecorded,
    InKindRemoved,
    Reached,
    ReceiptsDisallowed,
    ReceiptsImported,
    ReceiptsRemoved,
    Recognised,
    StatedIncome,
    StatedPost,
    StatedYear,
    StatementCertified,
    StatementChecked,
    StatementContentChecked,
    StatementDeclined,
    StatementReturned,
    StatementSubmitted,
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
    MeetingCancelled,
    MeetingCorrected,
    MeetingHeld,
    MeetingPlanned,
    MemberPart,
    ProjectReviewed,
    ResolutionKind,
    TeamAccompanied,
    TeamContacted,
    UagReported,
)
from shared.bookyear.events import EVENTS as BOOK_YEARS
from shared.denial import AccessDenied
from shared.emergency.events import EVENTS as EMERGENCY
from shared.partition.events import EVENTS as PARTITIONS
from shared.rehearsal.events import ReadModelAccepted
from shared.retention.events import EVENTS as RETENTION
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
    | QuarterOwed
    | OnboardingOwed
    | OnboardingConfirmed
)
LineShiftEvent = LineShiftRequested | LineShiftDecided
ReportEvent = ProjectReportSubmitted | ProjectReportReturned | ProjectReportChecked
DevelopmentEvent = DevelopmentGoalAgreed | DevelopmentGoalFollowedUp
BodyEvent = BodyMemberAppointed | BodyMemberDismissed | TeamAccompanied | TeamContacted
MeetingEvent = MeetingPlanned | MeetingHeld | MeetingCorrected | MeetingCancelled | BodyActionDone
StatementEvent = (
    ReceiptsImported
    | ReceiptsRemoved
    | InKindRecorded
    | InKindRemoved
    | StatementSubmitted
    | StatementCertified
    | StatementDeclined
    | StatementReturned
    | StatementContentChecked
    | ReceiptsDisallowed
    | StatementChecked
)
QuarterEvent = QuarterRecorded | QuarterPublished | HelpBudgetRecorded

FeedEvent = FeedOpened | FeedClosed

CATALOGUE = Catalogue(
    AccessDenied,
    FeedOpened,
    FeedClosed,
    *BOOK_YEARS,
    *PARTITIONS,
    *EMERGENCY,
    *RETENTION,
    ReadModelAccepted,
    DutyPlanned,
    DutyReplanned,
    DutyDropped,
    DutyReminded,
    DutyOverdue,
    DutyFulfilled,
    InterimReportRequested,
    InterimReportSubmitted,
    QuarterOwed,
    OnboardingOwed,
    OnboardingConfirmed,
    ProjectReportSubmitted,
    ProjectReportReturned,
    ProjectReportChecked,
    ReceiptsImported,
    ReceiptsRemoved,
    InKindRecorded,
    InKindRemoved,
    StatementSubmitted,
    StatementCertified,
    StatementDeclined,
    StatementReturned,
    StatementContentChecked,
    ReceiptsDisallowed,
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
    MeetingCorrected,
    MeetingCancelled,
    BodyActionDone,
    UagReported,
    EvidenceTaken,
    QuarterRecorded,
    QuarterPublished,
    HelpBudgetRecorded,
    LineShiftRequested,
    LineShiftDecided,
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
    "CheckScope",
    "CheckedResult",
    "DevelopmentEvent",
    "DevelopmentGoalAgreed",
    "DevelopmentGoalFollowedUp",
    "DisallowanceRule",
    "Disallowed",
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
    "FeedClosed",
    "FeedEvent",
    "FeedOpened",
    "GoalFollowUp",
    "GoalOutcome",
    "GoalReached",
    "GroupTookPart",
    "HelpBudgetLine",
    "HelpBudgetRecorded",
    "HelpRow",
    "Implementation",
    "InKindRecorded",
    "InKindRemoved",
    "InterimReportRequested",
    "InterimReportSubmitted",
    "LineMove",
    "LineShiftDecided",
    "LineShiftEvent",
    "LineShiftRequested",
    "MeetingCancelled",
    "MeetingCorrected",
    "MeetingEvent",
    "MeetingHeld",
    "MeetingPlanned",
    "MemberPart",
    "MoneyLine",
    "OnboardingConfirmed",
    "OnboardingOwed",
    "ProjectReportChecked",
    "ProjectReportReturned",
    "ProjectReportSubmitted",
    "ProjectReviewed",
    "QualityAssessed",
    "QualityIndicator",
    "QuarterEvent",
    "QuarterOwed",
    "QuarterPublished",
    "QuarterRecorded",
    "Rating",
    "Reached",
    "ReceiptsDisallowed",
    "ReceiptsImported",
    "ReceiptsRemoved",
    "Recognised",
    "Reminder",
    "ReportEvent",
    "ReportedActivity",
    "ReportedGoal",
    "ReportedMoney",
    "ResolutionKind",
    "ShiftOutcome",
    "StatedIncome",
    "StatedPost",
    "StatedYear",
    "StatementCertified",
    "StatementChecked",
    "StatementContentChecked",
    "StatementDeclined",
    "StatementEvent",
    "StatementReturned",
    "StatementSubmitted",
    "TeamAccompanied",
    "TeamContacted",
    "UagReported",
]
