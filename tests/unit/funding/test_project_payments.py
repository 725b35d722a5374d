"""Payments until they stand in a pay list: notices, plans, requests, releases, cancellations."""

from dataclasses import replace
from datetime import date

import pytest

from services.funding import commands, events
from services.funding.project_payments import PAYMENTS
from shared import guideline
from shared.documents import Document
from tests.given import Given

given = Given(PAYMENTS)
P, APPROVAL = "project", "project:2"
MONDAY = date(2026, 3, 2)
TEXT = Document("0b9cf2f0-8a0c-4a55-9e8e-3f0a2f5a3d11", b"\0" * 16, b"Verzicht", "text/plain")
NOTED = events.NoticeNoted(P, APPROVAL, 1, date(2026, 1, 5))  # final on 10.2.2026
PERIOD = (date(2026, 1, 1), date(2026, 12, 31))


def room(left_ct=9_000, *ordered, gone_ct=0, granted_ct=9_000, is_held=False):
    keys = frozenset((2026, number) for number in ordered)
    return commands.Room({2026: left_ct}, keys, gone_ct, {APPROVAL: granted_ct}, is_held)


def planned(*amounts, by_rule=True, cause="approved", by="funding", first=1):
    """Instalments of 2026, due on the first of May, June and so on."""
    instalments = tuple(
        events.Instalment(number, date(2026, number + 4, 1), cents)
        for number, cents in enumerate(amounts, first)
    )
    return events.PaymentsPlanned(P, 2026, instalments, by_rule, cause, by, MONDAY)


def by_rule(left_ct, *ordered, cause="changed", rhythm="half-yearly"):
    return commands.PlanByRule(P, 2026, PERIOD, rhythm, cause, "funding", room(left_ct, *ordered))


def by_hand(*dues, left_ct=9_000):
    made = tuple(commands.Due(day, cents) for day, cents in dues)
    return commands.PlanPayments(P, 2026, made, "wjh", room(left_ct))


def release(number=1, amount_ct=3_000, by="head", **more):
    return commands.ReleasePayment(
        P, 2026, number, amount_ct, by, room(**more), commands.Terms("NW")
    )


def released(number=1, amount_ct=3_000, by="head"):
    return events.PaymentReleased(P, 2026, number, amount_ct, by, MONDAY)


def cancelled(number, amount_ct):
    return events.PaymentCancelled(P, 2026, number, amount_ct, "other", TEXT.ref, "wjh", MONDAY)


THREE = planned(3_000, 3_000, 3_000)


# ---- notices -------------------------------------------------------------------------------


def test_a_notice_is_noted_once_and_its_posting_when_somebody_says_so():
    note = commands.NoteNotice(P, APPROVAL, 1, date(2026, 1, 5))
    given().when(note, MONDAY).then(NOTED)
    given(NOTED).when(note, MONDAY).then()
    say = commands.RecordPosting(P, APPROVAL, date(2026, 1, 5), "wjh", room())
    said = events.PostingRecorded(P, APPROVAL, date(2026, 1, 5), "wjh", MONDAY)
    given(NOTED).when(say, MONDAY).then(said)
    given(NOTED, said).when(say, MONDAY).then()
    given(NOTED).when(replace(say, posted_on=date(2026, 1, 4)), MONDAY).then_refused(
        "day-impossible", earliest="2026-01-05"
    )
    given(NOTED).when(replace(say, posted_on=date(2026, 3, 3)), MONDAY).then_refused(
        "day-impossible", latest="2026-03-02"
    )


def test_a_notice_that_nobody_knows_cannot_be_final_but_a_decision_without_one_can():
    say = commands.RecordPosting(P, APPROVAL, date(2026, 1, 5), "wjh", commands.Room())
    given().when(say, MONDAY).then_refused("notice-unknown")
    waive = commands.WaiveAppeal(P, APPROVAL, date(2026, 1, 20), TEXT, "wjh", room())
    waived = events.AppealWaived(P, APPROVAL, date(2026, 1, 20), TEXT.ref, "wjh", MONDAY)
    given().when(waive, MONDAY).then(waived)
    given(waived).when(waive, MONDAY).then()


