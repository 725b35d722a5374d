"""What can be asked of duties and of the reports that fulfil them."""

from services.reporting.commands.draft import (
    DiscardReportDraft,
    SaveReportDraft,
    SubmitReportDraft,
)
from services.reporting.commands.duty import (
    DropDuty,
    DutyCommand,
    FulfilDuty,
    PlanDuty,
    RemindOfDuty,
    RequestInterimReport,
    SubmitInterimReport,
)
from services.reporting.commands.quality import (
    AdoptCatalogue,
    AgreeDevelopmentGoal,
    Assessed,
    AssessQuality,
    DevelopmentCommand,
    FollowUpDevelopmentGoal,
    GivenRating,
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
    "AdoptCatalogue",
    "AgreeDevelopmentGoal",
    "ApprovedGoal",
    "ApprovedYear",
    "AssessQuality",
    "Assessed",
    "CheckProjectReport",
    "DevelopmentCommand",
    "DiscardReportDraft",
    "DropDuty",
    "DutyCommand",
    "FollowUpDevelopmentGoal",
    "FulfilDuty",
    "GivenGoal",
    "GivenRating",
    "PlanDuty",
    "RemindOfDuty",
    "ReportCommand",
    "RequestInterimReport",
    "ReturnProjectReport",
    "SaveReportDraft",
    "SubmitInterimReport",
    "SubmitProjectReport",
    "SubmitReportDraft",
]
