"""Interest on a recovery: proposed by one, fixed by another, as funding has told it."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, events
from services.projects.notices.gathering import documents, gather
from services.projects.notices.interest import InterestNotice
from services.projects.project import PROJECT
from shared.guideline import REPORT, Policy, SettlementRules, Span, add_up
from tests.given import Given
from tests.unit.projects.examples import (
    ANSWERED,
    APPLIED,
    CLOSED,
    CLOSING_ID,
    DESK,
    HEAD,
    PROJECT_ID,
    PROPOSED,
    RUNNING,
    SETTLEMENT_REOPENED,
)
from tests.unit.projects.notices.test_gathering import file
from tests.unit.projects.registered import text

given = Given(PROJECT)
INTEREST_ID = "3e4d5c6b-7a89-5098-8765-4b3c2d1e0f9a"
INTEREST_PROPOSAL = "4f5e6d7c-8b9a-51a9-8876-5c4d3e2f1a0b"
WHY = text("Sie haben erst im Februar gezahlt.")
SPANS = (
    Span(date(2027, 11, 15), date(2028, 1, 1), 200_000, 627),
    Span(date(2028, 1, 1), date(2028, 2, 1), 150_000, 837),
)
FIGURES = commands.InterestFigures(CLOSING_ID, SPANS, 0, 2_681)
DEPUTY = commands.Acting(HEAD, as_head=True)
PROPOSE = commands.ProposeInterest(
    PROJECT_ID,
    ground="recovery",
    until=date(2028, 2, 1),
    reason=WHY,
    proposal_id=INTEREST_PROPOSAL,
    figures=FIGURES,
    acting=commands.Acting(DESK),
)
INTEREST_PROPOSED = events.InterestProposed(
    project_id=PROJECT_ID,
    proposal_id=INTEREST_PROPOSAL,
    ground="recovery",
    claim_id=CLOSING_ID,
    until=date(2028, 2, 1),
    amount_ct=2_681,
    reason=WHY.ref,
    by=DESK,
    proposed_on=date(2028, 2, 3),
)
FIX = commands.FixInterest(
    PROJECT_ID,
    INTEREST_PROPOSAL,
    interest_id=INTEREST_ID,
    figures=FIGURES,
    policy=Policy(settlement=SettlementRules(due_days=30)),
    acting=DEPUTY,
)
INTEREST_FIXED = events.InterestFixed(
    project_id=PROJECT_ID,
    interest_id=INTEREST_ID,
    proposal_id=INTEREST_PROPOSAL,
    ground="recovery",
    claim_id=CLOSING_ID,
    until=date(2028, 2, 1),
    spans=SPANS,
    earlier_ct=0,
    amount_ct=2_681,
    due_on=date(2028, 3, 9),
    by=HEAD,
    as_deputy=False,
    fixed_on=date(2028, 2, 8),
)
OVER = (*RUNNING, PROPOSED, ANSWERED, CLOSED)
ON, LATER = date(2028, 2, 3), date(2028, 2, 8)


def test_what_funding_tells_is_proposed_and_fixed_by_two_persons():
    given(*OVER).when(PROPOSE, ON).then(INTEREST_PROPOSED)
    given(*OVER, INTEREST_PROPOSED).when(FIX, LATER).then(INTEREST_FIXED)
    same = replace(FIX, acting=commands.Acting(DESK, as_head=True))
    given(*OVER, INTEREST_PROPOSED).when(same, LATER).then_refused("separation-of-duties")


@pytest.mark.parametrize("command", [PROPOSE, FIX])
def test_who_belongs_to_the_recipient_does_not_decide_on_its_interest(command):
    theirs = replace(command.acting, traeger_id=APPLIED.traeger_id)
    asked = replace(command, acting=theirs)
    given(*OVER, INTEREST_PROPOSED).when(asked, LATER).then_refused("conflict-of-interest")
    others = replace(command, acting=replace(theirs, traeger_id="another"))
    assert given(*OVER, INTEREST_PROPOSED).when(others, LATER).decide()


def test_a_proposal_is_fixed_once():
    fixed = given(*OVER, INTEREST_PROPOSED, INTEREST_FIXED)
    fixed.when(replace(FIX, figures=None), LATER).then()
    other = replace(FIX, acting=commands.Acting("another head", as_head=True))
    fixed.when(other, LATER).then_refused("already-decided")


def test_interest_runs_until_today_at_most():
    given(*OVER).when(PROPOSE, date(2028, 2, 1)).decide()
    given(*OVER).when(PROPOSE, date(2028, 1, 31)).then_refused("day-to-come")


def test_what_money_has_changed_since_is_proposed_anew():
    now = replace(FIX, figures=replace(FIGURES, amount_ct=2_680))
    no = given(*OVER, INTEREST_PROPOSED).when(now, LATER)
    no.then_refused("interest-changed", REPORT, proposed_ct=2_681, now_ct=2_680)


def test_two_proposals_for_the_same_days_are_not_fixed_both_while_funding_has_not_heard():
    """Funding would tell the same 26.81 once more, until it has heard of the first notice."""
    another = replace(INTEREST_PROPOSED, proposal_id="another")
    fixed = given(*OVER, INTEREST_PROPOSED, another, INTEREST_FIXED)
    second = replace(FIX, proposal_id="another", interest_id="another interest")
    fixed.when(second, LATER).then_refused("interest-not-yet-booked")
    fixed.when(PROPOSE, LATER).then_refused("interest-not-yet-booked")
    heard = replace(FIGURES, earlier_ct=2_681, amount_ct=2_681)
    made = fixed.when(replace(second, figures=heard), LATER).decide()
    assert [it.earlier_ct for it in made] == [2_681]


def test_nothing_is_fixed_on_a_claim_that_was_taken_up_again():
    again = given(*OVER, INTEREST_PROPOSED, SETTLEMENT_REOPENED)
    again.when(FIX, LATER).then_refused("interest-not-yet-booked")
    given(*OVER, SETTLEMENT_REOPENED).when(PROPOSE, LATER).then_refused("interest-not-yet-booked")


def test_nothing_is_fixed_that_nobody_has_proposed():
    unknown = replace(FIX, proposal_id="nobody's")
    given(*OVER, INTEREST_PROPOSED).when(unknown, LATER).then_refused("interest-proposal-unknown")


def test_the_notice_tells_what_was_fixed_and_why_nothing_is_waived():
    known = replace(
        file(*OVER, INTEREST_PROPOSED), texts={WHY.ref.document_id: WHY.content.decode()}
    )
    kind, notice = gather(INTEREST_FIXED, known)
    assert documents(INTEREST_FIXED, known.project) == [WHY.ref.document_id]
    assert isinstance(notice, InterestNotice)
    assert (kind, notice.amount_ct, notice.due_on) == ("interest", 2_681, date(2028, 3, 9))
    assert notice.parent.dated == CLOSED.closed_on
    assert notice.reason == "Sie haben erst im Februar gezahlt."
    assert [(it.first, it.last, it.days, it.percent) for it in notice.rows] == [
        (date(2027, 11, 15), date(2027, 12, 31), 47, "6,27"),
        (date(2028, 1, 1), date(2028, 1, 31), 31, "8,37"),
    ]


def test_the_example_is_what_its_days_bear():
    """2,000.00 at 6.27 % for 47 days, 16.1474…; 1,500.00 at 8.37 % for 31 days, 10.6631…"""
    assert add_up(SPANS).amount_ct == INTEREST_FIXED.amount_ct


def test_money_used_late_needs_no_recovery_and_its_notice_names_the_grant():
    figures = replace(FIGURES, claim_id=None)
    propose = replace(PROPOSE, ground="late-use", figures=figures)
    proposed = replace(INTEREST_PROPOSED, ground="late-use", claim_id=None)
    given(*RUNNING).when(propose, ON).then(proposed)
    fixed = replace(INTEREST_FIXED, ground="late-use", claim_id=None)
    given(*RUNNING, proposed).when(replace(FIX, figures=figures), LATER).then(fixed)
    known = replace(file(*RUNNING, proposed), texts={WHY.ref.document_id: WHY.content.decode()})
    kind, notice = gather(fixed, known)
    assert isinstance(notice, InterestNotice)
    assert (kind, notice.ground, notice.parent.title) == (
        "interest",
        "late-use",
        "Zuwendungsbescheid",
    )
