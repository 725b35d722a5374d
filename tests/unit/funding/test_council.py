"""The council's resolutions: ceilings, carry-overs, transfers, the end of a year."""

from dataclasses import replace
from datetime import date

import pytest

from services.funding import commands, events
from services.funding.budget import BUDGET
from services.funding.ledger import balance
from shared import guideline
from shared.documents import Document
from tests.given import Given

given = Given(BUDGET)
A, B = "project-a", "project-b"
NEXT_YEAR = date(2027, 1, 4)
WHY = Document("0b9cf2f0-8a0c-4a55-9e8e-3f0a2f5a3d11", b"\0" * 16, b"Bau verschoben", "text/plain")

SET = events.BudgetSet(2026, 10_000, "Rat 11.12.2025", 0)
CEILING = events.CeilingSet(2026, 6_000, "Finanzplan 2025", 0)
BOUND = events.Debited(2026, f"{A}:2", A, 9_000, 0, 0, 0)
CLOSED = events.YearClosed(2026, 1_000, NEXT_YEAR)


def reserve(amount_ct, future_years="require-ceiling", project=A, version=2):
    return commands.Reserve(2026, f"{project}:{version}", project, amount_ct, future_years)


def reserved(amount_ct, project=A, version=2):
    return events.Reserved(2026, f"{project}:{version}", project, amount_ct)


def carry_out(amount_ct, project=None):
    return commands.CarryOut(
        2026, "c1", 2027, project, amount_ct, "bound-unpaid", WHY.ref, "Rat 2.2.2027"
    )


def carried_out(amount_ct, source, project=None):
    resolution, why = "Rat 2.2.2027", WHY.ref
    return events.CarriedOut(
        2026, "c1", 2027, source, project, amount_ct, "bound-unpaid", why, resolution, NEXT_YEAR
    )


def transfer_out(amount_ct):
    return commands.TransferOut(2026, 5, amount_ct, "need", WHY, "Rat 3.3.2026", "t1")


def transferred_out(amount_ct):
    return events.TransferredOut(2026, "t1", 5, amount_ct, "need", WHY.ref, "Rat 3.3.2026")


# ---- years without a budget ----------------------------------------------------------------


@pytest.mark.clause("BUDGET")
def test_without_a_budget_as_much_can_be_reserved_as_the_ceiling_allows():
    given(CEILING).when(reserve(6_000)).then(reserved(6_000))
    given(CEILING).when(reserve(6_001)).then_refused(
        "insufficient-budget", guideline.BUDGET, year=2026, missing_ct=1
    )
    given().when(reserve(1)).then_refused("no-ceiling", guideline.BUDGET, year=2026)


def test_a_ceiling_of_nothing_allows_nothing():
    nothing = replace(CEILING, amount_ct=0)
    given().when(commands.SetCeiling(2026, 0, "Finanzplan 2025")).then(nothing)
    given(nothing).when(reserve(1)).then_refused("insufficient-budget", guideline.BUDGET)


def test_where_the_office_forbids_it_no_ceiling_helps():
    given(CEILING).when(reserve(1, "forbid")).then_refused(
        "no-budget-for-year", guideline.BUDGET, year=2026
    )
    given(CEILING, SET).when(reserve(1, "forbid")).then(reserved(1))


def test_under_reservation_a_year_can_be_committed_before_anything_is_resolved():
    clause = events.ClauseApplied(2026, f"{A}:2", A, 7_000)
    given().when(reserve(7_000, "with-reservation")).then(clause, reserved(7_000))
    given(clause, reserved(7_000)).when(reserve(7_000, "with-reservation")).then()
    more = events.ClauseApplied(2026, f"{A}:2", A, 500)
    released = events.Released(2026, f"{A}:2", A, 7_000)
    given(clause, reserved(7_000)).when(reserve(7_500, "with-reservation")).then(
        released, more, reserved(7_500)
    )


def test_under_reservation_stands_only_what_the_ceiling_does_not_cover():
    clause = events.ClauseApplied(2026, f"{A}:2", A, 1_000)
    given(CEILING).when(reserve(7_000, "with-reservation")).then(clause, reserved(7_000))


