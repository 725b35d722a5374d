"""A payment from the pay list on: which command, in which state of it, leads where."""

from dataclasses import replace
from datetime import date

import pytest

from services.funding import commands, events
from services.funding.budget import BUDGET
from services.funding.ledger import balance
from shared import guideline
from tests.given import Given

given = Given(BUDGET)
A, B = "project-a", "project-b"
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
SET = events.BudgetSet(2026, 10_000, "Rat 11.12.2025", 0)
BOUND = events.Debited(2026, f"{A}:2", A, 9_000, 0, 0, 0)
HELD = events.PaymentsHeld(2026, A, f"{A}:3")
CLOSED = events.YearClosed(2026, 1_000, date(2027, 1, 4))
ORDER = commands.OrderPayment(2026, A, 1, 6_000, "Rate 1", "2026-001", "wjh")
ORDERED = events.PaymentOrdered(2026, A, 1, 6_000, "Rate 1", "2026-001", "wjh", MONDAY)
PAY = commands.Pay(2026, A, 1, 6_000, FRIDAY)
PAID = events.Paid(2026, A, 6_000, 1, FRIDAY)
FAIL = commands.FailPayment(2026, A, 1, "no-account", "wjh")
FAILED = events.PaymentFailed(2026, A, 1, 6_000, "no-account", "wjh", FRIDAY)
REVERSE = commands.ReversePayment(2026, A, 1, FRIDAY, "returned-by-bank", "wjh")
REVERSED = events.PaymentReversed(2026, A, 1, 6_000, "returned-by-bank", "wjh", FRIDAY)


def test_what_is_bound_can_be_ordered_and_not_a_cent_more():
    given(SET, BOUND).when(ORDER, MONDAY).then(ORDERED)
    second = replace(ORDER, number=2, amount_ct=3_001)
    given(SET, BOUND, ORDERED).when(second, MONDAY).then_refused(
        "payment-exceeds-commitment", guideline.BUDGET, left_ct=3_000
    )
    given(SET, BOUND, ORDERED, PAID).when(second, FRIDAY).then_refused(
        "payment-exceeds-commitment", guideline.BUDGET, left_ct=3_000
    )
    all_ = replace(ORDER, number=2, amount_ct=9_000)
    given(SET, BOUND, ORDERED, FAILED).when(all_, FRIDAY).then(
        replace(ORDERED, number=2, amount_ct=9_000, ordered_on=FRIDAY)
    )
    given(SET, BOUND).when(replace(ORDER, project_id=B), MONDAY).then_refused(
        "payment-exceeds-commitment", guideline.BUDGET, left_ct=0
    )


def test_a_payment_stands_in_one_pay_list():
    given(SET, BOUND, ORDERED).when(ORDER, FRIDAY).then()
    given(SET, BOUND, ORDERED).when(replace(ORDER, pay_list="2026-002"), FRIDAY).then_refused(
        "already-decided"
    )


def test_while_a_project_is_settled_nothing_is_ordered_and_nothing_under_way_is_settled_over():
    given(SET, BOUND, HELD).when(ORDER, MONDAY).then_refused("payments-held", guideline.REPORT)
    hold = commands.HoldPayments(2026, A, f"{A}:3")
    given(SET, BOUND, ORDERED).when(hold, FRIDAY).then_refused(
        "payments-under-way", amount_ct=6_000
    )
    for after in (FAILED, PAID):
        given(SET, BOUND, ORDERED, after).when(hold, FRIDAY).then(HELD)
    given(SET, BOUND, ORDERED, PAID, HELD).when(REVERSE, FRIDAY).then_refused(
        "payments-held", guideline.REPORT
    )


STATES = {
    "unknown": (),
    "ordered": (ORDERED,),
    "failed": (ORDERED, FAILED),
    "paid": (ORDERED, PAID),
    "reversed": (ORDERED, PAID, REVERSED),
}
TABLE = [
    #          unknown            ordered          failed           paid             reversed
    (PAY,     "payment-unknown", [PAID],          "payment-state", [],              "payment-state"),
    (FAIL,    "payment-unknown", [FAILED],        [],              "payment-state", "payment-state"),
    (REVERSE, "payment-unknown", "payment-state", "payment-state", [REVERSED],      []),
]  # fmt: skip
ROWS = [
    pytest.param(command, state, outcome, id=f"{type(command).__name__}-{state}")
    for command, *outcomes in TABLE
    for state, outcome in zip(STATES, outcomes, strict=True)
]


