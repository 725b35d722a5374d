"""A CSV file as offices send it: semicolons, a BOM, umlauts in two encodings. Pure.

Whatever is wrong is told line by line; a cell that a spreadsheet would run is refused.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

LINES_MAX: Final = 2_000
COLUMNS_MAX: Final = 40
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS: Final = ";,\t"
CLEAR_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, which no office needs for this.


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with, or worth knowing about, a line: line 1 holds the names of the columns."""

    line: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: its cells by field, those that are empty left out."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: rows without faults of form, and the faults."""

    rows: list[Row] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def read(content: bytes, columns: Mapping[str, str], required: tuple[str, ...]) -> Table:
    """Read a file whose columns are known by their headings (heading → field)."""
    table = Table()
    text = _decoded(content, table)
    if text is None:
        return table
    lines = _lines(text, table)
    heading = next(lines, None)
    if heading is None:
        if not table.faults:
            table.faults.append(LineFault(1, "", "empty-file", "Die Datei ist leer."))
        return table
    names = _fields(heading[1], columns, required, table)
    if not table.faults:
        for number, cells in lines:
            _read_row(number, cells, names, table)
    return table


def _decoded(content: bytes, table: Table) -> str | None:
    """Read UTF-8, with or without a mark, or what older spreadsheets write (Windows-1252)."""
    if not content.startswith(CLEAR_BOMS):
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    text = "Die Datei ist weder UTF-8 noch Windows-1252. Bitte als „CSV UTF-8“ speichern."
    table.faults.append(LineFault(1, "", "invalid-encoding", text))
    return None


def _lines(text: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the line, cells) of lines that hold anything."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for count, cells in enumerate(reader):
            if count > LINES_MAX:
                text = f"Höchstens {LINES_MAX} Zeilen auf einmal; bitte die Datei teilen."
                table.faults.append(LineFault(reader.line_num, "", "too-many", text))
                return
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip(" \xa0") for cell in cells]
    except csv.Error:
        text = "Ab hier lässt sich die Datei nicht lesen; vermutlich fehlt ein Anführungszeichen."
        table.faults.append(LineFault(reader.line_num, "", "unreadable", text))


def _fields(
    heading: list[str], columns: Mapping[str, str], required: tuple[str, ...], table: Table
) -> list[tuple[str, str]]:
    """Return (field, heading) of each column."""
    known = {name.casefold(): (field, name) for name, field in columns.items()}
    found = [known.get(name.casefold()) for name in heading[:COLUMNS_MAX]]
    for name, place in zip(heading[:COLUMNS_MAX], found, strict=True):
        if place is None:
            text = f"Diese Spalte ist nicht bekannt. Möglich sind: {', '.join(columns)}."
            table.faults.append(LineFault(1, shown(name), "unknown-column", text))
        elif found.count(place) > 1:
            table.faults.append(
                LineFault(1, place[1], "column-twice", "Die Spalte gibt es doppelt.")
            )
    named = {place[1] for place in found if place is not None}
    for name in required:
        if name not in named:
            table.faults.append(LineFault(1, name, "missing", "Diese Spalte fehlt."))
    return [place for place in found if place is not None]


def _read_row(number: int, cells: list[str], names: list[tuple[str, str]], table: Table) -> None:
    if len(cells) != len(names):
        text = f"{len(cells)} Zellen, aber {len(names)} Spalten."
        table.faults.append(LineFault(number, "", "wrong-columns", text))
        return
    before = len(table.faults)
    for cell, (_, name) in zip(cells, names, strict=True):
        if cell.startswith(FORMULA):
            text = "Die Zelle beginnt wie eine Formel (=, +, -, @). Das wird nicht eingelesen."
            table.faults.append(LineFault(number, name, "formula", text))
    if len(table.faults) == before:
        filled = {field: cell for cell, (field, _) in zip(cells, names, strict=True) if cell}
        table.rows.append(Row(number, filled))


def shown(text: str) -> str:
    """Return a foreign text as an answer can hold it."""
    return "".join(it if it.isprintable() else "�" for it in text[:100])
