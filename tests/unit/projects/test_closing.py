from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.projects import closing, commands, events
from services.projects.project import PROJECT
from shared import guideline
from shared.guideline import MeasuredCosts, Policy, SettlementRules
from tests.given import Given
from tests.unit.projects import changes
from tests.unit.projects.examples import (
    ANSWER,
    ANSWERED,
    APPLIED,
    CLOSE,
    CLOSED,
    CLOSING_ID,
    DESK,
    GOALS,
    GRANT_CT,
    PROPOSE,
    PROPOSED,
    REOPEN_SETTLEMENT,
    RUNNING,
    SETTLEMENT,
    SETTLEMENT_REOPENED,
    STATEMENT,
)

given = Given(PROJECT)


def folded(*history):
    """The project as these events leave it."""
    project = PROJECT.fold(history)
    assert project is not None
    return project


OCTOBER, NOVEMBER, JANUARY = date(2027, 10, 25), date(2027, 11, 15), date(2028, 1, 17)
HEARD = (*RUNNING, PROPOSED, ANSWERED)
NO_RECOVERY = replace(SETTLEMENT, recovery_ct=0, remaining_ct=55_000)
EVEN = replace(CLOSE, settlement=NO_RECOVERY)


# ---- proposed, and heard about ----------------------------------------------------------------


def test_a_recovery_is_proposed_and_the_traeger_has_fourteen_days():
    given(*RUNNING).when(PROPOSE, OCTOBER).then(PROPOSED)
    rules = Policy(position=4, settlement=SettlementRules(hearing_days=21))
    (made,) = given(*RUNNING).when(replace(PROPOSE, policy=rules), OCTOBER).decide()
    assert (made.hearing_until, made.policy_position) == (date(2027, 11, 15), 4)


def test_nobody_is_asked_about_a_remaining_payment():
    (made,) = given(*RUNNING).when(replace(PROPOSE, settlement=NO_RECOVERY), OCTOBER).decide()
    assert (made.hearing_until, made.remaining_ct) == (None, 55_000)


def test_nothing_is_proposed_on_figures_that_nobody_has_checked():
    no = given(*RUNNING).when(replace(PROPOSE, statement=None), OCTOBER)
    no.then_refused("statement-not-checked", guideline.REPORT)
    given(*RUNNING).when(replace(CLOSE, statement=None), NOVEMBER).then_refused(
        "statement-not-checked", guideline.REPORT
    )


@pytest.mark.parametrize(
    ("known_since", "ends_on"),
    [(date(2027, 10, 20), date(2028, 10, 20)), (date(2028, 2, 28), date(2029, 2, 28))],
)
def test_a_year_runs_from_full_knowledge(known_since, ends_on):
    assert closing.taken_back_until(known_since) == ends_on


def test_full_knowledge_is_that_of_the_check_unless_another_day_is_named():
    (made,) = given(*RUNNING).when(replace(PROPOSE, known_since=date(2027, 9, 1)), OCTOBER).decide()
    assert made.known_since == date(2027, 9, 1)
    tomorrow = replace(PROPOSE, known_since=OCTOBER + timedelta(days=1))
    given(*RUNNING).when(tomorrow, OCTOBER).then_refused("day-to-come")


def test_an_answer_belongs_to_the_proposal_and_to_its_time():
    given(*RUNNING, PROPOSED).when(ANSWER, date(2027, 11, 3)).then(ANSWERED)
    given(*RUNNING).when(ANSWER, date(2027, 11, 3)).then_refused("nobody-asked")
    asked_nobody = replace(PROPOSED, hearing_until=None, recovery_ct=0)
    given(*RUNNING, asked_nobody).when(ANSWER, NOVEMBER).then_refused("nobody-asked")
    for day in (date(2027, 10, 24), date(2027, 11, 4)):
        no = given(*RUNNING, PROPOSED).when(replace(ANSWER, answered_on=day), date(2027, 11, 3))
        no.then_refused("answer-out-of-time")


@pytest.mark.parametrize(
    ("history", "command"),
    [
        (RUNNING, PROPOSE),
        ((*RUNNING, PROPOSED), ANSWER),
        (HEARD, CLOSE),
        ((*HEARD, CLOSED), REOPEN_SETTLEMENT),
    ],
)
def test_who_belongs_to_the_recipient_settles_nothing(history, command):
    theirs = replace(command.acting, traeger_id=APPLIED.traeger_id)
    asked = replace(command, acting=theirs)
    given(*history).when(asked, NOVEMBER).then_refused("conflict-of-interest")


# ---- decided ----------------------------------------------------------------------------------


@pytest.mark.clause("REPORT")
def test_closing_fixes_the_final_grant_and_answers_for_each_goal():
    given(*HEARD).when(CLOSE, NOVEMBER).then(CLOSED)
    backwards = replace(CLOSE, statement=replace(STATEMENT, goals=tuple(reversed(GOALS))))
    given(*HEARD).when(backwards, NOVEMBER).then(CLOSED)


def test_without_a_recovery_nobody_has_to_be_heard():
    (made,) = given(*RUNNING).when(EVEN, NOVEMBER).decide()
    assert (made.proposal_id, made.due_on, made.interest_from) == (None, None, None)


