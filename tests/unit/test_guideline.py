"""The guideline typed a second time, by hand: nothing here is computed from it."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared import guideline
from shared.guideline import CLAUSES, Accounts, Decided, Financing, Year
from shared.refusal import Refused

TESTS = Path(__file__).parents[1]


def refusal(code, ask, *asked):
    with pytest.raises(Refused) as no:
        ask(*asked)
    assert no.value.code == code
    return no.value


# ---- Projektstart -------------------------------------------------------------------------


@pytest.mark.clause("DURATION")
@pytest.mark.parametrize(
    ("start", "latest", "too_late"),
    [
        (date(2025, 1, 15), date(2027, 1, 14), date(2027, 1, 15)),
        (date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 1, 1), date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_a_project_lasts_24_months_at_most(start, latest, too_late):
    guideline.check_duration(start, latest)
    no = refusal("duration-exceeds-24-months", guideline.check_duration, start, too_late)
    assert no.clause == guideline.DURATION
    assert no.facts == {"latest": latest.isoformat()}
    assert latest.strftime("%d.%m.%Y") in no.detail


@pytest.mark.clause("DURATION")
def test_all_extensions_together_add_12_months_at_most():
    first = date(2027, 9, 30)
    guideline.check_extension(first, first, date(2028, 3, 31))
    guideline.check_extension(first, date(2028, 3, 31), date(2028, 9, 30))
    no = refusal(
        "extension-exceeds-12-months",
        guideline.check_extension,
        first,
        date(2028, 9, 30),
        date(2028, 10, 1),
    )
    assert no.clause == guideline.DURATION
    assert no.facts == {"latest": "2028-09-30"}


@pytest.mark.clause("DURATION")
def test_a_short_project_is_not_extended_by_13_months_either():
    first = date(2026, 6, 30)
    guideline.check_extension(first, first, date(2027, 6, 30))
    refusal(
        "extension-exceeds-12-months", guideline.check_extension, first, first, date(2027, 7, 30)
    )


@pytest.mark.clause("DURATION")
def test_the_12_months_of_a_project_ending_in_february_may_end_on_the_29th():
    first = date(2027, 2, 28)
    guideline.check_extension(first, first, date(2028, 2, 29))
    refusal(
        "extension-exceeds-12-months", guideline.check_extension, first, first, date(2028, 3, 1)
    )


@pytest.mark.clause("DURATION")
@pytest.mark.parametrize("new_end", [date(2027, 9, 29), date(2027, 9, 30)])
def test_an_extension_ends_later_than_the_project(new_end):
    end = date(2027, 9, 30)
    refusal("extension-does-not-extend", guideline.check_extension, end, end, new_end)


# ---- Genehmigung und Umsetzung ------------------------------------------------------------


@pytest.mark.clause("START")
def test_a_project_begins_on_the_day_of_approval_at_the_earliest():
    guideline.check_start(date(2026, 3, 10), date(2026, 3, 10))
    no = refusal(
        "start-before-approval", guideline.check_start, date(2026, 3, 10), date(2026, 3, 9)
    )
    assert no.clause == guideline.START
    assert no.facts == {"earliest": "2026-03-10"}


# ---- Eigenanteil --------------------------------------------------------------------------


@pytest.mark.clause("OWN_SHARE")
@pytest.mark.parametrize(
    ("employees", "percent", "own_share_ct"),
    [
        # Tabelle „Eigenanteil“, jede Zeile an beiden Rändern
        (1, 1, 48_000), (30, 1, 48_000),
        (31, 2, 96_000), (60, 2, 96_000),
        (61, 3, 144_000), (90, 3, 144_000),
        (91, 4, 192_000), (120, 4, 192_000),
        (121, 5, 240_000), (5_000, 5, 240_000),
        (0, 1, 48_000),  # Reading: not in the table
    ],
)  # fmt: skip
def test_the_own_share_grows_with_the_traeger(employees, percent, own_share_ct):
    assert guideline.own_share_percent(employees) == percent
    quote = guideline.finance(Financing({2026: Year(4_800_000)}, employees, own_share_ct))
    assert quote.own_share_ct == own_share_ct
    assert quote.grant_ct == {2026: 4_800_000 - own_share_ct}


def test_a_traeger_without_employees_is_pointed_out():
    quote = guideline.finance(Financing({2026: Year(100)}, 0, 1))
    (step,) = [step for step in quote.steps if step.rule == "own-share"]
    assert "bitte prüfen" in step.text


def plan(in_kind_ct, cash_ct):
    return Financing({2026: Year(5_000_000, 400_000)}, 75, cash_ct, in_kind_ct)


@pytest.mark.clause("IN_KIND")
@pytest.mark.parametrize(
    ("in_kind_ct", "cash_ct", "grant_ct"),
    [
        (100_000, 50_000, 4_550_000),
        (120_000, 30_000, 4_570_000),
        (150_000, 0, 4_600_000),
        (240_000, 0, 4_600_000),  # What lies above the own share has no effect.
        (0, 150_000, 4_450_000),
        (100_000, 60_000, 4_540_000),  # Cash beyond the minimum is used in full.
    ],
)
def test_in_kind_contributions_count_towards_the_own_share_only(in_kind_ct, cash_ct, grant_ct):
    quote = guideline.finance(plan(in_kind_ct, cash_ct))
    assert (quote.own_share_ct, quote.grant_ct) == (150_000, {2026: grant_ct})


@pytest.mark.clause("IN_KIND")
@pytest.mark.parametrize(
    ("in_kind_ct", "cash_ct", "missing_ct", "text"),
    [(120_000, 29_999, 1, "0,01 €"), (100_000, 30_000, 20_000, "200,00 €")],
)
def test_what_the_own_share_lacks_is_named_to_the_cent(in_kind_ct, cash_ct, missing_ct, text):
    no = refusal("own-share-too-small", guideline.finance, plan(in_kind_ct, cash_ct))
    assert no.clause == guideline.IN_KIND
    assert no.facts["missing_ct"] == missing_ct
    assert f"es fehlen {text}" in no.detail


# ---- Finanzierung und Förderung -----------------------------------------------------------


@pytest.mark.clause("GAP")
@pytest.mark.parametrize("third_party_ct", [920_000, 891_000])  # Too much, and exactly enough.
def test_without_a_gap_there_is_no_grant(third_party_ct):
    asked = Financing({2026: Year(900_000, third_party_ct)}, 20, 9_000)
    no = refusal("no-gap", guideline.finance, asked)
    assert no.clause == guideline.GAP
    assert "Kein Fehlbedarf" in no.detail


@pytest.mark.clause("GAP")
def test_a_gap_of_one_cent_is_a_gap():
    quote = guideline.finance(Financing({2026: Year(900_000, 890_999)}, 20, 9_000))
    assert quote.grant_ct == {2026: 1}


@pytest.mark.clause("GAP")
def test_no_costs_no_gap():
    refusal("no-gap", guideline.finance, Financing({2026: Year(0)}, 20))


@pytest.mark.clause("GAP")
def test_the_own_share_is_computed_once_and_then_split():
    costs = {2025: Year(1_800_000), 2026: Year(7_200_000), 2027: Year(5_400_000)}
    quote = guideline.finance(Financing(costs, 110, 576_000))
    assert quote.own_share_ct == 576_000
    assert quote.own_cash_by_year_ct == {2025: 72_000, 2026: 288_000, 2027: 216_000}
    assert quote.grant_ct == {2025: 1_728_000, 2026: 6_912_000, 2027: 5_184_000}


@pytest.mark.parametrize(
    ("costs_ct", "own_share_ct", "cash_ct"),
    [
        ((1_666_650, 1_666_650, 1_666_650), 50_000, (16_667, 16_667, 16_666)),
        ((3_333_333, 3_333_333, 3_333_334), 100_000, (33_333, 33_333, 33_334)),
    ],
)
def test_the_parts_of_the_own_share_sum_to_it(costs_ct, own_share_ct, cash_ct):
    years = (2025, 2026, 2027)
    asked = Financing(dict(zip(years, map(Year, costs_ct), strict=True)), 30, own_share_ct)
    quote = guideline.finance(asked)
    assert quote.own_share_ct == own_share_ct
    assert quote.own_cash_by_year_ct == dict(zip(years, cash_ct, strict=True))


@pytest.mark.clause("GAP")
@pytest.mark.parametrize(
    ("open_ct", "grant_ct"),
    [
        ({2025: 100, 2026: 200}, {2025: 100, 2026: 200}),
        ({2025: -30, 2026: 200}, {2025: 0, 2026: 170}),
        ({2025: -30, 2026: 20, 2027: 50}, {2025: 0, 2026: 0, 2027: 40}),
        ({2025: 100, 2026: 50, 2027: -60}, {2025: 90, 2026: 0, 2027: 0}),
        ({2025: 100, 2026: -30, 2027: 10}, {2025: 80, 2026: 0, 2027: 0}),
    ],
)
def test_a_surplus_lowers_the_next_year_and_at_last_the_years_before(open_ct, grant_ct):
    assert guideline.tranches(open_ct) == grant_ct


MONEY = st.integers(0, 10**10)


@st.composite
def fundable(draw):
    """A plan with a gap, whose years may still have more cover than costs."""
    costs_ct = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=4))
    most_ct = sum(costs_ct) * 9 // 10 // len(costs_ct)
    third_party_ct = [draw(st.integers(0, most_ct)) for _ in costs_ct]
    plan = dict(zip(range(2025, 2029), map(Year, costs_ct, third_party_ct), strict=False))
    return Financing(plan, draw(st.integers(0, 200)), own_cash_ct=sum(costs_ct) // 20 + 1)


@given(fundable())
def test_costs_are_covered_to_the_cent(asked):
    costs_ct = sum(year.costs_ct for year in asked.plan.values())
    third_party_ct = sum(year.third_party_ct for year in asked.plan.values())
    assume(costs_ct >= 100)  # Below that, a tenth may leave no room for the own share.
    quote = guideline.finance(asked)
    assert sum(quote.grant_ct.values()) + third_party_ct + asked.own_cash_ct == costs_ct
    assert min(quote.grant_ct.values()) >= 0
    assert quote.grant_ct.keys() == asked.plan.keys()


def test_a_quote_explains_itself():
    quote = guideline.finance(plan(100_000, 50_000))
    assert [(step.rule, dict(step.inputs), step.result_ct) for step in quote.steps] == [
        ("eligible-costs", {"2026": 5_000_000}, 5_000_000),
        ("own-share", {"eligible_ct": 5_000_000, "employees": 75, "percent": 3}, 150_000),
        ("own-cash-required", {"own_share_ct": 150_000, "in_kind_ct": 100_000}, 50_000),
        (
            "grant",
            {"eligible_ct": 5_000_000, "third_party_ct": 400_000, "own_cash_ct": 50_000},
            4_550_000,
        ),
        (
            "grant-2026",
            {
                "costs_ct": 5_000_000,
                "third_party_ct": 400_000,
                "own_cash_ct": 50_000,
                "surplus_of_other_years_ct": 0,
            },
            4_550_000,
        ),
    ]
    assert {step.edition for step in quote.steps} == {"2026-1"}
    assert {step.basis for step in quote.steps} == {"Finanzierung und Förderung", "Eigenanteil"}


# ---- Bericht und Prüfung ------------------------------------------------------------------

DECIDED = Decided({2026: 4_550_000}, 150_000, 50_000)


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("accounts", "cash", "gap", "final", "owed"),
    [
        # In euros: costs, third party, in kind, paid; what follows; owed to us, by us.
        ((48_000, 4_000, 1_000, 45_500), 500, 43_500, 43_500, (2_000, 0)),
        ((48_000, 4_600, 800, 45_500), 700, 42_700, 42_700, (2_800, 0)),
        ((50_600, 4_600, 1_000, 45_500), 500, 45_500, 45_500, (0, 0)),
        ((50_600, 5_000, 1_000, 45_500), 500, 45_100, 45_100, (400, 0)),
        ((53_000, 4_000, 1_000, 45_500), 500, 48_500, 45_500, (0, 0)),
        ((48_000, 4_000, 1_000, 40_950), 500, 43_500, 43_500, (0, 2_550)),
        ((3_000, 4_000, 1_000, 45_500), 500, 0, 0, (45_500, 0)),
    ],
)
def test_savings_and_income_lower_the_grant_and_nothing_raises_it(accounts, cash, gap, final, owed):
    costs, third_party, in_kind, paid = (euros * 100 for euros in accounts)
    made = guideline.settle(DECIDED, Accounts(costs, third_party, in_kind, {2026: paid}))
    assert made.own_cash_required_ct == cash * 100
    assert made.gap_ct == gap * 100
    assert made.final_grant_ct == {2026: final * 100}
    assert (made.recovery_ct, made.remaining_ct) == (owed[0] * 100, owed[1] * 100)
    assert made.burden_ct == (gap - final) * 100


@pytest.mark.clause("REPORT")
def test_the_final_grant_lies_on_the_years_as_the_approved_one_did():
    decided = Decided({2025: 100, 2026: 100, 2027: 100}, 0, 0)
    made = guideline.settle(decided, Accounts(299, 0, 0, {}))
    assert made.final_grant_ct == {2025: 100, 2026: 100, 2027: 99}


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("paid", "final", "owed"),
    [
        # Terminated early: more was paid than is due, so later years are free altogether.
        ({2026: 1_000_000}, {2026: 995_000, 2027: 0}, (5_000, 0)),
        ({2026: 600_000, 2027: 400_000}, {2026: 597_000, 2027: 398_000}, (5_000, 0)),
        # Less was paid: the rest lies where money is still bound.
        ({2026: 500_000}, {2026: 754_603, 2027: 240_397}, (0, 495_000)),
        ({2026: 995_000}, {2026: 995_000, 2027: 0}, (0, 0)),
    ],
)
def test_no_year_keeps_money_bound_that_will_not_be_paid(paid, final, owed):
    decided = Decided({2026: 2_053_333, 2027: 1_466_667}, 0, 0)
    made = guideline.settle(decided, Accounts(995_000, 0, 0, paid))
    assert made.final_grant_ct == final
    assert (made.recovery_ct, made.remaining_ct) == owed
    due = {year: max(0, cents - paid.get(year, 0)) for year, cents in final.items()}
    assert sum(due.values()) == made.remaining_ct


@given(
    grant_ct=st.dictionaries(st.integers(2025, 2028), MONEY, min_size=1, max_size=4),
    figures=st.tuples(MONEY, MONEY, MONEY, MONEY, MONEY),
    percent=st.integers(0, 100),
)
def test_no_year_gets_more_than_was_approved_nor_keeps_more_than_remains(
    grant_ct, figures, percent
):
    own_share_ct, own_cash_ct, costs_ct, third_party_ct, in_kind_ct = figures
    paid_ct = {year: cents * percent // 100 for year, cents in grant_ct.items()}
    decided = Decided(grant_ct, own_share_ct, own_cash_ct)
    made = guideline.settle(decided, Accounts(costs_ct, third_party_ct, in_kind_ct, paid_ct))
    assert all(0 <= made.final_grant_ct[year] <= cents for year, cents in grant_ct.items())
    final_ct = sum(made.final_grant_ct.values())
    assert sum(paid_ct.values()) - made.recovery_ct + made.remaining_ct == final_ct
    kept_ct = sum(max(0, made.final_grant_ct[year] - paid_ct[year]) for year in grant_ct)
    assert kept_ct == made.remaining_ct


def test_a_settlement_explains_itself():
    made = guideline.settle(DECIDED, Accounts(4_800_000, 460_000, 80_000, {2026: 4_550_000}))
    assert [(step.rule, step.result_ct) for step in made.steps] == [
        ("own-cash-required", 70_000),
        ("gap", 4_270_000),
        ("final-grant", 4_270_000),
        ("recovery", 280_000),
        ("remaining-payment", 0),
    ]
    assert {step.basis for step in made.steps} == {"Bericht und Prüfung"}
    made = guideline.settle(DECIDED, Accounts(4_800_000, 460_000, 80_000, {2026: 4_000_000}))
    assert [step.result_ct for step in made.steps[-2:]] == [0, 270_000]


# ---- the clauses themselves ---------------------------------------------------------------


def test_every_clause_is_pinned_down_by_a_test():
    pinned = set()
    for test in TESTS.glob("**/test_*.py"):
        pinned |= set(re.findall(r'mark\.clause\("(\w+)"\)', test.read_text()))
    assert pinned == CLAUSES.keys()


def test_a_clause_says_its_rule_in_one_sentence_of_our_own():
    for clause in CLAUSES.values():
        assert clause.heading
        assert re.fullmatch(r"[A-ZÄÖÜ][^.]*\.", clause.rule)
