"""Quarterly figures as they are read: in full, or as the team sees them. Pure.

Whatever is derived (sums, differences, cost per case) is derived from what the reader sees, and is
as hidden as its parts: so nothing that is derived can give away what is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence

from services.reporting import events
from services.reporting.quarters.figures import COLUMNS, TOTAL, Column, When, cost_per_case
from services.reporting.quarters.helps import CATALOGUES, SETTINGS, help_of
from services.reporting.quarters.quarter import Quarters, version_of
from shared.canonical import Json

Seen = Mapping[Column, int | None]
"""The numbers of a row; None: hidden."""
Table = Mapping[str, Seen]
COMPARED: tuple[Column, ...] = ("cases", "closing", "expenditure", "income")


def seen(told: events.QuarterPublished, *, full: bool) -> Table:
    """Return all numbers of a version, those that are hidden from the reader as None."""
    version = version_of(told)
    return {
        row: {
            column: number if full or version.is_shown((row, column)) else None
            for column, number in numbers.items()
        }
        for row, numbers in version.numbers.items()
    }


def summed(parts: Iterable[Seen]) -> Seen:
    """Return the sums of several rows; a sum of which a part is hidden is hidden, too."""
    listed = list(parts)
    return {column: sum_of([it[column] for it in listed]) for column in COLUMNS}


def sum_of(numbers: Sequence[int | None]) -> int | None:
    """Return a sum; None if a part of it is hidden."""
    known = [it for it in numbers if it is not None]
    return sum(known) if len(known) == len(numbers) else None


def less(one: int | None, other: int | None) -> int | None:
    """Return a difference; None if one of both is hidden, or there is none."""
    return None if one is None or other is None else one - other


def by_setting(table: Table, catalogue: int) -> list[tuple[str, Seen]]:
    """Return the sums of the kinds of help that are given in the same form."""
    helps = CATALOGUES[catalogue]
    return [
        (setting, summed(table[key] for key, it in helps.items() if it.setting == setting))
        for setting in SETTINGS
    ]


def figures(numbers: Seen) -> Json:
    """Return the numbers of a row, with what follows from them."""
    expenditure_ct, cases = numbers["expenditure"], numbers["cases"]
    known = expenditure_ct is not None and cases is not None
    return {
        **{it: numbers[it] for it in ("opening", "inflow", "cases", "outflow", "closing")},
        "expenditure_ct": expenditure_ct,
        "income_ct": numbers["income"],
        "net_ct": less(expenditure_ct, numbers["income"]),
        "cost_per_case_ct": cost_per_case(expenditure_ct, cases) if known else None,  # type: ignore[arg-type]
    }


def change(now: Seen, before: Seen | None) -> Json | None:
    """Return by how much numbers have changed, where both can be seen."""
    if before is None:
        return None
    made = {it: less(now[it], before[it]) for it in COMPARED}
    return {
        "cases": made["cases"],
        "closing": made["closing"],
        "expenditure_ct": made["expenditure"],
        "income_ct": made["income"],
    }


class Reader:
    """The quarters of a Sozialraum, as somebody sees them."""

    def __init__(self, quarters: Quarters, *, full: bool) -> None:
        self.quarters, self.full = quarters, full

    def table(self, when: When) -> Table | None:
        """Return the newest version of a quarter; None if there is none."""
        told = self.quarters.newest(when)
        return None if told is None else seen(told, full=self.full)

    def rows(self, told: events.QuarterPublished) -> list[Json]:
        """Return all rows of a version, and the total as the last one."""
        now, when = seen(told, full=self.full), When(told.year, told.quarter)
        back, year_back = self.table(when.back(1)), self.table(when.back(4))
        year = self._year_to_date(when, now)
        budgets = self._budgets(told.year)
        return [
            {
                "row": row,
                "paragraph": "" if row == TOTAL else help_of(row).paragraph,
                "title": "Summe" if row == TOTAL else help_of(row).title,
                "setting": None if row == TOTAL else help_of(row).setting,
                **figures(numbers),
                "since_last_quarter": change(numbers, (back or {}).get(row)),
                "since_last_year": change(numbers, (year_back or {}).get(row)),
                **_against(year[row] if year else None, budgets.get(row)),
            }
            for row, numbers in now.items()
        ]

    def _year_to_date(self, when: When, now: Table) -> dict[str, int | None] | None:
        """Return expenditure less income of the year so far; None where a quarter is missing."""
        before = [self.table(When(when.year, it)) for it in range(1, when.quarter)]
        tables = [now, *(it for it in before if it is not None)]
        if len(tables) < when.quarter:
            return None
        return {
            row: sum_of(
                [
                    less(it[row]["expenditure"], it[row]["income"]) if row in it else 0
                    for it in tables
                ]
            )
            for row in now
        }

    def _budgets(self, year: int) -> dict[str, int]:
        told = self.quarters.budgets.get(year)
        lines = {it.help: it.budget_ct for it in told.lines} if told else {}
        return {**lines, TOTAL: sum(lines.values())} if lines else {}


def _against(spent_ct: int | None, budget_ct: int | None) -> Json:
    return {
        "year_to_date_ct": spent_ct,
        "budget_ct": budget_ct,
        "budget_left_ct": less(budget_ct, spent_ct),
    }


def comparable(now: Mapping[str, Table], before: Mapping[str, Table]) -> Table:
    """Return the sums of a quarter before; nothing, unless the same Sozialräume had published it."""
    return district([*before.values()]) if before.keys() == now.keys() else {}


def district(tables: Sequence[Table]) -> Table:
    """Return the sums over Sozialräume: hidden is whatever is hidden in one of them."""
    rows = dict.fromkeys(row for it in tables for row in it)
    return {row: summed(it[row] for it in tables if row in it) for row in rows}
