"""Several years at once: approvals, carry-overs, and what was carried over."""

from datetime import date

import pytest

from services.funding import commands, events
from services.funding.across import (
    Moved,
    carried_ct,
    carry_over,
    check_transfer,
    debits,
    effects,
    follow,
    previewed,
    reserve_all,
    without_budget,
)
from services.funding.budget import BUDGET, Budget
from shared.documents import Document
from shared.refusal import Refused

A = "project-a"
DAY = date(2027, 2, 8)
WHY = Document("0b9cf2f0-8a0c-4a55-9e8e-3f0a2f5a3d11", b"\0" * 16, b"Bau verschoben", "text/plain")


def year(number, *happened, amount_ct=10_000_000):
    return BUDGET.fold([events.BudgetSet(number, amount_ct, "Rat", 0), *happened])


def bound(number, amount_ct):
    return events.Debited(number, f"{A}:2", A, amount_ct, 0, 0, 0)


def asked(amounts_ct, version=3, future_years="require-ceiling"):
    return {
        number: commands.Reserve(number, f"{A}:{version}", A, cents, future_years)
        for number, cents in amounts_ct.items()
    }


def after_carrying(amount_ct, *, closed=False):
    """2026 paid 5,000,000 of 5,760,000; of the rest so much was carried into 2027."""
    paid = events.Paid(2026, A, 5_000_000, 0, None)
    budgets = {
        2026: year(2026, bound(2026, 5_760_000), paid),
        2027: year(2027, bound(2027, 5_760_000)),
    }
    if closed:
        budgets[2026] = BUDGET.evolve(
            budgets[2026], events.YearClosed(2026, budgets[2026].free_ct, DAY)
        )
    command = commands.CarryOver(
        2026, 2027, amount_ct, "bound-unpaid", WHY, "Rat 4.2.2027", A, "c1"
    )
    for number, made in carry_over(command, budgets, DAY).items():
        for event in made:
            budgets[number] = BUDGET.evolve(budgets[number], event)
    return budgets


# ---- carrying over -------------------------------------------------------------------------


def test_what_leaves_the_old_year_arrives_in_the_next():
    budgets = after_carrying(760_000, closed=True)
    assert budgets[2026].share(A).bound_ct == 0
    assert budgets[2027].share(A).bound_ct == 5_760_000 + 760_000
    assert budgets[2027].free_ct == 10_000_000 - 5_760_000
    assert carried_ct(A, budgets) == {2026: -760_000, 2027: 760_000}
    assert carried_ct("project-b", budgets) == {}


def test_a_carry_over_is_made_once():
    budgets = after_carrying(760_000)
    again = commands.CarryOver(2026, 2027, 760_000, "bound-unpaid", WHY, "Rat 4.2.2027", A, "c1")
    assert carry_over(again, budgets, DAY) == {2026: [], 2027: []}


def test_if_one_year_refuses_nothing_is_carried_over():
    budgets = {
        2026: year(2026),
        2027: year(2027, events.YearClosed(2027, 10_000_000, date(2028, 1, 3))),
    }
    command = commands.CarryOver(2026, 2027, 1, "other", WHY, "Rat", None, "c1")
    with pytest.raises(Refused) as no:
        carry_over(command, budgets, DAY)
    assert (no.value.code, no.value.facts["year"]) == ("year-closed", 2027)


# ---- following what was carried over -------------------------------------------------------


def test_what_a_year_no_longer_has_is_taken_back_where_it_lies_now():
    budgets = after_carrying(700_000)
    assert follow({2026: -760_000}, A, budgets) == {
        2026: Moved(-60_000, 700_000),
        2027: Moved(-700_000, 0),
    }
    assert follow({2026: -60_000}, A, budgets) == {2026: Moved(-60_000, 0)}
    assert follow({2026: -760_000, 2027: -5_760_000}, A, budgets) == {
        2026: Moved(-60_000, 700_000),
        2027: Moved(-6_460_000, 0),
    }


def test_a_termination_after_a_carry_over_frees_every_cent():
    budgets = after_carrying(760_000)
    told = [
        commands.Debit(number, f"{A}:3", A, cents)
        for number, cents in {2026: -760_000, 2027: -5_760_000}.items()
    ]
    for debit in debits(told, budgets):
        for event in BUDGET.decide(debit, budgets[debit.year], DAY):
            budgets[debit.year] = BUDGET.evolve(budgets[debit.year], event)
    assert [budgets[number].share(A).bound_ct for number in (2026, 2027)] == [0, 0]
    assert budgets[2027].free_ct == 10_000_000 + 760_000
    assert carried_ct(A, budgets) == {}
    assert debits(told, budgets) == []


