"""An attack on what is hidden: over rows, columns, quarters and versions."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.events import HelpRow
from services.reporting.quarters.figures import COLUMNS, COUNTS, MONEY, When, table
from services.reporting.quarters.suppression import Version, open_risks, suppress
from tests.unit.reporting.quarters.attacker import Attacker

FIRST = When(2026, 1)
HELPS = ("p29", "p31", "p34", "p35")
K = 3


def row(name, opening, inflow, outflow, cost=1_000_00):
    closing = opening + inflow - outflow
    cases = opening + inflow
    return HelpRow(name, opening, inflow, outflow, closing, cases * cost, cases * 100)


class Team:
    """What a team was shown, version by version."""

    def __init__(self, hide=suppress):
        self.hide = hide
        self.shown: list[Version] = []
        self.withheld = 0
        self.rows: dict[When, tuple[HelpRow, ...]] = {}

    def publish(self, when, rows, threshold=K):
        self.rows[when] = tuple(rows)
        made = self.hide(self.shown, when, rows, threshold)
        if made.withheld:
            self.withheld += 1
            return
        self.shown.append(Version(when, table(rows), threshold, made.hidden))

    def attacker(self):
        return Attacker(
            [
                {
                    "when": it.when.number,
                    "numbers": it.numbers,
                    "shown": [cell for cell in it.cells() if it.is_shown(cell)],
                }
                for it in self.shown
            ]
        )

    def found_out(self):
        """What is known better than it may be: (quarter, cell, its number, least, most)."""
        attacker, found = self.attacker(), []
        told = self.told()
        for number, version in enumerate(self.shown):
            for cell in version.cells():
                needed = needed_room(version, cell)
                if not needed or (same_number(version.when, cell), value_of(version, cell)) in told:
                    continue
                low, high = attacker.range_of((number, *cell))
                if high is not None and high - low < needed:
                    value = version.numbers[cell[0]][cell[1]]
                    found.append((str(version.when), *cell, value, int(low), int(high)))
        return found

    def told(self):
        """What anybody could read when the threshold allowed it: that is no secret any more."""
        return {
            (same_number(it.when, cell), value_of(it, cell))
            for it in self.shown
            for cell in it.cells()
            if it.is_shown(cell) and not needed_room(it, cell)
        }


def same_number(when, cell):
    """A stock at the end is the one with which the next quarter begins."""
    name, column = cell
    if column == "closing" and name != "total":
        return name, "opening", when.number + 1
    return name, column, when.number


def value_of(version, cell):
    return version.numbers[cell[0]][cell[1]]


def needed_room(version, cell):
    """Small numbers of cases need as many other values as the threshold says; their money its own."""
    name, column = cell
    number = version.numbers[name][column]
    if column in COUNTS:
        return version.threshold if 0 < number < version.threshold else 0
    cases = version.numbers[name]["cases"]
    return number + -(-number // 5) if 0 < cases < version.threshold else 0


# ---- what the attacker can do --------------------------------------------------------------------

QUARTER = (row("p29", 12, 4, 3), row("p31", 42, 9, 6), row("p34", 20, 3, 5), row("p35", 2, 0, 0))


def only_small(_earlier, when, rows, threshold):
    """What many offices do: hide what is small, and nothing besides."""
    bare = Version(when, table(rows), threshold, frozenset())
    hidden = {it for it in bare.cells() if bare.is_small(it)}
    money = {(name, it) for name, column in hidden if column == "cases" for it in MONEY}
    return Version(when, bare.numbers, threshold, frozenset(hidden | money))


class Hidden:
    withheld = False

    def __init__(self, version):
        self.hidden = version.hidden


def test_the_attacker_finds_out_what_is_hidden_alone():
    team = Team(lambda *asked: Hidden(only_small(*asked)))
    team.publish(FIRST, QUARTER)
    assert ("2026/1", "p35", "opening", 2, 2, 2) in team.found_out()
    assert ("2026/1", "p35", "expenditure", 2_000_00, 2_000_00, 2_000_00) in team.found_out()


def test_the_attacker_finds_out_by_the_next_quarter_what_two_hidden_numbers_would_protect():
    team = Team(lambda *asked: Hidden(only_small(*asked)))
    both: set[Any] = {("p35", "inflow"), ("p35", "cases"), ("p35", "closing")} | {
        ("p34", it) for it in ("inflow", "cases", "closing")
    }
    first = (row("p34", 20, 3, 3), row("p35", 5, 1, 0))
    team.shown.append(Version(FIRST, table(first), K, frozenset(both | {("p35", "outflow")})))
    assert team.found_out() == []
    team.shown.append(
        Version(When(2026, 2), table((row("p34", 20, 3, 3), row("p35", 6, 3, 3))), K, frozenset())
    )
    assert ("2026/1", "p35", "inflow", 1, 1, 1) in team.found_out()


def test_the_attacker_finds_out_by_an_earlier_version_what_the_later_one_hides():
    team = Team(lambda *asked: Hidden(only_small(*asked)))
    hidden: frozenset[Any] = frozenset(
        (name, it) for name in ("p34", "p35") for it in ("outflow", "closing")
    )
    before, after = (
        (row("p34", 20, 3, 3), row("p35", 9, 3, 0)),
        (row("p34", 20, 3, 3), row("p35", 9, 3, 1)),
    )
    team.shown.append(Version(FIRST, table(before), K, frozenset()))
    team.shown.append(Version(FIRST, table(after), K, hidden))
    assert ("2026/1", "p35", "outflow", 1, 1, 1) in team.found_out()


# ---- what it cannot do ----------------------------------------------------------------------------


@pytest.mark.scenario("WJH quarter")
def test_the_example_of_the_domain_hides_a_second_row():
    team = Team()
    team.publish(FIRST, QUARTER)
    (version,) = team.shown
    hidden = {cell for cell in version.cells() if not version.is_shown(cell)}
    assert {
        ("p35", it) for it in ("opening", "cases", "closing", "expenditure", "income")
    } <= hidden
    assert [it for it in COLUMNS if ("p31", it) in hidden] == []
    assert {name for name, _ in hidden} == {"p29", "p35"}
    assert team.found_out() == []


def test_a_correction_that_makes_a_number_small_is_withheld():
    team = Team()
    team.publish(FIRST, (row("p29", 12, 4, 3), row("p31", 42, 9, 6)))
    team.publish(FIRST, (row("p29", 12, 1, 3), row("p31", 42, 9, 6)))
    assert team.withheld == 1
    assert team.found_out() == []


def test_a_sozialraum_with_two_cases_in_all_is_withheld():
    team = Team()
    team.publish(FIRST, (row("p29", 1, 1, 0),))
    assert (team.withheld, team.shown) == (1, [])


numbers = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6, 11])


@st.composite
def figures(draw, stocks):
    rows = []
    for name in HELPS:
        inflow = draw(numbers)
        outflow = min(draw(numbers), stocks[name] + inflow)
        cost = draw(st.sampled_from([1_00, 900_00, 4_000_00]))
        rows.append(row(name, stocks[name], inflow, outflow, cost))
    return tuple(rows)


@st.composite
def histories(draw):
    """Quarters that follow one another, and corrections of any of them, passed on or not."""
    steps: list[tuple[When, tuple[HelpRow, ...]]] = []
    current: dict[When, tuple[HelpRow, ...]] = {}
    stocks = {name: draw(st.sampled_from([0, 1, 2, 3, 5, 14])) for name in HELPS}
    for number in range(draw(st.integers(1, 3))):
        when = FIRST.back(-number)
        current[when] = draw(figures(stocks))
        steps.append((when, current[when]))
        stocks = {it.help: it.closing for it in current[when]}
        if draw(st.booleans()):
            at = draw(st.sampled_from(sorted(current)))
            passes_on = draw(st.booleans())
            wrong = draw(st.sampled_from(HELPS))
            for later in sorted(it for it in current if it >= at):
                current[later] = draw(corrected(current[later], wrong, stocks_from(current, later)))
                steps.append((later, current[later]))
                if not passes_on:
                    break
            stocks = {it.help: it.closing for it in current[when]}
    return steps


def stocks_from(current, when):
    before = current.get(when.back(1))
    return {it.help: it.closing for it in before} if before else None


@st.composite
def corrected(draw, rows, name, stocks):
    made: list[Any] = []
    for it in rows:
        opening = stocks[it.help] if stocks else it.opening
        inflow = draw(numbers) if it.help == name else it.inflow
        outflow = min(draw(numbers) if it.help == name else it.outflow, opening + inflow)
        made.append(row(it.help, opening, inflow, outflow))
    return tuple(made)


@given(histories(), st.sampled_from([3, 5]))
@settings(max_examples=100, deadline=None)
def test_nobody_finds_out_a_small_number(history, threshold):
    team = Team()
    for when, rows in history:
        team.publish(when, rows, threshold)
    assert team.found_out() == []
    assert open_risks(team.shown) == []


@given(histories(), st.lists(st.sampled_from([3, 4, 7]), min_size=6, max_size=6))
@settings(max_examples=100, deadline=None)
def test_nobody_finds_one_out_either_where_the_office_changes_what_is_small(history, thresholds):
    team = Team()
    for (when, rows), threshold in zip(history, thresholds, strict=False):
        before = list(team.shown)
        team.publish(when, rows, threshold)
        assert team.shown[: len(before)] == before
    assert team.found_out() == []
    assert open_risks(team.shown) == []


@given(histories(), st.lists(st.sampled_from([3, 4, 7]), min_size=6, max_size=6))
@settings(max_examples=50, deadline=None)
def test_what_was_hidden_is_not_shown_later_since_the_office_hides_less(history, thresholds):
    team = Team()
    hidden: set[Any] = set()
    for (when, rows), threshold in zip(history, thresholds, strict=False):
        team.publish(when, rows, threshold)
        shown = [it for it in team.shown if it.when == when][-1:]
        for version in shown:
            now = {same_number(when, it) for it in version.cells() if version.is_shown(it)}
            assert now & hidden == set()
            hidden |= {
                same_number(when, it)
                for it in version.cells()
                if not version.is_shown(it) and version.is_small(it)
            }


def test_the_first_quarter_after_more_is_hidden_can_still_be_read():
    """What the last one has shown is known: hiding it, or all for its sake, would help nobody."""
    team = Team()
    team.publish(FIRST, (row("p29", 12, 4, 3), row("p31", 42, 9, 6), row("p35", 4, 3, 3)), 3)
    later = FIRST.back(-1)
    team.publish(later, (row("p29", 13, 6, 7), row("p31", 45, 9, 8), row("p35", 4, 6, 5)), 5)
    assert team.withheld == 0
    assert team.shown[-1].is_shown(("p35", "opening"))
    assert team.found_out() == []


def test_a_correction_of_money_for_cases_that_are_few_by_now_is_withheld():
    team = Team()
    first = (row("p29", 12, 4, 3), row("p31", 42, 9, 6), row("p35", 4, 0, 0))
    team.publish(FIRST, first, 3)
    team.publish(FIRST, first, 5)
    assert team.withheld == 0
    team.publish(FIRST, (*first[:2], row("p35", 4, 0, 0, cost=1_100_00)), 5)
    assert team.withheld == 1
    assert team.found_out() == []


@given(histories())
@settings(max_examples=25, deadline=None)
def test_small_numbers_are_never_shown(history):
    team = Team()
    for when, rows in history:
        team.publish(when, rows)
    shown = [
        version.numbers[name][column]
        for version in team.shown
        for name, column in version.cells()
        if column in COUNTS and version.is_shown((name, column))
    ]
    assert set(shown) & {1, 2} == set()


def test_hiding_leaves_most_to_be_read():
    """Twelve quarters of an ordinary Sozialraum: two thirds of the numbers are still there."""
    team = Team()
    flows = [(3, 4), (0, 1), (5, 3), (1, 0), (4, 4), (3, 3)]
    stocks = {"p29": 14, "p30": 22, "p31": 42, "p33": 31, "p34": 27, "p41": 9}
    for number in range(12):
        rows = []
        for place, name in enumerate(stocks):
            inflow, outflow = flows[(number + place) % len(flows)]
            rows.append(row(name, stocks[name], inflow, outflow))
            stocks[name] = rows[-1].closing
        team.publish(FIRST.back(-number), rows)
    cells = [(it, cell) for it in team.shown for cell in it.cells()]
    seen = sum(version.is_shown(cell) for version, cell in cells)
    assert team.withheld == 0
    assert seen * 3 >= len(cells) * 2
    assert team.found_out() == []
