"""The yearly budget for help (Jahresansatz) from a CSV file: all of it, or nothing. Pure.

A line is known by year, Sozialraum and kind of help. A file gives the whole budget of each year and
Sozialraum that it names: a kind of help without a line has none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import marshmallow as ma

from services.reporting import commands, events
from services.reporting.quarters.cells import amount, name_of, whole
from services.reporting.quarters.helps import HELPS, key_of
from services.reporting.quarters.importing import Known, called, not_called
from services.reporting.quarters.quarter import QUARTERS
from shared.canonical import Json
from shared.faults import faults
from shared.form import Choice, Form, Money, Whole
from shared.table import LineFault, Row, Table, read

COLUMNS: Final = {
    "Jahr": "year",
    "Sozialraum": "sozialraum",
    "Hilfeart": "help",
    "Ansatz": "budget",
}
HEADINGS: Final = {name: heading for heading, name in COLUMNS.items()}


class BudgetLineSchema(Form):
    """A line: how much a kind of help may cost in a year."""

    year = Whole(1990, 2199, required=True)
    help = Choice(*HELPS, required=True)
    budget = Money(required=True)

    def made(self, data: Json) -> Any:
        """Return of which year it is, and the amount in cents."""
        return data["year"], events.HelpBudgetLine(data["help"], data["budget"])


LINE: Final = BudgetLineSchema()


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says."""

    line: int
    sozialraum: str
    year: int
    budget: events.HelpBudgetLine


@dataclass(frozen=True, slots=True)
class PlannedBudget:
    """What a file makes of one year of one Sozialraum; no event: it is known as it is."""

    sozialraum_id: str
    year: int
    lines: int
    made: tuple[events.QuarterEvent, ...]


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """What becomes of a file."""

    budgets: list[PlannedBudget] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def read_file(content: bytes) -> Table:
    """Read a file as far as nothing else must be known."""
    return read(content, COLUMNS, tuple(COLUMNS))


def plan(table: Table, known: Known, by: str, today: date) -> BudgetPlan:
    """Work out what a file records. One fault, and nothing of it must be done."""
    made = BudgetPlan(faults=list(table.faults))
    told = [it for row in table.rows for it in _told(row, known, made)]
    _check_twice(told, made)
    for name, year in dict.fromkeys((it.sozialraum, it.year) for it in told):
        sozialraum_id, quarters = called(known, name)
        budgets = {
            it.budget.help: it.budget for it in told if (it.sozialraum, it.year) == (name, year)
        }
        lines = tuple(budgets[it] for it in HELPS if it in budgets)
        command = commands.RecordHelpBudget(sozialraum_id, year, lines, by)
        happened = tuple(QUARTERS.decide(command, quarters, today))
        made.budgets.append(PlannedBudget(sozialraum_id, year, len(lines), happened))
    return made


def _told(row: Row, known: Known, made: BudgetPlan) -> Iterator[Told]:
    """Give what a line says; if it says it badly, the faults are noted and nothing is given."""
    cells = row.cells
    body = {
        name: read_as(cells[name])
        for name, read_as in (("year", whole), ("help", _help), ("budget", amount))
        if name in cells
    }
    name = name_of(cells.get("sozialraum", ""))
    before = len(made.faults)
    made.faults.extend(not_called(row, known))
    try:
        year, budget = LINE.load(body)
    except ma.ValidationError as error:
        made.faults.extend(
            LineFault(row.line, HEADINGS[it.pointer.split("/")[1]], it.code, it.message)
            for it in faults(error)
        )
        return
    if len(made.faults) == before:
        yield Told(row.line, name, year, budget)


def _help(text: str) -> str:
    return key_of(text) or text


def _check_twice(told: Sequence[Told], made: BudgetPlan) -> None:
    seen: set[tuple[str, int, str]] = set()
    for it in told:
        which = it.sozialraum, it.year, it.budget.help
        if which in seen:
            text = "Diese Hilfeart steht für dieses Jahr schon in einer früheren Zeile."
            made.faults.append(LineFault(it.line, "Hilfeart", "line-twice", text))
        seen.add(which)
