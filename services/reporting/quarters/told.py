"""Quarterly figures as answers and as files. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from services.reporting import events
from services.reporting.quarters.figures import TOTAL, When
from services.reporting.quarters.helps import help_of
from services.reporting.quarters.quarter import Quarters, last_day, when_of
from services.reporting.quarters.views import (
    Reader,
    Table,
    by_setting,
    change,
    comparable,
    district,
    figures,
    seen,
)
from services.reporting.quarters.year import Year, together
from shared.canonical import Json
from shared.documents import DocumentRef, text_of
from shared.edge import at_the_edge
from shared.sheet import as_csv, decimal

HIDDEN: Final = "•"
Texts = Mapping[str, str]
COUNTED: Final = {
    "opening": "Bestand Anfang",
    "inflow": "Zugänge",
    "cases": "Fälle",
    "outflow": "Abgänge",
    "closing": "Bestand Ende",
}
PAID: Final = {
    "expenditure_ct": "Ausgaben",
    "income_ct": "Einnahmen",
    "net_ct": "Netto",
    "cost_per_case_ct": "Ausgaben je Fall",
}
LEFT: Final = {
    "budget_ct": "Jahresansatz",
    "budget_left_ct": "Rest des Jahresansatzes",
}
OF_YEAR: Final = {"year_to_date_ct": "Netto im Jahr bisher", **LEFT}


def documents(told: events.QuarterPublished) -> list[DocumentRef]:
    """Return the texts that belong to a version."""
    return [it for it in (told.opening, told.difference, told.reason) if it is not None]


def quarter(quarters: Quarters, told: events.QuarterPublished, *, full: bool, csv: bool) -> Json:
    """Return a version with what follows from it, as the team sees it or in full."""
    rows = Reader(quarters, full=full).rows(told)
    numbers = seen(told, full=full)
    return {
        "sozialraum_id": told.sozialraum_id,
        "year": told.year,
        "quarter": told.quarter,
        **_edition(told),
        "newest": quarters.newest(when_of(told)) == told,
        "catalogue": told.catalogue,
        "threshold": told.threshold,
        "withheld": told.withheld,
        "rows": [at_the_edge(it) for it in rows],
        "by_setting": [
            at_the_edge({"setting": name, **figures(it)})
            for name, it in by_setting(numbers, told.catalogue)
        ],
        "csv": _csv(rows, told) if csv else None,
    }


def full_quarter(
    quarters: Quarters, told: events.QuarterPublished, texts: Texts, *, csv: bool
) -> Json:
    """Return a version in full: also how it agrees with the bookkeeping, and what was said of it."""
    net_ct = sum(it.expenditure_ct - it.income_ct for it in told.rows)
    return {
        **quarter(quarters, told, full=True, csv=csv),
        **at_the_edge(
            {
                "published_by": told.by,
                "booked_ct": told.booked_ct,
                "difference_ct": net_ct - told.booked_ct,
                "difference_explained": text_of(texts, told.difference),
                "reason": text_of(texts, told.reason),
                "opening_explained": text_of(texts, told.opening),
                "hidden_from_team": list(told.hidden),
            }
        ),
    }


def _edition(told: events.QuarterPublished) -> Json:
    return {
        "edition": told.edition,
        "published_on": told.published_on.isoformat(),
        "due_on": told.due_on.isoformat(),
        "corrected": told.edition > 1,
    }


def listed(quarters: Quarters, today: date, due: Callable[[When], date]) -> Json:
    """Return each quarter since the first one until today's, and how many came in time."""
    known = sorted({*quarters.drafts, *quarters.whens()})
    told = (
        [_listed(quarters, it, today, due(it)) for it in _until(known[0], today)] if known else []
    )
    so_far = [it for it in told if it["published_on"] or it["overdue"]]
    return {
        "quarters": told,
        "due": len(so_far),
        "in_time": sum(it["in_time"] is True for it in so_far),
    }


def _until(when: When, today: date) -> list[When]:
    found = []
    while last_day(when) < today:
        found.append(when)
        when = when.back(-1)
    return found


