"""The rows of a package, and what of them breaks the schema: file, line, column. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from re import compile as regex
from typing import Final

from services.resources.exchange import package as archive
from services.resources.exchange.tables import (
    BY_NAME,
    BY_PATH,
    CHOICES,
    KINDS,
    REFERENCES,
    TABLES,
    Table,
    is_id,
)
from shared import table as sheet

SERVICES_MAX: Final = 6_000
LINES_MAX: Final = 40 * SERVICES_MAX
"""Of all files together: more would fill the memory with what no card says."""

LINES_AT_ONCE: Final = 500
_UUID: Final = regex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER: Final = regex(r"-?[0-9]{1,12}(\.[0-9]{1,20})?")
_TIME: Final = regex(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?Z?")
_DAY: Final = regex("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMS: Final = {
    "id": ("invalid-id", "Hier wird eine Kennung (UUID) erwartet."),
    "number": ("invalid-number", "Hier wird eine Zahl mit Dezimalpunkt erwartet."),
    "date": ("invalid-date", "Hier wird ein Tag in der Form JJJJ-MM-TT erwartet."),
    "time": ("invalid-time", "Hier wird eine Uhrzeit in der Form HH:MM:SS erwartet."),
}


@dataclass(frozen=True, slots=True)
class PackageFault:
    """What is wrong with, or worth knowing about, a cell: line 1 of a file names its columns."""

    file: str
    line: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: its cells by column, those that are empty left out."""

    table: Table
    line: int
    cells: dict[str, str]

    def fault(self, column: str, code: str, message: str) -> PackageFault:
        """Return a fault of one of its cells."""
        return PackageFault(self.table.path, self.line, column, code, message)


@dataclass(frozen=True, slots=True)
class Package:
    """What was read: the rows by table, what is wrong, and what is left out."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {it.name: [] for it in TABLES})
    faults: list[PackageFault] = field(default_factory=list)
    warnings: list[PackageFault] = field(default_factory=list)


def read(content: bytes, pause: archive.Pause = archive.at_once) -> Package:
    """Read a package as far as no card is needed."""
    package, left = Package(), LINES_MAX
    unpacked = archive.unpack(content)
    if unpacked is None:
        text = "Das ist kein lesbares ZIP-Archiv, oder es ist ausgepackt zu groß."
        package.faults.append(PackageFault("", 1, "", "no-package", text))
        return package
    files, others = unpacked
    for name in others:
        text = "Diese Datei wird nicht übernommen."
        package.warnings.append(PackageFault(sheet.shown(name), 1, "", "left-out", text))
    if "services.csv" not in files:
        text = "Ohne Angebote (services.csv) ist nichts einzulesen."
        package.faults.append(PackageFault("services.csv", 1, "", "missing", text))
    for path, found in files.items():
        left -= _read_file(BY_PATH[path], found, package, left, pause)
    if not package.faults:
        package.faults.extend(_dangling(package))
    return package


def _read_file(
    table: Table, content: bytes, package: Package, left: int, pause: archive.Pause
) -> int:
    """Read a file of at most so many lines; return how many it has."""
    noted = sheet.Table()
    most = min(SERVICES_MAX, left) if table.name == "service" else left
    lines = list(sheet.csv_lines(content, noted, most))
    for it in noted.faults:
        package.faults.append(PackageFault(table.path, it.line, it.column, it.code, it.message))
    if noted.faults or not lines:
        return 0
    heading = [it.casefold() for it in lines[0][1]]
    wrong = list(_of_heading(table, heading))
    for name in heading:
        if name not in table.columns:
            text = "Diese Spalte kennt HSDS 3.0 nicht; sie wird nicht übernommen."
            shown = sheet.shown(name)
            package.warnings.append(PackageFault(table.path, 1, shown, "left-out", text))
    package.faults.extend(wrong)
    if wrong:
        return 0
    seen: set[str] = set()
    for number, cells in lines[1:]:
        _read_row(table, number, dict(zip(heading, cells, strict=False)), package, seen)
        if len(cells) != len(heading):
            text = f"{len(cells)} Zellen, aber {len(heading)} Spalten."
            package.faults.append(PackageFault(table.path, number, "", "wrong-columns", text))
        if not number % LINES_AT_ONCE:
            pause()
    return len(lines) - 1


def _of_heading(table: Table, heading: Sequence[str]) -> Iterator[PackageFault]:
    for name in table.columns:
        if heading.count(name) > 1:
            text = "Die Spalte gibt es doppelt."
            yield PackageFault(table.path, 1, name, "column-twice", text)
        if name in table.required and name not in heading:
            yield PackageFault(table.path, 1, name, "missing", "Diese Spalte fehlt.")


def _read_row(
    table: Table, number: int, cells: dict[str, str], package: Package, seen: set[str]
) -> None:
    filled = {
        name: text.lower() if is_id(name) else archive.plain(text)
        for name, text in cells.items()
        if text and name in table.columns
    }
    row = Row(table, number, filled)
    package.faults.extend(_of_row(row))
    mine = filled.get("id", "")
    if mine in seen:
        package.faults.append(row.fault("id", "id-twice", "Diese Kennung gibt es doppelt."))
    seen.add(mine)
    package.rows[table.name].append(row)


def _of_row(row: Row) -> Iterator[PackageFault]:
    for name in row.table.columns:
        text = row.cells.get(name)
        if text is None:
            if name in row.table.required:
                yield row.fault(name, "missing", "Diese Angabe fehlt.")
            continue
        kind = "id" if is_id(name) else KINDS.get(name, "")
        if kind in _FORMS and not _has_form(kind, text):
            yield row.fault(name, *_FORMS[kind])
        elif name in CHOICES and text not in CHOICES[name]:
            allowed = f"Erlaubt ist nur: {', '.join(CHOICES[name])}."
            yield row.fault(name, "not-allowed", allowed)


def _has_form(kind: str, text: str) -> bool:
    if kind == "date":
        return bool(_DAY.fullmatch(text)) and _is_day(text)
    shape = {"id": _UUID, "number": _NUMBER, "time": _TIME}[kind]
    return bool(shape.fullmatch(text))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _dangling(package: Package) -> Iterator[PackageFault]:
    """Yield what names something that the package does not hold."""
    ids = {name: {it.cells["id"] for it in rows} for name, rows in package.rows.items()}
    for rows in package.rows.values():
        for row in rows:
            for column, named in REFERENCES.items():
                if column in row.cells and row.cells[column] not in ids[named]:
                    text = f"Das gibt es in {BY_NAME[named].path} nicht."
                    yield row.fault(column, "reference-unknown", text)
