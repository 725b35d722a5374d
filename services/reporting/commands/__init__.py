"""What can be asked of duties and of the reports that fulfil them."""

from services.reporting.commands.duty import (
    DropDuty,
    DutyCommand,
    FulfilDuty,
    PlanDuty,
    RemindOfDuty,
    RequestInterimReport,
    SubmitInterimReport,
)
from services.reporting.commands.report import (
    ApprovedGoal,
    ApprovedYear,
    CheckProjectReport,
    GivenGoal,
    ReportCommand,
    ReturnProjectReport,
    SubmitProjectReport,
)

__all__ = [
    "ApprovedGoal",
    "ApprovedYear",
    "CheckProjectReport",
    "DropDuty",
    "DutyCommand",
    "FulfilDuty",
    "GivenGoal",
    "PlanDuty",
    "RemindOfDuty",
    "ReportCommand",
    "RequestInterimReport",
    "ReturnProjectReport",
    "SubmitInterimReport",
    "SubmitProjectReport",
]
