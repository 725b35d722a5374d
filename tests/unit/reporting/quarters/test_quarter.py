"""Quarters of a Sozialraum: given what has happened, when somebody acts, then this follows."""

from dataclasses import replace
from datetime import date

import pytest

from services.reporting import commands
from services.reporting.events import HelpRow
from services.reporting.policies import Policies
from services.reporting.quarters.figures import When, complete, cost_per_case, table
from services.reporting.quarters.helps import HELPS, help_of, key_of
from services.reporting.quarters.owed import OwedQuarter
from services.reporting.quarters.quarter import QUARTERS, due_on, last_day
from shared.guideline import Policy, QuarterRules
from shared.refusal import Refused
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.reporting.examples import AUTHOR
from tests.unit.reporting.quarters.examples import (
    BUDGET,
    CORRECTED,
    LATE,
    NET_CT,
    PUBLISHED,
    RECORDED,
    ROWS,
    WHY_OTHER,
)

TODAY = date(2026, 4, 20)
RECORD = commands.RecordQuarter(SOZIALRAUM_ID, 2026, 1, ROWS, by=AUTHOR)
PUBLISH = commands.PublishQuarter(
    SOZIALRAUM_ID, 2026, 1, NET_CT, by=AUTHOR, due_on=date(2026, 4, 30)
)
NEXT = (
    HelpRow("p29", 13, 3, 4, 12, 36_000_00, 0),
    HelpRow("p31", 45, 5, 8, 42, 170_000_00, 0),
    HelpRow("p34", 18, 4, 4, 18, 400_000_00, 0),
    HelpRow("p35", 2, 0, 0, 2, 21_900_00, 0),
)


def run(command, *history, today=TODAY):
    return QUARTERS.decide(command, QUARTERS.fold(history), today)


def refused(command, *history, today=TODAY):
    with pytest.raises(Refused) as no:
        run(command, *history, today=today)
    return no.value.code, [(it.pointer, it.code) for it in no.value.errors]


def test_figures_that_add_up_are_recorded():
    assert run(RECORD) == [RECORDED]


def test_the_same_figures_again_are_no_news():
    assert run(RECORD, RECORDED) == []
    assert run(RECORD, RECORDED, PUBLISHED) == []


def test_a_quarter_that_goes_on_has_no_figures():
    assert refused(RECORD, today=date(2026, 3, 31)) == ("quarter-not-over", [])


def test_what_does_not_add_up_is_named_row_by_row():
    rows = (replace(ROWS[0], closing=14), ROWS[1], replace(ROWS[2], outflow=24, closing=0))
    assert refused(replace(RECORD, rows=rows)) == (
        "quarter-does-not-add-up",
        [("/rows/0/closing", "does-not-add-up"), ("/rows/2/closing", "does-not-add-up")],
    )


@pytest.mark.scenario("WJH quarter")
def test_a_stock_begins_as_the_quarter_before_has_ended():
    asked = replace(RECORD, quarter=2, rows=(*NEXT[:1], replace(NEXT[1], opening=44, closing=41)))
    assert refused(asked, RECORDED, PUBLISHED, today=date(2026, 7, 1)) == (
        "quarter-does-not-add-up",
        [("/rows/1/opening", "stock-does-not-follow"), *[("/rows", "row-missing")] * 2],
    )


@pytest.mark.scenario("WJH quarter")
def test_or_somebody_says_why_not():
    rows = (*NEXT[:1], replace(NEXT[1], opening=44, closing=41), *NEXT[2:])
    asked = replace(RECORD, quarter=2, rows=rows, opening=LATE)
    (made,) = run(asked, RECORDED, PUBLISHED, today=date(2026, 7, 1))
    assert (made.opening, made.rows) == (LATE.ref, complete(rows))


def test_what_is_recorded_is_published_with_what_the_team_does_not_see():
    assert run(PUBLISH, RECORDED, today=date(2026, 4, 28)) == [PUBLISHED]


def test_what_nobody_has_recorded_is_not_published():
    assert refused(PUBLISH) == ("nothing-to-publish", [])
    assert refused(PUBLISH, RECORDED, PUBLISHED) == ("nothing-to-publish", [])


def test_a_difference_to_the_bookkeeping_is_explained():
    asked = replace(PUBLISH, booked_ct=NET_CT - 500_00)
    assert refused(asked, RECORDED) == ("explanation-missing", [("/difference", "missing")])
    (made,) = run(replace(asked, difference=WHY_OTHER), RECORDED)
    assert (made.booked_ct, made.difference) == (623_921_05, WHY_OTHER.ref)


