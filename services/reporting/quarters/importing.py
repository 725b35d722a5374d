"""Quarterly figures from a CSV file: all Sozialräume and quarters in it, or nothing. Pure.

A line is known by quarter, Sozialraum and kind of help. A kind of help that has no line has no cases.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import marshmallow as ma

from services.reporting import commands, events
from services.reporting.quarters.cells import amount, name_of, whole
from services.reporting.quarters.figures import When, complete
from services.reporting.quarters.helps import help_of, key_of
from services.reporting.quarters.quarter import NOT_FOLLOWING, QUARTERS, Quarters
from services.reporting.quarters.row_form import HelpRowSchema
from shared.documents import Document
from shared.faults import faults
from shared.form import Line, Whole
from shared.refusal import Fault, Refused
from shared.table import LineFault, Row, Table, read, shown

COLUMNS: Final = {
    "Jahr": "year",
    "Quartal": "quarter",
    "Sozialraum": "sozialraum",
    "Hilfeart": "help",
    "Bestand Anfang": "opening",
    "Zugänge": "inflow",
    "Abgänge": "outflow",
    "Bestand Ende": "closing",
    "Ausgaben": "expenditure",
    "Einnahmen": "income",
    "Erläuterung": "note",
}
HEADINGS: Final = {name: heading for heading, name in COLUMNS.items()}
REQUIRED: Final = tuple(it for it in COLUMNS if it not in ("Einnahmen", "Erläuterung"))
NOTE_MAX: Final = 1_000


class LineSchema(HelpRowSchema):
    """A line: the figures of a kind of help, and of which quarter."""

    year = Whole(1990, 2199, required=True)
    quarter = Whole(1, 4, required=True)
    note = Line(NOTE_MAX, load_default="")

    def made(self, data: dict[str, Any]) -> tuple[When, events.HelpRow, str]:
        """Return of which quarter the figures are, the figures, and what is said of them."""
        when, note = When(data.pop("year"), data.pop("quarter")), data.pop("note")
        return when, super().made(data), note


LINE: Final = LineSchema()
Known = Mapping[str, tuple[str, Quarters] | None]
"""Sozialräume by their names in small letters: id, and what is known of their quarters; None: two."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says."""

    line: int
    sozialraum: str
    when: When
    row: events.HelpRow
    note: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a file makes of one quarter of one Sozialraum; no event: it is known as it is.

    note  why stocks do not begin as they have ended, where lines say so
    """

    sozialraum_id: str
    name: str
    when: When
    lines: int
    made: tuple[events.QuarterEvent, ...]
    note: Document | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a file."""

    quarters: list[Planned] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def read_file(content: bytes) -> Table:
    """Read a file as far as nothing else must be known."""
    return read(content, COLUMNS, REQUIRED)


def notes(table: Table) -> dict[str, dict[str, str]]:
    """Return what lines say in words, by their numbers."""
    return {
        str(row.line): {HEADINGS["note"]: row.cells["note"]}
        for row in table.rows
        if "note" in row.cells
    }


def plan(table: Table, known: Known, by: str, today: date) -> Plan:
    """Work out what a file records. One fault, and nothing of it must be done."""
    made = Plan(faults=list(table.faults))
    told = [it for row in table.rows for it in _told(row, known, made)]
    _check_twice(told, made)
    for name in dict.fromkeys(it.sozialraum for it in told):
        sozialraum_id, quarters = called(known, name)
        mine = [it for it in told if it.sozialraum == name]
        for when in sorted({it.when for it in mine}):
            lines = [it for it in mine if it.when == when]
            command = commands.RecordQuarter(
                sozialraum_id, when.year, when.quarter, tuple(it.row for it in lines), by=by
            )
            happened, note = _happened(command, quarters, lines, made, today)
            for event in happened:
                quarters = QUARTERS.evolve(quarters, event)
            planned = Planned(sozialraum_id, name, when, len(lines), tuple(happened), note)
            made.quarters.append(planned)
    return made


