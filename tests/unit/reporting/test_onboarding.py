"""New staff of the WJH are introduced into the concept within three months."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.reporting import commands, events
from services.reporting.duties.duty import DUTY
from services.reporting.onboarding.owed import Membership, Newcomer, duty_id_of, newcomer
from services.reporting.policies import Policies
from shared.guideline import Policy
from tests.given import Given
from tests.unit.reporting.examples import (
    COLLEAGUE_ID,
    HEAD,
    ONBOARDING_CONFIRMED,
    ONBOARDING_ID,
    ONBOARDING_OWED,
)

given = Given(DUTY)
BEGAN = date(2026, 3, 2)
DUE = date(2026, 6, 2)
OWE = commands.OweOnboarding(ONBOARDING_ID, COLLEAGUE_ID, BEGAN, DUE)
PLANNED = events.DutyPlanned(ONBOARDING_ID, "", "wjh-onboarding", 2026, DUE, "joined", BEGAN)
CONFIRM = commands.ConfirmOnboarding(COLLEAGUE_ID, date(2026, 4, 20), ONBOARDING_ID, HEAD)
LEFT = commands.DropDuty(ONBOARDING_ID, "left")
DROPPED = events.DutyDropped(ONBOARDING_ID, "", "left", date(2026, 5, 4))
FULFILLED = events.DutyFulfilled(ONBOARDING_ID, "", date(2026, 4, 21))
INTRODUCED = (PLANNED, ONBOARDING_OWED, ONBOARDING_CONFIRMED, FULFILLED)


def member(start, end=None, heard_on=None):
    return Membership(start, end, heard_on or start)


# ---- the duty ------------------------------------------------------------------------------------


def test_who_is_new_is_owed_an_introduction_once():
    given().when(OWE, on=BEGAN).then(PLANNED, ONBOARDING_OWED)
    given(PLANNED, ONBOARDING_OWED).when(OWE, on=BEGAN + timedelta(days=1)).then()


def test_it_is_reminded_of_and_overdue_like_any_duty():
    remind = commands.RemindOfDuty(ONBOARDING_ID, "NW")
    late = date(2026, 6, 3)
    given(PLANNED, ONBOARDING_OWED).when(remind, on=late).then(
        events.DutyReminded(ONBOARDING_ID, "", "due", DUE, late),
        events.DutyOverdue(ONBOARDING_ID, "", DUE, late),
    )


def test_a_confirmation_says_who_on_which_day_and_by_whom_and_fulfils_the_duty():
    given(PLANNED, ONBOARDING_OWED).when(CONFIRM, on=date(2026, 4, 21)).then(
        ONBOARDING_CONFIRMED, FULFILLED
    )


def test_the_same_confirmation_again_is_nothing_and_another_day_is_refused():
    given(*INTRODUCED).when(CONFIRM, on=date(2026, 4, 22)).then()
    other = replace(CONFIRM, held_on=date(2026, 4, 19))
    given(*INTRODUCED).when(other, on=date(2026, 4, 22)).then_refused(
        "onboarding-already-confirmed"
    )


@pytest.mark.parametrize("held_on", [date(2026, 3, 1), date(2026, 4, 22)])
def test_nobody_was_introduced_before_the_first_day_or_tomorrow(held_on):
    given(PLANNED, ONBOARDING_OWED).when(
        replace(CONFIRM, held_on=held_on), on=date(2026, 4, 21)
    ).then_refused("onboarding-not-on-that-day")


@pytest.mark.parametrize("held_on", [BEGAN, date(2026, 4, 21)])
def test_the_first_day_and_today_are_days_on_which_it_can_have_been(held_on):
    told = replace(ONBOARDING_CONFIRMED, held_on=held_on)
    given(PLANNED, ONBOARDING_OWED).when(
        replace(CONFIRM, held_on=held_on), on=date(2026, 4, 21)
    ).then(told, FULFILLED)


def test_who_leaves_is_not_owed_it_any_more_and_who_comes_back_is_anew():
    given(PLANNED, ONBOARDING_OWED).when(LEFT, on=date(2026, 5, 4)).then(DROPPED)
    back = date(2026, 9, 1)
    owe = replace(OWE, began_on=back, due_on=date(2026, 12, 1))
    given(PLANNED, ONBOARDING_OWED, DROPPED).when(owe, on=back).then(
        events.DutyReplanned(ONBOARDING_ID, "", 2026, date(2026, 12, 1), DUE, "joined", back),
        replace(ONBOARDING_OWED, began_on=back),
    )
    given(PLANNED, ONBOARDING_OWED, DROPPED).when(CONFIRM, on=date(2026, 5, 5)).then_refused(
        "duty-dropped"
    )


def test_who_has_been_introduced_is_not_introduced_again_after_coming_back():
    owe = replace(OWE, began_on=date(2026, 9, 1), due_on=date(2026, 12, 1))
    given(*INTRODUCED).when(owe, on=date(2026, 9, 1)).then()
    given(*INTRODUCED).when(LEFT, on=date(2026, 5, 4)).then()


# ---- who is new ----------------------------------------------------------------------------------


def test_there_is_one_duty_for_each_person():
    assert duty_id_of(COLLEAGUE_ID) == ONBOARDING_ID


@pytest.mark.parametrize(
    ("known", "today", "began_on"),
    [
        ([member(BEGAN)], date(2026, 3, 1), None),
        ([member(BEGAN)], BEGAN, BEGAN),
        ([member(BEGAN, date(2026, 5, 3))], date(2026, 5, 3), BEGAN),
        ([member(BEGAN, date(2026, 5, 3))], date(2026, 5, 4), None),
        ([], BEGAN, None),
    ],
)
def test_new_is_who_belongs_to_the_wjh_today(known, today, began_on):
    found = newcomer(COLLEAGUE_ID, known, today)
    assert (found and found.began_on) == began_on


@pytest.mark.parametrize(
    ("gap", "began_on"),
    [(1, BEGAN), (31, BEGAN), (32, date(2026, 4, 30) + timedelta(days=32))],
)
def test_who_changes_teams_within_a_month_is_not_new_again(gap, began_on):
    again = date(2026, 4, 30) + timedelta(days=gap)
    known = [member(BEGAN, date(2026, 4, 30)), member(again)]
    found = newcomer(COLLEAGUE_ID, known, date(2026, 7, 1))
    assert found
    assert found.began_on == began_on


def test_who_belongs_to_two_teams_is_new_since_the_first_of_them():
    known = [member(date(2026, 4, 1)), member(BEGAN)]
    found = newcomer(COLLEAGUE_ID, known, date(2026, 7, 1))
    assert found
    assert found.began_on == BEGAN


def test_a_short_spell_in_a_second_team_is_no_new_beginning():
    short = member(date(2026, 3, 9), date(2026, 3, 13))
    known = [member(BEGAN), short, member(date(2026, 6, 1))]
    found = newcomer(COLLEAGUE_ID, known, date(2026, 7, 1))
    assert found
    assert found.began_on == BEGAN


@pytest.mark.parametrize(("days", "is_new"), [(365, True), (366, False)])
def test_who_was_there_for_more_than_a_year_before_anybody_recorded_it_is_not_new(days, is_new):
    known = [member(BEGAN, heard_on=BEGAN + timedelta(days=days))]
    assert (newcomer(COLLEAGUE_ID, known, date(2028, 1, 3)) is not None) == is_new


def test_three_months_end_on_the_next_working_day():
    new = Newcomer(COLLEAGUE_ID, date(2026, 2, 2))
    owe = replace(OWE, began_on=date(2026, 2, 2), due_on=date(2026, 5, 4))
    assert new.owe(Policies(), "NW") == owe


def test_how_long_there_is_time_is_what_the_office_had_fixed_on_the_first_day():
    policies = Policies(((date(2026, 2, 3), Policy(1, onboarding_months=6)),))
    due = [Newcomer(COLLEAGUE_ID, date(2026, 2, it)).owe(policies, "NW").due_on for it in (2, 3)]
    assert due == [date(2026, 5, 4), date(2026, 8, 3)]