def test_under_reservation_nothing_is_left_over_when_the_approval_does_not_come():
    history = (events.ClauseApplied(2026, f"{A}:2", A, 7_000), reserved(7_000))
    given(*history).when(commands.Release(2026, A)).then(
        events.Released(2026, f"{A}:2", A, 7_000), events.ClauseLifted(2026, 7_000)
    )


def test_a_resolved_budget_is_not_exceeded_under_reservation_either():
    given(SET).when(reserve(10_001, "with-reservation")).then_refused(
        "insufficient-budget", guideline.BUDGET, missing_ct=1
    )


def test_the_budget_takes_the_place_of_the_ceiling_and_the_commitments_stand_in_it():
    history = (CEILING, reserved(5_000))
    ask = commands.SetBudget(2026, 10_000, "Rat 11.12.2025")
    given(*history).when(ask).then(replace(SET, ceiling_ct=6_000))
    accounts = balance([*history, replace(SET, ceiling_ct=6_000)])
    assert accounts["ceiling"] == 0
    assert (accounts["frei"], accounts["reserviert"]) == (5_000, 5_000)


def test_a_budget_below_what_was_committed_is_recorded_and_over_committed():
    history = (CEILING, reserved(5_000))
    ask = commands.SetBudget(2026, 4_000, "Rat")
    low = events.BudgetSet(2026, 4_000, "Rat", 6_000)
    given(*history).when(ask).then(low)
    given(*history, low).when(ask).then()
    assert BUDGET.fold([*history, low]).free_ct == -1_000
    given(*history, low).when(reserve(1, project=B)).then_refused(
        "insufficient-budget", guideline.BUDGET, missing_ct=1_001
    )


def test_what_stood_under_reservation_stands_in_the_budget_once_it_is_there():
    history = (events.ClauseApplied(2026, f"{A}:2", A, 7_000), reserved(7_000))
    given(*history).when(commands.SetBudget(2026, 10_000, "Rat 11.12.2025")).then(
        SET, events.ClauseLifted(2026, 7_000)
    )
    given(*history).when(commands.SetBudget(2026, 0, "Rat")).then(
        events.BudgetSet(2026, 0, "Rat", 0), events.ClauseLifted(2026, 7_000)
    )


def test_a_later_ceiling_replaces_an_earlier_one_and_none_comes_after_the_budget():
    ask = commands.SetCeiling(2026, 6_000, "Finanzplan 2025")
    later = events.CeilingSet(2026, 5_000, "Finanzplan 2026", 6_000)
    given(CEILING).when(ask).then()
    given(CEILING).when(replace(ask, amount_ct=6_001)).then_refused("already-decided")
    given(CEILING).when(commands.SetCeiling(2026, 5_000, "Finanzplan 2026")).then(later)
    given(CEILING, later).when(ask).then()
    given(CEILING, SET).when(replace(ask, resolution="Neu")).then_refused("already-decided")


def order(amount_ct):
    return commands.OrderPayment(2026, A, 1, amount_ct, "Rate 1", "2026-001", "wjh")


def ordered(amount_ct, day=date(2025, 9, 15)):
    return events.PaymentOrdered(2026, A, 1, amount_ct, "Rate 1", "2026-001", "wjh", day)


def test_before_the_budget_only_what_was_carried_over_is_paid():
    bound = events.Debited(2026, f"{A}:2", A, 6_000, 0, 0, 0)
    given(CEILING, bound).when(order(1)).then_refused("no-budget-for-year", guideline.BUDGET)
    came = events.CarriedIn(2026, "c0", 2025, A, 700, "Rat")
    given(CEILING, bound, came).when(order(701)).then_refused(
        "no-budget-for-year", guideline.BUDGET
    )
    given(CEILING, bound, came).when(order(700)).then(ordered(700))
    second = replace(order(1), number=2)
    given(CEILING, bound, came, ordered(700)).when(second).then_refused(
        "no-budget-for-year", guideline.BUDGET
    )
    given(CEILING, bound, SET).when(order(701)).then(ordered(701))


# ---- carrying over -------------------------------------------------------------------------


def test_what_is_free_is_carried_over_to_the_last_cent():
    given(SET, BOUND).when(carry_out(1_000), NEXT_YEAR).then(carried_out(1_000, "frei"))
    given(SET, BOUND).when(carry_out(1_001), NEXT_YEAR).then_refused(
        "carry-over-exceeds", guideline.BUDGET, year=2026, missing_ct=1
    )


