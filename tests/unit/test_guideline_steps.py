"""How the sums of the guideline explain themselves, and what is said of a plan with gaps."""

import dataclasses
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared import guideline
from shared.guideline import (
    Accounts,
    BaseRate,
    Decided,
    Estimate,
    Financing,
    FlatRate,
    FlatRateUse,
    Incomplete,
    InKind,
    MeasuredCosts,
    Policy,
    Post,
    SettlementRules,
    ThirdParty,
    YearPlan,
)
from shared.refusal import Refused
from tests.unit.examples import post, volunteering, worth, year

POLICY = Policy()
DECIDED = Decided({2026: 4_550_000}, 150_000, 50_000)
MONEY = st.integers(0, 10**10)


def told(steps):
    """Each step as (rule, parts, result)."""
    return [
        (step.rule, [(part.name, part.amount_ct) for part in step.parts], step.result_ct)
        for step in steps
    ]


def test_a_quote_explains_itself():
    asked = Financing({2026: year(5_000_000, 400_000)}, 75, 50_000, worth(100_000))
    quote = guideline.finance(asked, POLICY)
    assert told(quote.steps) == [
        ("post-2026-1", [("charged", 5_000_000)], 5_000_000),
        ("costs-2026", [("post-2026-1", 5_000_000)], 5_000_000),
        ("eligible-costs", [("2026", 5_000_000)], 5_000_000),
        ("in-kind", [("goods", 100_000)], 100_000),
        ("own-share", [("whole-cents", 150_000)], 150_000),
        ("own-cash-required", [("own-share", 150_000), ("in-kind", -100_000)], 50_000),
        ("third-party", [("public", 400_000)], 400_000),
        ("own-cash-by-year", [("2026", 50_000)], 50_000),
        (
            "grant",
            [("eligible", 5_000_000), ("third-party", -400_000), ("own-cash", -50_000)],
            4_550_000,
        ),
        (
            "grant-2026",
            [("costs", 5_000_000), ("third-party", -400_000), ("own-cash", -50_000)],
            4_550_000,
        ),
    ]
    assert {step.edition for step in quote.steps} == {"2026-1"}
    assert [step.basis for step in quote.steps] == [
        *["Förderfähige Kosten"] * 3,
        *["Eigenanteil"] * 3,
        *["Finanzierung und Förderung"] * 4,
    ]
    (share,) = [step for step in quote.steps if step.rule == "own-share"]
    assert dict(share.inputs) == {"base_ct": 5_000_000, "employees": 75, "percent": 3}
    assert "Bei 75 Mitarbeitenden beträgt der Eigenanteil 3 %" in share.text


def test_what_rounding_adds_and_what_is_not_recognised_is_a_part_of_its_own():
    policy = Policy(
        salaries_ct={"S 11b": 7_020_000},
        flat_rates={"Miete": FlatRate("Miete", "personnel-percent", 725)},
        in_kind_cap_percent=1,
        volunteer_hour_ct=1_510,
        model="gross",
    )
    dear = post(7_680_000, grade="S 11b", fte_percent=75, months=8)
    plan = {2026: YearPlan((dear,), (FlatRateUse("Miete"),))}
    asked = Financing(plan, 31, 38_397, (*volunteering(1_001), *worth(20_000)))
    assert told(guideline.finance(asked, policy).steps)[:8] == [
        ("post-2026-1", [("charged", 3_840_000), ("disallowed", -330_000)], 3_510_000),
        ("flat-rate-2026-Miete", [("whole-cents", 254_475)], 254_475),
        (
            "costs-2026",
            [("post-2026-1", 3_510_000), ("flat-rate-2026-Miete", 254_475)],
            3_764_475,
        ),
        ("eligible-costs", [("2026", 3_764_475)], 3_764_475),
        ("volunteering", [("whole-cents", 25_191), ("rounding", 1)], 25_192),
        ("in-kind", [("volunteering", 25_192), ("goods", 20_000), ("above-cap", -7_547)], 37_645),
        ("own-share-base", [("eligible", 3_764_475), ("in-kind", 37_645)], 3_802_120),
        ("own-share", [("whole-cents", 76_042)], 76_042),
    ]


def test_the_surplus_of_another_year_is_a_part_of_its_own():
    plan = {2025: year(100_000, 150_000), 2026: year(200_001)}
    quote = guideline.finance(Financing(plan, 20, 3_000), POLICY)
    assert told(quote.steps)[-3:] == [
        (
            "grant",
            [("eligible", 300_001), ("third-party", -150_000), ("own-cash", -3_000)],
            147_001,
        ),
        (
            "grant-2025",
            [
                ("costs", 100_000),
                ("third-party", -150_000),
                ("own-cash", -1_000),
                ("surplus", 51_000),
            ],
            0,
        ),
        (
            "grant-2026",
            [("costs", 200_001), ("third-party", 0), ("own-cash", -2_000), ("surplus", -51_000)],
            147_001,
        ),
    ]


