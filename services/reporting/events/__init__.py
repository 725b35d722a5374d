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
from shared.denial import AccessDenied
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

CATALOGUE = Catalogue(
    AccessDenied,
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
)

__all__ = [
    "CATALOGUE",
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
    "InterimReportRequested",
    "InterimReportSubmitted",
    "MoneyLine",
    "ProjectReportChecked",
    "ProjectReportReturned",
    "ProjectReportSubmitted",
    "Reminder",
    "ReportEvent",
    "ReportedActivity",
    "ReportedGoal",
    "ReportedMoney",
]
