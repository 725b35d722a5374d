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
)
register_past(CATALOGUE)

__all__ = [
    "CATALOGUE",
    "AppliesTo",
    "AssessedKind",
    "Basis",
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
    "EvidenceKind",
    "GoalFollowUp",
    "GoalOutcome",
    "GoalReached",
    "GroupTookPart",
    "InterimReportRequested",
    "InterimReportSubmitted",
    "MoneyLine",
    "ProjectReportChecked",
    "ProjectReportReturned",
    "ProjectReportSubmitted",
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
    "StatementChecked",
    "StatementEvent",
]