def test_of_a_closed_year_what_has_lapsed_is_carried_over():
    given(SET, BOUND, CLOSED).when(carry_out(1_000), NEXT_YEAR).then(
        carried_out(1_000, "verfallen")
    )
    given(SET, BOUND, CLOSED, carried_out(600, "verfallen")).when(
        replace(carry_out(401), carry_over_id="c2"), NEXT_YEAR
    ).then_refused("carry-over-exceeds", guideline.BUDGET, missing_ct=1)


def test_what_is_bound_and_unpaid_moves_with_its_project_also_out_of_a_closed_year():
    paid = events.Paid(2026, A, 4_000, 0, None)
    for history in ((SET, BOUND, paid), (SET, BOUND, paid, CLOSED)):
        given(*history).when(carry_out(5_000, A), NEXT_YEAR).then(
            carried_out(5_000, "festgelegt", A)
        )
        given(*history).when(carry_out(5_001, A), NEXT_YEAR).then_refused(
            "carry-over-exceeds", guideline.BUDGET, missing_ct=1
        )
    given(SET, BOUND).when(carry_out(1, B), NEXT_YEAR).then_refused(
        "carry-over-exceeds", guideline.BUDGET
    )


def test_what_is_carried_over_arrives_where_it_belongs_and_once():
    into = commands.CarryIn(2026, "c0", 2025, None, 700, "Rat")
    came = events.CarriedIn(2026, "c0", 2025, None, 700, "Rat")
    given(SET).when(into).then(came)
    given(SET, came).when(into).then()
    assert BUDGET.fold([SET, came]).free_ct == 10_700
    bound = BUDGET.fold([SET, replace(came, project_id=A)])
    assert (bound.free_ct, bound.share(A).bound_ct) == (10_000, 700)


@pytest.mark.clause("BUDGET")
def test_a_carry_over_raises_the_position_of_the_next_year():
    """Domain figures: 300,000 of 2027 and 10,000 carried over show 310,000."""
    came = events.CarriedIn(2027, "c0", 2026, None, 1_000_000, "Rat")
    budget = BUDGET.fold([events.BudgetSet(2027, 30_000_000, "Rat", 0), came])
    assert (budget.total_ct(), budget.position_ct()) == (30_000_000, 31_000_000)


def test_what_comes_from_the_old_year_covers_first_what_is_unfunded():
    lacking = events.Unfunded(2026, f"{B}:2", B, 700)
    given(SET, replace(BOUND, amount_ct=10_000), lacking).when(
        commands.CarryIn(2026, "c0", 2025, None, 700, "Rat")
    ).then(events.CarriedIn(2026, "c0", 2025, None, 700, "Rat"), events.Covered(2026, B, 700))


def test_nothing_is_carried_over_while_the_project_is_settled():
    held = events.PaymentsHeld(2026, A, f"{A}:3")
    given(SET, BOUND, held).when(carry_out(1, A)).then_refused("payments-held", guideline.REPORT)


def test_a_deficit_and_a_plan_are_not_carried_over():
    cut = events.Supplemented(2026, -2_000, "Nachtrag")
    given(SET, BOUND, cut).when(carry_out(1, A)).then_refused(
        "year-over-committed", guideline.BUDGET, missing_ct=1_000
    )
    given(CEILING).when(carry_out(1)).then_refused("no-budget-for-year", guideline.BUDGET)
    lacking = events.Unfunded(2026, f"{B}:2", B, 2_000)
    given(SET, BOUND, lacking).when(carry_out(1)).then_refused(
        "year-has-unfunded-approval", guideline.BUDGET
    )


# ---- transfers between districts -----------------------------------------------------------


def test_what_is_free_can_go_to_another_district_once_for_its_id():
    given(SET, BOUND).when(transfer_out(1_000)).then(transferred_out(1_000))
    given(SET, BOUND).when(transfer_out(1_001)).then_refused(
        "insufficient-budget", guideline.BUDGET, missing_ct=1
    )
    given(SET, transferred_out(1_000)).when(transfer_out(1_000)).then()


