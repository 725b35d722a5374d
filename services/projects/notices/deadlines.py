"""By when a recipient has to report. Days are not moved off weekends here; the notice says the rule."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

ANNUAL_REPORT: Final = (4, 30)  # Of the year after the funding year.
STATEMENT_MONTHS: Final = 6  # The statement of use is due with the end of this month after the end.


@dataclass(frozen=True, slots=True)
class Report:
    """A duty to report: about which days, and until when. `year` is None for the statement of use."""

    year: int | None
    first: date
    last: date
    due: date


def reports(start: date, end: date) -> list[Report]:
    """Return a report for each funding year, and the statement of use, as they fall due."""
    found = [
        Report(
            year,
            max(start, date(year, 1, 1)),
            min(end, date(year, 12, 31)),
            annual_report_due(year),
        )
        for year in range(start.year, end.year + 1)
    ]
    return sorted([*found, Report(None, start, end, statement_due(end))], key=lambda it: it.due)


def annual_report_due(year: int) -> date:
    """Return the last day for the report on a funding year."""
    return date(year + 1, *ANNUAL_REPORT)


def statement_due(end: date) -> date:
    """Return the last day for the statement of use of a project that ends on that day."""
    years, month = divmod(end.month - 1 + STATEMENT_MONTHS, 12)
    year, month = end.year + years, month + 1
    return date(year, month, monthrange(year, month)[1])
