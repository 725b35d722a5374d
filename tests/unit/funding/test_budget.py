from collections import Counter
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from services.funding import commands, events
from services.funding.across import reserve_all
from services.funding.budget import BUDGET, Budget
from services.funding.ledger import Posting, balance, postings
from shared import guideline
from shared.documents import DocumentRef
from shared.refusal import Refused
from tests.given import Given

given = Given(BUDGET)
A, B, C = "project-a", "project-b", "project-c"

SET = events.BudgetSet(2026, 10_000, "Rat 11.12.2025", 0)


def reserve(amount_ct, project=A, version=2):
    return commands.Reserve(2026, f"{project}:{version}", project, amount_ct)


def reserved(amount_ct, project=A, version=2):
    return events.Reserved(2026, f"{project}:{version}", project, amount_ct)


def released(amount_ct, project=A, version=2):
    return events.Released(2026, f"{project}:{version}", project, amount_ct)


def debit(amount_ct, project=A, version=2):
    return commands.Debit(2026, f"{project}:{version}", project, amount_ct)


def debited(amount_ct, reserved_ct, project=A, version=2):
    return events.Debited(2026, f"{project}:{version}", project, amount_ct, reserved_ct, 0, 0)


def unfunded(amount_ct, project=A, version=2):
    return events.Unfunded(2026, f"{project}:{version}", project, amount_ct)


def supplement(amount_ct, resolution="Nachtrag 1"):
    return commands.Supplement(2026, amount_ct, resolution)


def supplemented(amount_ct, resolution="Nachtrag 1"):
    return events.Supplemented(2026, amount_ct, resolution)


REASON = DocumentRef("d", "0" * 64)


def carried_out(amount_ct, source, project=None):
    return events.CarriedOut(
        2026, "c", 2027, source, project, amount_ct, "other", REASON, "Rat", date(2027, 1, 4)
    )


def free_ct(*history):
    return BUDGET.fold(history).free_ct


# ---- the council's resolutions -------------------------------------------------------------


@pytest.mark.clause("BUDGET")
def test_the_budget_of_a_year_is_set_once():
    ask = commands.SetBudget(2026, 10_000, "Rat 11.12.2025")
    given().when(ask).then(SET)
    given(SET).when(ask).then()
    given(SET).when(replace(ask, amount_ct=10_001)).then_refused("already-decided")
    given(SET).when(replace(ask, resolution="Rat 1.1.2026")).then_refused("already-decided")


def test_a_budget_of_nothing_is_a_budget():
    nothing = events.BudgetSet(2026, 0, "Rat", 0)
    given().when(commands.SetBudget(2026, 0, "Rat")).then(nothing)
    given(nothing).when(commands.SetBudget(2026, 0, "Rat")).then()
    given(nothing).when(reserve(1)).then_refused(
        "insufficient-budget", guideline.BUDGET, missing_ct=1
    )


def test_a_supplement_is_booked_once_for_each_resolution():
    given(SET).when(supplement(500)).then(supplemented(500))
    given(SET, supplemented(500)).when(supplement(500)).then()
    given(SET, supplemented(500)).when(supplement(501)).then_refused("already-decided")
    given(SET, supplemented(500)).when(supplement(500, "Nachtrag 2")).then(
        supplemented(500, "Nachtrag 2")
    )
    given(SET).when(supplement(0)).then()


def test_without_a_budget_there_is_nothing_to_supplement():
    given().when(supplement(500)).then_refused("no-budget-for-year", guideline.BUDGET, year=2026)


def test_a_cut_takes_at_most_what_there_is():
    given(SET).when(supplement(-10_000)).then(supplemented(-10_000))
    given(SET).when(supplement(-10_001)).then_refused("cut-exceeds-budget", guideline.BUDGET)


# ---- reserving -----------------------------------------------------------------------------


