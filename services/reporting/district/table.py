"""The district's report as a file for spreadsheets: a line for each project, and their sum. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from services.reporting.district import words
from shared.canonical import Json
from shared.sheet import as_csv, decimal

BOM: Final = "\ufeff"
"""By which spreadsheets know that the file is UTF-8."""
COLUMNS: Final = (
    *("Jahr", "Aktenzeichen", "Projekt", "Sozialraum", "Träger", "Stand"),
    *(f"{name} in Euro" for name in (words.AMOUNTS | words.CLAIMS).values()),
    *(f"Ziele {name}" for name in words.GOALS.values()),
)


def table(report: Json) -> str:
    """Return the file: semicolons, decimal comma, no formulas."""
    return BOM + as_csv(COLUMNS, _rows(report))


def _rows(report: Json) -> Iterator[tuple[Any, ...]]:
    for it in report["projects"]:
        named = (it["number"], it["title"], it["sozialraum_name"], it["traeger_name"])
        told = (name if name is not None else words.UNKNOWN for name in named)
        yield report["year"], *told, words.STATUS[it["status"]], *_figures(it)
    yield report["year"], "Summe", "", "", "", "", *_figures(report["totals"])


def _figures(it: Json) -> Iterator[Any]:
    for name in words.AMOUNTS | words.CLAIMS:
        yield decimal(it[name])
    for state in words.GOALS:
        yield it["goals"][state]
