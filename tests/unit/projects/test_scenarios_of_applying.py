"""The acceptance scenarios that end with the application: sizes, in-kind, gap, months, headcount."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, events
from services.projects.application import quote
from services.projects.project import PROJECT
from shared import guideline
from shared.guideline import FlatRate, FlatRateUse, InKind, Policy, ThirdParty, YearPlan
from tests.given import Given
from tests.unit.projects.examples import (
    APPLICATION,
    APPLIED,
    APPLY,
    APPROVE,
    CALCULATED,
    CHECKED,
    CO_SIGNED,
    DAY,
    applying,
    post,
)

given = Given(PROJECT)
HOUR = 60


def one_year(costs_ct, employees, own_cash_ct=0, third_party_ct=0, **more):
    """An application for the year 2026."""
    money = (ThirdParty("Stiftung", "donation", third_party_ct, granted=True),)
    return applying(
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        plan={2026: YearPlan((post(costs_ct),), (), money if third_party_ct else ())},
        employees=commands.Headcount(employees * 100, date(2025, 8, 1)),
        own_cash_ct=own_cash_ct,
        **{"in_kind": (), **more},
    )


def hours(number):
    return (InKind("volunteering", "Ehrenamt", minutes=number * HOUR),)


def applied(command, policy=None):
    known = replace(APPLY.known, policy=policy or Policy())
    (event,) = given().when(replace(command, known=known)).decide()
    return event


@pytest.mark.scenario("size bands")
@pytest.mark.clause("OWN_SHARE")
@pytest.mark.parametrize(
    ("employees", "own_share_ct"),
    [
        *((1, 48_000), (30, 48_000), (31, 96_000), (60, 96_000), (61, 144_000), (90, 144_000)),
        *((91, 192_000), (120, 192_000), (121, 240_000), (5_000, 240_000), (0, 48_000)),
    ],
)
def test_scenario_1_the_size_of_the_traeger_decides_the_own_share(employees, own_share_ct):
    event = applied(one_year(4_800_000, employees, own_cash_ct=own_share_ct))
    made = quote(event, Policy())
    assert (made.own_share_ct, sum(made.grant_ct.values())) == (
        own_share_ct,
        4_800_000 - own_share_ct,
    )
    flags = [step.flag for step in made.steps if step.flag]
    assert flags == (["no-employees"] if employees == 0 else [])
    given().when(one_year(4_800_000, employees, own_cash_ct=own_share_ct - 1)).then_refused(
        "own-share-too-small", guideline.IN_KIND, missing_ct=1
    )


@pytest.mark.scenario("size bands")
@pytest.mark.clause("OWN_SHARE")
def test_scenario_1_there_are_no_half_heads():
    half = commands.Headcount(3_050, date(2025, 8, 1))
    no = given().when(applying(employees=half)).then_refused("heads-not-whole", guideline.OWN_SHARE)
    assert [it.pointer for it in no.errors] == ["/employees/count"]


@pytest.mark.clause("OWN_SHARE")
def test_where_the_office_counts_full_time_equivalents_a_part_counts_as_one():
    fte = commands.Headcount(3_025, date(2025, 8, 1), "fte")
    policy = Policy(position=3, headcount_method="fte")
    event = applied(applying(employees=fte), policy)
    assert event.employees == events.Employees(31, "fte", date(2025, 8, 1), 3_025)
    assert (quote(event, policy).own_share_percent, event.policy_position) == (2, 3)
    given().when(applying(employees=fte)).then_refused("headcount-method", guideline.OWN_SHARE)


@pytest.mark.scenario("in-kind covers part")
@pytest.mark.clause("IN_KIND")
def test_scenario_3_in_kind_contributions_cover_part_of_the_own_share():
    asked = one_year(5_000_000, 75, 30_000, 400_000, in_kind=hours(80))
    event = applied(asked)
    assert event.plan == {2026: events.PlanYear(5_000_000, 400_000, 30_000, 120_000)}
    assert quote(event, Policy()).grant_ct == {2026: 4_570_000}
    short = one_year(5_000_000, 75, 29_999, 400_000, in_kind=hours(80))
    no = given().when(short).then_refused("own-share-too-small", guideline.IN_KIND, missing_ct=1)
    assert "0,01 €" in no.detail
    assert [it.pointer for it in no.errors] == ["/own_cash"]


@pytest.mark.scenario("in-kind above own share")
@pytest.mark.clause("IN_KIND")
def test_scenario_4_in_kind_contributions_above_the_own_share_bring_nothing():
    event = applied(one_year(5_000_000, 75, 0, 400_000, in_kind=hours(160)))
    made = quote(event, Policy())
    assert (made.in_kind_ct, made.own_share_ct, made.grant_ct) == (
        240_000,
        150_000,
        {2026: 4_600_000},
    )


@pytest.mark.scenario("24 months")
@pytest.mark.clause("DURATION")
@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2025, 1, 15), date(2027, 1, 14)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2025, 10, 1), date(2027, 9, 30)),
    ],
)
def test_scenario_7_24_months_and_not_a_day_more(start, last):
    plan = {year: YearPlan((post(4_800_000),)) for year in range(start.year, last.year + 1)}
    asked = {"start": start, "plan": plan, "own_cash_ct": 600_000}
    assert applied(applying(**asked, end=last)).end == last
    too_long = applying(**asked, end=date.fromordinal(last.toordinal() + 1))
    no = (
        given()
        .when(too_long)
        .then_refused("duration-exceeds-24-months", guideline.DURATION, latest=last.isoformat())
    )
    assert [it.pointer for it in no.errors] == ["/end"]


@pytest.mark.scenario("headcount changes")
@pytest.mark.clause("OWN_SHARE")
def test_scenario_20_who_has_118_employees_at_the_submission_bears_4_percent_for_good():
    event = applied(applying(employees=commands.Headcount(11_800, date(2025, 8, 1))))
    assert event.employees.count == 118
    (approved,) = given(event, CO_SIGNED, CHECKED, CALCULATED).when(APPROVE, DAY).decide()
    assert (approved.own_share.percent, approved.own_share.amount_ct) == (4, 576_000)


@pytest.mark.scenario("full funding without reason")
@pytest.mark.clause("FULL_FUNDING")
def test_full_funding_needs_a_reason_and_leaves_no_own_share():
    full = one_year(4_800_000, 75, financing_type="full")
    given().when(full).then_refused("full-funding-needs-reason", guideline.FULL_FUNDING)
    why = replace(APPLICATION.need)
    event = applied(one_year(4_800_000, 75, financing_type="full", full_funding_reason=why))
    assert (event.financing_type, event.full_funding_reason) == ("full", why.ref)
    assert quote(event, Policy()).grant_ct == {2026: 4_800_000}


@pytest.mark.clause("INSTITUTIONAL")
def test_an_institution_is_never_funded():
    given().when(one_year(4_800_000, 75, 144_000, financing_type="institutional")).then_refused(
        "institutional-funding-excluded", guideline.INSTITUTIONAL
    )


@pytest.mark.clause("GAP")
def test_who_asks_for_less_brings_the_rest():
    less = one_year(4_800_000, 75, 144_000, requested_ct=4_600_000)
    given().when(less).then_refused("plan-not-balanced", guideline.GAP, missing_ct=56_000)
    event = applied(one_year(4_800_000, 75, 200_000, requested_ct=4_600_000))
    assert (event.requested_ct, quote(event, Policy()).grant_ct) == (4_600_000, {2026: 4_600_000})


@pytest.mark.clause("COSTS")
def planned(own_cash_ct, *posts, rates=()):
    """An application for 2026 of a Träger with 75 employees, with these posts and flat rates."""
    asked = one_year(1, 75, own_cash_ct)
    plan = {2026: YearPlan(posts, rates)}
    return replace(asked, application=replace(asked.application, plan=plan))


@pytest.mark.scenario("flat rate recomputed")
@pytest.mark.clause("COSTS")
def test_scenario_18_a_flat_rate_is_planned_on_the_recognised_personnel_costs():
    """S = 10 % of recognised P; plan P 60,000 → S 6,000.00, so E 66,000 and an own share of 3 %."""
    policy = Policy(flat_rates={"Verwaltung": FlatRate("Verwaltung", "personnel-percent", 1_000)})
    asked = planned(198_000, post(6_000_000), rates=(FlatRateUse("Verwaltung"),))
    event = applied(asked, policy)
    assert event.plan[2026].costs_ct == 6_600_000
    made = quote(event, policy)
    assert (made.eligible_ct, made.own_share_ct) == (6_600_000, 198_000)
    assert made.grant_ct == {2026: 6_402_000}


@pytest.mark.scenario("better paid")
@pytest.mark.clause("COSTS")
def test_scenario_19_nobody_is_paid_better_than_the_office_would_pay():
    """0.75 FTE, 8 months; charged 76,800.00 a year, comparable 70,200.00 → recognised 35,100.00."""
    policy = Policy(salaries_ct={"S 12": 7_020_000})
    well_paid = replace(post(7_680_000), grade="S 12", fte_percent=75, months=8)
    event = applied(planned(105_300, well_paid), policy)
    assert event.plan[2026].costs_ct == 3_510_000
    made = quote(event, policy)
    assert (made.disallowed_ct, made.own_share_ct) == (330_000, 105_300)
    assert made.grant_ct == {2026: 3_404_700}


def test_the_sums_of_a_plan_are_what_is_recognised_of_its_posts_and_flat_rates():
    well_paid = replace(post(7_680_000), grade="S 12", fte_percent=75, months=8)
    policy = Policy(
        salaries_ct={"S 12": 7_020_000},
        flat_rates={"Büro": FlatRate("Büro", "personnel-percent", 1_000)},
    )
    asked = replace(
        one_year(1, 75, 120_000),
        application=replace(
            one_year(1, 75, 120_000).application,
            plan={2026: YearPlan((well_paid,), (FlatRateUse("Büro"),))},
        ),
    )
    event = applied(asked, policy)
    assert event.plan[2026].costs_ct == 3_510_000 + 351_000
    assert quote(event, policy).disallowed_ct == 330_000
    no = given().when(asked).then_refused("flat-rate-unknown", guideline.COSTS)
    assert [it.pointer for it in no.errors] == ["/plan/0/flat_rates/0/kind"]


# ---- all at once ---------------------------------------------------------------------------


def test_all_that_stands_in_the_way_is_one_refusal():
    asked = applying(
        end=date(2027, 10, 1),
        own_cash_ct=0,
        requested_ct=1,
        employees=commands.Headcount(11_050, date(2025, 9, 16)),
        title="Az. 51-1234 Treff",
        stated=replace(
            APPLICATION.stated,
            declared=replace(APPLICATION.stated.declared, no_individual_help=False),
            team_resolution=replace(APPLICATION.stated.team_resolution, on=date(2025, 9, 16)),
        ),
    )
    known = commands.Known(unknown=("/traeger_id",))
    no = given().when(replace(asked, known=known)).then_refused("application-incomplete")
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/traeger_id", "master-data-unknown"),
        ("/end", "duration-exceeds-24-months"),
        ("/employees/count", "heads-not-whole"),
        ("/employees/on", "day-to-come"),
        ("/team_resolution/on", "day-to-come"),
        ("/declarations/no_individual_help", "individual-help"),
        ("/own_cash", "own-share-too-small"),
        ("/own_cash", "plan-not-balanced"),
        ("/title", "case-reference"),
    ]
    assert no.kind == "invalid"


@pytest.mark.scenario("individual help")
def test_individual_help_is_refused_unless_the_office_has_opened_the_gate():
    declared = replace(APPLICATION.stated.declared, no_individual_help=False)
    asked = applying(stated=replace(APPLICATION.stated, declared=declared))
    given().when(asked).then_refused("individual-help")
    event = applied(asked, Policy(individual_help_gate=False))
    assert event.statements.declarations.no_individual_help is False


def test_an_inactive_traeger_gets_nothing_new():
    known = commands.Known(traeger_is_inactive=True)
    given().when(replace(APPLY, known=known)).then_refused("traeger-inactive")


def test_an_event_of_old_is_quoted_by_its_sums():
    old = replace(APPLIED, details={}, in_kind=(), statements=None, by="")
    assert quote(old, Policy()) == quote(APPLIED, Policy())


# ---- the team ------------------------------------------------------------------------------


def by_team(members, present, abstained=()):
    resolved = commands.Resolved(date(2025, 9, 1), present, abstained)
    asked = applying(stated=replace(APPLICATION.stated, team_resolution=resolved))
    return replace(asked, known=commands.Known(members=members))


@pytest.mark.scenario("wrong decider")
def test_a_traeger_alone_hands_nothing_in():
    members = {"a": True, "t": False, "u": False}
    assert given().when(by_team(members, ("a", "t"))).decide()
    given().when(by_team(members, ("t", "u"))).then_refused("asd-missing")
    given().when(by_team(members, ("a", "t"), abstained=("a",))).then_refused("asd-missing")


def test_only_members_of_that_day_resolve():
    no = given().when(by_team({"a": True}, ("x", "a", "y"))).then_refused("not-a-member")
    assert [it.pointer for it in no.errors] == [
        "/team_resolution/present/0",
        "/team_resolution/present/2",
    ]


def test_where_nobody_has_been_recorded_for_a_team_its_members_are_not_asked_for():
    assert given().when(by_team(None, ("x",))).decide()


# ---- data of clients -----------------------------------------------------------------------


def test_words_that_look_like_a_client_are_confirmed_or_mended():
    stated = replace(APPLICATION.stated, place="Tel. 0221 123456")
    asked = applying(title="Az. 51-1234", stated=stated)
    no = given().when(asked).then_refused("case-references-found")
    assert [(it.pointer, it.message) for it in no.errors] == [
        ("/title", "„Az. 51-1234“ sieht aus wie ein Aktenzeichen oder eine Fallnummer."),
        ("/place", "„0221 123456“ sieht aus wie eine Telefonnummer."),
    ]
    assert given().when(replace(asked, confirmed=True)).decide()