# ---- plans ---------------------------------------------------------------------------------


def plan_of(*history, when):
    (event,) = PAYMENTS.decide(when, PAYMENTS.fold(history), MONDAY)
    assert isinstance(event, events.PaymentsPlanned)
    return [(it.number, it.due_on, it.amount_ct) for it in event.instalments], event.by_rule


def test_by_rule_all_that_is_bound_is_planned_as_the_policy_says():
    halves = [(1, MONDAY, 4_500), (2, date(2026, 7, 1), 4_500)]
    assert plan_of(when=by_rule(9_000, cause="approved")) == (halves, True)
    same = PAYMENTS.decide(by_rule(9_000, cause="approved"), PAYMENTS.fold([]), MONDAY)
    given(*same).when(by_rule(9_000), MONDAY).then()
    assert plan_of(*same, when=by_rule(9_000, rhythm="on-request")) == ([], True)


def test_a_new_plan_keeps_what_is_released_or_ordered_and_gives_no_number_twice():
    history = (NOTED, THREE, released(1), released(2))
    made = plan_of(*history, when=by_rule(8_000, 1))
    assert made == (
        [
            (1, date(2026, 5, 1), 3_000),  # ordered
            (2, date(2026, 6, 1), 3_000),  # released
            (3, MONDAY, 2_500),
            (4, date(2026, 7, 1), 2_500),
        ],
        True,
    )


def test_what_does_not_fit_any_more_is_released_no_more_the_last_first():
    history = (NOTED, THREE, released(1), released(2))
    after = PAYMENTS.decide(by_rule(3_500), PAYMENTS.fold(history), MONDAY)
    payments = PAYMENTS.fold([*history, *after])
    assert [(it.number, it.amount_ct) for it in payments.plans[2026]] == [
        (1, 3_000),
        (3, 250),
        (4, 250),
    ]
    assert set(payments.released) == {(2026, 1)}


def test_a_plan_by_hand_fits_and_is_only_cut_afterwards():
    dues = ((date(2026, 9, 1), 4_000), (date(2026, 4, 1), 5_000))
    mine, _ = plan_of(THREE, when=by_hand(*dues))
    assert mine == [(1, date(2026, 4, 1), 5_000), (2, date(2026, 9, 1), 4_000)]
    given(THREE).when(by_hand(*dues, left_ct=8_999), MONDAY).then_refused(
        "plan-exceeds-commitment", guideline.BUDGET, left_ct=8_999
    )
    hand = planned(5_000, 4_000, by_rule=False, cause="by-hand", by="wjh")
    assert plan_of(hand, when=by_rule(6_000))[0] == [
        (1, date(2026, 5, 1), 5_000),
        (2, date(2026, 6, 1), 1_000),
    ]
    given(hand).when(by_rule(20_000), MONDAY).then()
    assert plan_of(hand, when=by_rule(9_000, cause="by-hand"))[1] is True


def test_beside_what_is_released_only_the_rest_can_be_planned_by_hand():
    given(NOTED, THREE, released(1)).when(by_hand((MONDAY, 6_001)), MONDAY).then_refused(
        "plan-exceeds-commitment", guideline.BUDGET, left_ct=6_000
    )
    assert plan_of(NOTED, THREE, released(1), when=by_hand((MONDAY, 6_000)))[0] == [
        (1, date(2026, 5, 1), 3_000),
        (2, MONDAY, 6_000),
    ]
    assert plan_of(NOTED, THREE, released(1), when=by_hand())[0] == [(1, date(2026, 5, 1), 3_000)]


def test_what_failed_is_planned_once_more_at_once_and_under_a_number_of_its_own():
    repeat = commands.RepeatPayment(P, 2026, 3_000, "wjh")
    made, is_by_rule = plan_of(NOTED, THREE, released(1), when=repeat)
    assert made[-1] == (4, MONDAY, 3_000)
    assert is_by_rule


# ---- release -------------------------------------------------------------------------------


