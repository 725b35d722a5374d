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
)

__all__ = [
    "CATALOGUE",
    "CheckedResult",
    "DutyCause",
    "DutyDropped",
    "DutyEvent",
    "DutyFulfilled",
    "DutyKind",
    "DutyOverdue",
    "DutyPlanned",
    "DutyReminded",
    "DutyReplanned",
    "GoalOutcome",
    "GoalReached",
    "InterimReportRequested",
    "InterimReportSubmitted",
    "MoneyLine",
    "ProjectReportChecked",
    "ProjectReportReturned",
    "ProjectReportSubmitted",
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
