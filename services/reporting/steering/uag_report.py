"""What the UAG reports to the AG § 78 each year, the newest version of each. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from services.reporting import commands, events
from services.reporting.steering import refusals
from shared.decider import Decider
from shared.refusal import Fault

Reports = Mapping[int, events.UagReported]


def decide(
    command: commands.ReportOfUag, reports: Reports, today: date
) -> list[events.UagReported]:
    """Report about a year that has begun; another report about it is the next version."""
    if command.year > today.year:
        text = f"Das Jahr {command.year} hat noch nicht begonnen."
        raise refusals.does_not_fit([Fault("/year", "year-not-begun", text)])
    before = reports.get(command.year)
    number = 1 if before is None else before.report_version + 1
    return [events.UagReported(command.year, number, command.report.ref, command.by, today)]


def evolve(reports: Reports, event: events.UagReported) -> Reports:
    """What an event makes of the reports."""
    return {**reports, event.year: event}


REPORTS: Final[Decider[commands.ReportOfUag, Reports, events.UagReported]] = Decider(
    {}, decide, evolve
)
