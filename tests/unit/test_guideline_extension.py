"""What extensions and other changes make of a decision, to the cent and to the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import guideline
from shared.calendar import last_day
from shared.guideline import Decided, Financing, Policy, Shift
from tests.unit.examples import refusal, worth, year

POLICY = Policy()
DECIDED = Decided({2025: 1_728_000, 2026: 6_912_000, 2027: 5_184_000}, 576_000, 576_000)
END, NEW_END = date(2027, 9, 30), date(2028, 3, 31)
COSTS = {2027: year(900_000), 2028: year(900_000)}  # E_ext 18,000.00


def told(changed):
    return [(it.rule, [part.amount_ct for part in it.parts], it.result_ct) for it in changed.steps]


@pytest.mark.clause("OWN_SHARE")
@pytest.mark.parametrize("employees", [130, 140])
def test_the_costs_of_an_extension_have_an_own_share_of_their_own_head_count(employees):
    changed = guideline.change(DECIDED, (), Financing(COSTS, employees, 90_000), POLICY)
    assert changed.added is not None
    assert (changed.added.own_share_percent, changed.added.own_share_ct) == (5, 90_000)
    assert changed.grant_change_ct == {2027: 855_000, 2028: 855_000}
    assert sum(changed.grant_change_ct.values()) == 1_710_000
    assert changed.decided == Decided(
        {2025: 1_728_000, 2026: 6_912_000, 2027: 6_039_000, 2028: 855_000}, 666_000, 666_000
    )
    assert told(changed)[-7:] == [
        ("grant-after-2025", [1_728_000], 1_728_000),
        ("grant-after-2026", [6_912_000], 6_912_000),
        ("grant-after-2027", [5_184_000, 855_000], 6_039_000),
        ("grant-after-2028", [0, 855_000], 855_000),
        ("own-share-after", [576_000, 90_000], 666_000),
        ("own-cash-after", [576_000, 90_000], 666_000),
        ("grant-after", [1_728_000, 6_912_000, 6_039_000, 855_000], 15_534_000),
    ]


@pytest.mark.clause("IN_KIND")
def test_one_cent_of_the_own_share_of_an_extension_is_missed():
    asked = Financing(COSTS, 130, 39_999, worth(50_000))
    no = refusal("own-share-too-small", guideline.change, DECIDED, (), asked, POLICY)
    assert no.facts == {"own_share_ct": 90_000, "missing_ct": 1}


def test_an_extension_at_no_extra_cost_leaves_own_share_and_grant_as_they_are():
    shifts = (Shift(2028, 1_000_000), Shift(2027, -1_000_000))
    changed = guideline.change(DECIDED, shifts, None, POLICY)
    assert changed.added is None
    assert changed.grant_change_ct == {2027: -1_000_000, 2028: 1_000_000}
    assert sum(changed.decided.grant_ct.values()) == sum(DECIDED.grant_ct.values())
    assert (changed.decided.own_share_ct, changed.decided.own_cash_ct) == (576_000, 576_000)
    assert told(changed)[2:] == [
        ("grant-after-2027", [5_184_000, -1_000_000], 4_184_000),
        ("grant-after-2028", [0, 1_000_000], 1_000_000),
        ("grant-after", [1_728_000, 6_912_000, 4_184_000, 1_000_000], 13_824_000),
    ]


def test_what_comes_and_goes_in_the_same_year_is_no_change():
    costs = Financing({2028: year(100_000)}, 0, 1_000)
    shifts = (Shift(2028, -99_000), Shift(2027, 99_000))
    decided = Decided({2027: 100_000, 2028: 99_000}, 2_000, 2_000)
    changed = guideline.change(decided, shifts, costs, POLICY)
    assert changed.grant_change_ct == {2027: 99_000}


@pytest.mark.parametrize(
    ("shifts", "pointers"),
    [
        ((Shift(2027, -5_184_001), Shift(2028, 5_184_001)), ["/shift/0/amount"]),
        ((Shift(2028, 1), Shift(2029, -1)), ["/shift/1/amount"]),
        ((Shift(2024, 1), Shift(2027, -1)), ["/shift/0/amount"]),
        ((Shift(2024, 1), Shift(2029, -1)), ["/shift/0/amount", "/shift/1/amount"]),
        ((Shift(2027, -1), Shift(2028, 2)), ["/shift/0/amount"]),
    ],
)
def test_money_moves_only_within_the_project_and_only_as_much_as_there_is(shifts, pointers):
    no = refusal(
        "shift-not-possible",
        guideline.check_shifts,
        shifts,
        DECIDED.grant_ct,
        date(2025, 10, 1),
        NEW_END,
    )
    assert [fault.pointer for fault in no.errors] == pointers


def test_a_year_gives_its_last_cent():
    shifts = (Shift(2027, -5_184_000), Shift(2028, 5_184_000))
    guideline.check_shifts(shifts, DECIDED.grant_ct, date(2025, 10, 1), NEW_END)


@pytest.mark.parametrize("years", [(2027,), (2028,), (2026, 2027, 2028), ()])
def test_added_costs_lie_in_the_added_time_and_in_each_of_its_years(years):
    plan = dict.fromkeys(years, year(1))
    no = refusal("years-do-not-match", guideline.check_added_years, plan, END, NEW_END)
    assert "2027, 2028" in no.detail


def test_the_added_time_begins_on_the_day_after_the_old_end():
    guideline.check_added_years({2028: year(1)}, date(2027, 12, 31), NEW_END)
    guideline.check_added_years({2027: year(1), 2028: year(1)}, date(2027, 12, 30), NEW_END)


@pytest.mark.clause("DURATION")
@pytest.mark.parametrize(
    ("end", "months"),
    [
        (date(2027, 9, 30), 0),
        (date(2027, 10, 1), 1),
        (date(2027, 10, 30), 1),
        (date(2027, 10, 31), 1),
        (date(2027, 11, 1), 2),
        (date(2028, 3, 31), 6),
        (date(2028, 9, 29), 12),
        (date(2028, 9, 30), 12),
        (date(2026, 9, 30), 0),
    ],
)
def test_of_the_12_months_so_many_are_used(end, months):
    assert guideline.extension_months(END, end) == months


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(1, 12))
def test_whole_months_are_counted_as_the_law_counts_them(first_end, months):
    end = last_day(first_end + timedelta(days=1), months)
    assert guideline.extension_months(first_end, end) == months


@given(
    st.dictionaries(st.integers(2025, 2028), st.integers(0, 10**9), min_size=1),
    st.dictionaries(st.integers(2027, 2029), st.integers(100, 10**9), min_size=1),
    st.integers(0, 300),
    st.integers(-(10**9), 10**9),
)
def test_each_step_sums_to_its_result_and_the_change_to_what_is_added(
    grant_ct, costs_ct, employees, moved_ct
):
    decided = Decided(grant_ct, 70, 30)
    plan = {it: year(cents) for it, cents in costs_ct.items()}
    own_cash_ct = sum(costs_ct.values()) * 5 // 100 + 1
    shifts = (Shift(2027, moved_ct), Shift(2028, -moved_ct))
    asked = Financing(plan, employees, own_cash_ct)
    changed = guideline.change(decided, shifts, asked, POLICY)
    assert changed.added is not None
    for step in changed.steps:
        assert sum(part.amount_ct for part in step.parts) == step.result_ct
    added_ct = sum(changed.grant_change_ct.values())
    assert added_ct == sum(costs_ct.values()) - changed.added.own_cash_ct
    after_ct = sum(changed.decided.grant_ct.values())
    assert after_ct == sum(grant_ct.values()) + added_ct
    results = {step.rule: step.result_ct for step in changed.steps}
    assert results["grant-after"] == after_ct
    assert results["own-share-after"] == changed.decided.own_share_ct
    for it, cents in changed.decided.grant_ct.items():
        assert results[f"grant-after-{it}"] == cents
