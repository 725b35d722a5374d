"""Checks, rejections, the waiting list, bias: who may, what is kept, what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, deciding
from services.projects.project import PROJECT
from shared.guideline import Policy
from tests.given import Given
from tests.unit.projects.examples import (
    APPLIED,
    APPROVE,
    BIASED,
    BY_CHECKER,
    BY_CLERK,
    BY_HEAD,
    CALCULATED,
    CHECK_ARITHMETIC,
    CHECK_CONTENT,
    CHECKED,
    CONFIRMED,
    DECLARE_BIAS,
    HEAD,
    POSTPONE,
    POSTPONED,
    PRIORITISE,
    PRIORITISED,
    PROJECT_ID,
    READY,
    REASON,
    REJECT,
    REJECTED,
    REOPEN,
    REOPENED,
)
from tests.unit.projects.registered import TRAEGER_ID

given = Given(PROJECT)
OTHER = commands.Acting("9b3e7d1a-2c48-5e97-8f6a-0d1c2b3a4e5f")
OF_THE_TRAEGER = replace(OTHER, traeger_id=TRAEGER_ID)
OF_ANOTHER = replace(OTHER, traeger_id="another")
DEPUTY = replace(OTHER, as_deputy=True)
CENTRAL = replace(OTHER, as_central=True)


def standing(*history):
    """Return the application as it stands after what has happened to it."""
    project = PROJECT.fold(history)
    assert project is not None
    return project


# ---- the content check ---------------------------------------------------------------------


def test_a_content_check_keeps_each_criterion_in_the_order_of_the_list():
    given(APPLIED).when(CHECK_CONTENT).then(CHECKED)
    backwards = replace(CHECK_CONTENT, criteria=tuple(reversed(CHECK_CONTENT.criteria)))
    given(APPLIED).when(backwards).then(CHECKED)


def test_a_content_check_proposes_a_priority_and_it_becomes_the_applications():
    made = given(APPLIED).when(replace(CHECK_CONTENT, priority=2)).decide()
    assert standing(APPLIED, *made).priority == 2
    assert standing(APPLIED, *made, CHECKED).priority == 2


@pytest.mark.parametrize(
    ("criteria", "missing"),
    [
        (CHECK_CONTENT.criteria[1:], "es fehlt: need."),
        ((), "es fehlt: need, goals-measurable, suitability, participation, quality, openness,"),
        ((*CHECK_CONTENT.criteria, CHECK_CONTENT.criteria[0]), "genau eine Angabe gebraucht."),
        ((*CHECK_CONTENT.criteria[1:], CHECK_CONTENT.criteria[1]), "es fehlt: need."),
    ],
)
def test_no_criterion_is_left_out_or_judged_twice(criteria, missing):
    asked = replace(CHECK_CONTENT, criteria=criteria)
    no = given(APPLIED).when(asked).then_refused("check-incomplete")
    assert missing in no.detail
    assert [it.pointer for it in no.errors] == ["/criteria"]


def judged(met, remark=None):
    first, *others = CHECK_CONTENT.criteria
    return (replace(first, met=met, remark=remark), *others)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"criteria": judged("no"), "result": "failed"}, "/criteria/0/remark"),
        ({"criteria": judged("with-remark")}, "/criteria/0/remark"),
        ({"criteria": judged("no", REASON)}, "/result"),
        ({"result": "failed", "proposal": "reject"}, "/result"),
        ({"criteria": judged("no", REASON), "result": "failed"}, "/proposal"),
        (
            {"criteria": judged("no", REASON), "result": "failed", "proposal": "reduce"},
            "/proposal",
        ),
    ],
)
def test_a_content_check_does_not_contradict_itself(change, pointer):
    no = (
        given(APPLIED)
        .when(replace(CHECK_CONTENT, **change))
        .then_refused("check-contradicts-itself")
    )
    assert [it.pointer for it in no.errors] == [pointer]


@pytest.mark.parametrize("proposal", ["reject", "postpone"])
def test_what_fails_is_proposed_for_rejection_or_postponement(proposal):
    asked = replace(
        CHECK_CONTENT, criteria=judged("no", REASON), result="failed", proposal=proposal
    )
    (made,) = given(APPLIED).when(asked).decide()
    assert (made.result, made.proposal) == ("failed", proposal)


# ---- the arithmetical check ----------------------------------------------------------------


def test_an_arithmetical_check_confirms_each_thing():
    given(APPLIED).when(CHECK_ARITHMETIC).then(CALCULATED)
    incomplete = replace(CHECK_ARITHMETIC, confirmations=CONFIRMED[:-1])
    no = given(APPLIED).when(incomplete).then_refused("check-incomplete")
    assert "es fehlt: budget-available." in no.detail


def test_who_objects_to_the_figures_says_why():
    open_ = (replace(CONFIRMED[0], holds=False), *CONFIRMED[1:])
    objected = replace(CHECK_ARITHMETIC, confirmations=open_, result="failed", remark=REASON)
    given(APPLIED).when(objected).then(
        replace(CALCULATED, result="failed", confirmations=open_, remark=REASON.ref)
    )
    for contradiction in (
        replace(objected, remark=None),
        replace(objected, result="passed"),
        replace(objected, confirmations=CONFIRMED),
    ):
        given(APPLIED).when(contradiction).then_refused("check-contradicts-itself")


# ---- who may -------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [CHECK_CONTENT, CHECK_ARITHMETIC, APPROVE, REJECT, POSTPONE])
def test_who_belongs_to_the_recipient_neither_checks_nor_decides(asked):
    given(*READY).when(replace(asked, acting=OF_THE_TRAEGER)).then_refused("conflict-of-interest")
    head = replace(BY_HEAD, traeger_id=TRAEGER_ID)
    given(*READY).when(replace(asked, acting=head)).then_refused("conflict-of-interest")


@pytest.mark.parametrize("asked", [PRIORITISE, REOPEN])
def test_nor_do_they_touch_the_waiting_list(asked):
    given(*READY, POSTPONED).when(replace(asked, acting=OF_THE_TRAEGER)).then_refused(
        "conflict-of-interest"
    )


def test_who_works_for_another_traeger_may_check():
    assert given(APPLIED).when(replace(CHECK_CONTENT, acting=OF_ANOTHER)).decide() != []


def test_content_and_figures_are_checked_by_two():
    both = replace(CHECK_ARITHMETIC, acting=BY_CHECKER)
    given(APPLIED, CHECKED).when(both).then_refused("separation-of-duties")
    content = replace(CHECK_CONTENT, acting=BY_CLERK)
    given(APPLIED, CALCULATED).when(content).then_refused("separation-of-duties")
    old = replace(CHECKED, application_version=2)  # Of a version that is none any more.
    assert given(APPLIED, old).when(both).decide() != []


@pytest.mark.parametrize("asked", [APPROVE, REJECT, POSTPONE])
@pytest.mark.parametrize("by", [BY_CHECKER.by, BY_CLERK.by])
def test_who_has_checked_does_not_decide(asked, by):
    head = replace(BY_HEAD, by=by)
    given(*READY).when(replace(asked, acting=head)).then_refused("separation-of-duties")


@pytest.mark.parametrize("asked", [APPROVE, REJECT, POSTPONE])
def test_only_the_head_decides_or_who_deputises_that_day(asked):
    for other in (OTHER, CENTRAL):
        no = given(*READY).when(replace(asked, acting=other)).then_refused("deputy-required")
        assert no.kind == "denied"
    (made,) = given(*READY).when(replace(asked, acting=DEPUTY)).decide()
    assert (made.by, made.as_deputy) == (DEPUTY.by, True)


@pytest.mark.parametrize("asked", [APPROVE, REJECT, POSTPONE])
def test_after_bias_the_deputy_or_the_central_office_decides(asked):
    biased = given(*READY, BIASED)
    biased.when(asked).then_refused("conflict-of-interest")
    biased.when(replace(asked, acting=OTHER)).then_refused("deputy-required")
    for other in (DEPUTY, CENTRAL):
        (made,) = biased.when(replace(asked, acting=other)).decide()
        assert made.as_deputy


def test_nobody_declares_the_bias_of_another():
    given(*READY).when(DECLARE_BIAS).then(BIASED)
    given(*READY, BIASED).when(DECLARE_BIAS).then()
    assert given(*READY).when(replace(DECLARE_BIAS, acting=DEPUTY)).decide() != []
    for other in (OTHER, CENTRAL, OF_THE_TRAEGER):
        given(*READY).when(replace(DECLARE_BIAS, acting=other)).then_refused("not-yours-to-declare")


def test_a_head_of_the_recipient_can_only_declare_bias():
    head = replace(BY_HEAD, traeger_id=TRAEGER_ID)
    given(*READY).when(replace(DECLARE_BIAS, acting=head)).then(BIASED)


def test_who_acts_is_no_matter_of_chance():
    with pytest.raises(AssertionError, match="The service"):
        given(*READY).when(replace(REJECT, acting=commands.NOBODY)).decide()


# ---- rejecting and waiting -----------------------------------------------------------------


def test_an_application_is_rejected_also_unchecked_and_while_it_waits():
    given(APPLIED).when(REJECT).then(REJECTED)
    given(*READY, POSTPONED).when(REJECT).then(REJECTED)


def test_what_is_postponed_keeps_its_checks_and_its_priority():
    given(*READY).when(POSTPONE).then(POSTPONED)
    waiting = standing(*READY, POSTPONED)
    assert (waiting.status, waiting.priority) == ("postponed", 2)
    assert waiting.content_check == CHECKED
    given(*READY, POSTPONED).when(PRIORITISE).then(PRIORITISED)
    assert standing(*READY, POSTPONED, PRIORITISED).priority == 1


def test_what_waits_is_taken_up_once_by_hand_or_by_a_budget():
    given(*READY, POSTPONED).when(REOPEN).then(REOPENED)
    given(*READY, POSTPONED, REOPENED).when(REOPEN).then()
    by_budget = commands.Reopen(PROJECT_ID, 2026, BY_HEAD)
    given(*READY, POSTPONED).when(by_budget).then(replace(REOPENED, cause="budget-set", year=2026))
    assert standing(*READY, POSTPONED, REOPENED).priority == 2  # Its place is not lost.


def test_a_decision_is_not_edited():
    """A second one with other words is refused as well: nobody can tell that they are the same."""
    for again in (REJECT, APPROVE, POSTPONE, PRIORITISE, CHECK_CONTENT, DECLARE_BIAS):
        given(*READY, REJECTED).when(again).then_refused("already-decided")


# ---- the page of the decision --------------------------------------------------------------


def in_the_way(*history, acting=BY_HEAD, on=date(2025, 9, 15), waiting=()):
    situation = deciding.Situation(standing(*history), acting, Policy(), on, waiting)
    found = deciding.in_the_way(situation)
    return {name: [it.code for it in refused] for name, refused in found.items()}


def test_what_is_ready_can_be_decided_any_way():
    assert in_the_way(*READY) == {
        "approve": [],
        "approve_reduced": [],
        "postpone": [],
        "reject": [],
    }
    assert in_the_way(*READY, waiting=("2025-8-003",))["approve"] == []  # With the reason for it.


def test_the_page_names_all_that_is_in_the_way():
    late = date(2025, 10, 2)
    unsigned = [
        *("deputy-required", "check-missing", "co-signature-missing"),
        "start-before-approval",
    ]
    assert in_the_way(APPLIED, acting=OTHER, on=late) == {
        "approve": unsigned,
        "approve_reduced": unsigned,
        "postpone": ["deputy-required"],
        "reject": ["deputy-required"],
    }


def test_what_waits_or_is_decided_is_not_approved():
    still = ["application-not-open"]
    assert in_the_way(*READY, POSTPONED) == {
        "approve": still,
        "approve_reduced": still,
        "postpone": still,
        "reject": [],
    }
    assert set(map(tuple, in_the_way(*READY, REJECTED).values())) == {("already-decided",)}
    assert BY_HEAD.by == HEAD
