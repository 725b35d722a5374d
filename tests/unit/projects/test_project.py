from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from services.projects import commands, events
from services.projects.project import PROJECT, Status
from shared import guideline
from shared.guideline import ThirdParty
from shared.refusal import Refused
from tests.given import Given
from tests.unit.projects import changes
from tests.unit.projects.examples import (
    ANSWER,
    ANSWERED,
    APPLIED,
    APPLY,
    APPROVE,
    APPROVE_REDUCED,
    APPROVED,
    CALCULATED,
    CHECK_ARITHMETIC,
    CHECK_CONTENT,
    CHECKED,
    CLOSE,
    CLOSED,
    CO_SIGN,
    CO_SIGNED,
    DECLARE_BIAS,
    GRANT_CT,
    LAPSE,
    LAPSED,
    PLAN,
    POSTPONE,
    POSTPONED,
    PRIORITISE,
    PROJECT_ID,
    PROPOSE,
    PROPOSED,
    READY,
    REJECT,
    REJECTED,
    REOPEN,
    REOPEN_SETTLEMENT,
    RESUBMIT,
    RETURN,
    RETURNED,
    RUNNING,
    SETTLEMENT,
    WITHDRAW,
    WITHDRAWN,
    applying,
    extended,
)
from tests.unit.projects.test_interest import FIX
from tests.unit.projects.test_interest import PROPOSE as PROPOSE_INTEREST

given = Given(PROJECT)


# ---- applying ------------------------------------------------------------------------------


@pytest.mark.clause("APPLICATION")
def test_an_application_keeps_all_six_statements():
    given().when(APPLY).then(APPLIED)
    statements = {APPLIED.need, APPLIED.target_group, APPLIED.measures}
    assert len(statements | {goal.text for goal in APPLIED.goals}) == 5


def test_texts_do_not_stand_in_the_application():
    assert "Zielgruppe" not in repr(APPLIED)


@pytest.mark.clause("DURATION")
def test_nobody_applies_for_more_than_24_months():
    too_long = applying(end=date(2027, 10, 1))
    given().when(too_long).then_refused(
        "duration-exceeds-24-months", guideline.DURATION, latest="2027-09-30"
    )


@pytest.mark.clause("IN_KIND")
def test_nobody_applies_with_one_cent_too_little():
    given().when(applying(own_cash_ct=475_999)).then_refused(
        "own-share-too-small", guideline.IN_KIND, missing_ct=1
    )


@pytest.mark.clause("GAP")
def test_nobody_applies_without_a_gap():
    money = ThirdParty("Stiftung", "donation", 13_924_000, granted=True)
    covered = applying(plan={**PLAN, 2026: replace(PLAN[2026], third_party=(money,))})
    given().when(covered).then_refused("no-gap", guideline.GAP, surplus_ct=0)


def test_a_project_is_applied_for_once():
    given(APPLIED).when(APPLY).then_refused("already-decided")


# ---- deciding ------------------------------------------------------------------------------


def test_an_approval_fixes_the_grant_of_each_year():
    given(*READY).when(APPROVE).then(APPROVED)
    assert sum(GRANT_CT.values()) == 14_400_000 - 1_000_000 - 476_000


def test_approving_what_is_approved_changes_nothing():
    given(*RUNNING).when(APPROVE).then()
    given(*RUNNING, CLOSED).when(APPROVE).then()


@pytest.mark.clause("START")
def test_a_project_may_begin_on_the_day_of_approval():
    on = date(2025, 10, 1)
    given(*READY).when(APPROVE, on).then(replace(APPROVED, approved_on=on))


@pytest.mark.clause("START")
def test_what_has_begun_is_not_approved():
    given(*READY).when(APPROVE, on=date(2025, 10, 2)).then_refused(
        "start-before-approval", guideline.START, earliest="2025-10-02"
    )


def test_growing_after_the_application_changes_nothing():
    """Heads count on the day of the application; the decision takes no others."""
    then_125 = replace(APPLIED, employees=replace(APPLIED.employees, count=118))
    approved = given(then_125, CO_SIGNED, CHECKED, CALCULATED).when(APPROVE).decide()
    assert approved == [APPROVED]


def test_a_rejection_needs_a_reason_and_ends_it():
    given(APPLIED).when(REJECT).then(REJECTED)
    given(*READY, REJECTED).when(APPROVE).then_refused("already-decided")


def test_a_second_rejection_may_have_other_words():
    given(APPLIED, REJECTED).when(REJECT).then_refused("already-decided")
    given(*RUNNING).when(REJECT).then_refused("already-decided")
    given(*RUNNING, CLOSED).when(REJECT).then_refused("already-decided")