def _listed(quarters: Quarters, when: When, today: date, due_on: date) -> Json:
    editions = quarters.editions(when)
    due = editions[0].due_on if editions else due_on
    first = editions[0].published_on if editions else None
    return {
        "year": when.year,
        "quarter": when.quarter,
        "due_on": due.isoformat(),
        "published_on": first.isoformat() if first else None,
        "recorded": when in quarters.drafts,
        "overdue": first is None and due < today,
        "in_time": came_in_time(quarters, when),
        "stocks_follow": _follows(quarters, when),
        "editions": [_edition(it) for it in editions],
    }


def came_in_time(quarters: Quarters, when: When) -> bool | None:
    """Tell whether the first version of a quarter came in time; None if there is none."""
    first = next(iter(quarters.editions(when)), None)
    return None if first is None else first.published_on <= first.due_on


def _follows(quarters: Quarters, when: When) -> bool:
    """Tell whether stocks begin as the newest version of the quarter before says."""
    told, before = quarters.newest(when), quarters.newest(when.back(1))
    if told is None or before is None:
        return True
    ended = {it.help: it.closing for it in before.rows}
    return all(it.opening == ended.get(it.help, 0) for it in told.rows)


def of_district(
    known: Mapping[str, Quarters], when: When, names: Mapping[str, str], *, full: bool, csv: bool
) -> Json:
    """Return the sums over all Sozialräume that have published; `missing`: those that have not."""
    tables, last, year_ago = (_published(known, it, full=full) for it in (when, *_compared(when)))
    before, year_before = comparable(tables, last), comparable(tables, year_ago)
    rows = [
        {
            "row": row,
            "paragraph": "" if row == TOTAL else help_of(row).paragraph,
            "title": "Summe" if row == TOTAL else help_of(row).title,
            **figures(numbers),
            "since_last_quarter": change(numbers, before.get(row)),
            "since_last_year": change(numbers, year_before.get(row)),
        }
        for row, numbers in district([*tables.values()]).items()
    ]
    columns = {**COUNTED, **PAID}
    return {
        "year": when.year,
        "quarter": when.quarter,
        "sozialraeume": len(tables),
        "in_time": sum(came_in_time(it, when) is True for it in known.values()),
        "missing": [name for it, name in names.items() if it not in tables],
        "rows": [at_the_edge(it) for it in rows],
        "csv": as_csv(_headings(columns), [_line(it, columns) for it in rows]) if csv else None,
    }


def _compared(when: When) -> tuple[When, When]:
    return when.back(1), when.back(4)


def _published(known: Mapping[str, Quarters], when: When, *, full: bool) -> dict[str, Table]:
    """Return the newest version of a quarter of each Sozialraum that has published it."""
    newest = {it: quarters.newest(when) for it, quarters in known.items()}
    return {it: seen(told, full=full) for it, told in newest.items() if told is not None}


def of_help_year(asked: Json, years: Mapping[str, Year], names: Mapping[str, str]) -> Json:
    """Return a year of a Sozialraum or of all, as far as it is published, against its budget."""
    rows = together([*years.values()])
    columns = {**COUNTED, **PAID, **LEFT}
    lines = [[asked["year"], *_line(it, columns)] for it in rows]
    return {
        "year": asked["year"],
        "sozialraum_id": asked["sozialraum_id"],
        "counted": [
            {
                "sozialraum_id": it,
                "name": names[it],
                "quarters": year.quarters,
                "has_budget": bool(year.budgets),
            }
            for it, year in years.items()
        ],
        "rows": [at_the_edge(it) for it in rows],
        "csv": as_csv(["Jahr", *_headings(columns)], lines) if asked["csv"] else None,
    }


def _csv(rows: Sequence[Json], told: events.QuarterPublished) -> str:
    columns = {**COUNTED, **PAID, **OF_YEAR}
    lines = [[told.year, told.quarter, told.edition, *_line(it, columns)] for it in rows]
    return as_csv(["Jahr", "Quartal", "Fassung", *_headings(columns)], lines)


def _headings(columns: Mapping[str, str]) -> list[str]:
    return ["Hilfeart", "Bezeichnung", *columns.values()]


def _line(row: Json, columns: Mapping[str, str]) -> list[Any]:
    return [row["paragraph"], row["title"], *(_cell(name, row[name]) for name in columns)]


def _cell(name: str, value: int | None) -> str:
    if value is None:
        return "" if name.startswith("budget") or name == "cost_per_case_ct" else HIDDEN
    return decimal(value) if name.endswith("_ct") else str(value)
