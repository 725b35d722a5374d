"""A CSV file as offices send it: semicolons, a BOM, umlauts in two encodings. Pure.

Whatever is wrong is told line by line; a cell that a spreadsheet would run is refused.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from re import compile as regex
from typing import Final

LINES_MAX: Final = 2_000
COLUMNS_MAX: Final = 40
DAYS_KEPT: Final = 4_096  # A long list names the same days again and again.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
NEGATIVE: Final = regex(r"-[0-9.]{1,20}(?:,[0-9]{1,2})?(?:\s?(?:€|EUR))?")  # An amount, no formula.
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


Lines = Iterator[tuple[int, list[str]]]
"""(number of the line, its cells) of each line that holds anything."""


def read(content: bytes, columns: Mapping[str, str], required: tuple[str, ...]) -> Table:
    """Read a file whose columns are known by their headings (heading → field)."""
    table = Table()
    table.rows.extend(rows(csv_lines(content, table), columns, required, table))
    return table


def csv_lines(content: bytes, table: Table, most: int = LINES_MAX) -> Lines:
    """Yield the lines of a CSV file; what keeps it from being read is noted in the table."""
    encoding = _encoding(content, table)
    return iter(()) if encoding is None else _lines(content, encoding, table, most)


def rows(
    lines: Lines, columns: Mapping[str, str], required: tuple[str, ...], table: Table
) -> Iterator[Row]:
    """Yield the rows without faults of form, one by one; the faults are noted in the table."""
    heading = next(lines, None)
    if heading is None:
        if not table.faults:
            table.faults.append(LineFault(1, "", "empty-file", "Die Datei ist leer."))
        return
    names = _fields(heading[1], columns, required, table)
    if not table.faults:
        for number, cells in lines:
            row = _row(number, cells, names, table)
            if row is not None:
                yield row


def _encoding(content: bytes, table: Table) -> str | None:
    """Return UTF-8, with or without a mark, or what older spreadsheets write (Windows-1252)."""
    if not content.startswith(CLEAR_BOMS):
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    text = "Die Datei ist weder UTF-8 noch Windows-1252. Bitte als „CSV UTF-8“ speichern."
    table.faults.append(LineFault(1, "", "invalid-encoding", text))
    return None


def _lines(content: bytes, encoding: str, table: Table, most: int) -> Lines:
    first = content.partition(b"\n")[0].decode(encoding)
    delimiter = max(DELIMITERS, key=first.count)
    text = TextIOWrapper(BytesIO(content), encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for count, cells in enumerate(reader):
            if count > most:
                table.faults.append(too_many(reader.line_num, most))
                return
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip(" \xa0") for cell in cells]
    except csv.Error:
        said = "Ab hier lässt sich die Datei nicht lesen; vermutlich fehlt ein Anführungszeichen."
        table.faults.append(LineFault(reader.line_num, "", "unreadable", said))


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


def too_many(line: int, most: int) -> LineFault:
    """Return the fault of a file with more lines than are read at once."""
    text = f"Höchstens {most} Zeilen auf einmal; bitte die Datei teilen."
    return LineFault(line, "", "too-many", text)


def _row(number: int, cells: list[str], names: list[tuple[str, str]], table: Table) -> Row | None:
    if len(cells) != len(names):
        text = f"{len(cells)} Zellen, aber {len(names)} Spalten."
        table.faults.append(LineFault(number, "", "wrong-columns", text))
        return None
    before = len(table.faults)
    for cell, (_, name) in zip(cells, names, strict=True):
        if cell.startswith(FORMULA) and not NEGATIVE.fullmatch(cell):
            text = "Die Zelle beginnt wie eine Formel (=, +, -, @). Das wird nicht eingelesen."
            table.faults.append(LineFault(number, name, "formula", text))
    if len(table.faults) > before:
        return None
    filled = {field: cell for cell, (field, _) in zip(cells, names, strict=True) if cell}
    return Row(number, filled)


@lru_cache(DAYS_KEPT)
def day_of(text: str) -> date | None:
    """Return a day as offices write it, 28.02.2026 or 2026-02-28; None for anything else."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def shown(text: str) -> str:
    """Return a foreign text as an answer can hold it."""
    return "".join(it if it.isprintable() else "�" for it in text[:100])
