from dataclasses import replace
from datetime import date

import pytest

from services.reporting import commands
from services.reporting.project_reports.report import REPORT
from tests.given import Given
from tests.unit.reporting.examples import AUTHOR, HEAD, REPORT_ID
from tests.unit.reporting.reports import (
    APPROVED_YEAR,
    CHECKED,
    COMPLETED,
    DEVIATIONS,
    INCOMPLETE,
    REMARK,
    REPORTED,
    RETURNED,
    SHOWN,
    SUBMIT,
    SUBMITTED_ON,
    WHY_NOT,
)

given = Given(REPORT)
MAY_4, MAY_20, JUNE_1 = date(2026, 5, 4), date(2026, 5, 20), date(2026, 6, 1)
RETURN = commands.ReturnProjectReport(
    REPORT_ID, ("/goals/1/value",), INCOMPLETE, date(2026, 5, 24), HEAD
)
CHECK = commands.CheckProjectReport(REPORT_ID, REMARK, HEAD)


def gaps(on=SUBMITTED_ON, **changes):
    no = given().when(replace(SUBMIT, **changes), on=on).then_refused("report-incomplete")
    return [(it.pointer, it.code) for it in no.errors]


def test_a_report_answers_every_goal_and_every_line():
    given().when(SUBMIT, on=SUBMITTED_ON).then(REPORTED)


def test_goals_may_come_in_any_order():
    given().when(replace(SUBMIT, goals=SUBMIT.goals[::-1]), on=SUBMITTED_ON).then(REPORTED)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_no_goal_can_be_dropped(missing):
    goals = [it for number, it in enumerate(SUBMIT.goals) if number != missing]
    assert gaps(goals=tuple(goals)) == [("/goals", "goal-missing")]


@pytest.mark.parametrize("outcome", ["not-reached", "given-up"])
def test_a_goal_is_not_reached_or_given_up_only_because_of_something(outcome):
    goals = (SUBMIT.goals[0], commands.GivenGoal(2, outcome, "2"), SUBMIT.goals[2])
    assert gaps(goals=goals) == [("/goals/1/explanation", "missing")]


def test_what_is_given_up_has_no_value_any_more():
    goals = (SUBMIT.goals[0], commands.GivenGoal(2, "given-up", None, WHY_NOT), SUBMIT.goals[2])
    (made,) = given().when(replace(SUBMIT, goals=goals), on=SUBMITTED_ON).decide()
    assert made.goals[1].value is None


def test_all_gaps_are_named_at_once():
    assert gaps(
        goals=(
            commands.GivenGoal(1, "reached"),
            commands.GivenGoal(1, "reached", "40"),
            commands.GivenGoal(7, "reached", "1"),
            commands.GivenGoal(3, "pursued"),
        ),
        actual_ct={"costs": 3_000_000},
    ) == [
        ("/deviations", "missing"),
        ("/goals", "goal-missing"),
        ("/goals/0/value", "missing"),
        ("/goals/1/id", "goal-twice"),
        ("/goals/2/id", "goal-unknown"),
        ("/goals/3/explanation", "missing"),
        ("/money", "line-missing"),
        ("/money", "line-missing"),
        ("/money", "line-missing"),
    ]


@pytest.mark.parametrize(
    ("costs_ct", "is_gap"), [(2_160_000, False), (2_160_001, True), (0, False)]
)
def test_an_overrun_of_more_than_a_fifth_is_explained(costs_ct, is_gap):
    actual_ct = {**SUBMIT.actual_ct, "costs": costs_ct}
    if is_gap:
        assert gaps(actual_ct=actual_ct) == [("/deviations", "missing")]
    explained = replace(SUBMIT, actual_ct=actual_ct, deviations=DEVIATIONS if is_gap else None)
    (made,) = given().when(explained, on=SUBMITTED_ON).decide()
    assert made.money[0].actual_ct == costs_ct


def test_what_was_not_planned_is_explained_whatever_it_costs():
    approved = replace(APPROVED_YEAR, planned_ct={})
    actual_ct = {**SUBMIT.actual_ct, "costs": 1}
    assert gaps(approved=approved, actual_ct=actual_ct) == [("/deviations", "missing")]


def test_nobody_reports_on_a_year_before_it_is_over():
    given().when(SUBMIT, on=date(2025, 12, 31)).then_refused("year-not-over")
    (made,) = given().when(SUBMIT, on=date(2026, 1, 1)).decide()
    assert made.submitted_on == date(2026, 1, 1)


def test_what_is_sent_back_is_followed_by_a_version_that_says_which_it_completes():
    given(REPORTED).when(RETURN, on=MAY_4).then(RETURNED)
    given(REPORTED, RETURNED).when(SUBMIT, on=MAY_20).then(COMPLETED)
    state = REPORT.fold([REPORTED, RETURNED, COMPLETED])
    assert state is not None
    assert state.versions == (REPORTED, COMPLETED)


def test_a_report_is_sent_back_until_a_day_to_come():
    over = replace(RETURN, due_on=MAY_4)
    given(REPORTED).when(over, on=MAY_4).then_refused("due-day-passed")


def test_what_is_handed_in_is_checked_by_somebody_else():
    given(REPORTED, RETURNED, COMPLETED).when(CHECK, on=JUNE_1).then(CHECKED)
    own = replace(CHECK, by=AUTHOR)
    given(REPORTED).when(own, on=JUNE_1).then_refused("own-report")


@pytest.mark.parametrize("command", [RETURN, CHECK])
def test_only_what_is_handed_in_is_judged_and_only_once(command):
    given().when(command, on=MAY_4).then_refused("report-not-handed-in")
    given(REPORTED, RETURNED).when(command, on=MAY_4).then_refused("report-not-open")
    history = (REPORTED, RETURNED, COMPLETED, CHECKED)
    given(*history).when(command, on=JUNE_1).then_refused("report-not-open")


@pytest.mark.parametrize("history", [[REPORTED], [REPORTED, RETURNED, COMPLETED, CHECKED]])
def test_what_is_handed_in_is_not_overwritten(history):
    given(*history).when(SUBMIT, on=JUNE_1).then_refused("already-handed-in")


def test_a_qualitative_goal_shows_in_words():
    assert APPROVED_YEAR.goals[2].indicator == ""
    goals = (*SUBMIT.goals[:2], commands.GivenGoal(3, "reached", "viel"))
    assert gaps(goals=goals) == [("/goals/2/explanation", "missing")]
    told = (*SUBMIT.goals[:2], commands.GivenGoal(3, "reached", None, SHOWN))
    (made,) = given().when(replace(SUBMIT, goals=told), on=SUBMITTED_ON).decide()
    assert made.goals[2].explanation == SHOWN.ref