def _happened(
    command: commands.RecordQuarter,
    quarters: Quarters,
    lines: Sequence[Told],
    made: Plan,
    today: date,
) -> tuple[list[events.QuarterEvent], Document | None]:
    """Return what the lines of a quarter record; what is wrong with them is noted.

    A stock that does not follow is explained by its own line. What is known as it is, is no news.
    """
    if complete(command.rows) == quarters.rows(When(command.year, command.quarter)):
        return [], None
    try:
        return QUARTERS.decide(command, quarters, today), None
    except Refused as no:
        explained = [it for it in no.errors if _explanation(it, lines)]
        if explained and len(explained) == len(no.errors):
            note = Document.of_text("\n".join(_explanation(it, lines) for it in explained))
            return QUARTERS.decide(replace(command, opening=note), quarters, today), note
        if not no.errors:
            made.faults.append(LineFault(lines[0].line, "Quartal", no.code, no.detail))
        for fault in [it for it in no.errors if it not in explained]:
            _, _, number, *column = [*fault.pointer.split("/"), "0"][:4]
            heading = HEADINGS.get(column[0], "Hilfeart") if column else "Hilfeart"
            line = lines[int(number)].line
            made.faults.append(LineFault(line, heading, fault.code, fault.message))
        return [], None


def _explanation(fault: Fault, lines: Sequence[Told]) -> str:
    """Return why a stock does not begin as it has ended; "" if nobody says so."""
    if fault.code != NOT_FOLLOWING:
        return ""
    told = lines[int(fault.pointer.split("/")[2])]
    return f"{help_of(told.row.help).paragraph}: {told.note}" if told.note else ""


def called(known: Known, name: str) -> tuple[str, Quarters]:
    """Return the only Sozialraum of a name, once `not_called` has found nothing wrong."""
    found = known[name]
    assert found is not None, "Such a line was refused."
    return found


def not_called(row: Row, known: Known) -> Iterator[LineFault]:
    """Yield what is wrong with the name in a line: nobody can tell apart those that have the same."""
    text = row.cells.get("sozialraum", "")
    name = name_of(text)
    if name not in known:
        text = f"Einen Sozialraum „{shown(text)}“ gibt es nicht."
        yield LineFault(row.line, "Sozialraum", "sozialraum-unknown", text)
    elif known[name] is None:
        text = f"Mehrere Sozialräume heißen „{shown(text)}“; bitte von Hand erfassen."
        yield LineFault(row.line, "Sozialraum", "ambiguous", text)


def _told(row: Row, known: Known, made: Plan) -> Iterator[Told]:
    """Give what a line says; if it says it badly, the faults are noted and nothing is given."""
    body = {name: _cell(name, text) for name, text in row.cells.items() if name != "sozialraum"}
    body.setdefault("income", amount("0"))
    name = name_of(row.cells.get("sozialraum", ""))
    before = len(made.faults)
    made.faults.extend(not_called(row, known))
    try:
        when, figures, note = LINE.load(body)
    except ma.ValidationError as error:
        made.faults.extend(
            LineFault(row.line, HEADINGS.get(_field(it.pointer), ""), it.code, it.message)
            for it in faults(error)
        )
        return
    if len(made.faults) == before:
        yield Told(row.line, name, when, figures, note)


def _check_twice(told: Sequence[Told], made: Plan) -> None:
    seen: set[tuple[str, When, str]] = set()
    for it in told:
        which = it.sozialraum, it.when, it.row.help
        if which in seen:
            text = "Diese Hilfeart steht für dieses Quartal schon in einer früheren Zeile."
            made.faults.append(LineFault(it.line, "Hilfeart", "line-twice", text))
        seen.add(which)


def _field(pointer: str) -> str:
    return pointer.split("/")[1] if pointer else ""


def _cell(name: str, text: str) -> Any:
    """Return a cell as a form would hold it; what cannot be understood goes in as it is."""
    read_as: dict[str, Callable[[str], Any]] = {
        "help": lambda it: key_of(it) or it,
        "expenditure": amount,
        "income": amount,
        "note": str,
    }
    return read_as.get(name, whole)(text)
