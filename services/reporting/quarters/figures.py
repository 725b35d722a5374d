"""What figures of a quarter come to: whether they add up, totals, cases, cost per case. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from services.reporting.events import HelpRow
from services.reporting.quarters.helps import HELPS
from shared.money import portion

Column = Literal[
    "opening",  # Bestand am Anfang
    "inflow",  # Zugänge
    "cases",  # Fälle im Quartal: Bestand am Anfang und Zugänge
    "outflow",  # Abgänge
    "closing",  # Bestand am Ende
    "expenditure",  # Ausgaben
    "income",  # Einnahmen: Kostenbeiträge, Erstattungen
]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
COUNTS: Final[tuple[Column, ...]] = COLUMNS[:5]
MONEY: Final[tuple[Column, ...]] = COLUMNS[5:]
TOTAL: Final = "total"
CASES_MAX: Final = 100_000  # What one kind of help in one Sozialraum cannot reach.


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A quarter of a year."""

    year: int
    quarter: int

    @property
    def number(self) -> int:
        """Return its place in the sequence of all quarters."""
        return self.year * 4 + self.quarter - 1

    def back(self, quarters: int) -> "When":
        """Return the one so many quarters before."""
        year, quarter = divmod(self.number - quarters, 4)
        return When(year, quarter + 1)

    def __str__(self) -> str:
        return f"{self.year}/{self.quarter}"


Values = Mapping[Column, int]


def values(row: HelpRow) -> Values:
    """Return the numbers of a row by their columns."""
    return {
        "opening": row.opening,
        "inflow": row.inflow,
        "cases": row.opening + row.inflow,
        "outflow": row.outflow,
        "closing": row.closing,
        "expenditure": row.expenditure_ct,
        "income": row.income_ct,
    }


def table(rows: Iterable[HelpRow]) -> dict[str, Values]:
    """Return all numbers of a quarter: by kind of help, and the total."""
    found = {row.help: values(row) for row in rows}
    return {**found, TOTAL: summed(found.values())}


def summed(parts: Iterable[Values]) -> Values:
    """Return the sums of several rows."""
    listed = list(parts)
    return {column: sum(it[column] for it in listed) for column in COLUMNS}


def cost_per_case(expenditure_ct: int, cases: int) -> int | None:
    """Return what a case has cost, half a cent rounded up; None where there was none."""
    return portion(expenditure_ct, 1, cases) if cases else None


def complete(rows: Iterable[HelpRow]) -> tuple[HelpRow, ...]:
    """Return a row for each kind of help, in the order of the catalogue: what nobody had is nought."""
    given = {row.help: row for row in rows}
    return tuple(given.get(key, HelpRow(key, 0, 0, 0, 0, 0, 0)) for key in HELPS)


def net_ct(rows: Iterable[HelpRow]) -> int:
    """Return expenditure less income of all rows."""
    return sum(row.expenditure_ct - row.income_ct for row in rows)


def adds_up(row: HelpRow) -> bool:
    """Tell whether the stock at the end is what it must be."""
    return row.opening + row.inflow - row.outflow == row.closing
