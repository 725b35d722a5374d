"""A tabular data package of HSDS: a ZIP archive of CSV files, the same bytes for the same cards. Pure.

A cell that a spreadsheet would run gets an apostrophe in front, and loses it when it is read.
"""

import csv
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from lzma import LZMAError
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import orjson

from services.resources.exchange import hsds, terms
from services.resources.exchange.hsds import Shown
from services.resources.exchange.tables import BY_PATH, DESCRIPTOR, TABLES, Table, descriptor
from shared.canonical import Json
from shared.table import FORMULA

UNPACKED_MAX: Final = 32 * 1024 * 1024
"""What 6,000 cards that say much come to is two thirds of it."""

FILES_MAX: Final = 100
LEVEL: Final = 9
UNREADABLE: Final = (
    *(BadZipFile, zlib.error, LZMAError, struct.error),
    *(ValueError, LookupError, NotImplementedError, RuntimeError, EOFError, OSError),
)
"""What broken, encrypted and deceitful archives end in."""

_NESTED: Final = {
    "organization": "organization",
    "organization_identifiers": "organization_identifier",
    "service_at_locations": "service_at_location",
    "location": "location",
    "addresses": "address",
    "schedules": "schedule",
    "languages": "language",
    "accessibility": "accessibility",
    "contacts": "contact",
    "phones": "phone",
    "cost_options": "cost_option",
    "service_areas": "service_area",
    "attributes": "attribute",
}
_ELSEWHERE: Final = "taxonomy_term"  # Terms have a file of their own.


Pause = Callable[[], None]
"""Called again and again while a package is made or read: others have their turn meanwhile."""

CARDS_AT_ONCE: Final = 50


def at_once() -> None:
    """Let nobody have a turn: whoever makes a small package is done before they would notice."""


def write(cards: Iterable[Shown], pause: Pause = at_once) -> bytes:
    """Return the archive of these cards, in their order."""
    rows: dict[str, list[Mapping[str, Any]]] = {it.name: [] for it in TABLES}
    for number, card in enumerate(cards):
        for name, flat in _flat("service", hsds.service(card)):
            rows[name].append(flat)
        if not number % CARDS_AT_ONCE:
            pause()
    rows["taxonomy"].extend(terms.taxonomies())
    rows["taxonomy_term"].extend(terms.terms())
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        told = orjson.dumps(descriptor(), option=orjson.OPT_INDENT_2)
        archive.writestr(_entry(DESCRIPTOR), told)
        for table in TABLES:
            archive.writestr(_entry(table.path), _csv(table, rows.pop(table.name)))
            pause()
    return packed.getvalue()


def is_readable(content: bytes) -> bool:
    """Tell whether a package that was written can be read again."""
    with ZipFile(BytesIO(content)) as archive:
        return sum(it.file_size for it in archive.infolist()) <= UNPACKED_MAX


def _flat(name: str, thing: Json) -> Iterator[tuple[str, Json]]:
    """Yield (table, row) of a thing and all that is nested in it; each row names what it belongs to."""
    within = {*_NESTED, _ELSEWHERE}
    yield name, {column: it for column, it in thing.items() if column not in within}
    for column, it in thing.items():
        if column in _NESTED:
            for each in it if isinstance(it, list) else [it]:
                yield from _flat(_NESTED[column], each)


def _entry(path: str) -> ZipInfo:
    """Return a place in the archive that tells no time and no machine."""
    entry = ZipInfo(path)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _csv(table: Table, rows: Sequence[Mapping[str, Any]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(row.get(column)) for column in table.columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and _runs(text) else text


def _runs(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA)


def plain(cell: str) -> str:
    """Return what a cell says."""
    return cell[1:] if cell.startswith("'") and _runs(cell) else cell


def unpack(content: bytes) -> tuple[dict[str, bytes], list[str]] | None:
    """Return (file → bytes of those that we know, the names of all others); None for no such archive.

    Nothing is written anywhere, so no name can do harm; what unpacks to too much is none either.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [it for it in archive.infolist() if not it.is_dir()]
            names = [it.filename for it in entries]
            known = [it for it in entries if it.filename in BY_PATH]
            too_much = sum(it.file_size for it in known) > UNPACKED_MAX
            if too_much or len(names) > FILES_MAX or len(set(names)) < len(names):
                return None
            files = {it.filename: archive.read(it) for it in known}
    except UNREADABLE:
        return None
    return files, [it for it in names if it not in BY_PATH and it != DESCRIPTOR]
