"""Which reports a project owes and until when, and when its recipient is reminded. Pure.

The defaults below are the usual practice; the guideline leaves the days to the office.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, get_args
from uuid import UUID, uuid5

from services.reporting.events import DutyKind, Reminder
from shared.workdays import Land, working_day, working_days_after

ANNUAL_REPORT_DUE: Final = (4, 30)
"""Month and day of the next year on which the report of a funding year is due."""
STATEMENT_MONTHS: Final = 6
"""The statement of use is due at the end of the so-manieth month after the end."""
AHEAD_WORKING_DAYS: Final = 5
"""So many working days before its day somebody is reminded of a duty for the first time."""
AHEAD_DAYS_MAX: Final = 21
"""So many days hold those working days at least, whatever holidays lie among them."""
INTERIM_WORKING_DAYS: Final = 10
"""So much time an interim report gets at least, unless there is a reason for less."""

REMINDERS: Final[tuple[Reminder, ...]] = get_args(Reminder)


@dataclass(frozen=True, slots=True)
class Owed:
    """A report or statement about a year, and the last day for it."""

    kind: DutyKind
    year: int
    due_on: date

    def id_in(self, project_id: str) -> str:
        """Return the id of the duty: that of a year's report, or of a project's only statement."""
        year = f" {self.year}" if self.kind == "annual-report" else ""
        return str(uuid5(UUID(project_id), f"{self.kind}{year}"))


def owed(start: date, end: date, land: Land) -> Sequence[Owed]:
    """Return what a project from `start` to `end` owes: a report per funding year but the last.

    A funding year is a calendar year; the report about the last one is part of the statement.
    """
    month, day = ANNUAL_REPORT_DUE
    reports = [
        Owed("annual-report", year, working_day(date(year + 1, month, day), land))
        for year in range(start.year, end.year)
    ]
    return [*reports, Owed("statement-of-use", end.year, working_day(_statement_due(end), land))]


def _statement_due(end: date) -> date:
    years, month = divmod(end.month - 1 + STATEMENT_MONTHS, 12)
    year, month = end.year + years, month + 1
    return date(year, month, monthrange(year, month)[1])


def reminder_day(reminder: Reminder, due_on: date, land: Land) -> date:
    """Return the day from which on a reminder is sent."""
    match reminder:
        case "ahead":
            return working_days_after(due_on, -AHEAD_WORKING_DAYS, land)
        case "due":
            return due_on
        case "one-week":
            return due_on + timedelta(weeks=1)
        case "four-weeks":
            return due_on + timedelta(weeks=4)


def reminder_for(due_on: date, today: date, land: Land) -> Reminder | None:
    """Return the last reminder whose day has come; None before the first one."""
    come = [it for it in REMINDERS if reminder_day(it, due_on, land) <= today]
    return come[-1] if come else None


def is_later(reminder: Reminder, than: Reminder | None) -> bool:
    """Tell whether a reminder comes after another; each comes after none."""
    return than is None or REMINDERS.index(reminder) > REMINDERS.index(than)