@pytest.mark.parametrize(
    ("asked", "rule", "flag"),
    [
        (Financing({2026: year(100)}, 0, 1), "own-share", "no-employees"),
        (
            Financing({2026: YearPlan((post(100, grade="S 8a"),))}, 1, 1),
            "post-2026-1",
            "grade-unknown",
        ),
        (
            Financing(
                {
                    2026: YearPlan(
                        (post(100),), (), (ThirdParty("Land", "public", 5, granted=False),)
                    )
                },
                1,
                1,
            ),
            "third-party",
            "third-party-not-granted",
        ),
    ],
)
def test_what_a_person_should_look_at_is_flagged(asked, rule, flag):
    quote = guideline.finance(asked, POLICY)
    flagged = {step.rule: step for step in quote.steps if step.flag}
    assert flagged.keys() == {rule}
    assert flagged[rule].flag == flag
    assert "bitte prüfen" in flagged[rule].text


# ---- forms that are not finished ----------------------------------------------------------


def test_of_nothing_it_is_said_what_is_missing():
    made = guideline.estimate(Incomplete(), Policy(position=3))
    assert [(fault.pointer, fault.code) for fault in made.problems] == [
        ("/plan", "missing"),
        ("/employees", "missing"),
        ("/own_cash", "missing"),
    ]
    assert made == Estimate("gap", made.problems, 3)


def test_employees_alone_fix_the_percentage():
    made = guideline.estimate(Incomplete(employees=91), POLICY)
    assert (made.own_share_percent, made.own_share_ct, made.steps) == (4, None, ())


def test_a_plan_alone_says_its_costs():
    made = guideline.estimate(Incomplete({2026: year(5_000_000, 400_000)}), POLICY)
    assert [fault.pointer for fault in made.problems] == ["/employees", "/own_cash"]
    assert (made.costs_ct, made.eligible_ct, made.third_party_ct) == (
        {2026: 5_000_000},
        5_000_000,
        400_000,
    )
    assert (made.own_share_ct, made.grant_ct) == (None, None)
    assert [step.rule for step in made.steps] == [
        "post-2026-1",
        "costs-2026",
        "eligible-costs",
        "third-party",
    ]


def test_plan_and_employees_say_how_much_cash_is_needed():
    made = guideline.estimate(
        Incomplete({2026: year(5_000_000)}, 75, in_kind=worth(100_000)), POLICY
    )
    assert [fault.pointer for fault in made.problems] == ["/own_cash"]
    assert (made.own_share_ct, made.own_cash_required_ct) == (150_000, 50_000)
    assert (made.in_kind_ct, made.own_cash_ct, made.grant_ct) == (100_000, None, None)


def test_all_that_would_be_refused_is_said_at_once():
    plan = {2026: year(900_000, 920_000, FlatRateUse("Fest", 1), FlatRateUse("Fest", 2))}
    asked = Incomplete(plan, 20, 8_999, type="full")
    made = guideline.estimate(asked, POLICY)
    assert [(fault.pointer, fault.code) for fault in made.problems] == [
        ("/full_funding_reason", "full-funding-needs-reason"),
        ("/plan/0/flat_rates/0/kind", "flat-rate-unknown"),
        ("/plan/0/flat_rates/1/kind", "flat-rate-unknown"),
        ("", "no-gap"),
    ]
    gap = guideline.estimate(dataclasses.replace(asked, type="gap", requested_ct=1), POLICY)
    assert [fault.code for fault in gap.problems][-2:] == ["own-share-too-small", "no-gap"]
    assert (gap.eligible_ct, gap.own_share_ct, gap.grant_ct) == (900_000, 9_000, None)


def test_a_plan_that_does_not_balance_is_told_with_its_costs():
    asked = Incomplete({2026: year(900_000)}, 20, 9_000, requested_ct=890_000)
    made = guideline.estimate(asked, POLICY)
    assert [(fault.pointer, fault.code) for fault in made.problems] == [
        ("/own_cash", "plan-not-balanced")
    ]
    assert (made.requested_ct, made.own_cash_required_ct) == (890_000, 9_000)


# ---- whatever the plan --------------------------------------------------------------------

KINDS = {"Büro": "personnel-percent", "Platz": "fte-month", "Essen": "participant-day"}