@pytest.mark.parametrize(("command", "state", "outcome"), ROWS)
def test_what_becomes_of_a_payment(command, state, outcome):
    then = given(SET, BOUND, *STATES[state]).when(command, FRIDAY)
    if isinstance(outcome, str):
        then.then_refused(outcome)
    else:
        then.then(*outcome)


@pytest.mark.parametrize("state", ["ordered", "paid", "failed", "reversed"])
def test_another_amount_than_was_ordered_is_never_confirmed(state):
    for cents in (5_999, 6_001):
        given(SET, BOUND, *STATES[state]).when(replace(PAY, amount_ct=cents), FRIDAY).then_refused(
            "amount-differs", ordered_ct=6_000, told_ct=cents
        )


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 7)])
def test_a_payment_was_made_between_its_order_and_today(day):
    given(SET, BOUND, ORDERED).when(replace(PAY, paid_on=day), FRIDAY).then_refused(
        "day-impossible", earliest="2026-03-02", latest="2026-03-06"
    )
    given(SET, BOUND, ORDERED, PAID).when(replace(REVERSE, reversed_on=day), FRIDAY).then_refused(
        "day-impossible", earliest="2026-03-06"
    )


def test_only_a_confirmation_moves_money_and_a_reversal_moves_it_back():
    def accounts(*happened):
        told = balance([SET, BOUND, *happened])
        return told["festgelegt"], told["ausgezahlt"], told["frei"]

    assert accounts(ORDERED) == (9_000, 0, 1_000)
    assert accounts(ORDERED, FAILED) == (9_000, 0, 1_000)
    assert accounts(ORDERED, PAID) == (3_000, 6_000, 1_000)
    assert accounts(ORDERED, PAID, REVERSED) == (9_000, 0, 1_000)
    assert accounts(ORDERED, PAID, CLOSED, REVERSED) == (9_000, 0, 0)


def test_what_came_back_in_a_closed_year_is_bound_there_and_can_be_carried_over():
    history = (SET, BOUND, ORDERED, PAID, CLOSED)
    given(*history).when(replace(REVERSE, reversed_on=date(2027, 1, 8)), date(2027, 1, 11)).then(
        replace(REVERSED, reversed_on=date(2027, 1, 8))
    )
    budget = BUDGET.fold([*history, REVERSED])
    assert (budget.left_ct(A), budget.lapsed_ct, budget.free_ct) == (9_000, 1_000, 0)
    second = replace(ORDER, number=2)
    given(*history, REVERSED).when(second, date(2027, 1, 11)).then_refused(
        "year-closed", guideline.BUDGET
    )


def test_after_a_settlement_what_came_back_is_owed_once_more_in_full():
    """Final 4,000, paid 6,000: 2,000 are claimed back, and stay claimed."""
    settled = events.Settled(2026, A, 4_000, 3_000, 0)
    given(SET, BOUND, ORDERED, PAID, settled).when(REVERSE, FRIDAY).then(REVERSED)
    assert BUDGET.fold([SET, BOUND, ORDERED, PAID, settled, REVERSED]).left_ct(A) == 6_000


def test_what_is_under_way_neither_moves_nor_is_taken_back_nor_released():
    there = (SET, BOUND, ORDERED)
    give = commands.Reserve(2026, f"{A}:3", A, -3_001)
    given(*there).when(give, FRIDAY).then_refused(
        "insufficient-commitment", guideline.BUDGET, missing_ct=1
    )
    take = commands.Debit(2026, f"{A}:3", A, -9_000)
    given(*there).when(take, FRIDAY).then(events.Debited(2026, f"{A}:3", A, -3_000, 0, 0, 0))
    settle = commands.Settle(2026, A, 0)
    given(*there).when(settle, FRIDAY).then(events.Settled(2026, A, 0, 3_000, 0))
    close = commands.CloseYear(2026)
    given(*there).when(close, date(2027, 1, 4)).then_refused("payments-under-way", amount_ct=6_000)


def test_a_payment_of_old_has_no_order_and_stays_paid():
    old = events.Paid(2026, A, 6_000, 0, None)
    budget = BUDGET.fold([SET, BOUND, old])
    assert (budget.orders, budget.paid_ct(), budget.left_ct(A)) == ({}, 6_000, 3_000)
