"""The report about a funding year (Projektbericht), from handing in to the check. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, get_args

from services.reporting import commands, events, refusals
from services.reporting.events import MoneyLine
from services.reporting.project_reports import goals
from shared.decider import Decider
from shared.refusal import Fault
from shared.workdays import working_day

ReportStanding = Literal["submitted", "returned", "checked"]  # eingereicht, zurückgegeben, geprüft
LINES: Final[tuple[MoneyLine, ...]] = get_args(MoneyLine)
OVERRUN_PERCENT: Final = 20
"""A line that costs more than so many percent beyond the plan is to be explained."""


@dataclass(frozen=True, slots=True)
class Report:
    """All versions in order, and what the office said of the last one."""

    versions: tuple[events.ProjectReportSubmitted, ...]
    standing: ReportStanding = "submitted"
    returned: events.ProjectReportReturned | None = None
    checked: events.ProjectReportChecked | None = None

    @property
    def last(self) -> events.ProjectReportSubmitted:
        """Return the version that counts."""
        return self.versions[-1]


def decide(
    command: commands.ReportCommand, report: Report | None, today: date
) -> list[events.ReportEvent]:
    """The life of a report as a table: which command, in which state, leads where."""
    match command, report:
        case commands.SubmitProjectReport(), None | Report(standing="returned"):
            return [_submitted(command, report, today)]
        case commands.SubmitProjectReport(), Report():
            raise refusals.already_handed_in()
        case _, None:
            raise refusals.report_not_handed_in()

        case commands.ReturnProjectReport(), Report(standing="submitted"):
            return [_returned(command, report, today)]
        case commands.CheckProjectReport(by=by), Report(standing="submitted"):
            if by == report.last.by:
                raise refusals.own_report()
            return [_checked(command, report, today)]
        case _, Report():
            raise refusals.report_not_open(report.standing)

    raise AssertionError(f"No row for {command} in {report}")


def _submitted(
    command: commands.SubmitProjectReport, before: Report | None, today: date
) -> events.ProjectReportSubmitted:
    if command.year >= today.year:
        raise refusals.year_not_over(command.year)
    gaps = [*goals.gaps(command.goals, command.approved.goals), *_gaps_of_money(command)]
    if gaps:
        raise refusals.report_incomplete(gaps)
    planned = command.approved.planned_ct
    return events.ProjectReportSubmitted(
        duty_id=command.duty_id,
        project_id=command.project_id,
        year=command.year,
        report_version=1 if before is None else before.last.report_version + 1,
        completes=None if before is None else before.last.report_version,
        goals=goals.reported(command.goals),
        activities=command.activities,
        reach=command.reach.ref,
        card_ids=command.card_ids,
        money=tuple(
            events.ReportedMoney(it, planned.get(it, 0), command.actual_ct[it]) for it in LINES
        ),
        deviations=None if command.deviations is None else command.deviations.ref,
        outlook=command.outlook.ref,
        participation=command.participation,
        by=command.by,
        submitted_on=today,
    )


def _gaps_of_money(command: commands.SubmitProjectReport) -> Iterator[Fault]:
    """Yield which lines are missing, and an overrun that nobody explains."""
    for line in LINES:
        if line not in command.actual_ct:
            yield Fault("/money", "line-missing", f"Die Zeile „{line}“ fehlt.")
    planned_ct = command.approved.planned_ct.get("costs", 0)
    limit = planned_ct * (100 + OVERRUN_PERCENT)
    if command.deviations is None and command.actual_ct.get("costs", 0) * 100 > limit:
        text = f"Die Kosten liegen mehr als {OVERRUN_PERCENT} % über dem Plan: Warum?"
        yield Fault("/deviations", "missing", text)


def _returned(
    command: commands.ReturnProjectReport, report: Report, today: date
) -> events.ProjectReportReturned:
    if command.due_on <= today:
        raise refusals.due_day_passed()
    return events.ProjectReportReturned(
        duty_id=report.last.duty_id,
        project_id=report.last.project_id,
        report_version=report.last.report_version,
        places=command.places,
        text=command.text.ref,
        due_on=working_day(command.due_on, command.land),
        by=command.by,
        returned_on=today,
    )


def _checked(
    command: commands.CheckProjectReport, report: Report, today: date
) -> events.ProjectReportChecked:
    return events.ProjectReportChecked(
        duty_id=report.last.duty_id,
        project_id=report.last.project_id,
        report_version=report.last.report_version,
        remark=None if command.remark is None else command.remark.ref,
        by=command.by,
        checked_on=today,
    )


def evolve(report: Report | None, event: events.ReportEvent) -> Report:
    """What an event makes of a report. One row per event; no `if`, no rule, no refusal."""
    match event, report:
        case events.ProjectReportSubmitted(), None:
            return Report((event,))
        case events.ProjectReportSubmitted(), Report():
            return Report((*report.versions, event), returned=report.returned)
        case events.ProjectReportReturned(), Report():
            return replace(report, standing="returned", returned=event)
        case events.ProjectReportChecked(), Report():
            return replace(report, standing="checked", checked=event)

    raise AssertionError(f"No row for {event} in {report}")


REPORT: Decider[commands.ReportCommand, Report | None, events.ReportEvent] = Decider(
    None, decide, evolve
)