def test_what_was_carried_on_twice_is_found_two_years_later():
    budgets = after_carrying(760_000)
    budgets[2028] = year(2028)
    on = commands.CarryOver(2027, 2028, 6_520_000, "bound-unpaid", WHY, "Rat", A, "c2")
    for number, made in carry_over(on, budgets, DAY).items():
        for event in made:
            budgets[number] = BUDGET.evolve(budgets[number], event)
    assert follow({2026: -760_000}, A, budgets) == {
        2026: Moved(0, 760_000),
        2027: Moved(0, 760_000),
        2028: Moved(-760_000, 0),
    }


def test_what_was_carried_over_can_be_moved_by_an_extension_out_of_a_closed_year():
    shift = asked({2026: -760_000, 2027: 760_000})
    budgets = after_carrying(760_000, closed=True)
    assert reserve_all(shift, budgets, DAY) == {2026: [], 2027: []}


def test_without_a_carry_over_an_extension_moves_nothing_out_of_a_closed_year():
    shift = asked({2026: -760_000, 2027: 760_000})
    budgets = after_carrying(759_999, closed=True)
    with pytest.raises(Refused) as no:
        reserve_all(shift, budgets, DAY)
    assert (no.value.code, no.value.facts["year"]) == ("year-closed", 2026)


def test_what_only_takes_back_may_do_so_in_a_closed_year_too():
    budgets = after_carrying(700_000, closed=True)
    assert reserve_all(asked({2026: -60_000}), budgets, DAY) == {2026: []}


def test_a_booked_decision_is_reserved_in_none_of_its_years():
    budgets = {2026: year(2026, bound(2026, 100)), 2027: year(2027)}
    assert reserve_all(asked({2026: 100, 2027: 0}, version=2), budgets, DAY) == {}


# ---- years without a budget ----------------------------------------------------------------


def test_the_years_on_which_the_council_has_not_resolved_are_named():
    ceiling = BUDGET.fold([events.CeilingSet(2028, 1_000, "Finanzplanung", 0)])
    budgets = {2027: year(2027), 2028: ceiling}
    wanted = asked({2027: 100, 2028: 100, 2029: 100, 2030: -5})
    assert without_budget(wanted, budgets) == [2028, 2029]
    assert without_budget(asked({2027: 100}), budgets) == []


# ---- what a decision would do --------------------------------------------------------------


@pytest.mark.clause("BUDGET")
def test_a_preview_says_what_each_year_would_be_and_which_cent_is_missing():
    """Free 69,119.99 against 69,120.00."""
    budgets = {
        2026: year(2026, amount_ct=6_912_000),
        2027: year(2027, amount_ct=6_911_999),
    }
    made = effects(asked({2026: 6_912_000, 2027: 6_912_000}), budgets, DAY)
    fits, short = (previewed(number, it, 6_912_000, 0) for number, it in made.items())
    assert fits["before"] == {
        "frei_ct": 6_912_000,
        "reserviert_ct": 0,
        "festgelegt_ct": 0,
        "ausgezahlt_ct": 0,
        "requested_ct": 6_912_000,
    }
    assert fits["after"] == {
        "frei_ct": 0,
        "reserviert_ct": 0,
        "festgelegt_ct": 6_912_000,
        "ausgezahlt_ct": 0,
        "requested_ct": 0,
    }
    assert (fits["missing_ct"], fits["refused"]) == (0, None)
    assert short["after"] == short["before"]
    assert short["missing_ct"] == 1
    assert short["refused"]["code"] == "insufficient-budget"
    assert short["refused"]["detail"] == "Im Budget 2027 fehlen 0,01 €."


def test_a_preview_of_a_year_without_budget_says_so():
    made = effects(asked({2028: 100}), {}, DAY)
    told = previewed(2028, made[2028], 0, 0)
    assert (told["council_resolved"], told["refused"]["code"]) == (False, "no-ceiling")
    assert made[2028].before == made[2028].after == Budget()


# ---- transfers -----------------------------------------------------------------------------


def test_a_transfer_has_one_year():
    went = commands.TransferOut(2026, 5, 100, "need", WHY, "Rat", "t1")
    budgets = {
        2026: year(2026, events.TransferredOut(2026, "t1", 5, 100, "need", WHY.ref, "Rat")),
        2027: year(2027),
    }
    check_transfer(went, budgets)
    other = commands.TransferOut(2027, 5, 100, "need", WHY, "Rat", "t1")
    with pytest.raises(Refused) as no:
        check_transfer(other, budgets)
    assert no.value.code == "already-decided"