# ---- lapsing -------------------------------------------------------------------------------


def test_an_approval_that_never_came_lapses_once():
    given(APPLIED).when(LAPSE).then(LAPSED)
    given(APPLIED, LAPSED).when(LAPSE).then()


def test_an_approval_that_came_does_not_lapse():
    given(*RUNNING).when(LAPSE).then()


def test_after_a_lapse_the_project_can_be_approved_under_another_id():
    again = replace(APPROVE, version=3)
    approved = replace(APPROVED, approval_id=f"{PROJECT_ID}:3")
    given(*READY, LAPSED).when(again).then(approved)


def test_an_extension_that_never_came_lapses():
    lapse = commands.Lapse(PROJECT_ID, f"{PROJECT_ID}:3")
    lapsed = replace(LAPSED, approval_id=f"{PROJECT_ID}:3")
    given(*RUNNING).when(lapse).then(lapsed)
    given(*RUNNING, extended(date(2028, 3, 31))).when(lapse).then()


@pytest.mark.parametrize("history", [(APPLIED, REJECTED), (*RUNNING, CLOSED)])
def test_even_after_the_end_a_decision_that_never_came_lapses(history):
    """Else money reserved for an extension would wait for ever in a year that closing forgets."""
    late = replace(LAPSED, approval_id=f"{PROJECT_ID}:9")
    given(*history).when(commands.Lapse(PROJECT_ID, f"{PROJECT_ID}:9")).then(late)
    given(*history, late).when(commands.Lapse(PROJECT_ID, f"{PROJECT_ID}:9")).then()


def test_a_closing_that_came_does_not_lapse():
    given(*RUNNING, CLOSED).when(commands.Lapse(PROJECT_ID, f"{PROJECT_ID}:3")).then()
    half = extended(date(2028, 3, 31))
    closed = replace(CLOSED, closing_id=f"{PROJECT_ID}:5")
    history = (*READY, LAPSED, APPROVED, half, closed)
    given(*history).when(commands.Lapse(PROJECT_ID, f"{PROJECT_ID}:5")).then()


def test_of_two_who_prepared_the_same_version_the_loser_lapses_and_the_winner_stays():
    on = date(2025, 9, 15)
    won, lost = f"{PROJECT_ID}:2:winner", f"{PROJECT_ID}:2:loser"
    approved = replace(APPROVED, approval_id=won)
    given(*READY).when(replace(APPROVE, command_id="winner"), on).then(approved)
    given(*READY, approved).when(commands.Lapse(PROJECT_ID, won), on).then()
    given(*READY, approved).when(commands.Lapse(PROJECT_ID, lost), on).then(
        events.ApprovalLapsed(PROJECT_ID, lost, on)
    )


def test_nobody_lets_the_approval_of_another_project_lapse():
    given(APPLIED).when(commands.Lapse(PROJECT_ID, "another:2")).then_refused("approval-unknown")


# ---- the whole table -----------------------------------------------------------------------

