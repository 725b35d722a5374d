"""What a file adds and changes, worked out before anything is written. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import marshmallow as ma

from services.projects import events
from shared.faults import FAULTS_MAX, faults
from shared.form import Form
from shared.refusal import Fault, Refused
from shared.table import LineFault, Row, Table

Outcome = Literal["added", "changed", "unchanged"]
NewId = Callable[[str], str]
TWICE: Final = "Diese Zeile gibt es in der Datei doppelt."


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of a line: the thing's stream, and the events that say so."""

    line: int
    name: str
    stream: str
    outcome: Outcome
    events: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a file: of each line, and what is wrong or worth knowing."""

    lines: list[Line] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """Return how many lines have an outcome."""
        return sum(line.outcome == outcome for line in self.lines)


def load_row(
    form: Form, row: Row, body: Mapping[str, Any], columns: Mapping[str, str]
) -> tuple[Any, list[LineFault]]:
    """Read a row as a form does; the faults name the columns."""
    headings = {field: heading for heading, field in columns.items()}
    try:
        return form.load(dict(body)), []
    except ma.ValidationError as error:
        return None, [
            LineFault(row.line, _heading(headings, fault.pointer), fault.code, fault.message)
            for fault in faults(error)
        ]


def _heading(headings: Mapping[str, str], pointer: str) -> str:
    """Return the column of the innermost field that a pointer names, and that has a column."""
    named = [headings[part] for part in pointer.split("/") if part in headings]
    return named[-1] if named else ""


def key(text: str) -> str:
    """Return what makes two names the same: letter case and blanks do not count."""
    return " ".join(text.casefold().split())


def check_twice(rows: Sequence[Row], column: str, field: str, plan: Plan) -> None:
    """Note the lines that speak of the same thing."""
    seen: dict[str, int] = {}
    for row in rows:
        if field in row.cells:
            first = seen.setdefault(key(row.cells[field]), row.line)
            if first != row.line:
                plan.faults.append(LineFault(row.line, column, "line-twice", TWICE))


def refused(found: Table | Plan) -> Refused:
    """Return the refusal of a file with faults: half of a file would be worse than none."""
    wrong = found.faults
    return Refused(
        "import-refused",
        "Die Datei wurde nicht eingelesen",
        f"{len(wrong)} Fehler. Es wurde nichts geändert: eine Datei gilt ganz oder gar nicht.",
        kind="invalid",
        errors=tuple(
            Fault(f"/lines/{it.line}/{_token(it.column)}", it.code, it.message)
            for it in wrong[:FAULTS_MAX]
        ),
    )


def _token(column: str) -> str:
    return column.replace("~", "~0").replace("/", "~1")


def stream_of(kind: events.ImportKind) -> str:
    """Return the stream that remembers the files of a kind."""
    return f"import-{kind}"
