"""Quarterly figures from a CSV file: all Sozialräume and quarters in it, or nothing. Pure.

A line is known by quarter, Sozialraum and kind of help. A kind of help that has no line has no cases.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import marshmallow as ma

from services.reporting import commands, events
from services.reporting.quarters.cells import amount, name_of, whole
from services.reporting.quarters.figures import When
from services.reporting.quarters.helps import key_of
from services.reporting.quarters.quarter import QUARTERS, Quarters
from services.reporting.quarters.row_form import HelpRowSchema
from shared.faults import faults
from shared.form import Whole
from shared.refusal import Refused
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
}
HEADINGS: Final = {name: heading for heading, name in COLUMNS.items()}
REQUIRED: Final = tuple(it for it in COLUMNS if it != "Einnahmen")


class LineSchema(HelpRowSchema):
    """A line: the figures of a kind of help, and of which quarter."""

    year = Whole(1990, 2199, required=True)
    quarter = Whole(1, 4, required=True)

    def made(self, data: dict[str, Any]) -> tuple[When, events.HelpRow]:
        """Return of which quarter the figures are, and the figures."""
        when = When(data.pop("year"), data.pop("quarter"))
        return when, super().made(data)


LINE: Final = LineSchema()
Known = Mapping[str, tuple[str, Quarters]]
"""Sozialräume by their names in small letters: id, and what is known of their quarters."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says."""

    line: int
    sozialraum: str
    when: When
    row: events.HelpRow


@dataclass(frozen=True, slots=True)
class Planned:
    """What a file makes of one quarter of one Sozialraum; no event: it is known as it is."""

    sozialraum_id: str
    name: str
    when: When
    lines: int
    made: tuple[events.QuarterEvent, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a file."""

    quarters: list[Planned] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def read_file(content: bytes) -> Table:
    """Read a file as far as nothing else must be known."""
    return read(content, COLUMNS, REQUIRED)


def plan(table: Table, known: Known, by: str, today: date) -> Plan:
    """Work out what a file records. One fault, and nothing of it must be done."""
    made = Plan(faults=list(table.faults))
    told = [it for row in table.rows for it in _told(row, known, made)]
    _check_twice(told, made)
    for name in dict.fromkeys(it.sozialraum for it in told):
        sozialraum_id, quarters = known[name]
        mine = [it for it in told if it.sozialraum == name]
        for when in sorted({it.when for it in mine}):
            lines = [it for it in mine if it.when == when]
            command = commands.RecordQuarter(
                sozialraum_id, when.year, when.quarter, tuple(it.row for it in lines), by=by
            )
            happened = _happened(command, quarters, lines, made, today)
            for event in happened:
                quarters = QUARTERS.evolve(quarters, event)
            made.quarters.append(Planned(sozialraum_id, name, when, len(lines), tuple(happened)))
    return made


def _happened(
    command: commands.RecordQuarter,
    quarters: Quarters,
    lines: Sequence[Told],
    made: Plan,
    today: date,
) -> list[events.QuarterEvent]:
    try:
        return QUARTERS.decide(command, quarters, today)
    except Refused as no:
        if not no.errors:
            made.faults.append(LineFault(lines[0].line, "Quartal", no.code, no.detail))
        for fault in no.errors:
            _, _, number, *column = [*fault.pointer.split("/"), "0"][:4]
            heading = HEADINGS.get(column[0], "Hilfeart") if column else "Hilfeart"
            line = lines[int(number)].line
            made.faults.append(LineFault(line, heading, fault.code, fault.message))
        return []


def _told(row: Row, known: Known, made: Plan) -> Iterator[Told]:
    """Give what a line says; if it says it badly, the faults are noted and nothing is given."""
    body = {name: _cell(name, text) for name, text in row.cells.items() if name != "sozialraum"}
    body.setdefault("income", amount("0"))
    name = name_of(row.cells.get("sozialraum", ""))
    before = len(made.faults)
    if name not in known:
        text = f"Einen Sozialraum „{shown(row.cells.get('sozialraum', ''))}“ gibt es nicht."
        made.faults.append(LineFault(row.line, "Sozialraum", "sozialraum-unknown", text))
    try:
        when, figures = LINE.load(body)
    except ma.ValidationError as error:
        made.faults.extend(
            LineFault(row.line, HEADINGS.get(_field(it.pointer), ""), it.code, it.message)
            for it in faults(error)
        )
        return
    if len(made.faults) == before:
        yield Told(row.line, name, when, figures)


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
    }
    return read_as.get(name, whole)(text)