@pytest.mark.parametrize(
    "other",
    [{"amount_ct": 999}, {"to_district": 6}, {"resolution": "Rat"}, {"reason_code": "other"}],
)
def test_another_transfer_under_the_same_id_is_refused(other):
    given(SET, transferred_out(1_000)).when(replace(transfer_out(1_000), **other)).then_refused(
        "already-decided"
    )


def test_what_another_district_gives_is_free_here():
    ask = commands.TransferIn(2026, "t2", 8, 500, "balance", WHY, "Rat 3.3.2026")
    came = events.TransferredIn(2026, "t2", 8, 500, "balance", WHY.ref, "Rat 3.3.2026")
    given(SET).when(ask).then(came)
    given(SET, came).when(ask).then()
    given(SET, transferred_out(1_000)).when(replace(ask, transfer_id="t1")).then_refused(
        "already-decided"
    )
    budget = BUDGET.fold([SET, came, transferred_out(1_000)])
    assert (budget.free_ct, budget.position_ct()) == (9_500, 9_500)


def test_without_a_budget_nothing_is_transferred():
    given(CEILING).when(transfer_out(1)).then_refused("no-budget-for-year", guideline.BUDGET)


# ---- the end of a year ---------------------------------------------------------------------


def test_a_year_is_closed_after_its_last_day_and_what_is_free_lapses():
    close = commands.CloseYear(2026)
    given(SET, BOUND).when(close, date(2026, 12, 31)).then_refused(
        "year-not-over", guideline.BUDGET
    )
    first = replace(CLOSED, closed_on=date(2027, 1, 1))
    given(SET, BOUND).when(close, date(2027, 1, 1)).then(first)
    given(SET, BOUND, CLOSED).when(close, date(2027, 3, 1)).then()
    accounts = balance([SET, BOUND, CLOSED])
    assert (accounts["frei"], accounts["verfallen"]) == (0, 1_000)


def test_a_year_with_open_questions_is_not_closed():
    close = commands.CloseYear(2026)
    given(SET, reserved(600)).when(close, NEXT_YEAR).then_refused(
        "reservations-open", guideline.BUDGET, reservations=1, reserved_ct=600
    )
    given(CEILING).when(close, NEXT_YEAR).then_refused("no-budget-for-year", guideline.BUDGET)
    cut = events.Supplemented(2026, -2_000, "Nachtrag")
    given(SET, BOUND, cut).when(close, NEXT_YEAR).then_refused(
        "year-over-committed", guideline.BUDGET, missing_ct=1_000
    )
    lacking = events.Unfunded(2026, f"{B}:2", B, 2_000)
    given(SET, BOUND, lacking).when(close, NEXT_YEAR).then_refused(
        "year-has-unfunded-approval", guideline.BUDGET
    )


@pytest.mark.parametrize(
    "ask",
    [
        commands.Supplement(2026, 500, "Nachtrag"),
        reserve(1, version=3),
        order(1),
        transfer_out(1),
        commands.TransferIn(2026, "t2", 8, 500, "need", WHY, "Rat"),
        commands.CarryIn(2026, "c0", 2025, None, 1, "Rat"),
    ],
)
def test_in_a_closed_year_nothing_new_is_booked(ask):
    given(SET, BOUND, CLOSED).when(ask, NEXT_YEAR).then_refused("year-closed", guideline.BUDGET)


def test_what_is_taken_back_in_a_closed_year_lapses_and_is_not_free():
    """Domain scenario: settled after the closing, neither year gets a free cent."""
    settle = commands.Settle(2026, A, 8_600)
    settled = events.Settled(2026, A, 8_600, 0, 400)
    given(SET, BOUND, CLOSED).when(settle, NEXT_YEAR).then(settled)
    history: list[events.BudgetEvent] = [SET, BOUND, CLOSED, settled]
    assert (balance(history)["frei"], balance(history)["verfallen"]) == (0, 1_400)
    take = commands.Debit(2026, f"{A}:3", A, -9_000)
    taken = events.Debited(2026, f"{A}:3", A, -9_000, 0, 9_000, 0)
    given(SET, BOUND, CLOSED).when(take, NEXT_YEAR).then(taken)


def test_an_approval_heard_after_the_closing_is_recorded_as_unfunded():
    late = commands.Debit(2026, f"{B}:2", B, 100)
    given(SET, BOUND, CLOSED).when(late, NEXT_YEAR).then(events.Unfunded(2026, f"{B}:2", B, 100))