@pytest.mark.clause("BUDGET")
def test_what_is_there_can_be_reserved_to_the_last_cent():
    given(SET).when(reserve(10_000)).then(reserved(10_000))
    no = (
        given(SET)
        .when(reserve(10_001))
        .then_refused("insufficient-budget", guideline.BUDGET, year=2026, missing_ct=1)
    )
    assert [(fault.pointer, fault.code) for fault in no.errors] == [("", "insufficient-budget")]
    assert "2026" in no.detail
    assert "0,01 €" in no.detail


def test_two_approvals_do_not_get_the_same_cent():
    given(SET, reserved(6_000)).when(reserve(4_001, B)).then_refused(
        "insufficient-budget", guideline.BUDGET, missing_ct=1
    )
    given(SET, reserved(6_000)).when(reserve(4_000, B)).then(reserved(4_000, B))


@pytest.mark.clause("BUDGET")
def test_a_year_without_budget_reserves_nothing():
    given().when(reserve(1)).then_refused("no-ceiling", guideline.BUDGET, year=2026)


def test_a_repeat_replaces_its_own_reservation():
    given(SET, reserved(9_000)).when(reserve(9_000)).then()
    given(SET, reserved(9_000)).when(reserve(10_000)).then(released(9_000), reserved(10_000))
    given(SET, reserved(9_000)).when(reserve(10_001)).then_refused(
        "insufficient-budget", guideline.BUDGET, missing_ct=1
    )
    given(SET, reserved(9_000)).when(reserve(0)).then(released(9_000))


def test_reserving_what_is_debited_changes_nothing():
    given(SET, reserved(9_000), debited(9_000, 9_000)).when(reserve(9_000)).then()


def test_an_extension_moves_away_only_what_is_bound_and_not_paid():
    paid = events.Paid(2026, A, 1_000, 0, None)
    history = (SET, reserved(9_000), debited(9_000, 9_000), paid)
    held = events.PaymentsHeld(2026, A, f"{A}:3")
    given(*history).when(reserve(-8_000, version=3)).then(held)
    given(*history, held).when(reserve(-8_000, version=3)).then()
    given(*history).when(reserve(-8_001, version=3)).then_refused(
        "insufficient-commitment", guideline.BUDGET, year=2026, missing_ct=1
    )


def test_what_is_being_moved_away_cannot_be_paid_here_meanwhile():
    """Between the reservation and the hearing both years could have paid the same cents."""
    bound = (SET, reserved(9_000), debited(9_000, 9_000))
    held = events.PaymentsHeld(2026, A, f"{A}:3")
    order = commands.OrderPayment(2026, A, 1, 9_000, "2026-8-001", "2026-001", "wjh")
    given(*bound, held).when(order).then_refused("payments-held", guideline.REPORT)

    booked = (debited(-8_000, 0, version=3), events.PaymentsResumed(2026, A, f"{A}:3"))
    given(*bound, held).when(debit(-8_000, version=3)).then(*booked)
    given(*bound, held, *booked).when(order).then_refused(
        "payment-exceeds-commitment", guideline.BUDGET, left_ct=1_000
    )

    resume = commands.ResumePayments(2026, A, f"{A}:3")
    given(*bound, held).when(resume).then(events.PaymentsResumed(2026, A, f"{A}:3"))


def test_a_settlement_that_holds_payments_goes_on_holding_them():
    bound = (SET, reserved(9_000), debited(9_000, 9_000))
    settling = events.PaymentsHeld(2026, A, f"{A}:9")
    given(*bound, settling).when(reserve(-8_000, version=3)).then()
    given(*bound, settling).when(debit(-8_000, version=3)).then(debited(-8_000, 0, version=3))


