"""A CSV file as German spreadsheets read it: semicolons, decimal comma, no formulas. Pure."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from re import compile as regex
from typing import Any, Final

from shared.table import FORMULA

_NUMBER: Final = regex("-?[0-9]+,[0-9]{2}")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a file of RFC 4180 with a heading; a day is written as Germans do."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def decimal(amount_ct: int) -> str:
    """Return cents as a spreadsheet reads them: `-1234,50`."""
    euros, cents = divmod(abs(amount_ct), 100)
    return f"{'-' if amount_ct < 0 else ''}{euros},{cents:02}"


def _cell(value: Any) -> str:
    """Let no spreadsheet take a text for a formula."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value)
    if text.startswith(FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
