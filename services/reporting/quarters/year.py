"""A year of helps as far as it is published, held against its budget. Pure.

All of it is derived from what the reader sees of its quarters, and is as hidden as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.quarters.figures import TOTAL, When
from services.reporting.quarters.helps import HELPS, help_of
from services.reporting.quarters.quarter import Quarters
from services.reporting.quarters.views import Seen, Table, figures, less, seen, sum_of, summed
from shared.canonical import Json

NOTHING: Seen = dict.fromkeys(
    ("opening", "inflow", "cases", "outflow", "closing", "expenditure", "income"), 0
)


@dataclass(frozen=True, slots=True)
class Year:
    """What a Sozialraum has of a year.

    quarters  so many count: those that are published, from the first one on without a gap
    rows      what they come to; nothing, where none is published
    budgets   by kind of help; nothing, where none was recorded
    """

    quarters: int
    rows: Table
    budgets: Mapping[str, int]


def of_year(quarters: Quarters, year: int, *, full: bool) -> Year:
    """Return a year of a Sozialraum in its newest versions, as somebody sees it."""
    tables: list[Table] = []
    for number in range(1, 5):
        told = quarters.newest(When(year, number))
        if told is None:
            break
        tables.append(seen(told, full=full))
    recorded = quarters.budgets.get(year)
    budgets = {it.help: it.budget_ct for it in recorded.lines} if recorded else {}
    rows = {row: _row([it.get(row, NOTHING) for it in tables]) for row in _rows(tables)}
    return Year(len(tables), rows, {**budgets, TOTAL: sum(budgets.values())} if budgets else {})


def _rows(tables: Sequence[Table]) -> list[str]:
    """Return the rows of all quarters in the order of the catalogue, the total as the last one."""
    known = {row for it in tables for row in it}
    return [*(it for it in HELPS if it in known), *([TOTAL] if tables else [])]


def _row(quarters: Sequence[Seen]) -> Seen:
    """Return a row of the year: its first and its last stock, and the sums of all else."""
    opening, inflow = quarters[0]["opening"], sum_of([it["inflow"] for it in quarters])
    return {
        **summed(quarters),
        "opening": opening,
        "cases": sum_of([opening, inflow]),
        "closing": quarters[-1]["closing"],
    }


def together(years: Sequence[Year]) -> list[Json]:
    """Return the rows of one or several Sozialräume together; hidden is what is hidden in one."""
    budgets = [it.budgets for it in years]
    known = {row for it in years for row in (*it.rows, *it.budgets)}
    made = []
    for row in [it for it in (*HELPS, TOTAL) if it in known]:
        numbers = figures(summed(it.rows[row] for it in years if row in it.rows))
        budget_ct = _sum_of_known([it[row] for it in budgets if row in it])
        made.append(
            {
                "row": row,
                "paragraph": "" if row == TOTAL else help_of(row).paragraph,
                "title": "Summe" if row == TOTAL else help_of(row).title,
                "setting": None if row == TOTAL else help_of(row).setting,
                **numbers,
                "budget_ct": budget_ct,
                "budget_left_ct": less(budget_ct, numbers["net_ct"]),
            }
        )
    return made


def _sum_of_known(budgets: Sequence[int]) -> int | None:
    return sum(budgets) if budgets else None
