"""What of the money that was spent is recognised: the scenarios of the domain, and sums that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.guideline import (
    FlatRate,
    FlatRateUse,
    InKind,
    PlanLines,
    Policy,
    Post,
    PostLine,
    PostSpent,
    YearPlan,
    YearSpent,
    plan_lines,
    proven,
    recognise_spent,
)

POLICY = Policy(
    flat_rates={
        "Verwaltung": FlatRate("Verwaltung", "personnel-percent", 1_000),
        "Fest": FlatRate("Fest", "event", 25_000),
    },
    salaries_ct={"S 11b": 7_020_000},
)
DETAILS = {
    2026: YearPlan(
        (Post("Fachkraft", "B. A.", None, 100, 12, 6_000_000),), (FlatRateUse("Verwaltung"),)
    )
}
PLAN = plan_lines(DETAILS, {2026: 6_600_000}, POLICY)
FULL = 1_200


def paid(cents, fte_months=FULL, **more):
    return PostSpent("Fachkraft", cents, fte_months, **more)


def told(found):
    return [
        (step.rule, [(part.name, part.amount_ct) for part in step.parts], step.result_ct)
        for step in found.steps
    ]


def one_line(planned_ct, *, other_ct=0, grade=None):
    line = PostLine("Fachkraft", grade, planned_ct)
    return PlanLines((line,), {}, other_ct, planned_ct + other_ct, in_sums=False)


@pytest.mark.scenario("flat rate recomputed")
@pytest.mark.clause("COSTS")
def test_a_flat_rate_is_computed_again_on_what_the_posts_really_cost():
    spent = {2026: YearSpent((paid(5_432_190),), (FlatRateUse("Verwaltung"),))}
    found = recognise_spent(PLAN, spent, POLICY)
    assert (found.by_year_ct, found.disallowed_ct) == ({2026: 5_975_409}, 0)
    assert told(found) == [
        ("spent-2026-1", [("paid", 5_432_190)], 5_432_190),
        ("line-Fachkraft", [("actual", 5_432_190)], 5_432_190),
        ("flat-rate-2026-Verwaltung", [("whole-cents", 543_219)], 543_219),
        ("line-Verwaltung", [("actual", 543_219)], 543_219),
        (
            "recognised-2026",
            [("Fachkraft", 5_432_190), ("Verwaltung", 543_219)],
            5_975_409,
        ),
        ("recognised-costs", [("2026", 5_975_409)], 5_975_409),
    ]


@pytest.mark.scenario("better paid")
@pytest.mark.clause("COSTS")
def test_a_post_counts_at_most_what_a_comparable_one_of_the_city_costs():
    """0.75 of a post for eight months, at 76,800.00 a year beside 70,200.00."""
    spent = {2026: YearSpent((paid(3_840_000, 600),))}
    found = recognise_spent(one_line(3_840_000, grade="S 11b"), spent, POLICY)
    assert (found.by_year_ct, found.disallowed_ct) == ({2026: 3_510_000}, 330_000)


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("actual_ct", "recognised_ct", "cut_ct"),
    [
        (1_200_000, 1_200_000, 0),
        (1_200_001, 1_200_000, 1),
        (1_199_999, 1_199_999, 0),
        (2_000_000, 1_200_000, 800_000),
    ],
)
def test_a_line_counts_up_to_20_percent_above_its_plan_and_exactly_so_much_is_allowed(
    actual_ct, recognised_ct, cut_ct
):
    spent = {2026: YearSpent((paid(actual_ct),))}
    found = recognise_spent(one_line(1_000_000, other_ct=1_000_000), spent, POLICY)
    assert (found.by_year_ct, found.disallowed_ct) == ({2026: recognised_ct}, cut_ct)
    (line,) = [step for step in found.steps if step.rule == "line-Fachkraft"]
    assert dict(line.inputs) == {"planned_ct": 1_000_000, "limit_ct": 1_200_000}
    assert line.flag == ("line-cut" if cut_ct else None)


def test_what_a_line_costs_more_is_matched_by_what_another_one_saves():
    spent = {2026: YearSpent((paid(1_200_000),), other_ct=800_000)}
    found = recognise_spent(one_line(1_000_000, other_ct=1_000_000), spent, POLICY)
    assert (found.by_year_ct, found.unmatched_ct) == ({2026: 2_000_000}, 0)


def test_what_nobody_saved_is_recognised_and_marked():
    """Extra income may have paid for it; the grant never rises."""
    spent = {2026: YearSpent((paid(5_300_000),))}
    found = recognise_spent(one_line(5_000_000), spent, POLICY)
    assert (found.by_year_ct, found.unmatched_ct) == ({2026: 5_300_000}, 300_000)
    assert found.steps[-1].flag == "overrun-unmatched"


def test_lines_are_held_against_all_years_together():
    """What one year needs more another has saved; a cut lies on the years as the money does."""
    spent = {2026: YearSpent((paid(900_001),)), 2027: YearSpent((paid(300_001),))}
    found = recognise_spent(one_line(1_000_000), spent, POLICY)
    assert found.by_year_ct == {2026: 900_000, 2027: 300_000}
    assert (sum(found.by_year_ct.values()), found.disallowed_ct) == (1_200_000, 2)


def test_receipts_that_are_not_recognised_lower_their_line_before_its_limit():
    spent = {2026: YearSpent((paid(1_235_000, disallowed_ct=35_000),))}
    found = recognise_spent(one_line(1_000_000), spent, POLICY)
    assert (found.by_year_ct, found.disallowed_ct) == ({2026: 1_200_000}, 35_000)


def test_what_was_not_planned_is_not_recognised():
    spent = {2026: YearSpent((paid(100_000),), (FlatRateUse("Fest", 2),), other_ct=5_000)}
    found = recognise_spent(one_line(100_000), spent, POLICY)
    assert (found.by_year_ct, found.disallowed_ct) == ({2026: 100_000}, 55_000)


def test_an_extension_with_costs_adds_a_line():
    plan = plan_lines(DETAILS, {2026: 6_600_000, 2027: 1_800_000}, POLICY)
    assert (plan.other_ct, plan.in_sums, plan.total_ct) == (1_800_000, False, 8_400_000)
    spent = {2026: YearSpent((paid(6_000_000),)), 2027: YearSpent(other_ct=2_160_001)}
    found = recognise_spent(plan, spent, POLICY)
    assert found.by_year_ct == {2026: 6_000_000, 2027: 2_160_000}


@pytest.mark.parametrize(
    ("approved_ct", "reduced"), [({2026: 4_500_000}, False), ({2026: 6_600_000}, True)]
)
def test_a_plan_approved_in_sums_is_one_line(approved_ct, reduced):
    plan = plan_lines(DETAILS, approved_ct, POLICY, reduced=reduced)
    assert (plan.other_ct, plan.in_sums) == (approved_ct[2026], True)
    spent = {2026: YearSpent((paid(4_000_000),), (FlatRateUse("Verwaltung"),), other_ct=5_000_000)}
    found = recognise_spent(plan, spent, POLICY)
    assert found.by_year_ct == {2026: min(9_400_000, approved_ct[2026] * 120 // 100)}


def test_posts_of_one_function_are_told_apart_by_their_grades():
    posts = (
        Post("Fachkraft", "B. A.", "S 11b", 100, 12, 100),
        Post("Fachkraft", "B. A.", "S 11b", 50, 12, 200),
        Post("Fachkraft", "", None, 100, 12, 300),
    )
    plan = plan_lines({2026: YearPlan(posts)}, {2026: 500}, POLICY)
    assert [(it.name, it.grade, it.planned_ct) for it in plan.posts] == [
        ("Fachkraft (S 11b)", "S 11b", 200),
        ("Fachkraft (ohne)", None, 300),
    ]


def test_however_a_function_is_spelt_it_is_one_line_and_never_that_of_other_costs():
    plan = plan_lines(
        {
            2026: YearPlan((Post("Fachkraft", "", None, 100, 12, 1_000),)),
            2027: YearPlan(
                (
                    Post("fachkraft", "", None, 100, 12, 2_000),
                    Post("Kosten", "", None, 100, 12, 500),
                )
            ),
        },
        {2026: 1_000, 2027: 2_500},
        POLICY,
    )
    assert [(it.name, it.planned_ct) for it in plan.posts] == [
        ("Fachkraft", 3_000),
        ("Kosten (ohne)", 500),
    ]
    spent = {2027: YearSpent((PostSpent("Kosten (ohne)", 600, FULL), paid(3_600)))}
    assert recognise_spent(plan, spent, POLICY).by_year_ct == {2027: 4_200}


@pytest.mark.clause("IN_KIND")
def test_proven_hours_are_valued_together_and_lie_where_they_were_worked():
    def hours(minutes):
        return (InKind("volunteering", "Begleitung", minutes=minutes),)

    by_year_ct, steps = proven({2026: hours(2_401), 2027: hours(2_401)}, 0, Policy())
    assert (by_year_ct, steps[-1].result_ct) == ({2026: 60_025, 2027: 60_025}, 120_050)
    odd, _ = proven({2026: hours(1), 2027: hours(1)}, 0, Policy(volunteer_hour_ct=1_510))
    assert odd == {2026: 25, 2027: 25}
    capped, _ = proven(
        {2026: hours(2_400), 2027: hours(2_400)}, 50_000, Policy(in_kind_cap_percent=20)
    )
    assert capped == {2026: 5_000, 2027: 5_000}


CENTS = st.integers(0, 10**9)
SPENT = st.builds(
    lambda cents, share, fte, events, other: YearSpent(
        (PostSpent("Fachkraft", cents, fte, cents * share // 100),),
        (FlatRateUse("Verwaltung"), FlatRateUse("Fest", events)),
        other,
        other * share // 100,
    ),
    CENTS,
    st.integers(0, 100),
    st.integers(0, 3_600),
    st.integers(0, 400),
    CENTS,
)
LINES = st.builds(
    lambda post, grade, rate, other, in_sums: PlanLines(
        (PostLine("Fachkraft", grade, post),),
        {"Verwaltung": rate, "Fest": rate},
        other,
        post + 2 * rate + other,
        in_sums,
    ),
    CENTS,
    st.sampled_from([None, "S 11b"]),
    CENTS,
    CENTS,
    st.booleans(),
)


@given(LINES, st.dictionaries(st.integers(2025, 2028), SPENT, min_size=1))
def test_the_parts_of_each_step_sum_to_its_result_and_nothing_is_recognised_twice(plan, spent):
    found = recognise_spent(plan, spent, POLICY)
    for step in found.steps:
        assert sum(part.amount_ct for part in step.parts) == step.result_ct
    total_ct = sum(found.by_year_ct.values())
    assert found.steps[-1].result_ct == total_ct
    assert all(cents >= 0 for cents in found.by_year_ct.values())
    assert found.disallowed_ct >= 0
    assert found.unmatched_ct == max(0, total_ct - plan.total_ct)
    assert total_ct <= max(
        (plan.other_ct if plan.in_sums else plan.total_ct) * 120 // 100,
        0,
    )
