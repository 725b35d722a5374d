"""Which numbers of a quarter the team does not see, so that no small number can be found out. Pure.

Small are numbers of cases from 1 to below a threshold. They are hidden, and with them others, since
rows, totals, the stocks of neighbouring quarters and earlier versions would give them back: all
versions of all quarters of a Sozialraum are one network (`network`). A number is protected if it
could still have as many other values as the threshold says, even for somebody who knows exactly
what each correction has changed: what moves in the network moves in all versions alike. So a number
counts as hidden only where no version has shown it. If hiding cannot protect, nothing of the new
version is shown, which tells nobody anything.

The threshold may change from version to version. A version that was published stays as it was; a
number that it has shown, since it was not small then, is no secret any more and is shown again.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from services.reporting.events import HelpRow
from services.reporting.quarters.figures import (
    COLUMNS,
    COUNTS,
    MONEY,
    TOTAL,
    Column,
    Values,
    When,
    table,
)
from services.reporting.quarters.network import Edge, Network

MARGIN: Final = 5
"""A sum of money is protected if it could be other ones, over a range of itself and a fifth more."""
PRICES: Final[dict[Column, int]] = {
    "inflow": 20,
    "outflow": 20,
    "cases": 25,
    "expenditure": 40,
    "income": 20,
    "opening": 80,
    "closing": 80,
}
"""What it costs to hide a number: dear is what the next quarters would have to hide as well."""
OF_TOTAL: Final = 10
"""So much dearer is it to hide a total."""

Cell = tuple[str, Column]


@dataclass(frozen=True, slots=True)
class Version:
    """Figures of a quarter as they are told, and which of them are hidden."""

    when: When
    numbers: dict[str, Values]
    threshold: int
    hidden: frozenset[Cell]

    def is_shown(self, cell: Cell) -> bool:
        """Tell whether a number can be read; the total of cases follows from other totals."""
        if cell != (TOTAL, "cases"):
            return cell not in self.hidden
        known = ("opening", "inflow"), ("outflow", "closing")
        return any(all((TOTAL, it) not in self.hidden for it in two) for two in known)

    def is_small(self, cell: Cell) -> bool:
        """Tell whether a number of cases is one that must not be known."""
        row, column = cell
        return column in COUNTS and 0 < self.numbers[row][column] < self.threshold

    def is_guarded(self, cell: Cell) -> bool:
        """Tell whether a number must not be known: a small one, or money for few cases."""
        row, column = cell
        return self.is_small((row, "cases") if column in MONEY else cell)

    def guards_money(self, row: str) -> bool:
        """Tell whether a row's money is hidden: unless its cases are shown, or surely not small.

        Else money that is shown would tell that the cases are not small.
        """
        known = self.is_shown((row, "cases"))
        return not known and not any(
            self.is_shown((row, it)) and self.numbers[row][it] >= self.threshold
            for it in ("opening", "closing")
        )

    def cells(self) -> Iterable[Cell]:
        """Return all cells."""
        return ((row, column) for row in self.numbers for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Suppression:
    """What is hidden; `withheld`: everything."""

    hidden: frozenset[Cell]
    withheld: bool = False


def suppress(
    earlier: Sequence[Version], when: When, rows: Iterable[HelpRow], threshold: int
) -> Suppression:
    """Return what must be hidden of a new version; `earlier`: whatever was shown so far.

    Versions of which nothing was shown are not among them: they told nobody anything.
    """
    new = Version(when, table(rows), threshold, frozenset())
    if any(new.is_small((TOTAL, it)) for it in ("opening", "closing")):
        return _withheld(new)
    told = _told(earlier)
    small = {it for it in new.cells() if new.is_small(it) and not _is_told(told, new, it)}
    hidden = small | _hidden_before(earlier, new)
    for columns in (COUNTS, MONEY):
        now = Version(when, new.numbers, threshold, frozenset(hidden))
        if columns == MONEY:
            hidden |= {
                (it, column) for it in now.numbers if now.guards_money(it) for column in MONEY
            }
            now = Version(when, new.numbers, threshold, frozenset(hidden))
        more = _complement([*earlier, now], columns)
        if more is None:
            return _withheld(new)
        hidden |= more
    done = Version(when, new.numbers, threshold, frozenset(hidden))
    return Suppression(frozenset(it for it in new.cells() if not done.is_shown(it)))


def open_risks(shown: Sequence[Version]) -> list[Hashable]:
    """Return small numbers and their money that could be found out: none, if all went well."""
    return [
        key
        for columns in (COUNTS, MONEY)
        for key, enough in _sensitive(shown, columns)
        if _network(shown, columns).room(key, enough) < enough
    ]


def _withheld(new: Version) -> Suppression:
    return Suppression(frozenset(new.cells()), withheld=True)


def _hidden_before(earlier: Sequence[Version], new: Version) -> set[Cell]:
    """Return what other versions hide: the same number must not stand open here."""
    keys = {_key(it.when, cell) for it in earlier for cell in it.hidden} - {None}
    return {cell for cell in new.cells() if _key(new.when, cell) in keys}


def _complement(shown: Sequence[Version], columns: Sequence[Column]) -> set[Cell] | None:
    """Return what the last version must hide besides; None: nothing would be enough."""
    network, new = _network(shown, columns), shown[-1]
    hidden: set[Hashable] = set()
    for key, enough in _sensitive(shown, columns):
        more = network.protect(key, enough)
        if more is None:
            return None
        hidden.update(more)
    return {cell for cell in new.cells() if _key(new.when, cell) in hidden}


def _sensitive(shown: Sequence[Version], columns: Sequence[Column]) -> list[tuple[Hashable, int]]:
    """Return what must not be known, and how many other values it must be able to have.

    First what needs most and is dear to hide: what is hidden for it often serves the others, too.
    """
    found: dict[Hashable, tuple[int, int]] = {}
    told = _told(shown)
    for version in shown:
        for cell in version.cells():
            key, enough = _key(version.when, cell), _room_needed(version, cell)
            is_secret = key is not None and enough and not _is_told(told, version, cell)
            if cell[1] in columns and is_secret:
                found[key] = max(found.get(key, (0, 0)), (enough, PRICES[cell[1]]))
    ordered = sorted(found.items(), key=lambda it: it[1], reverse=True)
    return [(key, enough) for key, (enough, _) in ordered]


def _room_needed(version: Version, cell: Cell) -> int:
    row, column = cell
    if not version.is_guarded(cell):
        return 0
    if column in MONEY:
        amount_ct = version.numbers[row][column]
        return amount_ct + -(-amount_ct // MARGIN)
    return version.threshold


def _told(shown: Iterable[Version]) -> set[tuple[Hashable, int]]:
    """Return which numbers were shown when nothing guarded them; whoever read them knows them."""
    return {
        (_key(it.when, cell), it.numbers[cell[0]][cell[1]])
        for it in shown
        for cell in it.cells()
        if it.is_shown(cell) and not it.is_guarded(cell)
    }


def _is_told(told: set[tuple[Hashable, int]], version: Version, cell: Cell) -> bool:
    row, column = cell
    key = _key(version.when, cell)
    return key is not None and (key, version.numbers[row][column]) in told


def _key(when: When, cell: Cell) -> Hashable:
    """Return what names a number in all versions: a stock is the same in both quarters it parts.

    None for totals of stocks and cases, which follow from others.
    """
    row, column = cell
    if row == TOTAL and column in {"opening", "closing", "cases"}:
        return None
    if column in {"opening", "closing"}:
        return "stock", row, when.number + (column == "closing")
    return column, row, when.number


def _network(shown: Sequence[Version], columns: Sequence[Column]) -> Network:
    """Lay all versions upon each other; the last one is new, and can still hide what it tells."""
    told: dict[Hashable, list[tuple[Version, Cell]]] = {}
    for version in shown:
        for cell in version.cells():
            key = _key(version.when, cell)
            if cell[1] in columns and key is not None:
                told.setdefault(key, []).append((version, cell))
    quarters = {it.when.number for it in shown}
    network = Network()
    for key, places in told.items():
        (version, cell), new = places[0], shown[-1]
        open_in = [it for it, at in places if it.is_shown(at)]
        ends = _ends(version.when.number, cell, quarters)
        least = min(it.numbers[row][column] for it, (row, column) in places)
        price = _price(new, cell) if all(it is new for it in open_in) else None
        network.add(Edge(key, *ends, least, free=not open_in, price=price))
    return network


def _price(new: Version, cell: Cell) -> int | None:
    """Return what hiding a number costs; where a row has no cases, everybody may know that.

    What has gaps already may get more: whole rows are worth more than the same numbers here and there.
    """
    row, column = cell
    if row == TOTAL:
        return PRICES[column] * OF_TOTAL
    if row not in new.numbers or not new.numbers[row]["cases"]:
        return None
    is_broken = any((row, it) in new.hidden for it in COLUMNS)
    return PRICES[column] // (2 if is_broken else 1)


def _ends(number: int, cell: Cell, quarters: set[int]) -> tuple[Hashable, Hashable]:
    """Return between which nodes a number flows.

    The total of a stock is taken as known, also where it is not: so each quarter is closed in itself.
    """
    row, column = cell
    match row, column:
        case "total", "inflow":
            return ("root", number), ("inflow", number)
        case "total", "outflow":
            return ("outflow", number), ("root", number)
        case "total", _:
            return ("spent", column, number), ("paid", column, number)
        case _, "inflow":
            return ("inflow", number), ("in", row, number)
        case _, "cases":
            return ("in", row, number), ("out", row, number)
        case _, "outflow":
            return ("out", row, number), ("outflow", number)
        case _, "expenditure" | "income":
            return ("paid", column, number), ("spent", column, number)
    after = number + (column == "closing")
    tail = ("out", row, after - 1) if after - 1 in quarters else ("start", after)
    head = ("in", row, after) if after in quarters else ("end", after)
    return tail, head