@pytest.mark.parametrize(
    ("history", "command", "day", "code"),
    [
        (RUNNING, CLOSE, NOVEMBER, "hearing-missing"),
        ((*RUNNING, PROPOSED), CLOSE, date(2027, 11, 8), "hearing-open"),
        ((*RUNNING, PROPOSED), CLOSE, date(2027, 11, 9), None),
        ((*RUNNING, PROPOSED, ANSWERED), CLOSE, date(2027, 11, 3), None),
        # Proposed anew: the answer was to something else.
        ((*HEARD, replace(PROPOSED, proposal_id="next")), CLOSE, date(2027, 11, 8), "hearing-open"),
        (HEARD, replace(CLOSE, acting=commands.Acting(DESK)), NOVEMBER, "separation-of-duties"),
        (
            HEARD,
            replace(CLOSE, settlement=replace(SETTLEMENT, recovery_ct=200_001)),
            NOVEMBER,
            "hearing-outdated",
        ),
        (HEARD, replace(CLOSE, settlement=replace(SETTLEMENT, recovery_ct=1)), NOVEMBER, None),
        (
            HEARD,
            replace(CLOSE, statement=replace(STATEMENT, statement_id="later")),
            NOVEMBER,
            "hearing-outdated",
        ),
    ],
)
def test_nobody_pays_back_what_nobody_was_heard_about(history, command, day, code):
    asked = given(*history).when(command, day)
    if code is None:
        (made,) = asked.decide()
        assert made.recovery_ct == command.settlement.recovery_ct
    else:
        clause = guideline.REPORT if code.startswith("hearing") else None
        asked.then_refused(code, clause)


def test_interest_runs_from_the_closing_or_the_day_that_is_named():
    (made,) = given(*HEARD).when(replace(CLOSE, interest_from=date(2027, 3, 1)), NOVEMBER).decide()
    assert made.interest_from == date(2027, 3, 1)
    for day in (date(2025, 9, 30), date(2027, 11, 16)):
        no = given(*HEARD).when(replace(CLOSE, interest_from=day), NOVEMBER)
        no.then_refused("interest-out-of-range")


def test_closing_what_is_closed_changes_nothing():
    later = NOVEMBER + timedelta(days=30)
    given(*HEARD, CLOSED).when(CLOSE, later).then()


@pytest.mark.parametrize(
    "other",
    [
        replace(CLOSE, cause="terminated"),
        replace(CLOSE, statement=replace(STATEMENT, statement_id="later")),
    ],
)
def test_closing_differently_is_refused(other):
    given(*HEARD, CLOSED).when(other, NOVEMBER).then_refused("already-decided")


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    "goals", [(), GOALS[:1], (GOALS[0], GOALS[0]), (*GOALS, events.GoalReached(3, "yes"))]
)
def test_no_goal_is_left_out_or_made_up(goals):
    other = replace(CLOSE, statement=replace(STATEMENT, goals=goals))
    given(*HEARD).when(other, NOVEMBER).then_refused("goals-incomplete", guideline.REPORT)


def test_what_has_ended_early_is_closed_as_that():
    given(*changes.ENDED).when(EVEN, NOVEMBER).then_refused("cause-does-not-fit")
    asked = replace(EVEN, cause="terminated")
    (made,) = given(*changes.ENDED).when(asked, NOVEMBER).decide()
    assert made.cause == "terminated"


# ---- taken up again ---------------------------------------------------------------------------


def test_a_settlement_is_taken_up_again_with_a_reason_and_closed_anew():
    given(*HEARD, CLOSED).when(REOPEN_SETTLEMENT, JANUARY).then(SETTLEMENT_REOPENED)
    reopened = (*HEARD, CLOSED, SETTLEMENT_REOPENED)
    given(*reopened).when(REOPEN_SETTLEMENT, JANUARY).then_refused("not-closed")
    again = given(*reopened).when(replace(CLOSE, closing_id="next"), JANUARY)
    again.then_refused("hearing-missing", guideline.REPORT)
    (made,) = given(*reopened).when(replace(EVEN, closing_id="next"), JANUARY).decide()
    assert (made.closing_id, made.closed_on) == ("next", JANUARY)


def test_a_settlement_is_corrected_for_a_day_on_which_it_stood():
    for day in (date(2027, 11, 14), JANUARY + timedelta(days=1)):
        early = replace(REOPEN_SETTLEMENT, effective_on=day)
        no = given(*HEARD, CLOSED).when(early, JANUARY).then_refused("effective-out-of-range")
        assert [it.pointer for it in no.errors] == ["/effective_on"]
    reopened = folded(*HEARD, CLOSED, SETTLEMENT_REOPENED)
    assert reopened.counts_on == date(2027, 12, 31)
    again = folded(*HEARD, CLOSED, SETTLEMENT_REOPENED, replace(CLOSED, closing_id="next"))
    assert again.counts_on is None


def test_what_was_taken_up_again_stands_as_it_did_before():
    early = (*changes.ENDED, replace(CLOSED, cause="terminated"))
    assert folded(*early).ran_as == "terminated"
    (made,) = given(*early).when(REOPEN_SETTLEMENT, JANUARY).decide()
    assert made.status == "terminated"
    assert folded(*early, made).status == "terminated"
    assert CLOSING_ID in folded(*early, made).approvals


# ---- what the own share was measured by -------------------------------------------------------


def test_the_costs_of_the_approval_and_of_each_extension_are_remembered_with_their_rates():
    assert folded(*RUNNING).planned == (MeasuredCosts(4, 14_400_000),)
    assert sum(GRANT_CT.values()) == sum(folded(*RUNNING).grant_ct.values())
