"""A spreadsheet in the XLSX format as lines of text, read one after the other. Nothing is computed.

Only this file knows the library. What a stranger sends may be a bomb: how much the archive unpacks to
is looked at first, formulas come out as what they are, and no more rows are read than asked for.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an error like any other

from shared.table import COLUMNS_MAX, LineFault, Lines, Table, too_many

MAGIC: Final = b"PK\x03\x04"
OLD_MAGIC: Final = b"\xd0\xcf\x11\xe0"
UNPACKED_MAX: Final = 64 * 1024 * 1024
RATIO_MAX: Final = 100
RATIO_FROM: Final = 1024 * 1024
"""A small archive may be packed tightly; a large one more than so many times is a bomb."""
MEMBERS_MAX: Final = 200
NEAR: Final = Decimal("0.000001")
"""Spreadsheets keep 421.5 as the nearest binary number, off by less than that."""
BROKEN: Final = (
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    ZlibError,
)


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is a spreadsheet and no text."""
    return content.startswith((MAGIC, OLD_MAGIC))


def lines(content: bytes, table: Table, most: int) -> Lines:
    """Yield the lines of the first sheet; what keeps it from being read is noted in the table."""
    try:
        if not _is_harmless(content, table):
            return
        yield from _lines(content, table, most)
    except BROKEN:
        text = "Die Datei lässt sich nicht lesen. Bitte als XLSX oder als „CSV UTF-8“ speichern."
        table.faults.append(LineFault(1, "", "unreadable", text))


def _is_harmless(content: bytes, table: Table) -> bool:
    with ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
    unpacked = sum(it.file_size for it in members)
    is_bomb = unpacked > RATIO_FROM and unpacked > RATIO_MAX * len(content)
    if unpacked > UNPACKED_MAX or len(members) > MEMBERS_MAX or is_bomb:
        text = "Die Datei entpackt sich zu mehr, als ein Belegverzeichnis enthält."
        table.faults.append(LineFault(1, "", "too-large", text))
        return False
    return True


def _lines(content: bytes, table: Table, most: int) -> Lines:
    from openpyxl import load_workbook  # noqa: PLC0415 - 9 MiB that few days of a service need

    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # What a file says of its own size is not believed.
        rows: Iterator[Any] = sheet.iter_rows(max_col=COLUMNS_MAX, values_only=True)
        width = 0
        for number, row in enumerate(rows, start=1):
            if number > most + 1:
                table.faults.append(too_many(number, most))
                return
            cells = [_text(value) for value in row[: width or None]]
            if width and any(value is not None for value in row[width:]):
                cells = _cut([*cells, *(_text(value) for value in row[width:])], width)
            if any(cells):
                width = width or _width(cells)
                yield number, _cut(cells, width)
    finally:
        book.close()


def _width(heading: list[str]) -> int:
    """Return how many columns have a name: what stands right of them must be empty."""
    return max(number for number, cell in enumerate(heading, start=1) if cell)


def _cut(cells: list[str], width: int) -> list[str]:
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells))


def _text(value: Any) -> str:
    """Return a cell as somebody would have typed it in German."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, str):
        return value.strip(" \xa0\n\r")
    return _number(Decimal(repr(value)))


def _number(exact: Decimal) -> str:
    """Return a number with a comma, and with two decimals where it has cents."""
    if not exact.is_finite():
        return str(exact)
    whole = exact.quantize(Decimal(1))
    if exact == whole:
        return str(whole)
    cents = exact.quantize(Decimal("0.01"))
    shown = cents if abs(exact - cents) < NEAR else exact
    return f"{shown:f}".replace(".", ",")