def test_a_correction_has_a_reason_and_leaves_the_first_version_as_it_was():
    again = replace(
        RECORDED, rows=complete((*ROWS[:2], replace(ROWS[2], expenditure_ct=402_611_05)))
    )
    history = (RECORDED, PUBLISHED, again)
    asked = replace(PUBLISH, booked_ct=603_021_05)
    assert refused(asked, *history) == ("explanation-missing", [("/reason", "missing")])
    (made,) = run(replace(asked, reason=LATE), *history)
    assert (made.edition, made.reason) == (2, LATE.ref)
    assert QUARTERS.fold((*history, made)).editions(When(2026, 1)) == [PUBLISHED, made]


def test_a_quarter_is_not_published_after_the_one_before_was_corrected_away_from_it():
    later = replace(RECORDED, quarter=2, rows=complete(NEXT))
    before = replace(CORRECTED, rows=complete((replace(ROWS[0], inflow=5, closing=14), *ROWS[1:])))
    assert refused(
        replace(PUBLISH, quarter=2), RECORDED, PUBLISHED, later, before, today=date(2026, 7, 1)
    ) == (
        "quarter-does-not-add-up",
        [(f"/rows/{[*HELPS].index('p29')}/opening", "stock-does-not-follow")],
    )


def test_a_budget_is_recorded_and_recorded_anew():
    asked = commands.RecordHelpBudget(SOZIALRAUM_ID, 2026, BUDGET.lines, AUTHOR)
    assert run(asked, today=date(2026, 1, 12)) == [BUDGET]
    assert run(asked, BUDGET) == []
    other = replace(asked, lines=BUDGET.lines[:1])
    assert [it.lines for it in run(other, BUDGET)] == [BUDGET.lines[:1]]


def test_a_quarter_is_due_thirty_days_after_its_end_on_a_working_day():
    assert last_day(When(2025, 4)) == date(2025, 12, 31)
    rules = QuarterRules()
    assert [due_on(When(2026, it), rules, "NW").isoformat() for it in (1, 2, 3, 4)] == [
        "2026-04-30",
        "2026-07-30",
        "2026-10-30",
        "2027-02-01",  # The 30th is a Saturday.
    ]
    assert due_on(When(2026, 1), QuarterRules(due_days=45), "NW") == date(2026, 5, 15)


def test_how_much_time_there_is_is_what_the_office_had_fixed_when_the_quarter_ended():
    longer = Policy(1, quarters=QuarterRules(due_days=45))
    due = [
        OwedQuarter(SOZIALRAUM_ID, When(2026, 1)).plan(Policies(((first, longer),)), "NW").due_on
        for first in (date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert due == [date(2026, 5, 15), date(2026, 4, 30)]


def test_a_version_hides_what_the_office_had_fixed_when_it_was_published():
    (made,) = run(replace(PUBLISH, smallest_shown=6), RECORDED)
    assert (made.threshold, PUBLISHED.threshold) == (6, 3)
    assert {"p29.inflow", "p29.outflow", "p34.inflow", "p34.outflow"} <= set(made.hidden)
    assert "p34.inflow" not in PUBLISHED.hidden  # It is 3.


def test_a_case_costs_what_was_spent_divided_by_all_cases_half_a_cent_up():
    assert cost_per_case(183_600_00, 51) == 3_600_00
    assert cost_per_case(1_01, 2) == 51
    assert cost_per_case(0, 0) is None
    assert table(ROWS)["p31"]["cases"] == 51
    assert table(ROWS)["total"]["closing"] == 78


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("§ 27 Abs. 2", "p27-2"),
        ("27 (3)", "p27-3"),
        ("§ 35a SGB VIII", "p35a"),
        ("§31", "p31"),
        ("13-3", "p13-3"),
        ("§ 27", None),
        ("§ 99", None),
        ("Heim", None),
    ],
)
def test_a_kind_of_help_is_found_as_people_write_it(written, key):
    assert key_of(written) == key


def test_the_catalogue_knows_the_helps_of_the_statute():
    wanted = "p13-3 p19 p20 p27-2 p27-3 p28 p29 p30 p31 p32 p33 p34 p35 p35a p41 p42"
    assert " ".join(HELPS) == wanted
    assert help_of("p32").setting == "day"
