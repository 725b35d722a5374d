"""The guideline typed a second time, by hand: nothing here is computed from it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shared import guideline
from shared.guideline import (
    CLAUSES,
    Accounts,
    BaseRate,
    Decided,
    Financing,
    FlatRate,
    FlatRateUse,
    InKind,
    MeasuredCosts,
    Policy,
    SettlementRules,
    ThirdParty,
    YearPlan,
)
from tests.unit.examples import post, refusal, volunteering, worth, year

TESTS = Path(__file__).parents[1]
POLICY = Policy()


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


@pytest.mark.clause("START")
def test_where_the_office_permits_it_a_project_begins_on_the_day_of_its_application():
    approved, applied = date(2026, 3, 10), date(2026, 2, 1)
    guideline.check_start(approved, date(2026, 2, 1), early_from=applied)
    no = refusal(
        "start-before-approval",
        lambda: guideline.check_start(approved, date(2026, 1, 31), early_from=applied),
    )
    assert no.facts == {"earliest": "2026-02-01"}


@pytest.mark.clause("DURATION")
@pytest.mark.parametrize("requested_on", [date(2027, 9, 30), date(2025, 10, 1)])
def test_an_extension_is_asked_for_while_the_project_runs(requested_on):
    guideline.check_in_time(requested_on, date(2027, 9, 30))


@pytest.mark.clause("DURATION")
def test_one_day_after_the_end_is_too_late_for_an_extension():
    no = refusal(
        "extension-too-late", guideline.check_in_time, date(2027, 10, 1), date(2027, 9, 30)
    )
    assert (no.clause, no.facts) == (guideline.DURATION, {"end": "2027-09-30"})


# ---- Förderfähige Kosten ------------------------------------------------------------------


def recognised(*plans, policy=POLICY):
    """What a plan without any other money comes to: costs by year, and what is not recognised."""
    plan = dict(enumerate(plans, start=2026))
    quote = guideline.finance(Financing(plan, 0, own_cash_ct=1_000_000), policy)
    return quote.costs_ct, quote.disallowed_ct


@pytest.mark.clause("COSTS")
@pytest.mark.parametrize(
    ("fte_percent", "months", "costs_ct"),
    [
        (100, 12, 7_020_000),
        (75, 8, 3_510_000),
        (1, 1, 5_850),
        (33, 7, 1_351_350),
        (50, 12, 3_510_000),
    ],
)
def test_a_post_costs_its_part_of_a_full_one_for_its_months(fte_percent, months, costs_ct):
    plan = YearPlan((post(7_020_000, fte_percent=fte_percent, months=months), post(2_000_000)))
    assert recognised(plan) == ({2026: costs_ct + 2_000_000}, 0)


@pytest.mark.clause("COSTS")
@pytest.mark.parametrize(
    ("yearly_cost_ct", "costs_ct"),
    [
        (5_000_006, 416_667),  # 416,667.166…
        (5_000_010, 416_668),  # exactly half a cent: 416,667.5
        (5_000_009, 416_667),  # 416,667.416…
    ],
)
def test_a_post_is_rounded_once_and_half_a_cent_up(yearly_cost_ct, costs_ct):
    plan = YearPlan((post(yearly_cost_ct, months=1), post(1_000_000)))
    assert recognised(plan) == ({2026: costs_ct + 1_000_000}, 0)


SALARIES = Policy(salaries_ct={"S 11b": 7_020_000})


@pytest.mark.clause("COSTS")
@pytest.mark.parametrize(
    ("grade", "yearly_cost_ct", "recognised_ct", "disallowed_ct"),
    [
        ("S 11b", 7_680_000, 3_510_000, 330_000),
        ("S 11b", 7_020_000, 3_510_000, 0),
        ("S 11b", 7_020_002, 3_510_000, 1),
        ("S 11b", 6_000_000, 3_000_000, 0),  # Who pays less gets less.
        ("S 12", 7_680_000, 3_840_000, 0),  # Not in the office's table.
        (None, 7_680_000, 3_840_000, 0),
    ],
)
def test_a_post_that_pays_better_than_the_city_is_recognised_in_part(
    grade, yearly_cost_ct, recognised_ct, disallowed_ct
):
    plan = YearPlan((post(yearly_cost_ct, grade=grade, fte_percent=75, months=8),))
    assert recognised(plan, policy=SALARIES) == ({2026: recognised_ct}, disallowed_ct)


RATES = Policy(
    flat_rates={
        "Verwaltung": FlatRate("Verwaltung", "personnel-percent", 1_000),
        "Miete": FlatRate("Miete", "personnel-percent", 725),
        "Arbeitsplatz": FlatRate("Arbeitsplatz", "fte-month", 80_833),
        "Verpflegung": FlatRate("Verpflegung", "participant-day", 450),
        "Fest": FlatRate("Fest", "event", 25_000),
    }
)


@pytest.mark.clause("COSTS")
@pytest.mark.parametrize(
    ("personnel_ct", "use", "rate_ct"),
    [
        (6_000_000, FlatRateUse("Verwaltung"), 600_000),
        (5_432_190, FlatRateUse("Verwaltung"), 543_219),
        (6_000_000, FlatRateUse("Miete"), 435_000),
        (6_000_020, FlatRateUse("Miete"), 435_001),  # 435,001.45
        (6_000_000, FlatRateUse("Arbeitsplatz", 1_200), 969_996),
        (6_000_000, FlatRateUse("Arbeitsplatz", 150), 121_250),  # 121,249.5
        (6_000_000, FlatRateUse("Verpflegung", 365), 164_250),
        (6_000_000, FlatRateUse("Fest", 3), 75_000),
        (6_000_000, FlatRateUse("Fest", 0), 0),
    ],
)
def test_a_flat_rate_multiplies_what_the_office_has_fixed(personnel_ct, use, rate_ct):
    plan = year(personnel_ct, 0, use)
    assert recognised(plan, policy=RATES) == ({2026: personnel_ct + rate_ct}, 0)


@pytest.mark.clause("COSTS")
def test_a_percentage_is_taken_of_what_is_recognised_and_not_of_what_is_paid():
    policy = Policy(flat_rates=RATES.flat_rates, salaries_ct=SALARIES.salaries_ct)
    dear = post(7_680_000, grade="S 11b", fte_percent=75, months=8)
    plan = YearPlan((dear,), (FlatRateUse("Verwaltung"),))
    assert recognised(plan, policy=policy) == ({2026: 3_510_000 + 351_000}, 330_000)


@pytest.mark.clause("COSTS")
def test_a_percentage_is_taken_year_by_year():
    rate = FlatRateUse("Verwaltung")
    costs_ct, _ = recognised(year(6_000_000, 0, rate), year(5_432_190, 0, rate), policy=RATES)
    assert costs_ct == {2026: 6_600_000, 2027: 5_975_409}


@pytest.mark.clause("COSTS")
def test_only_flat_rates_that_the_office_has_fixed_are_paid():
    plan = {
        2026: year(6_000_000, 0, FlatRateUse("Verwaltung"), FlatRateUse("Büro")),
        2027: year(6_000_000, 0, FlatRateUse("Fahrten", 3)),
    }
    no = refusal("flat-rate-unknown", guideline.finance, Financing(plan, 20, 200_000), RATES)
    assert no.clause == guideline.COSTS
    assert [fault.pointer for fault in no.errors] == [
        "/plan/0/flat_rates/1/kind",
        "/plan/1/flat_rates/0/kind",
    ]
    assert "„Büro“" in no.detail
    assert "„Fahrten“" in no.detail


@pytest.mark.clause("COSTS")
def test_a_flat_rate_is_paid_once_a_year():
    rates = (FlatRateUse("Fest", 1), FlatRateUse("Verwaltung"), FlatRateUse("Fest", 2))
    plan = {2026: year(6_000_000, 0, FlatRateUse("Fest", 1)), 2027: year(6_000_000, 0, *rates)}
    no = refusal("flat-rate-twice", guideline.finance, Financing(plan, 20, 200_000), RATES)
    assert [fault.pointer for fault in no.errors] == ["/plan/1/flat_rates/2/kind"]


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
    quote = guideline.finance(Financing({2026: year(4_800_000)}, employees, own_share_ct), POLICY)
    assert (quote.own_share_percent, quote.own_share_ct) == (percent, own_share_ct)
    assert quote.grant_ct == {2026: 4_800_000 - own_share_ct}
    no = refusal(
        "own-share-too-small",
        guideline.finance,
        Financing({2026: year(4_800_000)}, employees, own_share_ct - 1),
        POLICY,
    )
    assert no.facts == {"own_share_ct": own_share_ct, "missing_ct": 1}


@pytest.mark.clause("OWN_SHARE")
def test_the_own_share_of_an_extension_takes_the_employees_of_its_own_request():
    quote = guideline.finance(Financing({2027: year(1_800_000)}, 140, 90_000), POLICY)
    assert (quote.own_share_ct, quote.grant_ct) == (90_000, {2027: 1_710_000})


@pytest.mark.clause("OWN_SHARE")
@pytest.mark.parametrize(
    ("hundredths", "employees", "percent"),
    [(3_025, 31, 2), (3_000, 30, 1), (3_001, 31, 2), (12_001, 121, 5), (50, 1, 1), (0, 0, 1)],
)
def test_a_part_of_a_full_time_equivalent_counts_as_one(hundredths, employees, percent):
    guideline.check_headcount("fte", hundredths, "fte")
    assert guideline.whole_employees(hundredths) == employees
    assert guideline.own_share_percent(guideline.whole_employees(hundredths)) == percent


@pytest.mark.clause("OWN_SHARE")
def test_heads_are_whole():
    guideline.check_headcount("heads", 3_000, "heads")
    no = refusal("heads-not-whole", guideline.check_headcount, "heads", 3_050, "heads")
    assert [fault.pointer for fault in no.errors] == ["/employees/count"]


@pytest.mark.clause("OWN_SHARE")
@pytest.mark.parametrize(
    ("method", "fixed", "way"),
    [("heads", "fte", "Vollzeitäquivalente"), ("fte", "heads", "Köpfe")],
)
def test_employees_are_counted_as_the_office_has_fixed(method, fixed, way):
    no = refusal("headcount-method", guideline.check_headcount, method, 3_000, fixed)
    assert [fault.pointer for fault in no.errors] == ["/employees/method"]
    assert way in no.detail


def plan(in_kind, cash_ct, costs_ct=5_000_000):
    return Financing({2026: year(costs_ct, 400_000)}, 75, cash_ct, in_kind)


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
    quote = guideline.finance(plan(worth(in_kind_ct), cash_ct), POLICY)
    assert (quote.own_share_ct, quote.grant_ct) == (150_000, {2026: grant_ct})
    assert (quote.in_kind_ct, quote.in_kind_counted_ct) == (in_kind_ct, in_kind_ct)


@pytest.mark.clause("IN_KIND")
@pytest.mark.parametrize(
    ("in_kind_ct", "cash_ct", "missing_ct", "text"),
    [(120_000, 29_999, 1, "0,01 €"), (100_000, 30_000, 20_000, "200,00 €")],
)
def test_what_the_own_share_lacks_is_named_to_the_cent(in_kind_ct, cash_ct, missing_ct, text):
    no = refusal("own-share-too-small", guideline.finance, plan(worth(in_kind_ct), cash_ct), POLICY)
    assert no.clause == guideline.IN_KIND
    assert no.facts["missing_ct"] == missing_ct
    assert f"es fehlen {text}" in no.detail
    assert [fault.pointer for fault in no.errors] == ["/own_cash"]


@pytest.mark.clause("IN_KIND")
@pytest.mark.parametrize(
    ("minutes", "hour_ct", "value_ct"),
    [(4_800, 1_500, 120_000), (4_800, 1_000, 80_000), (1, 1_500, 25), (2, 1_515, 51), (90, 1, 2)],
)
def test_an_unpaid_hour_is_worth_what_the_office_has_fixed(minutes, hour_ct, value_ct):
    policy = Policy(volunteer_hour_ct=hour_ct)
    quote = guideline.finance(plan(volunteering(minutes), 150_000), policy)
    assert quote.in_kind_ct == value_ct


@pytest.mark.clause("IN_KIND")
def test_80_unpaid_hours_leave_300_euros_of_the_own_share_to_cash():
    quote = guideline.finance(plan(volunteering(80 * 60), 30_000), POLICY)
    assert (quote.own_share_ct, quote.own_cash_required_ct) == (150_000, 30_000)
    assert quote.grant_ct == {2026: 4_570_000}


@pytest.mark.clause("IN_KIND")
def test_the_minutes_of_all_are_rounded_once_together():
    three = (*volunteering(1), *volunteering(1), *volunteering(1))
    quote = guideline.finance(plan(three, 150_000), Policy(volunteer_hour_ct=1_510))
    assert quote.in_kind_ct == 76  # 3 x 25.166… are 75.5; one by one they would be 75.


@pytest.mark.clause("IN_KIND")
def test_goods_work_and_unpaid_work_count_together():
    offered = (
        *worth(20_000),
        InKind("work", "Buchhaltung", value_ct=15_050),
        *volunteering(60),
    )
    quote = guideline.finance(plan(offered, 113_450), POLICY)
    assert (quote.in_kind_ct, quote.own_cash_required_ct) == (36_550, 113_450)


@pytest.mark.clause("IN_KIND")
@pytest.mark.parametrize(
    ("cap_percent", "counted_ct", "cash_ct"),
    [(None, 240_000, 0), (5, 240_000, 0), (2, 100_000, 50_000), (0, 0, 150_000)],
)
def test_the_office_may_cap_what_counts(cap_percent, counted_ct, cash_ct):
    policy = Policy(in_kind_cap_percent=cap_percent)
    quote = guideline.finance(plan(worth(240_000), cash_ct), policy)
    assert (quote.in_kind_ct, quote.in_kind_counted_ct) == (240_000, counted_ct)
    assert quote.own_cash_required_ct == cash_ct


@pytest.mark.clause("IN_KIND")
def test_where_in_kind_contributions_raise_the_base_the_own_share_rises_with_them():
    gross = Policy(model="gross")
    quote = guideline.finance(plan(worth(100_000), 53_000), gross)
    assert (quote.own_share_ct, quote.own_cash_required_ct) == (153_000, 53_000)
    assert quote.grant_ct == {2026: 4_547_000}
    refusal("own-share-too-small", guideline.finance, plan(worth(100_000), 52_999), gross)


@pytest.mark.clause("INSTITUTIONAL")
def test_an_institution_gets_nothing():
    asked = Financing({2026: year(4_800_000)}, 20, 48_000, type="institutional")
    no = refusal("institutional-funding-excluded", guideline.finance, asked, POLICY)
    assert no.clause == guideline.INSTITUTIONAL
    assert [fault.pointer for fault in no.errors] == ["/financing_type"]


# ---- Finanzierung und Förderung -----------------------------------------------------------


@pytest.mark.clause("FULL_FUNDING")
def test_full_funding_needs_a_reason_and_no_own_share():
    full = Financing({2026: year(5_000_000, 400_000)}, 75, type="full")
    no = refusal("full-funding-needs-reason", guideline.finance, full, POLICY)
    assert no.clause == guideline.FULL_FUNDING
    assert [fault.pointer for fault in no.errors] == ["/full_funding_reason"]
    reasoned = Financing(full.plan, 75, type="full", full_funding_reason_given=True)
    quote = guideline.finance(reasoned, POLICY)
    assert (quote.own_share_percent, quote.own_share_ct, quote.own_cash_required_ct) == (0, 0, 0)
    assert quote.grant_ct == {2026: 4_600_000}


@pytest.mark.clause("GAP")
@pytest.mark.parametrize("third_party_ct", [920_000, 891_000])  # Too much, and exactly enough.
def test_without_a_gap_there_is_no_grant(third_party_ct):
    asked = Financing({2026: year(900_000, third_party_ct)}, 20, 9_000)
    no = refusal("no-gap", guideline.finance, asked, POLICY)
    assert no.clause == guideline.GAP
    assert "Kein Fehlbedarf" in no.detail
    assert no.facts == {"surplus_ct": third_party_ct - 891_000}


@pytest.mark.clause("GAP")
def test_a_gap_of_one_cent_is_a_gap():
    quote = guideline.finance(Financing({2026: year(900_000, 890_999)}, 20, 9_000), POLICY)
    assert quote.grant_ct == {2026: 1}


@pytest.mark.clause("GAP")
def test_no_costs_no_gap():
    refusal("no-gap", guideline.finance, Financing({2026: YearPlan()}, 20), POLICY)


@pytest.mark.clause("GAP")
def test_money_of_others_counts_whatever_its_kind_and_whether_or_not_it_is_certain():
    others = (
        ThirdParty("Land", "public", 100_000, granted=True),
        ThirdParty("Stiftung", "donation", 50_000, granted=False),
        ThirdParty("Teilnehmende", "fee", 20_001, granted=False),
        ThirdParty("Café", "sale", 9_999, granted=False),
    )
    quote = guideline.finance(
        Financing({2026: YearPlan((post(900_000),), (), others)}, 20, 9_000), POLICY
    )
    assert (quote.third_party_ct, quote.grant_ct) == (180_000, {2026: 711_000})


@pytest.mark.clause("GAP")
@pytest.mark.parametrize(
    ("requested_ct", "told_ct"),
    [(None, 4_550_000), (4_550_000, 4_550_000), (9_000_000, 9_000_000)],
)
def test_the_grant_is_the_gap_even_if_more_was_asked_for(requested_ct, told_ct):
    asked = Financing(
        {2026: year(5_000_000, 400_000)}, 75, 50_000, worth(100_000), requested_ct=requested_ct
    )
    quote = guideline.finance(asked, POLICY)
    assert quote.grant_ct == {2026: 4_550_000}
    assert quote.requested_ct == told_ct


@pytest.mark.clause("GAP")
def test_who_asks_for_less_than_the_gap_brings_the_rest_as_cash():
    costs = {2026: year(5_000_000, 400_000)}
    less = Financing(costs, 75, 50_000, worth(100_000), requested_ct=4_500_000)
    no = refusal("plan-not-balanced", guideline.finance, less, POLICY)
    assert no.facts == {"gap_ct": 4_550_000, "requested_ct": 4_500_000, "missing_ct": 50_000}
    assert [fault.pointer for fault in no.errors] == ["/own_cash"]
    almost = Financing(costs, 75, 99_999, worth(100_000), requested_ct=4_500_000)
    assert refusal("plan-not-balanced", guideline.finance, almost, POLICY).facts["missing_ct"] == 1
    balanced = Financing(costs, 75, 100_000, worth(100_000), requested_ct=4_500_000)
    assert guideline.finance(balanced, POLICY).grant_ct == {2026: 4_500_000}


@pytest.mark.clause("GAP")
def test_the_own_share_is_computed_once_and_then_split():
    costs = {2025: year(1_800_000), 2026: year(7_200_000), 2027: year(5_400_000)}
    quote = guideline.finance(Financing(costs, 110, 576_000), POLICY)
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
    asked = Financing(dict(zip(years, map(year, costs_ct), strict=True)), 30, own_share_ct)
    quote = guideline.finance(asked, POLICY)
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


@pytest.mark.clause("GAP")
def test_a_year_with_more_cover_than_cost_lowers_the_others():
    costs = {2025: year(1_000_000, 1_200_000), 2026: year(4_000_000), 2027: year(500_000, 600_000)}
    quote = guideline.finance(Financing(costs, 20, 55_000), POLICY)
    assert quote.own_cash_by_year_ct == {2025: 10_000, 2026: 40_000, 2027: 5_000}
    assert quote.grant_ct == {2025: 0, 2026: 3_645_000, 2027: 0}


# ---- Bericht und Prüfung ------------------------------------------------------------------

DECIDED = Decided({2026: 4_550_000}, 150_000, 50_000)


@pytest.mark.scenario("cost falls")
@pytest.mark.scenario("income and cost rise together")
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


PLANNED = Decided({2026: 4_550_000}, 150_000, 50_000, (MeasuredCosts(3, 5_000_000),))


def settled(accounts, decided=PLANNED, **rules):
    """Settle amounts in euros by the rules of an office: the final grant, and what is owed to us."""
    costs, third_party, in_kind, paid = (euros * 100 for euros in accounts)
    policy = Policy(settlement=SettlementRules(**rules))
    made = guideline.settle(decided, Accounts(costs, third_party, in_kind, {2026: paid}), policy)
    return sum(made.final_grant_ct.values()), made.recovery_ct


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("accounts", "final_ct", "recovery_ct"),
    [
        ((48_000, 4_000, 1_000, 45_500), 4_356_000, 194_000),  # EA 1,440; cash 440, not 500.
        ((48_000, 4_600, 800, 45_500), 4_276_000, 274_000),
        ((50_600, 4_600, 1_000, 45_500), 4_548_200, 1_800),  # EA 1,518 on more costs.
        ((53_000, 4_000, 1_000, 45_500), 4_550_000, 0),
        ((48_000, 4_000, 1_000, 40_950), 4_356_000, 0),
    ],
)
def test_an_office_may_measure_the_own_share_on_actual_costs(accounts, final_ct, recovery_ct):
    assert settled(accounts, own_share="percent-of-actual") == (final_ct, recovery_ct)


@pytest.mark.clause("REPORT")
def test_an_extensions_rate_counts_in_proportion_to_its_costs():
    both = (MeasuredCosts(4, 14_400_000), MeasuredCosts(5, 1_800_000))
    decided = Decided({2026: 15_534_000}, 666_000, 666_000, both)
    made = settled((81_000, 0, 0, 0), decided, own_share="percent-of-actual")
    assert made == (8_100_000 - 333_000, 0)  # 4 % of 72,000 and 5 % of 9,000.


@pytest.mark.clause("REPORT")
def test_in_kind_contributions_raise_the_actual_costs_where_the_office_counts_them_as_costs():
    rules = SettlementRules(own_share="percent-of-actual")
    accounts = Accounts(4_800_000, 400_000, 100_000, {2026: 4_550_000})
    made = guideline.settle(PLANNED, accounts, Policy(model="gross", settlement=rules))
    assert made.own_cash_required_ct == 147_000 - 100_000


@pytest.mark.scenario("income and cost rise together")
@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("accounts", "recovery_ct"),
    [((50_600, 4_600, 1_000, 45_500), 60_000), ((53_000, 4_000, 1_000, 45_500), 0)],
)
def test_an_office_may_hold_the_total_of_the_plan_to_be_binding(accounts, recovery_ct):
    assert settled(accounts, cap_total_at_plan=True)[1] == recovery_ct
    assert settled(accounts)[1] == 0


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("bagatelle_ct", "final_ct", "recovery_ct"),
    [(200_000, 4_550_000, 0), (199_999, 4_350_000, 200_000), (0, 4_350_000, 200_000)],
)
def test_what_is_too_little_is_not_claimed(bagatelle_ct, final_ct, recovery_ct):
    accounts = (48_000, 4_000, 1_000, 45_500)
    assert settled(accounts, bagatelle_ct=bagatelle_ct) == (final_ct, recovery_ct)


@pytest.mark.clause("REPORT")
def test_the_rest_of_a_claim_is_not_too_little_because_most_of_it_has_come_back():
    rules = Policy(settlement=SettlementRules(bagatelle_ct=50_000))
    accounts = Accounts(4_800_000, 400_000, 100_000, {2026: 4_400_000}, returned_ct=150_000)
    assert guideline.settle(PLANNED, accounts, rules).recovery_ct == 50_000
    assert guideline.settle(PLANNED, replace(accounts, returned_ct=0), rules).recovery_ct == 0


@pytest.mark.clause("REPORT")
def test_what_a_decision_took_back_is_never_too_little():
    revoked = replace(PLANNED, grant_ct={2026: 4_549_900})
    assert settled((53_000, 4_000, 1_000, 45_500), revoked, bagatelle_ct=50_000)[1] == 100


# ---- § 50 Abs. 2a SGB X -------------------------------------------------------------------

RATES_OF_2024 = (
    BaseRate(date(2024, 1, 1), 362),
    BaseRate(date(2024, 7, 1), 337),
    BaseRate(date(2025, 1, 1), -88),
)


@pytest.mark.parametrize(
    ("owed_ct", "until", "amount_ct"),
    [
        # 2,000.00 for 182 days of 2024 at 8.62 %, then for 184 days at 8.37 %.
        ({date(2024, 1, 1): 200_000}, date(2024, 7, 1), 8_596),
        ({date(2024, 1, 1): 200_000}, date(2025, 1, 1), 17_035),
        ({date(2024, 12, 31): 365_000}, date(2025, 1, 2), 125),  # 83.7 and 41.2 cents.
        ({date(2024, 6, 30): 365_000, date(2024, 7, 1): 182_500}, date(2024, 7, 2), 128),
        ({date(2024, 2, 1): 200_000, date(2024, 3, 1): 0}, date(2025, 2, 1), 1_370),
        ({date(2024, 2, 1): 200_000}, date(2024, 2, 1), 0),
        ({}, date(2024, 2, 1), 0),
    ],
)
def test_each_rate_counts_on_its_own_days_and_the_sum_is_rounded_once(owed_ct, until, amount_ct):
    made = guideline.interest(owed_ct, until, RATES_OF_2024)
    assert made.amount_ct == amount_ct
    assert sum(part.amount_ct for part in made.step.parts) == made.step.result_ct == amount_ct


def test_the_days_of_each_rate_are_told():
    made = guideline.interest({date(2024, 12, 31): 365_000}, date(2025, 1, 2), RATES_OF_2024)
    assert [(part.text, part.amount_ct) for part in made.step.parts] == [
        ("1 Tag ab 31.12.2024 zu 8,37 %", 83),
        ("1 Tag ab 01.01.2025 zu 4,12 %", 41),
        ("Bruchteile von Cent, zusammen auf den Cent gerundet", 1),
    ]


def test_a_rate_that_nobody_has_recorded_is_not_guessed_at():
    owed_ct = {date(2024, 1, 1): 200_000}
    no = refusal("base-rate-missing", guideline.interest, owed_ct, date(2025, 7, 2), RATES_OF_2024)
    assert no.facts == {"valid_from": "2025-07-01"}
    assert guideline.interest(owed_ct, date(2025, 7, 1), RATES_OF_2024).amount_ct > 0


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
