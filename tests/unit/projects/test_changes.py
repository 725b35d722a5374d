"""What may be asked to change of an approved project, who decides on it, and what comes of it."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, events
from services.projects.project import PROJECT
from shared import guideline
from shared.guideline import Headcount, Policy, YearPlan
from tests.given import Given
from tests.unit.projects import changes
from tests.unit.projects.changes import (
    AMEND,
    AMENDED,
    APRIL,
    COSTS,
    EXTEND,
    EXTENDED,
    EXTENDED_AT_COST,
    MAY,
    MOVE_CT,
    NEW_END,
    REQUESTED_COSTS,
    SHIFT_CT,
    post,
    request,
    requested,
)
from tests.unit.projects.examples import (
    APPROVED,
    AUTHOR,
    BIASED,
    BY_HEAD,
    HEAD,
    PROJECT_ID,
    REASON,
    REQUEST_ID,
    RUNNING,
)
from tests.unit.projects.registered import TRAEGER_ID

given = Given(PROJECT)


# ---- asking --------------------------------------------------------------------------------


def test_a_request_keeps_what_is_asked_and_why_for_each_amount():
    asked = request(shift_ct=SHIFT_CT, costs=COSTS)
    given(*RUNNING).when(asked, APRIL).then(requested(shift_ct=SHIFT_CT, costs=REQUESTED_COSTS))


def test_a_request_changes_nothing_and_stands_in_nobodys_way():
    before, after = PROJECT.fold(RUNNING), PROJECT.fold((*RUNNING, requested()))
    assert before is not None
    assert after is not None
    same = ("status", "end", "grant_ct", "own_share_ct", "extensions", "amendments")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.requests[REQUEST_ID].outcome == "pending"
    again = replace(request(), request_id="another")
    given(*RUNNING, requested()).when(again, APRIL).then(requested(request_id="another"))


@pytest.mark.clause("DURATION")
def test_a_request_comes_while_the_project_runs():
    last = date(2027, 9, 30)
    given(*RUNNING).when(request(), last).then(requested(on=last))
    no = (
        given(*RUNNING)
        .when(request(), date(2027, 10, 1))
        .then_refused("extension-too-late", guideline.DURATION)
    )
    assert [it.pointer for it in no.errors] == ["/new_end"]


@pytest.mark.clause("DURATION")
def test_the_day_of_the_request_counts_and_not_that_of_the_decision():
    late = date(2027, 12, 1)
    history = (*RUNNING, requested(on=date(2027, 9, 30)))
    extended = replace(EXTENDED, extended_on=late, requested_on=date(2027, 9, 30))
    given(*history).when(EXTEND, late).then(extended)


def test_after_the_end_money_can_still_be_moved():
    asked = request(None, MOVE_CT)
    on = date(2027, 10, 4)
    given(*RUNNING).when(asked, on).then(requested(None, MOVE_CT, on=on))


def test_all_that_is_wrong_with_a_request_is_said_at_once():
    costs = replace(
        COSTS,
        plan={2028: YearPlan((post(900_000),))},
        own_cash_ct=14_999,
        employees=Headcount("fte", 14_000),
        counted_on=date(2027, 4, 27),
    )
    asked = replace(
        request(date(2028, 10, 1), {2027: -5_221_501, 2029: 5_221_501}, costs),
        known_since=date(2027, 4, 27),
    )
    no = given(*RUNNING).when(asked, APRIL).then_refused("change-not-possible")
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/known_since", "day-to-come"),
        ("/employees/on", "day-to-come"),
        ("/new_end", "extension-exceeds-12-months"),
        ("/shift/0/amount", "shift-not-possible"),
        ("/shift/1/amount", "shift-not-possible"),
        ("/employees/method", "headcount-method"),
        ("/plan", "years-do-not-match"),
        ("/own_cash", "own-share-too-small"),
    ]


def test_the_policy_of_the_day_measures_what_is_asked():
    fte = Policy(headcount_method="fte")
    asked = replace(request(costs=COSTS), policy=fte)
    given(*RUNNING).when(asked, APRIL).then_refused("headcount-method", guideline.OWN_SHARE)
    history = (*RUNNING, requested(costs=REQUESTED_COSTS))
    given(*history).when(replace(EXTEND, policy=fte), MAY).then_refused(
        "headcount-method", guideline.OWN_SHARE
    )


def test_what_the_service_owes_is_no_refusal_but_a_crash():
    with pytest.raises(AssertionError, match="The service"):
        given(*RUNNING).when(replace(request(), request_id="")).decide()
    with pytest.raises(AssertionError, match="The service"):
        given(*RUNNING, requested()).when(replace(EXTEND, version=0)).decide()


# ---- not granting --------------------------------------------------------------------------


def test_a_request_is_withdrawn_or_rejected_once_and_with_a_reason():
    asked = (*RUNNING, requested())
    given(*asked).when(changes.WITHDRAW, MAY).then(changes.WITHDRAWN)
    given(*asked).when(changes.REJECT, MAY).then(changes.REJECTED)
    for over in (changes.WITHDRAWN, changes.REJECTED, EXTENDED):
        for command in (changes.WITHDRAW, changes.REJECT, EXTEND):
            given(*asked, over).when(command, MAY).then_refused("already-decided")


@pytest.mark.parametrize("command", [changes.WITHDRAW, changes.REJECT, EXTEND, AMEND])
def test_what_nobody_asked_for_is_not_decided(command):
    no = given(*RUNNING).when(command, MAY).then_refused("change-request-unknown")
    assert [it.pointer for it in no.errors] == ["/request_id"]


def test_extensions_are_extended_and_everything_else_is_amended():
    given(*RUNNING, requested()).when(AMEND, MAY).then_refused("change-asks-otherwise")
    given(*RUNNING, requested(None, MOVE_CT)).when(EXTEND, MAY).then_refused(
        "change-asks-otherwise"
    )


# ---- who decides ---------------------------------------------------------------------------

DECIDING = [EXTEND, changes.REJECT, changes.TERMINATE, changes.REVOKE]


@pytest.mark.parametrize("command", DECIDING)
def test_the_head_decides_or_a_deputy_and_the_central_office_only_after_bias(command):
    history, on = (*RUNNING, requested()), date(2026, 9, 14)
    deputy = commands.Acting("deputy", as_deputy=True)
    (made,) = given(*history).when(replace(command, acting=deputy), on).decide()
    assert (made.by, made.as_deputy) == ("deputy", True)
    central = commands.Acting("central", as_central=True)
    given(*history).when(replace(command, acting=central), on).then_refused("deputy-required")
    (made,) = given(*history, BIASED).when(replace(command, acting=central), on).decide()
    assert (made.by, made.as_deputy) == ("central", True)
    given(*history, BIASED).when(command, on).then_refused("conflict-of-interest")


@pytest.mark.parametrize("command", DECIDING)
def test_who_belongs_to_the_recipient_or_wrote_the_application_does_not_decide(command):
    history, on = (*RUNNING, requested()), date(2026, 9, 14)
    theirs = replace(BY_HEAD, traeger_id=TRAEGER_ID)
    given(*history).when(replace(command, acting=theirs), on).then_refused("conflict-of-interest")
    author = replace(BY_HEAD, by=AUTHOR)
    given(*history).when(replace(command, acting=author), on).then_refused("separation-of-duties")


@pytest.mark.parametrize("command", [EXTEND, changes.REJECT])
def test_who_asks_does_not_decide(command):
    own = replace(requested(), by=HEAD)
    no = given(*RUNNING, own).when(command, MAY).then_refused("separation-of-duties")
    assert "Änderung beantragt" in no.detail


def test_a_running_project_can_turn_out_to_be_a_matter_of_bias():
    declare = commands.DeclareBias(PROJECT_ID, "personal-relation", BY_HEAD)
    (made,) = given(*RUNNING).when(declare, MAY).decide()
    assert isinstance(made, events.BiasDeclared)


# ---- extending -----------------------------------------------------------------------------


def test_an_extension_at_no_extra_cost_leaves_the_grant_and_adds_no_own_share():
    given(*RUNNING, requested()).when(EXTEND, MAY).then(EXTENDED)


def test_an_extension_moves_money_to_its_new_year():
    history = (*RUNNING, requested(shift_ct={2028: 1_000_000, 2027: -1_000_000}))
    given(*history).when(EXTEND, MAY).then(replace(EXTENDED, grant_change_ct=SHIFT_CT))


@pytest.mark.clause("OWN_SHARE")
def test_costs_of_an_extension_have_their_own_share_and_lie_on_their_years():
    history = (*RUNNING, requested(costs=REQUESTED_COSTS))
    given(*history).when(EXTEND, MAY).then(EXTENDED_AT_COST)
    project = PROJECT.fold((*history, EXTENDED_AT_COST))
    assert project is not None
    assert (project.own_share_ct, project.own_cash_ct) == (576_000 + 90_000, 476_000 + 60_000)
    assert project.decided == APPROVED  # Never edited.


def test_an_extension_of_a_fully_funded_project_is_fully_funded():
    full = replace(APPROVED, financing_type="full", own_share=events.OwnShare(0, 0, 0, 0))
    costs = replace(REQUESTED_COSTS, own_cash_ct=0, in_kind=())
    history = (*RUNNING[:-1], full, requested(costs=costs))
    (made,) = given(*history).when(EXTEND, MAY).decide()
    assert (made.own_share, made.grant_change_ct) == (
        events.OwnShare(0, 0, 0, 0),
        {2027: 900_000, 2028: 900_000},
    )


def test_what_was_moved_away_meanwhile_cannot_be_moved_again():
    other = requested(None, {2026: 5_221_500, 2027: -5_221_500}, request_id="other")
    gone = replace(AMENDED, request_id="other", grant_change_ct={2026: 5_221_500, 2027: -5_221_500})
    history = (*RUNNING, other, requested(shift_ct=SHIFT_CT), gone)
    given(*history).when(EXTEND, MAY).then_refused("shift-not-possible", guideline.GAP, year=2027)


@pytest.mark.clause("DURATION")
def test_what_was_extended_meanwhile_is_not_extended_to_the_same_day():
    history = (*RUNNING, requested(), requested(request_id="other"), EXTENDED)
    again = replace(EXTEND, request_id="other", version=4)
    no = (
        given(*history)
        .when(again, MAY)
        .then_refused("extension-does-not-extend", guideline.DURATION)
    )
    assert [it.pointer for it in no.errors] == ["/new_end"]


def test_added_years_that_another_extension_has_taken_are_asked_for_anew():
    """The second would begin later than its plan does."""
    longer = requested(date(2028, 9, 30), costs=REQUESTED_COSTS, request_id="other")
    history = (*RUNNING, requested(), longer, EXTENDED)
    again = replace(EXTEND, request_id="other", version=4)
    given(*history).when(again, MAY).then_refused("years-do-not-match")


# ---- amending ------------------------------------------------------------------------------


def test_an_amendment_lays_money_on_other_years():
    given(*RUNNING, requested(None, MOVE_CT)).when(AMEND, MAY).then(AMENDED)
    project = PROJECT.fold((*RUNNING, requested(None, MOVE_CT), AMENDED))
    assert project is not None
    assert (project.end, project.grant_ct[2027]) == (date(2027, 9, 30), 6_221_500)


def test_changes_are_numbered_and_name_the_approval_that_they_amend():
    history = (
        *(*RUNNING, requested(), EXTENDED),
        *(requested(None, MOVE_CT, request_id="2"), requested(date(2028, 5, 31), request_id="3")),
    )
    (second,) = given(*history).when(replace(AMEND, request_id="2", version=4), MAY).decide()
    (third,) = (
        given(*history, second).when(replace(EXTEND, request_id="3", version=5), MAY).decide()
    )
    assert [second.amendment, third.amendment, third.number] == [2, 3, 2]
    assert {second.amends, third.amends} == {APPROVED.approval_id}
    assert (third.old_end, third.new_end) == (NEW_END, date(2028, 5, 31))


def test_an_extension_of_old_is_counted_like_any_other():
    old = replace(EXTENDED, request_id=None, amends="", requested_on=None, by="")
    history = (*RUNNING, old, requested(None, MOVE_CT))
    (made,) = given(*history).when(AMEND, MAY).decide()
    assert made.amendment == 2


def test_a_text_of_a_request_is_no_part_of_it():
    assert REASON.ref.document_id not in repr(requested())
    assert "Nachfrage" not in repr(requested(shift_ct=SHIFT_CT, costs=REQUESTED_COSTS))