def test_what_somebody_else_has_planned_is_released_once():
    given(NOTED, THREE).when(release(), MONDAY).then(released())
    given(NOTED, THREE, released()).when(release(), MONDAY).then()
    given(NOTED, THREE).when(release(by="funding"), MONDAY).then_refused("four-eyes")


@pytest.mark.parametrize(
    ("history", "more", "code"),
    [
        ((NOTED, THREE), {"number": 4}, "instalment-unknown"),
        ((NOTED, THREE), {"amount_ct": 3_001}, "amount-differs"),
        ((NOTED, THREE, cancelled(1, 3_000)), {}, "already-cancelled"),
    ],
)
def test_what_is_not_there_as_it_was_seen_is_not_released(history, more, code):
    given(*history).when(release(**more), MONDAY).then_refused(code)


def test_never_is_more_released_than_is_bound():
    given(NOTED, THREE, released(1), released(2)).when(
        release(3, left_ct=8_999), MONDAY
    ).then_refused("payment-exceeds-commitment", guideline.BUDGET, left_ct=2_999)
    given(NOTED, THREE).when(release(is_held=True), MONDAY).then_refused(
        "payments-held", guideline.REPORT
    )


def test_never_is_more_released_than_final_notices_grant():
    """9,000 by the approval; 2,000 more by an extension whose notice is of last week."""
    four = planned(3_000, 3_000, 3_000, 2_000)
    extended = events.NoticeNoted(P, "project:5", 2, date(2026, 2, 23))
    grants = {APPROVAL: 9_000, "project:5": 2_000}
    leaves = replace(room(left_ct=5_000, gone_ct=6_000), granted_ct=grants)
    third = replace(release(3), room=leaves)
    given(NOTED, extended, four).when(third, MONDAY).then(released(3))
    fourth = replace(release(4, 2_000), room=leaves)
    given(NOTED, extended, four, released(3)).when(fourth, MONDAY).then_refused(
        "notice-not-final", guideline.BUDGET, final_ct=0, final_from="2026-03-28"
    )
    given(NOTED, extended, four, released(3)).when(fourth, date(2026, 3, 27)).then_refused(
        "notice-not-final", guideline.BUDGET
    )
    given(NOTED, extended, four, released(3)).when(fourth, date(2026, 3, 28)).then(
        replace(released(4, 2_000), released_on=date(2026, 3, 28))
    )


def test_what_a_decision_takes_back_is_gone_before_its_notice_is_final():
    grants = {APPROVAL: 9_000, "project:5": -4_000}
    leaves = replace(room(left_ct=9_000, gone_ct=3_000), granted_ct=grants)
    given(NOTED, THREE).when(replace(release(), room=leaves), MONDAY).then_refused(
        "notice-not-final", guideline.BUDGET, final_ct=2_000
    )


# ---- overdue reports -----------------------------------------------------------------------

LATE = commands.BlockPayments(P, "duty", "annual-report", 2025, date(2026, 4, 30))
BLOCKED = events.PaymentsBlocked(P, "duty", "annual-report", 2025, date(2026, 4, 30), MONDAY)
UNBLOCKED = events.PaymentsUnblocked(P, "duty", MONDAY)


def test_a_report_that_is_told_as_overdue_twice_blocks_once_and_each_due_day_anew():
    given(NOTED, THREE).when(LATE, MONDAY).then(BLOCKED)
    given(BLOCKED).when(LATE, MONDAY).then()
    later = date(2026, 6, 30)
    given(BLOCKED).when(replace(LATE, due_on=later), MONDAY).then(replace(BLOCKED, due_on=later))
    given(BLOCKED, UNBLOCKED).when(LATE, MONDAY).then(BLOCKED)


def test_what_blocks_nothing_is_not_lifted():
    lift = commands.UnblockPayments(P, "duty")
    given(NOTED, THREE).when(lift, MONDAY).then()
    given(BLOCKED).when(replace(lift, duty_id="another"), MONDAY).then()
    given(BLOCKED).when(lift, MONDAY).then(UNBLOCKED)
    given(BLOCKED, UNBLOCKED).when(lift, MONDAY).then()