def test_all_years_reserve_or_none():
    enough = BUDGET.fold([SET])
    short = BUDGET.fold([replace(SET, year=2027, amount_ct=99)])
    asked = {year: commands.Reserve(year, "a:2", A, 100) for year in (2028, 2026, 2027)}
    with pytest.raises(Refused) as no:
        reserve_all(asked, {2026: enough, 2027: short, 2028: Budget()}, date(2025, 9, 15))
    assert no.value.code == "insufficient-budget"
    assert no.value.facts == {"year": 2027, "missing_ct": 1}
    assert [(fault.pointer, fault.code) for fault in no.value.errors] == [
        ("", "insufficient-budget"),
        ("", "no-ceiling"),
    ]
    made = reserve_all({2026: asked[2026]}, {2026: enough}, date(2025, 9, 15))
    assert made == {2026: [events.Reserved(2026, "a:2", A, 100)]}


# ---- debiting ------------------------------------------------------------------------------


def test_a_reservation_becomes_the_debit():
    given(SET, reserved(9_000)).when(debit(9_000)).then(debited(9_000, 9_000))


def test_an_approval_is_debited_once():
    given(SET, reserved(9_000), debited(9_000, 9_000)).when(debit(9_000)).then()
    given(SET, unfunded(20_000)).when(debit(20_000)).then()


def test_an_approval_without_reservation_is_debited_if_there_is_room():
    given(SET).when(debit(10_000)).then(debited(10_000, 0))


def test_a_debit_other_than_its_reservation_takes_or_returns_the_difference():
    given(SET, reserved(9_000)).when(debit(10_000)).then(debited(10_000, 9_000))
    given(SET, reserved(9_000)).when(debit(8_000)).then(debited(8_000, 9_000))
    assert free_ct(SET, reserved(9_000), debited(8_000, 9_000)) == 2_000


def test_a_debit_of_nothing_gives_its_reservation_back():
    given(SET, reserved(9_000)).when(debit(0)).then(released(9_000))
    given(SET).when(debit(0)).then()


def test_an_approval_without_room_is_recorded_and_blocks_the_year():
    given(SET).when(debit(10_001)).then(unfunded(10_001))
    given().when(debit(1)).then(unfunded(1))
    given(SET, unfunded(10_001)).when(reserve(1, B)).then_refused(
        "year-has-unfunded-approval", guideline.BUDGET, year=2026, missing_ct=10_001
    )


def test_a_reserved_debit_is_bound_even_in_a_year_cut_below():
    history = (SET, reserved(9_000), supplemented(-5_000))
    given(*history).when(debit(9_000)).then(debited(9_000, 9_000))


@pytest.mark.parametrize(
    ("history", "command", "first"),
    [
        ((SET, unfunded(10_500)), supplement(500), supplemented(500)),
        (
            (SET, reserved(500, B), unfunded(10_000)),
            commands.Release(2026, B),
            released(500, B),
        ),
        (
            (SET, debited(500, 0, B), unfunded(9_900)),
            debit(-400, B, 3),
            debited(-400, 0, B, 3),
        ),
        ((unfunded(10_000),), commands.SetBudget(2026, 10_000, "Rat 11.12.2025"), SET),
    ],
)
def test_whatever_gives_room_covers_what_is_unfunded(history, command, first):
    (covered,) = given(*history).when(command).decide()[1:]
    lacking_ct = sum(event.amount_ct for event in history if isinstance(event, events.Unfunded))
    given(*history).when(command).then(first, events.Covered(2026, A, lacking_ct))
    given(*history, first, covered).when(reserve(0, C)).then()
    assert BUDGET.fold([*history, first, covered]).unfunded == {}


def test_the_oldest_is_covered_first_and_in_full():
    history = (SET, debited(10_000, 0, C), unfunded(600, B), unfunded(300, A))
    given(*history).when(supplement(599)).then(supplemented(599))
    given(*history).when(supplement(600)).then(supplemented(600), events.Covered(2026, B, 600))


def test_an_extension_takes_back_first_what_was_never_covered():
    history = (SET, debited(9_000, 0), unfunded(2_000, version=3))
    given(*history).when(debit(-2_500, version=4)).then(
        unfunded(-2_000, version=4), debited(-500, 0, version=4)
    )
    given(*history).when(debit(-500, version=4)).then(unfunded(-500, version=4))