policies = st.builds(
    Policy,
    volunteer_hour_ct=st.integers(0, 10_000),
    in_kind_cap_percent=st.none() | st.integers(0, 100),
    flat_rates=st.fixed_dictionaries(
        {
            kind: st.builds(FlatRate, st.just(kind), st.just(base), st.integers(0, 50_000))
            for kind, base in KINDS.items()
        }
    ),
    salaries_ct=st.dictionaries(st.sampled_from(["S 8a", "S 11b"]), st.integers(1, 10**7)),
    model=st.sampled_from(["net", "gross"]),
)
posts = st.builds(
    Post,
    st.sampled_from(["Leitung", "Hilfskraft"]),
    st.just(""),
    st.sampled_from(["S 8a", "S 11b", None]),
    st.integers(1, 100),
    st.integers(1, 12),
    st.integers(0, 10**8),
)
third_parties = st.builds(
    ThirdParty,
    st.sampled_from(["Land", "Stiftung"]),
    st.sampled_from(["public", "donation", "fee", "sale"]),
    st.integers(0, 10**7),
    st.booleans(),
)
uses = st.lists(
    st.builds(FlatRateUse, st.sampled_from([*KINDS, "unbekannt"]), st.integers(0, 10_000)),
    max_size=3,
)
year_plans = st.builds(
    YearPlan,
    st.lists(posts, max_size=3).map(tuple),
    uses.map(tuple),
    st.lists(third_parties, max_size=2).map(tuple),
)
in_kinds = st.one_of(
    st.builds(InKind, st.just("goods"), st.just("Raum"), st.none(), st.integers(0, 10**6)),
    st.builds(InKind, st.just("volunteering"), st.just("Hilfe"), st.integers(1, 10**5)),
)
plans = st.dictionaries(st.integers(2025, 2028), year_plans, min_size=1, max_size=4)
figures = {
    "in_kind": st.lists(in_kinds, max_size=3).map(tuple),
    "type": st.sampled_from(["gap", "gap", "gap", "full", "institutional"]),
    "full_funding_reason_given": st.booleans(),
    "requested_ct": st.none() | st.integers(0, 10**9),
}
financings = st.builds(Financing, plans, st.integers(0, 200), st.integers(0, 10**7), **figures)
incomplete = st.builds(
    Incomplete,
    st.none() | st.just({}) | plans,
    st.none() | st.integers(0, 200),
    st.none() | st.integers(0, 10**7),
    **figures,
)


@st.composite
def fundable(draw):
    """A plan with a gap, its cash and the policy; single years may have more cover than costs."""
    policy, asked = draw(policies), draw(financings)
    plan = {
        each: dataclasses.replace(
            it,
            posts=(*it.posts, draw(posts)),
            flat_rates=tuple(
                {use.kind: use for use in it.flat_rates if use.kind in KINDS}.values()
            ),
        )
        for each, it in asked.plan.items()
    }
    made = guideline.estimate(
        Incomplete(plan, asked.employees, in_kind=asked.in_kind, type=asked.type), policy
    )
    assert made.eligible_ct is not None
    assert made.third_party_ct is not None
    assert made.own_cash_required_ct is not None
    most_ct = made.eligible_ct - made.third_party_ct - 1
    assume(made.own_cash_required_ct <= most_ct and asked.type != "institutional")
    own_cash_ct = draw(st.integers(made.own_cash_required_ct, most_ct))
    more_ct = draw(st.none() | st.integers(0, 10**6))
    requested_ct = None if more_ct is None else most_ct + 1 - own_cash_ct + more_ct
    return (
        dataclasses.replace(
            asked,
            plan=plan,
            own_cash_ct=own_cash_ct,
            requested_ct=requested_ct,
            full_funding_reason_given=True,
        ),
        policy,
    )


def check_steps(steps):
    """Each step is the sum of its parts; and no rule is told twice."""
    for step in steps:
        assert sum(part.amount_ct for part in step.parts) == step.result_ct, step
    rules = [step.rule for step in steps]
    assert len(rules) == len(set(rules))


@given(fundable())
def test_each_figure_is_the_result_of_a_step_and_each_step_the_sum_of_its_parts(fundable):
    asked, policy = fundable
    quote = guideline.finance(asked, policy)
    check_steps(quote.steps)
    result_ct = {step.rule: step.result_ct for step in quote.steps}
    assert result_ct["eligible-costs"] == quote.eligible_ct
    assert result_ct["own-share"] == quote.own_share_ct
    assert result_ct["own-cash-required"] == quote.own_cash_required_ct
    assert result_ct["own-cash-by-year"] == quote.own_cash_ct
    assert result_ct.get("in-kind", 0) == quote.in_kind_counted_ct
    assert result_ct.get("third-party", 0) == quote.third_party_ct
    assert result_ct["grant"] == sum(quote.grant_ct.values())
    for each in asked.plan:
        assert result_ct[f"costs-{each}"] == quote.costs_ct[each]
        assert result_ct[f"grant-{each}"] == quote.grant_ct[each]