@pytest.mark.clause("REPORT")
def test_nothing_is_released_while_any_report_is_overdue_and_each_is_named():
    statement = events.PaymentsBlocked(
        P, "other", "statement-of-use", 2026, date(2026, 2, 27), MONDAY
    )
    no = (
        given(NOTED, THREE, BLOCKED, statement)
        .when(release(), MONDAY)
        .then_refused("reports-overdue", guideline.REPORT)
    )
    assert no.detail == (
        "Es fehlt der Verwendungsnachweis (fällig am 27.02.2026); es fehlt der Projektbericht 2025"
        " (fällig am 30.04.2026). Sobald alles eingereicht ist, kann wieder ausgezahlt werden."
    )
    assert [(it["duty_id"], it["due_on"]) for it in no.facts["duties"]] == [
        ("other", "2026-02-27"),
        ("duty", "2026-04-30"),
    ]
    given(NOTED, THREE, BLOCKED, statement, UNBLOCKED).when(release(), MONDAY).then_refused(
        "reports-overdue", guideline.REPORT
    )
    given(NOTED, THREE, BLOCKED, UNBLOCKED).when(release(), MONDAY).then(released())


def test_an_overdue_report_stops_neither_plans_nor_requests_nor_cancellations():
    given(NOTED, BLOCKED).when(DRAW, MONDAY).then(DRAWN)
    assert plan_of(NOTED, BLOCKED, when=by_rule(8_000, cause="approved"))[1]
    cancel = commands.CancelPayment(P, 2026, 1, "other", TEXT, "wjh", room())
    given(NOTED, THREE, BLOCKED).when(cancel, MONDAY).then(cancelled(1, 3_000))


# ---- requests and cancellations ------------------------------------------------------------

DRAW = commands.RequestDrawdown(
    P, 2026, 5_000, MONDAY, date(2026, 5, 2), 7_200, 2_200, "kassenwart", room()
)
DRAWN = events.DrawdownRequested(
    P, 2026, 1, 5_000, MONDAY, date(2026, 5, 2), 7_200, 2_200, "kassenwart", MONDAY
)


def test_money_is_asked_for_what_falls_due_within_two_months_after_own_money():
    given(NOTED).when(DRAW, MONDAY).then(DRAWN)
    given(NOTED).when(replace(DRAW, last=date(2026, 5, 3)), MONDAY).then_refused(
        "drawdown-too-early", latest="2026-05-02"
    )
    given(NOTED).when(replace(DRAW, own_money_ct=2_201), MONDAY).then_refused(
        "own-money-first", needed_ct=4_999
    )
    given(NOTED, DRAWN).when(replace(DRAW, amount_ct=4_001), MONDAY).then_refused(
        "plan-exceeds-commitment", guideline.BUDGET, left_ct=4_000
    )
    given(NOTED).when(replace(DRAW, room=room(is_held=True)), MONDAY).then_refused(
        "payments-held", guideline.REPORT
    )


def test_what_was_asked_for_is_released_by_somebody_else_and_survives_a_new_plan():
    give = release(1, 5_000, by="kassenwart")
    given(NOTED, DRAWN).when(give, MONDAY).then_refused("four-eyes")
    given(NOTED, DRAWN).when(release(1, 5_000), MONDAY).then(released(1, 5_000))
    assert plan_of(NOTED, DRAWN, when=by_hand((date(2026, 9, 1), 4_000)))[0] == [
        (1, MONDAY, 5_000),
        (2, date(2026, 9, 1), 4_000),
    ]


def test_a_payment_is_cancelled_once_and_its_number_is_gone():
    cancel = commands.CancelPayment(P, 2026, 1, "other", TEXT, "wjh", room())
    given(NOTED, THREE, released(1)).when(cancel, MONDAY).then(cancelled(1, 3_000))
    given(NOTED, THREE, cancelled(1, 3_000)).when(cancel, MONDAY).then()
    ordered = replace(cancel, room=room(6_000, 1))
    given(NOTED, THREE, released(1)).when(ordered, MONDAY).then_refused("already-ordered")
    numbers = [it[0] for it in plan_of(NOTED, THREE, cancelled(1, 3_000), when=by_rule(9_000))[0]]
    assert numbers == [1, 2, 3]
