"""Somebody who wants to know what is hidden, and can compute: exact linear programming.

Knows all that any team was ever shown, that rows and columns add up, that stocks pass on from one
quarter to the next, that nothing is below zero, and which numbers a correction has left alone.
Shares no code with what protects the numbers.
"""

from collections.abc import Hashable
from fractions import Fraction

from services.reporting.quarters.figures import COUNTS, MONEY, TOTAL

Cell = tuple[int, str, str]
"""Number of the version, row, column."""


class Attacker:
    """What can be found out from versions; each is {when, numbers, shown}: what is shown is known."""

    def __init__(self, versions):
        self.versions = versions
        self.same: dict[Cell, Cell] = {}
        for number, version in enumerate(versions):
            for row, numbers in version["numbers"].items():
                for column in numbers:
                    self.same[number, row, column] = (number, row, column)
        self._recognise()
        self.known = {
            self.root((number, *cell)): version["numbers"][cell[0]][cell[1]]
            for number, version in enumerate(versions)
            for cell in version["shown"]
        }
        self.equations = [self._reduced(it) for it in self._sums()]
        self.ready: dict[Hashable, Simplex | None] = {}

    def root(self, cell: Cell) -> Cell:
        while self.same[cell] != cell:
            cell = self.same[cell]
        return cell

    def _recognise(self):
        """What a correction has left alone, and what passes on, is one and the same number."""
        for one, first in enumerate(self.versions):
            for other, second in enumerate(self.versions):
                apart = second["when"] - first["when"]
                if one == other or apart not in (0, 1):
                    continue
                for row, numbers in first["numbers"].items():
                    pairs = [("closing", "opening")] if apart else [(it, it) for it in numbers]
                    for mine, theirs in pairs:
                        if numbers[mine] == second["numbers"][row][theirs]:
                            self.same[self.root((other, row, theirs))] = self.root((one, row, mine))

    def _sums(self):
        for number, version in enumerate(self.versions):
            for row in version["numbers"]:
                cell = {it: (number, row, it) for it in (*COUNTS, *MONEY)}
                yield [(cell["opening"], 1), (cell["inflow"], 1), (cell["cases"], -1)]
                yield [(cell["closing"], 1), (cell["outflow"], 1), (cell["cases"], -1)]
            for column in (*COUNTS, *MONEY):
                parts = [it for it in version["numbers"] if it != TOTAL]
                yield [
                    ((number, TOTAL, column), -1),
                    *(((number, it, column), 1) for it in parts),
                ]

    def _reduced(self, equation):
        """Return {unknown: factor} and what they come to."""
        left: dict[Hashable, int] = {}
        right = 0
        for cell, factor in equation:
            name = self.root(cell)
            if name in self.known:
                right -= factor * self.known[name]
            else:
                left[name] = left.get(name, 0) + factor
        return {it: factor for it, factor in left.items() if factor}, right

    def range_of(self, cell: Cell):
        """Return between what a number must lie; None above: there is no limit."""
        name = self.root(cell)
        if name in self.known:
            return self.known[name], self.known[name]
        near = self._connected(name)
        if near is None:
            return 0, None
        low, high = near.largest(name, -1), near.largest(name, 1)
        assert low is not None
        return -low, high

    def _connected(self, name):
        """Return all equations that have anything to do with a number, made ready once."""
        if name not in self.ready:
            reached, found, left = {name}, [], [it for it in self.equations if it[0]]
            while more := [it for it in left if it[0].keys() & reached]:
                found += more
                left = [it for it in left if not it[0].keys() & reached]
                for names, _ in more:
                    reached |= names.keys()
            self.ready.update(dict.fromkeys(reached, Simplex(found) if found else None))
        return self.ready[name]


class Simplex:
    """Equations of which nothing is below zero, solved with fractions and by Bland's rule."""

    def __init__(self, equations):
        self.names = sorted({it for left, _ in equations for it in left}, key=repr)
        place = {it: number for number, it in enumerate(self.names)}
        width, height = len(self.names), len(equations)
        self.rows = []
        for number, (left, right) in enumerate(equations):
            flip = -1 if right < 0 else 1
            row = [Fraction(0)] * (width + height + 1)
            for name, factor in left.items():
                row[place[name]] = Fraction(flip * factor)
            row[width + number], row[-1] = Fraction(1), Fraction(flip * right)
            self.rows.append(row)
        self.basis = [width + it for it in range(height)]
        goal = [-sum(column) for column in zip(*self.rows, strict=True)]
        goal[width : width + height] = [Fraction(0)] * height
        assert self._improve(goal, width)
        assert goal[-1] == 0, "what is told contradicts itself"
        self._settle(goal, width)

    def _settle(self, goal, width):
        """Drop what helped to find a beginning, and equations that say nothing new."""
        for number in range(len(self.rows)):
            row = self.rows[number]
            column = next((it for it in range(width) if row[it]), None)
            if self.basis[number] >= width and column is not None:
                self._exchange(goal, number, column)
        kept = [number for number, it in enumerate(self.basis) if it < width]
        self.rows = [[*self.rows[it][:width], self.rows[it][-1]] for it in kept]
        self.basis = [self.basis[it] for it in kept]

    def largest(self, name, sign):
        """Return the largest `sign` times a number; None: there is no limit."""
        goal = [Fraction(0)] * (len(self.names) + 1)
        at = self.names.index(name)
        goal[at] = Fraction(-sign)
        if at in self.basis:
            row = self.rows[self.basis.index(at)]
            goal = [a + sign * b for a, b in zip(goal, row, strict=True)]
        return goal[-1] if self._improve(goal, len(self.names)) else None

    def _improve(self, goal, usable):
        """Improve until nothing improves any more; False: it could improve without end."""
        while (column := next((it for it in range(usable) if goal[it] < 0), None)) is not None:
            ratios = [
                (row[-1] / row[column], self.basis[number], number)
                for number, row in enumerate(self.rows)
                if row[column] > 0
            ]
            if not ratios:
                return False
            self._exchange(goal, min(ratios)[2], column)
        return True

    def _exchange(self, goal, number, column):
        divisor = self.rows[number][column]
        pivot = [it / divisor for it in self.rows[number]]
        self.rows[number] = pivot
        filled = [it for it, factor in enumerate(pivot) if factor]
        for row in (*self.rows[:number], *self.rows[number + 1 :], goal):
            factor = row[column]
            if factor:
                for it in filled:
                    row[it] -= factor * pivot[it]
        self.basis[number] = column