@given(fundable())
def test_costs_are_covered_to_the_cent(fundable):
    asked, policy = fundable
    quote = guideline.finance(asked, policy)
    grant_ct = sum(quote.grant_ct.values())
    assert grant_ct + quote.third_party_ct + quote.own_cash_ct == quote.eligible_ct
    assert sum(quote.costs_ct.values()) == quote.eligible_ct
    assert sum(quote.own_cash_by_year_ct.values()) == quote.own_cash_ct == asked.own_cash_ct
    assert min(quote.grant_ct.values()) >= 0
    assert quote.grant_ct.keys() == asked.plan.keys()
    assert 0 < grant_ct <= quote.requested_ct
    assert quote.own_cash_ct >= quote.own_cash_required_ct >= 0


def unfinished(asked):
    """A complete form, asked as one that may have gaps."""
    return Incomplete(**{it.name: getattr(asked, it.name) for it in dataclasses.fields(asked)})


@given(fundable())
def test_the_estimate_of_a_complete_form_is_its_quote(fundable):
    asked, policy = fundable
    quote, made = guideline.finance(asked, policy), guideline.estimate(unfinished(asked), policy)
    assert made.problems == ()
    for each in dataclasses.fields(quote):
        assert getattr(made, each.name) == getattr(quote, each.name)


@given(financings, policies)
def test_what_would_be_refused_is_a_problem_of_the_estimate(asked, policy):
    problems = guideline.estimate(unfinished(asked), policy).problems
    assume(problems)
    with pytest.raises(Refused) as no:
        guideline.finance(asked, policy)
    assert no.value.code in [fault.code for fault in problems]


@given(incomplete, policies)
def test_whatever_is_missing_the_steps_add_up_and_every_gap_has_its_problem(asked, policy):
    made = guideline.estimate(asked, policy)
    check_steps(made.steps)
    lacks = {each.name for each in dataclasses.fields(made) if getattr(made, each.name) is None} - {
        "requested_ct"
    }
    assert bool(lacks) == bool(made.problems)


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
    check_steps(made.steps)


rules = st.builds(
    SettlementRules,
    own_share=st.sampled_from(["fixed", "percent-of-actual"]),
    bagatelle_ct=st.integers(0, 10**6),
    cap_total_at_plan=st.booleans(),
)


@given(
    plan=st.lists(st.builds(MeasuredCosts, st.integers(0, 5), MONEY), max_size=3),
    figures=st.tuples(MONEY, MONEY, MONEY, MONEY, MONEY, MONEY),
    paid=st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)),
    policy=st.builds(Policy, model=st.sampled_from(["net", "gross"]), settlement=rules),
)
def test_whatever_the_office_rules_a_settlement_adds_up(plan, figures, paid, policy):
    granted_ct, own_share_ct, own_cash_ct, costs_ct, third_party_ct, in_kind_ct = figures
    decided = Decided({2026: granted_ct, 2027: 10**6}, own_share_ct, own_cash_ct, tuple(plan))
    paid_ct = dict(zip((2026, 2027), paid, strict=True))
    accounts = Accounts(costs_ct, third_party_ct, in_kind_ct, paid_ct)
    made = guideline.settle(decided, accounts, policy)
    check_steps(made.steps)
    final_ct = sum(made.final_grant_ct.values())
    result_ct = {step.rule: step.result_ct for step in made.steps}
    assert result_ct["final-grant"] == final_ct <= granted_ct + 10**6
    assert result_ct["gap"] == made.gap_ct
    assert result_ct["own-cash-required"] == made.own_cash_required_ct
    assert result_ct["recovery"] == made.recovery_ct
    assert result_ct["remaining-payment"] == made.remaining_ct
    assert sum(paid) - made.recovery_ct + made.remaining_ct == final_ct


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
RATES = [
    BaseRate(date(year, month, 1), hundredths)
    for year, month, hundredths in (
        *((2024, 1, 362), (2024, 7, 337), (2025, 1, 227)),
        *((2025, 7, -88), (2026, 1, 0), (2026, 7, 1_001)),
    )
]


@given(st.dictionaries(DAYS, MONEY, max_size=5), DAYS, DAYS)
def test_interest_is_the_sum_of_its_days(owed_ct, one, other):
    first, last = sorted((one, other))
    until_first, until_last = (guideline.interest(owed_ct, day, RATES) for day in (first, last))
    check_steps([until_first.step])
    check_steps([until_last.step])
    assert 0 <= until_first.amount_ct <= until_last.amount_ct
    owed_between = {day: ct for day, ct in owed_ct.items() if first < day < last}
    before = [day for day in owed_ct if day <= first]
    owed_between[first] = owed_ct[max(before)] if before else 0
    rest = guideline.interest(owed_between, last, RATES).amount_ct
    assert abs(until_first.amount_ct + rest - until_last.amount_ct) <= 1  # Rounded once less.