# ---- releasing -----------------------------------------------------------------------------


def test_a_reservation_is_released_once():
    ask = commands.Release(2026, A, f"{A}:2")
    given(SET, reserved(9_000)).when(ask).then(released(9_000))
    given(SET, reserved(9_000), released(9_000)).when(ask).then()
    given(SET, reserved(9_000), debited(9_000, 9_000)).when(ask).then()
    given(SET, reserved(9_000, version=3)).when(ask).then()


def test_a_rejection_releases_all_of_its_project_and_no_other():
    history = (SET, reserved(100), reserved(200, B), reserved(300, version=3))
    given(*history).when(commands.Release(2026, A)).then(released(100), released(300, version=3))


# ---- paying and settling -------------------------------------------------------------------

BOUND = (SET, reserved(9_000), debited(9_000, 9_000))
PAID = events.Paid(2026, A, 8_100, 0, None)
HELD = events.PaymentsHeld(2026, A, f"{A}:3")
ORDERED = events.PaymentOrdered(2026, A, 1, 7, "Rate 1", "2026-001", "wjh", date(2026, 3, 2))


def test_payments_of_a_project_are_held_and_resumed_once():
    hold = commands.HoldPayments(2026, A, f"{A}:3")
    given(*BOUND).when(hold).then(HELD)
    given(*BOUND, HELD).when(hold).then()
    resumed = events.PaymentsResumed(2026, A, f"{A}:3")
    given(*BOUND, HELD).when(commands.ResumePayments(2026, A, f"{A}:3")).then(resumed)
    given(*BOUND, HELD).when(commands.ResumePayments(2026, A, f"{A}:4")).then()


def test_what_the_final_grant_does_not_need_is_free_again():
    """Bound 9,000, paid 8,100, final 8,600: 500 are still to be paid, 400 are free."""
    settle = commands.Settle(2026, A, 8_600)
    settled = events.Settled(2026, A, 8_600, 400, 0)
    given(*BOUND, PAID, HELD).when(settle).then(settled)
    assert free_ct(*BOUND, PAID, HELD, settled) == 1_000 + 400
    given(*BOUND, PAID, settled).when(settle).then()
    given(*BOUND, PAID, settled).when(commands.Settle(2026, A, 8_601)).then_refused(
        "already-decided"
    )
    assert BUDGET.fold([*BOUND, PAID, HELD, settled]).left_ct(A) == 500


def test_what_was_paid_beyond_the_final_grant_is_not_free_until_it_is_back():
    settled = events.Settled(2026, A, 8_000, 900, 0)
    given(*BOUND, PAID).when(commands.Settle(2026, A, 8_000)).then(settled)
    assert balance([*BOUND, PAID, settled])["ausgezahlt"] == 8_100


def test_closing_voids_what_is_still_reserved():
    given(*BOUND, reserved(100, version=3)).when(commands.Settle(2026, A, 9_000)).then(
        released(100, version=3), events.Settled(2026, A, 9_000, 0, 0)
    )


def test_a_settled_project_lacks_only_what_it_still_gets():
    settled = events.Settled(2026, A, 10_400, 0, 0)
    given(SET, unfunded(10_500)).when(commands.Settle(2026, A, 10_400)).then(settled)
    assert BUDGET.fold([SET, unfunded(10_500), settled]).unfunded == {A: 10_400}

    paid = (
        SET,
        debited(9_000, 0),
        events.Paid(2026, A, 9_000, 0, None),
        unfunded(2_000, version=3),
    )
    settled = events.Settled(2026, A, 10_500, 0, 0)
    given(*paid).when(commands.Settle(2026, A, 10_500)).then(settled)
    assert BUDGET.fold([*paid, settled]).unfunded == {A: 1_500}


