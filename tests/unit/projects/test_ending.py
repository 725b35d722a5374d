"""Early ends, and grants that are taken back: which cents of which years are free again."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, events
from services.projects.project import PROJECT
from shared import guideline
from shared.guideline import Year
from tests.given import Given
from tests.unit.projects.changes import (
    ENDED,
    PART,
    REFIXED,
    REVOKE,
    REVOKED,
    SHORTENED,
    TERMINATE,
    TERMINATED,
    requested,
)
from tests.unit.projects.examples import RUNNING

given = Given(PROJECT)
ON = date(2026, 9, 14)


# ---- ending early --------------------------------------------------------------------------


def test_an_early_end_takes_later_years_back_and_leaves_that_of_the_end():
    given(*RUNNING).when(TERMINATE, ON).then(TERMINATED)
    project = PROJECT.fold(ENDED)
    assert project is not None
    assert (project.status, project.end) == ("terminated", date(2026, 9, 30))
    assert project.grant_ct == {2025: 1_740_500, 2026: 5_962_000, 2027: 0}
    assert (project.own_share_ct, project.own_cash_ct) == (576_000, 476_000)  # Without a notice.


def test_an_end_in_the_last_year_takes_nothing_back():
    late = replace(TERMINATE, terminated_on=date(2027, 1, 1))
    ended = replace(TERMINATED, terminated_on=date(2027, 1, 1), grant_change_ct={})
    given(*RUNNING).when(late, ON).then(ended)


def test_a_shortened_plan_fixes_the_own_share_anew():
    asked = replace(TERMINATE, shortened=SHORTENED, heard_on=date(2026, 9, 1))
    ended = replace(TERMINATED, refixed=REFIXED, heard_on=date(2026, 9, 1))
    given(*RUNNING).when(asked, ON).then(ended)
    project = PROJECT.fold((*RUNNING, ended))
    assert project is not None
    assert (project.own_share_ct, project.own_cash_ct) == (272_000, 172_000)
    assert project.grant_ct[2026] == 5_962_000  # Bound until the settlement.


@pytest.mark.clause("IN_KIND")
def test_a_shortened_plan_balances_to_the_cent():
    short = replace(SHORTENED, own_cash_ct=171_999)
    no = (
        given(*RUNNING)
        .when(replace(TERMINATE, shortened=short), ON)
        .then_refused("own-share-too-small", guideline.IN_KIND, missing_ct=1)
    )
    assert [it.pointer for it in no.errors] == ["/shortened/own_cash"]


def test_a_shortened_plan_has_the_years_that_were_used_and_asks_for_no_more():
    other = replace(SHORTENED, plan={2025: Year(1), 2026: Year(1), 2027: Year(1)})
    no = (
        given(*RUNNING)
        .when(replace(TERMINATE, shortened=other), ON)
        .then_refused("years-do-not-match")
    )
    assert [it.pointer for it in no.errors] == ["/shortened/plan"]
    dear = replace(SHORTENED, plan={2025: Year(1_800_000), 2026: Year(6_700_000, 500_000)})
    dear = replace(dear, own_cash_ct=240_000)
    no = (
        given(*RUNNING)
        .when(replace(TERMINATE, shortened=dear), ON)
        .then_refused("shortened-plan-exceeds-grant", gap_ct=7_760_000, grant_ct=7_702_500)
    )
    assert [it.pointer for it in no.errors] == ["/shortened/plan"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 9, 30), "termination-before-start"),
        (date(2027, 9, 30), "termination-not-early"),
        (date(2027, 10, 1), "termination-not-early"),
    ],
)
def test_an_early_end_lies_within_the_project(day, code):
    no = given(*RUNNING).when(replace(TERMINATE, terminated_on=day), ON).then_refused(code)
    assert [it.pointer for it in no.errors] == ["/terminated_on"]


@pytest.mark.parametrize("day", [date(2025, 10, 1), date(2027, 9, 29)])
def test_the_first_and_the_last_day_but_one_are_early_ends(day):
    (made,) = given(*RUNNING).when(replace(TERMINATE, terminated_on=day), ON).decide()
    assert made.terminated_on == day


def test_nobody_was_heard_tomorrow():
    asked = replace(TERMINATE, terminated_on=date(2028, 1, 1), heard_on=date(2026, 9, 15))
    no = given(*RUNNING).when(asked, ON).then_refused("change-not-possible")
    assert [it.code for it in no.errors] == ["termination-not-early", "day-to-come"]


# ---- taking back ---------------------------------------------------------------------------


def test_the_whole_from_the_beginning_leaves_no_year_a_cent():
    given(*RUNNING).when(REVOKE, ON).then(REVOKED)
    project = PROJECT.fold((*RUNNING, REVOKED))
    assert project is not None
    assert (project.status, set(project.grant_ct.values())) == ("revoked", {0})


@pytest.mark.parametrize(
    ("begun", "change_ct"),
    [
        (date(2026, 10, 1), {2027: -5_221_500}),
        (date(2027, 1, 1), {2027: -5_221_500}),
        (date(2026, 1, 1), {2026: -5_962_000, 2027: -5_221_500}),
        (date(2027, 1, 2), {}),
        (date(2025, 10, 2), {2026: -5_962_000, 2027: -5_221_500}),
    ],
)
def test_the_whole_from_a_day_ends_the_project_on_the_day_before(begun, change_ct):
    (made,) = given(*RUNNING).when(replace(REVOKE, effective_from=begun), ON).decide()
    assert made.grant_change_ct == change_ct
    assert made.end.toordinal() == begun.toordinal() - 1
    project = PROJECT.fold((*RUNNING, made))
    assert project is not None
    assert (project.status, project.end) == ("revoked", made.end)


def test_a_part_is_taken_of_the_years_named_and_the_project_goes_on():
    asked = replace(REVOKE, extent="part", effective_from=ON, reduction_ct={2027: 1_000_000})
    given(*RUNNING).when(asked, ON).then(PART)
    project = PROJECT.fold((*RUNNING, PART))
    assert project is not None
    assert (project.status, project.end) == ("approved", date(2027, 9, 30))
    assert project.grant_ct[2027] == 4_221_500
    (made,) = given(*RUNNING, PART).when(replace(REVOKE, version=4), ON).decide()
    assert (made.amendment, made.grant_change_ct[2027]) == (2, -4_221_500)


def test_no_more_is_taken_back_than_there_is_and_all_of_it_is_the_whole():
    asked = replace(REVOKE, extent="part", reduction_ct={2027: 5_221_501, 2026: 1, 2028: 1})
    no = given(*RUNNING).when(asked, ON).then_refused("reduction-not-possible")
    assert [it.pointer for it in no.errors] == ["/reduction/0/amount", "/reduction/2/amount"]
    assert "0,01 €" in no.detail
    early = replace(asked, effective_from=date(2027, 1, 1), reduction_ct={2026: 1})
    no = given(*RUNNING).when(early, ON).then_refused("reduction-not-possible")
    everything = {2025: 1_740_500, 2026: 5_962_000, 2027: 5_221_500}
    no = (
        given(*RUNNING)
        .when(replace(asked, reduction_ct=everything), ON)
        .then_refused("reduction-is-the-whole")
    )
    assert [it.pointer for it in no.errors] == ["/extent"]


@pytest.mark.parametrize("day", [date(2025, 9, 30), date(2025, 10, 1), date(2027, 10, 1)])
def test_from_a_day_on_means_a_day_within_the_project_but_its_first(day):
    asked = replace(REVOKE, effective_from=day, known_since=ON)
    no = given(*RUNNING).when(asked, ON).then_refused("effective-from-out-of-range")
    assert [it.pointer for it in no.errors] == ["/effective_from"]


def test_each_provision_has_reasons_of_its_own():
    asked = replace(REVOKE, basis="section-45")
    no = given(*RUNNING).when(asked, ON).then_refused("reason-does-not-fit")
    assert no.facts["reason_codes"] == [
        "deception",
        "wrong-statements",
        "knew-unlawful",
        "unlawful",
    ]
    (made,) = given(*RUNNING).when(replace(asked, reason_code="deception"), ON).decide()
    assert isinstance(made, events.Revoked)


@pytest.mark.parametrize(
    ("basis", "code"), [("section-45", "unlawful"), ("section-47", "reserved")]
)
def test_who_may_trust_keeps_what_lies_behind(basis, code):
    asked = replace(REVOKE, basis=basis, reason_code=code)
    past = given(*RUNNING).when(asked, ON)
    past.then_refused("revocation-only-for-the-future", earliest="2026-09-14")
    yesterday = replace(asked, effective_from=date(2026, 9, 13))
    given(*RUNNING).when(yesterday, ON).then_refused("revocation-only-for-the-future")
    (made,) = given(*RUNNING).when(replace(asked, effective_from=ON), ON).decide()
    assert made.effective_from == ON


def test_for_the_past_a_year_is_left_from_the_day_of_knowing():
    last, late = date(2027, 3, 2), date(2027, 3, 3)
    (made,) = given(*RUNNING).when(REVOKE, last).decide()
    assert made.revoked_on == last
    no = given(*RUNNING).when(REVOKE, late).then_refused("revocation-too-late", latest="2027-03-02")
    assert [it.pointer for it in no.errors] == ["/known_since"]
    (made,) = given(*RUNNING).when(replace(REVOKE, effective_from=late), late).decide()
    assert made.effective_from == late  # For the future, no year passes.


def test_what_has_ended_early_can_still_be_taken_back():
    asked = replace(REVOKE, version=4)
    (made,) = given(*ENDED).when(asked, ON).decide()
    assert made.grant_change_ct == {2025: -1_740_500, 2026: -5_962_000}
    assert (made.old_end, made.amendment) == (date(2026, 9, 30), 2)


def test_once_it_has_ended_nobody_decides_on_what_was_asked_for():
    asked = (*RUNNING, requested(), TERMINATED)
    reject = commands.RejectChange(
        TERMINATE.project_id, requested().request_id, "no-need", TERMINATE.reason, TERMINATE.acting
    )
    given(*asked).when(reject, ON).then_refused("project-not-running")
