"""A report about the first funding year of the example's project, typed by hand."""

from dataclasses import replace
from datetime import date

from services.reporting import commands, events
from tests.unit.reporting.examples import AUTHOR, HEAD, PROJECT_ID, REPORT_ID, text

REACH, OUTLOOK = text("Reichweite"), text("Ausblick")
WHY_NOT, DEVIATIONS = text("Der Raum war gesperrt."), text("Mehr Miete als geplant.")
INCOMPLETE, REMARK = text("Bitte die Zahl ergänzen."), text("Plausibel.")
CARD = "4c9e3f61-8057-5dae-bfc0-3b4c5d6e7f80"
MEETINGS = events.ReportedActivity("Offener Treff", 38, 412)
GROUPS = (events.GroupTookPart("Mädchen im Treff", 24),)
APPROVED_YEAR = commands.ApprovedYear(
    goals=(
        commands.ApprovedGoal(1, "Treffen im Jahr", "40"),
        commands.ApprovedGoal(2, "von Mädchen geplante Angebote", "10"),
        commands.ApprovedGoal(3, "", ""),
    ),
    planned_ct={"costs": 1_800_000, "third-party": 0, "own-cash": 59_500, "in-kind": 12_500},
)
SHOWN = text("Die Mädchen leiten den Treff selbst.")
SUBMIT = commands.SubmitProjectReport(
    duty_id=REPORT_ID,
    goals=(
        commands.GivenGoal(1, "pursued", "38"),
        commands.GivenGoal(2, "not-reached", "2", WHY_NOT),
        commands.GivenGoal(3, "pursued", None, SHOWN),
    ),
    activities=(MEETINGS,),
    reach=REACH,
    card_ids=(CARD,),
    actual_ct={"costs": 1_790_000, "third-party": 0, "own-cash": 59_500, "in-kind": 12_500},
    deviations=None,
    outlook=OUTLOOK,
    participation=GROUPS,
    project_id=PROJECT_ID,
    year=2025,
    approved=APPROVED_YEAR,
    by=AUTHOR,
)
SUBMITTED_ON = date(2026, 4, 20)
REPORTED = events.ProjectReportSubmitted(
    duty_id=REPORT_ID,
    project_id=PROJECT_ID,
    year=2025,
    report_version=1,
    completes=None,
    goals=(
        events.ReportedGoal(1, "38", "pursued", None),
        events.ReportedGoal(2, "2", "not-reached", WHY_NOT.ref),
        events.ReportedGoal(3, None, "pursued", SHOWN.ref),
    ),
    activities=(MEETINGS,),
    reach=REACH.ref,
    card_ids=(CARD,),
    money=(
        events.ReportedMoney("costs", 1_800_000, 1_790_000),
        events.ReportedMoney("third-party", 0, 0),
        events.ReportedMoney("own-cash", 59_500, 59_500),
        events.ReportedMoney("in-kind", 12_500, 12_500),
    ),
    deviations=None,
    outlook=OUTLOOK.ref,
    participation=GROUPS,
    by=AUTHOR,
    submitted_on=SUBMITTED_ON,
)
RETURNED = events.ProjectReportReturned(
    duty_id=REPORT_ID,
    project_id=PROJECT_ID,
    report_version=1,
    places=("/goals/1/value",),
    text=INCOMPLETE.ref,
    due_on=date(2026, 5, 26),
    by=HEAD,
    returned_on=date(2026, 5, 4),
)
COMPLETED = replace(REPORTED, report_version=2, completes=1, submitted_on=date(2026, 5, 20))
CHECKED = events.ProjectReportChecked(
    duty_id=REPORT_ID,
    project_id=PROJECT_ID,
    report_version=2,
    remark=REMARK.ref,
    by=HEAD,
    checked_on=date(2026, 6, 1),
)
REPORT_EXAMPLES = (REPORTED, RETURNED, CHECKED)