OTHER = "2d7e3a9b-6c4a-5f5d-9b8e-4a3c2d1e0f9b"
HISTORIES = {
    None: (),
    "applied": READY,
    "returned": (*READY, RETURNED),
    "withdrawn": (*READY, WITHDRAWN),
    "postponed": (*READY, POSTPONED),
    "approved": (*RUNNING, changes.requested(), changes.requested(None, {}, request_id=OTHER)),
    "rejected": (*READY, REJECTED),
    "terminated": changes.ENDED,
    "revoked": changes.GONE,
    "closed": (*RUNNING, PROPOSED, ANSWERED, CLOSED),
}
BEFORE = date(2025, 9, 1)
REQUEST = replace(changes.request(), known_since=BEFORE)
EVEN = replace(CLOSE, settlement=replace(SETTLEMENT, recovery_ct=0))
OPEN = "not-closed"
REVOKE = replace(changes.REVOKE, known_since=BEFORE, heard_on=BEFORE)
GONE, STILL, IDLE = "already-decided", "application-not-open", "project-not-running"
NEW, WRONG = "project-unknown", "cause-does-not-fit"
NONE_SUCH = "interest-proposal-unknown"
BEHIND = "interest-not-yet-booked"  # A claim that no closing of this project has made.
ELSE = (IDLE, IDLE, IDLE, IDLE)  # Before the approval: applied, returned, withdrawn, postponed.
TABLE = [
    # "" is an event, "-" is none; the columns are HISTORIES
    (APPLY, "", GONE, GONE, GONE, GONE, GONE, GONE, GONE, GONE, GONE),
    (RETURN, NEW, "", STILL, GONE, "", GONE, GONE, GONE, GONE, GONE),
    (RESUBMIT, NEW, STILL, "", GONE, STILL, GONE, GONE, GONE, GONE, GONE),
    (WITHDRAW, NEW, "", "", GONE, "", GONE, GONE, GONE, GONE, GONE),
    (CO_SIGN, NEW, "-", STILL, GONE, "-", GONE, GONE, GONE, GONE, GONE),
    (CHECK_CONTENT, NEW, "", STILL, GONE, "", GONE, GONE, GONE, GONE, GONE),
    (CHECK_ARITHMETIC, NEW, "", STILL, GONE, "", GONE, GONE, GONE, GONE, GONE),
    (APPROVE, NEW, "", STILL, GONE, STILL, "-", GONE, "-", "-", "-"),
    (APPROVE_REDUCED, NEW, "", STILL, GONE, STILL, GONE, GONE, GONE, GONE, GONE),
    (REJECT, NEW, "", "", GONE, "", GONE, GONE, GONE, GONE, GONE),
    (POSTPONE, NEW, "", STILL, GONE, STILL, GONE, GONE, GONE, GONE, GONE),
    (PRIORITISE, NEW, "", STILL, GONE, "", GONE, GONE, GONE, GONE, GONE),
    (REOPEN, NEW, "-", STILL, GONE, "", GONE, GONE, GONE, GONE, GONE),
    (DECLARE_BIAS, NEW, "", "", GONE, "", "", GONE, "", GONE, GONE),
    (REQUEST, NEW, *ELSE, "", IDLE, IDLE, IDLE, IDLE),
    (changes.WITHDRAW, NEW, *ELSE, "", IDLE, IDLE, IDLE, IDLE),
    (changes.REJECT, NEW, *ELSE, "", IDLE, IDLE, IDLE, IDLE),
    (changes.EXTEND, NEW, *ELSE, "", IDLE, IDLE, IDLE, IDLE),
    (replace(changes.AMEND, request_id=OTHER), NEW, *ELSE, "", IDLE, IDLE, IDLE, IDLE),
    (changes.TERMINATE, NEW, *ELSE, "", IDLE, GONE, IDLE, IDLE),
    (REVOKE, NEW, *ELSE, "", IDLE, "", GONE, IDLE),
    (replace(PROPOSE, known_since=BEFORE), NEW, *ELSE, "", IDLE, "", "", IDLE),
    (ANSWER, NEW, *ELSE, "nobody-asked", IDLE, "nobody-asked", "nobody-asked", IDLE),
    (EVEN, NEW, *ELSE, "", IDLE, WRONG, WRONG, "-"),
    (replace(REOPEN_SETTLEMENT, effective_on=None), NEW, *[OPEN] * 8, ""),
    (replace(PROPOSE_INTEREST, until=BEFORE), NEW, *ELSE, BEHIND, IDLE, BEHIND, BEHIND, ""),
    (FIX, NEW, *ELSE, NONE_SUCH, IDLE, *[NONE_SUCH] * 3),
    (LAPSE, NEW, "", "", "", "", "-", "", "-", "-", "-"),
]


def test_the_table_has_every_command_and_every_status():
    assert {type(command) for command, *_ in TABLE} == set(get_args(commands.ProjectCommand))
    assert HISTORIES.keys() == {None, *get_args(Status)}
    for status, history in HISTORIES.items():
        state = PROJECT.fold(history)
        assert status == (state and state.status)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: type(row[0]).__name__)
def test_every_command_finds_a_row_in_every_status(row):
    command, *expected = row
    states = [PROJECT.fold(history) for history in HISTORIES.values()]
    assert [outcome(command, state) for state in states] == expected


def outcome(command, state):
    try:
        return "" if PROJECT.decide(command, state, date(2025, 9, 15)) else "-"
    except Refused as no:
        return no.code


@pytest.mark.parametrize(
    ("command", "history"),
    [
        (replace(APPLY, project_id=""), ()),
        (replace(APPLY, number=""), ()),
        (replace(APPROVE, version=0), READY),
        (replace(EVEN, settlement=None), RUNNING),
    ],
)
def test_what_the_service_owes_is_no_refusal_but_a_crash(command, history):
    with pytest.raises(AssertionError, match="The service"):
        PROJECT.decide(command, PROJECT.fold(history), date(2025, 9, 15))


def test_a_history_that_cannot_be_is_no_history():
    with pytest.raises(AssertionError, match="No row"):
        PROJECT.fold([APPROVED])