# ---- the ledger ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "moved"),
    [
        (SET, {"budget": -10_000, "frei": 10_000}),
        (supplemented(-5), {"supplementary": 5, "frei": -5}),
        (reserved(7), {"frei": -7, "reserviert": 7}),
        (released(7), {"reserviert": -7, "frei": 7}),
        (debited(9, 7), {"reserviert": -7, "frei": -2, "festgelegt": 9}),
        (debited(-9, 0), {"frei": 9, "festgelegt": -9}),
        (unfunded(7), {}),
        (events.Covered(2026, A, 7), {"frei": -7, "festgelegt": 7}),
        (HELD, {}),
        (events.PaymentsResumed(2026, A, f"{A}:3"), {}),
        (ORDERED, {}),
        (events.PaymentFailed(2026, A, 1, 7, "other", "wjh", date(2026, 3, 2)), {}),
        (events.Paid(2026, A, 7, 1, date(2026, 3, 2)), {"festgelegt": -7, "ausgezahlt": 7}),
        (
            events.PaymentReversed(2026, A, 1, 7, "other", "wjh", date(2026, 3, 2)),
            {"ausgezahlt": -7, "festgelegt": 7},
        ),
        (events.Settled(2026, A, 9, 7, 0), {"festgelegt": -7, "frei": 7}),
        (events.Settled(2026, A, 9, 0, 7), {"festgelegt": -7, "verfallen": 7}),
        (
            events.SettlementUndone(2026, A, 7, 2, 5),
            {"frei": -7, "verfallen": -2, "festgelegt": 9},
        ),
        (
            events.RecoveryBooked(2026, A, f"{A}:3", 7, 2),
            {"refill": -9, "frei": 7, "vereinnahmt": 2},
        ),
        (events.Debited(2026, "p:3", A, -9, 0, 9, 0), {"verfallen": 9, "festgelegt": -9}),
        (events.Debited(2026, "p:3", A, 0, 0, 0, 9), {}),
        (replace(SET, ceiling_ct=6_000), {"ceiling": 6_000, "frei": 4_000, "budget": -10_000}),
        (events.CeilingSet(2026, 7, "VE", 5), {"ceiling": -2, "frei": 2}),
        (events.ClauseApplied(2026, "p:3", A, 7), {"clause": -7, "frei": 7}),
        (events.ClauseLifted(2026, 7), {"clause": 7, "frei": -7}),
        (carried_out(7, "frei"), {"frei": -7, "carry_out": 7}),
        (carried_out(7, "verfallen"), {"verfallen": -7, "carry_out": 7}),
        (carried_out(7, "festgelegt", A), {"festgelegt": -7, "carry_out": 7}),
        (events.CarriedIn(2026, "c", 2025, None, 7, "Rat"), {"carry_in": -7, "frei": 7}),
        (events.CarriedIn(2026, "c", 2025, A, 7, "Rat"), {"carry_in": -7, "festgelegt": 7}),
        (
            events.TransferredOut(2026, "t", 5, 7, "need", REASON, "Rat"),
            {"frei": -7, "transfer_out": 7},
        ),
        (
            events.TransferredIn(2026, "t", 5, 7, "need", REASON, "Rat"),
            {"transfer_in": -7, "frei": 7},
        ),
        (events.YearClosed(2026, 7, date(2027, 1, 4)), {"frei": -7, "verfallen": 7}),
    ],
)
def test_every_event_is_booked_and_sums_to_zero(event, moved):
    sums: Counter[str] = Counter()
    for posting in postings(event):
        sums[posting.account] += posting.amount_ct
    assert sums == Counter(moved)
    assert sum(moved.values()) == 0


def test_every_event_has_its_row_in_the_ledger():
    """The table above names each event of a year."""
    named = {
        type(row[0]) for row in test_every_event_is_booked_and_sums_to_zero.pytestmark[0].args[1]
    }
    assert named == set(get_args(events.BudgetEvent))


def test_a_posting_names_its_project():
    assert postings(reserved(7)) == [Posting("frei", A, -7), Posting("reserviert", A, 7)]
    assert {posting.project_id for posting in postings(SET)} == {None}
