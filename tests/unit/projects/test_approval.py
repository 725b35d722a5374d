"""Approvals: what has to be so, which reason is needed, what less than asked for means."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands
from services.projects.project import PROJECT
from shared import guideline
from shared.guideline import Policy, Year
from tests.given import Given
from tests.unit.projects.examples import (
    APPLIED,
    APPROVE,
    APPROVE_REDUCED,
    APPROVED,
    BIASED,
    CALCULATED,
    CHECKED,
    CO_SIGNED,
    GRANT_CT,
    POSTPONE,
    POSTPONED,
    READY,
    REASON,
    REDUCED,
    REJECT,
    REJECTED,
    REOPENED,
    RUNNING,
)
from tests.unit.projects.registered import text

given = Given(PROJECT)
FAILED = replace(CHECKED, result="failed", proposal="reject")
OBJECTED = replace(CALCULATED, result="failed", remark=REASON.ref)
AGAINST_THE_CHECK = replace(APPROVE, reason_code="deviates-from-check", reason=REASON)
OUT_OF_ORDER = replace(APPROVE, reason_code="deviates-from-priority", reason=REASON)


# ---- the checks ----------------------------------------------------------------------------


@pytest.mark.parametrize("approve", [APPROVE, AGAINST_THE_CHECK, APPROVE_REDUCED])
@pytest.mark.parametrize(
    ("history", "missing"),
    [
        ((), ["content", "arithmetic"]),
        ((CHECKED,), ["arithmetic"]),
        ((CALCULATED,), ["content"]),
        ((replace(CHECKED, application_version=2), CALCULATED), ["content"]),
        ((CHECKED, replace(CALCULATED, application_version=2)), ["arithmetic"]),
    ],
)
def test_nothing_is_approved_unchecked(approve, history, missing):
    """A check of another version is none."""
    given(APPLIED, CO_SIGNED, *history).when(approve).then_refused("check-missing", missing=missing)


@pytest.mark.parametrize("approve", [APPROVE, AGAINST_THE_CHECK, APPROVE_REDUCED])
def test_figures_that_were_objected_to_are_not_approved_for_any_reason(approve):
    history = (APPLIED, CO_SIGNED, CHECKED, OBJECTED)
    given(*history).when(approve).then_refused("check-failed", check="arithmetic")
    given(*history, CALCULATED).when(APPROVE).then(APPROVED)


def test_what_failed_the_content_check_is_approved_only_by_who_says_why():
    history = (APPLIED, CO_SIGNED, FAILED, CALCULATED)
    given(*history).when(APPROVE).then_refused(
        "check-failed", check="content", reason_code="deviates-from-check"
    )
    given(*history).when(OUT_OF_ORDER).then_refused("check-failed", check="content")
    given(*history).when(replace(AGAINST_THE_CHECK, reason=None)).then_refused("reason-missing")
    given(*history).when(AGAINST_THE_CHECK).then(
        replace(APPROVED, reason_code="deviates-from-check", reason=REASON.ref)
    )


@pytest.mark.parametrize("proposal", ["reduce", "reject", "postpone"])
def test_who_approves_what_was_not_proposed_says_why(proposal):
    history = (APPLIED, CO_SIGNED, replace(CHECKED, proposal=proposal), CALCULATED)
    no = (
        given(*history)
        .when(APPROVE)
        .then_refused("reason-does-not-fit", reason_code="deviates-from-check")
    )
    assert [it.pointer for it in no.errors] == ["/reason_code"]
    assert given(*history).when(AGAINST_THE_CHECK).decide()[0].reason == REASON.ref


# ---- the signature of the Träger -------------------------------------------------------------


@pytest.mark.parametrize("approve", [APPROVE, AGAINST_THE_CHECK, APPROVE_REDUCED])
@pytest.mark.parametrize("signed", [(), (replace(CO_SIGNED, application_version=2),)])
def test_nothing_is_approved_that_the_recipient_has_not_signed(approve, signed):
    """A signature of another version is none."""
    history = (APPLIED, *signed, CHECKED, CALCULATED)
    given(*history).when(approve).then_refused("co-signature-missing")


def test_what_nobody_has_signed_may_be_rejected_and_may_wait():
    given(APPLIED).when(REJECT).then(REJECTED)
    given(APPLIED).when(POSTPONE).then(POSTPONED)


# ---- the waiting list ----------------------------------------------------------------------


def test_who_overtakes_the_waiting_list_says_why():
    """The head need not follow the list, but gives reasons when deviating."""
    waiting = ("2025-8-003", "2025-8-011")
    no = (
        given(*READY)
        .when(replace(APPROVE, waiting=waiting))
        .then_refused(
            "reason-does-not-fit", reason_code="deviates-from-priority", waiting=list(waiting)
        )
    )
    assert "2025-8-003, 2025-8-011" in no.detail
    no = (
        given(*READY)
        .when(replace(OUT_OF_ORDER, waiting=waiting, reason=None))
        .then_refused("reason-missing")
    )
    assert [it.pointer for it in no.errors] == ["/reason"]
    given(*READY).when(replace(OUT_OF_ORDER, waiting=waiting)).then(
        replace(APPROVED, reason_code="deviates-from-priority", reason=REASON.ref)
    )


def test_no_deviation_is_claimed_where_there_is_none():
    for claimed in (AGAINST_THE_CHECK, OUT_OF_ORDER):
        given(*READY).when(claimed).then_refused("reason-does-not-fit", reason_code="as-proposed")


def test_who_deviates_from_both_names_the_check():
    history = (APPLIED, CO_SIGNED, FAILED, CALCULATED)
    waiting = ("2025-8-003",)
    given(*history).when(replace(OUT_OF_ORDER, waiting=waiting)).then_refused("check-failed")
    made = given(*history).when(replace(AGAINST_THE_CHECK, waiting=waiting)).decide()
    assert made[0].reason_code == "deviates-from-check"


# ---- the rules of the guideline ------------------------------------------------------------


@pytest.mark.clause("START")
def test_where_the_office_permits_it_a_project_may_begin_before_it_is_approved():
    late = date(2025, 10, 2)
    early = replace(APPROVE, policy=Policy(position=3, early_start=True))
    given(*READY).when(early, late).then(replace(APPROVED, approved_on=late, policy_position=3))
    before = replace(APPLIED, applied_on=date(2025, 10, 2))
    given(before, CO_SIGNED, CHECKED, CALCULATED).when(early, date(2025, 10, 3)).then_refused(
        "start-before-approval", guideline.START, earliest="2025-10-02"
    )


@pytest.mark.clause("OWN_SHARE")
def test_an_approval_rests_on_the_policy_of_its_day():
    """In-kind contributions count up to 0 % here, so the own cash of 4,760 is 1,000 short."""
    strict = replace(APPROVE, policy=Policy(position=4, in_kind_cap_percent=0))
    given(*READY).when(strict).then_refused(
        "own-share-too-small", guideline.IN_KIND, missing_ct=100_000
    )


def test_an_approval_keeps_its_conditions_and_who_decided():
    conditions = (text("Ein Aushang nennt die Förderung."), text("Bericht nach sechs Monaten."))
    given(*READY).when(replace(APPROVE, conditions=conditions)).then(
        replace(APPROVED, conditions=tuple(it.ref for it in conditions))
    )
    deputy = commands.Acting("deputy", as_deputy=True)
    given(*READY).when(replace(APPROVE, acting=deputy)).then(
        replace(APPROVED, by="deputy", as_deputy=True)
    )


# ---- less than was asked for ---------------------------------------------------------------


@pytest.mark.clause("GAP")
def test_a_reduced_approval_has_a_plan_of_its_own_that_balances():
    given(*READY).when(APPROVE_REDUCED).then(REDUCED)
    covered = sum(it.own_cash_ct + it.third_party_ct for it in REDUCED.plan.values())
    assert sum(REDUCED.grant_ct.values()) + covered == REDUCED.eligible_ct
    assert sum(it.in_kind_ct for it in REDUCED.plan.values()) == 100_000


@pytest.mark.clause("OWN_SHARE")
def test_a_reduced_plan_lacks_no_cent_of_the_own_share():
    given(*READY).when(replace(APPROVE_REDUCED, own_cash_ct=427_999)).then_refused(
        "own-share-too-small", guideline.IN_KIND, missing_ct=1
    )


def test_less_is_at_least_one_cent_less():
    whole = {2025: Year(1_800_000), 2026: Year(7_200_000, 1_000_000), 2027: Year(5_400_000)}
    same = replace(APPROVE_REDUCED, plan=whole, own_cash_ct=476_000)
    given(*READY).when(same).then_refused(
        "grant-not-reduced", grant_ct=12_924_000, asked_ct=12_924_000
    )
    (made,) = given(*READY).when(replace(same, own_cash_ct=476_001)).decide()
    assert sum(made.grant_ct.values()) == 12_923_999 == sum(GRANT_CT.values()) - 1


def test_nobody_is_granted_more_than_was_asked_for():
    more = replace(
        APPROVE_REDUCED, plan={**APPROVE_REDUCED.plan, 2026: Year(9_000_000)}, own_cash_ct=600_000
    )
    no = (
        given(*READY)
        .when(more)
        .then_refused("grant-not-reduced", grant_ct=15_600_000, asked_ct=12_924_000)
    )
    assert "156.000,00 €" in no.detail


@pytest.mark.parametrize("years", [(2025, 2026), (2025, 2026, 2027, 2028), (2026, 2027, 2028)])
def test_a_reduced_plan_has_the_years_of_the_application(years):
    plan = dict.fromkeys(years, Year(100_000))
    no = given(*READY).when(replace(APPROVE_REDUCED, plan=plan)).then_refused("years-do-not-match")
    assert no.detail == "Der Plan braucht genau einen Eintrag für jedes Jahr: 2025, 2026, 2027."


def test_what_failed_the_content_check_is_not_approved_with_less_either():
    given(APPLIED, CO_SIGNED, FAILED, CALCULATED).when(APPROVE_REDUCED).then_refused(
        "check-failed", check="content"
    )


# ---- once and for all ----------------------------------------------------------------------


def test_the_same_approval_again_changes_nothing_even_by_another_deputy():
    given(*RUNNING).when(APPROVE).then()
    deputy = commands.Acting("deputy", as_deputy=True)
    given(*RUNNING).when(replace(APPROVE, acting=deputy)).then()


WORDS = replace(APPROVED, reason_code="deviates-from-check", reason=REASON.ref)


@pytest.mark.parametrize(
    ("approved", "again"),
    [
        (APPROVED, AGAINST_THE_CHECK),
        (APPROVED, replace(APPROVE, conditions=(REASON,))),
        (APPROVED, APPROVE_REDUCED),
        (REDUCED, APPROVE),
        (REDUCED, APPROVE_REDUCED),
        (WORDS, AGAINST_THE_CHECK),
        (WORDS, APPROVE),
        (replace(APPROVED, conditions=(REASON.ref,)), APPROVE),
    ],
)
def test_a_second_approval_with_other_content_is_refused(approved, again):
    """Of texts only salted hashes are known: one that carries a text is never the same again."""
    given(*READY, approved).when(again).then_refused("already-decided")


def test_what_waited_is_approved_after_it_was_taken_up():
    history = (*READY, POSTPONED)
    given(*history).when(APPROVE).then_refused("application-not-open", status="postponed")
    given(*history, REOPENED).when(APPROVE).then(APPROVED)


def test_the_head_who_declared_bias_approves_nothing():
    given(*READY, BIASED).when(APPROVE).then_refused("conflict-of-interest")
    central = commands.Acting("central", as_central=True)
    given(*READY, BIASED).when(replace(APPROVE, acting=central)).then(
        replace(APPROVED, by="central", as_deputy=True)
    )
