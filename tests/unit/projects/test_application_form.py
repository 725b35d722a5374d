"""The form of an application: what it takes, and what it says to everything else, all at once."""

from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from services.projects import commands
from services.projects.forms import ApplySchema
from shared.documents import Document
from shared.guideline import InKind, Post, YearPlan
from tests.unit.projects.examples import APPLY, ASD, OTHER, PROJECT_ID
from tests.unit.test_forms import APPLICATION, STIFTUNG, command, eur, faults, post

AMOUNTS = ["5", "5.0", "5.000", "1e3", "-0.01", "1234567890123.00", "NaN", " 5.00", "5,00"]


def plain(value):
    """A value with words in place of documents, and lists in place of tuples."""
    if isinstance(value, Document):
        return value.content.decode()
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, (tuple, list)) else value


@pytest.mark.clause("APPLICATION")
def test_an_application_is_loaded_word_for_word():
    asked = command("apply")
    assert plain(asked.application) == plain(APPLY.application)
    assert (asked.sozialraum_id, asked.traeger_id) == (APPLY.sozialraum_id, APPLY.traeger_id)
    assert (asked.confirmed, asked.known) == (False, commands.Known())
    again = command("resubmit")
    assert plain(again.application) == plain(APPLY.application)
    assert (again.project_id, again.confirmed) == (PROJECT_ID, False)


def test_the_plan_stays_in_the_order_in_which_it_came():
    assert list(command("apply").application.plan) == [2027, 2025, 2026]


@pytest.mark.clause("APPLICATION")
@pytest.mark.parametrize(
    "statement",
    [
        *("need", "goals", "target_group", "measures", "start", "end", "plan", "own_cash"),
        *("existing_offers", "participation", "aims", "access", "place", "sustainability"),
        *("employees", "team_resolution", "declarations", "title"),
    ],
)
def test_no_statement_may_be_missing(statement):
    assert faults("apply", **{statement: None}) == [(f"/{statement}", "missing")]


@pytest.mark.clause("APPLICATION")
@pytest.mark.parametrize(
    "statement", ["need", "target_group", "measures", "existing_offers", "sustainability"]
)
def test_no_statement_may_be_empty(statement):
    assert faults("apply", **{statement: " "}) == [(f"/{statement}", "blank")]


def test_all_gaps_of_an_empty_application_are_listed_at_once():
    empty = dict.fromkeys(APPLICATION)
    del empty["partners"], empty["resources"], empty["in_kind"]
    found = faults("apply", **empty)
    assert sorted(found) == sorted((f"/{name}", "missing") for name in empty)


def test_what_fields_say_together_is_checked_although_others_are_wrong():
    twice = [{"aim": "inclusion", "how": "so"}] * 2
    assert faults("apply", need="", aims=twice, end="2025-09-30") == [
        ("/need", "blank"),
        ("/end", "end-before-start"),
        ("/aims", "twice"),
    ]
    assert ("/plan", "years-do-not-match") in faults("apply", title=5, start="2024-12-01")


def test_every_field_of_the_wrong_type_is_pointed_at():
    wrong = {
        name: 30.5 if name in ("title", "need", "start", "end") else "x"
        for name in ApplySchema().load_fields
        if name != "command_id"
    }
    pointers = {pointer for pointer, _ in faults("apply", **wrong)}
    free_words = {"/measures", "/place", "/target_group", "/existing_offers", "/sustainability"}
    free_words |= {"/full_funding_reason"}
    assert pointers == {f"/{name}" for name in wrong} - free_words


def test_nobody_applies_without_a_goal_or_with_more_than_20():
    goal = {"text": "x" * 2_000, "indicator": "Treffen", "target": "40"}
    assert faults("apply", goals=[]) == [("/goals", "too-few")]
    assert len(command("apply", goals=[goal] * 20).application.goals) == 20
    assert faults("apply", goals=[goal] * 21) == [("/goals", "too-many")]
    assert faults("apply", goals=[{**goal, "text": "x" * 2_001}]) == [("/goals/0/text", "too-long")]


@pytest.mark.clause("APPLICATION")
def test_a_goal_has_an_indicator_with_a_target_or_says_why_it_is_qualitative():
    further = [{"indicator": "Anmeldungen", "target": "60"}]
    counted = {"text": "Ziel", "indicator": "Treffen", "target": "40", "further": further}
    (goal,) = command("apply", goals=[counted]).application.goals
    assert plain(goal.further) == further
    said = {"text": "Ziel", "qualitative": "weil Vertrauen sich nicht zählen lässt"}
    (goal,) = command("apply", goals=[said]).application.goals
    assert (goal.indicator, goal.target) == ("", "")
    assert goal.qualitative.content == "weil Vertrauen sich nicht zählen lässt".encode()

    assert faults("apply", goals=[{"text": "Ziel"}]) == [
        ("/goals/0/indicator", "missing"),
        ("/goals/0/target", "missing"),
    ]
    half = {"text": "Ziel", "indicator": "Treffen"}
    assert faults("apply", goals=[half]) == [("/goals/0/target", "missing")]
    both = {**counted, "qualitative": "weil"}
    assert faults("apply", goals=[both]) == [("/goals/0/qualitative", "not-allowed")]
    assert faults("apply", goals=[{**said, "further": further}]) == [
        ("/goals/0/qualitative", "not-allowed")
    ]
    for blank in ({"indicator": " "}, {"target": ""}):
        ((pointer, code),) = faults("apply", goals=[{**counted, **blank}])
        assert (pointer, code) == (f"/goals/0/{next(iter(blank))}", "blank")


def test_a_threshold_has_a_reason():
    assert command("apply", access={"kind": "open"}).application.stated.access.reason is None
    asked = command("apply", access={"kind": "referral", "reason": "wenige Plätze"})
    assert asked.application.stated.access.reason.content == "wenige Plätze".encode()
    for kind in ("registration", "referral"):
        assert faults("apply", access={"kind": kind}) == [("/access/reason", "missing")]
    assert faults("apply", access={"kind": "closed"}) == [("/access/kind", "not-allowed")]


def test_participation_names_groups_and_numbers():
    none = {"text": "Werkstatt", "groups": []}
    assert faults("apply", participation=none) == [("/participation/groups", "too-few")]
    for number, code in ((0, "too-small"), (2.5, "invalid-type"), (100_001, "too-large")):
        groups = {"text": "Werkstatt", "groups": [{"group": "Mädchen", "number": number}]}
        assert faults("apply", participation=groups) == [("/participation/groups/0/number", code)]


def test_each_aim_of_the_concept_stands_once():
    aims = [
        {"aim": aim, "how": "so"} for aim in ("prevention", "activation", "inclusion", "lifeworld")
    ]
    assert len(command("apply", aims=aims).application.stated.aims) == 4
    assert faults("apply", aims=[]) == [("/aims", "too-few")]
    assert faults("apply", aims=[aims[0], aims[0]]) == [("/aims", "twice")]
    assert faults("apply", aims=[{"aim": "profit", "how": "so"}]) == [
        ("/aims/0/aim", "not-allowed")
    ]


def test_what_has_to_be_declared_is_declared_true():
    declared = APPLICATION["declarations"]
    for name in ("not_begun", "complete_and_true", "subsidy_relevant"):
        pointer = f"/declarations/{name}"
        assert faults("apply", declarations={**declared, name: False}) == [
            (pointer, "not-declared")
        ]
        assert faults("apply", declarations={**declared, name: 1}) == [(pointer, "invalid-type")]
    nothing = dict.fromkeys(declared, False) | {"other_funding": None}
    assert {pointer for pointer, _ in faults("apply", declarations=nothing)} == {
        "/declarations/not_begun",
        "/declarations/complete_and_true",
        "/declarations/subsidy_relevant",
    }


def test_other_funding_is_stated_even_if_there_is_none():
    declared = dict(APPLICATION["declarations"])
    asked = command("apply", declarations={**declared, "other_funding": None})
    assert asked.application.stated.declared.other_funding is None
    del declared["other_funding"]
    assert faults("apply", declarations=declared) == [("/declarations/other_funding", "missing")]


def test_whether_a_project_is_individual_help_is_for_the_office_to_judge():
    declared = {**APPLICATION["declarations"], "no_individual_help": False}
    asked = command("apply", declarations=declared)
    assert asked.application.stated.declared.no_individual_help is False


def test_a_resolution_names_who_was_there_and_who_abstained():
    day = "2025-09-01"
    assert faults("apply", team_resolution={"on": day, "present": []}) == [
        ("/team_resolution/present", "too-few")
    ]
    assert faults("apply", team_resolution={"on": day, "present": ["Frau Müller"]}) == [
        ("/team_resolution/present/0", "invalid-id")
    ]
    twice = {"on": day, "present": [ASD, ASD]}
    assert faults("apply", team_resolution=twice) == [("/team_resolution/present", "twice")]
    absent = {"on": day, "present": [ASD], "abstained": [ASD, OTHER]}
    assert faults("apply", team_resolution=absent) == [
        ("/team_resolution/abstained/1", "not-present")
    ]


# ---- period --------------------------------------------------------------------------------


def test_a_period_does_not_end_before_it_starts():
    one_day = {"start": "2025-10-01", "end": "2025-10-01"}
    plan = [{"year": 2025, "posts": [post("1.00")]}]
    asked = command("apply", **one_day, plan=plan).application
    assert (asked.start, asked.end, [*asked.plan]) == (date(2025, 10, 1), date(2025, 10, 1), [2025])
    assert faults("apply", end="2025-09-30") == [("/end", "end-before-start")]


@pytest.mark.parametrize("day", ["2025-02-29", "2024-02-30", "29.02.2024", "2024-2-29", 20240229])
def test_a_day_that_is_none_is_refused(day):
    assert faults("apply", start=day) == [("/start", "invalid-date")]


def test_the_29th_of_february_is_a_day_in_a_leap_year():
    assert command("apply", start="2024-02-29", end="2024-02-29", plan=[{"year": 2024}])


@pytest.mark.parametrize("years", [[2025, 2026], [2025, 2026, 2027, 2028], [2025, 2026, 2026]])
def test_the_plan_has_one_entry_for_each_year_touched(years):
    plan = [{"year": year, "posts": [post("1.00")]} for year in years]
    assert faults("apply", plan=plan) == [("/plan", "years-do-not-match")]


# ---- money ---------------------------------------------------------------------------------


def plan(**year):
    return [{"year": 2025}, {"year": 2026}, {"year": 2027, **year}]


def test_a_plan_says_what_its_sums_consist_of():
    used = {"kind": "Büro", "quantity": 350}
    asked = command(
        "apply", plan=plan(posts=[post("54000.00")], flat_rates=[used], third_party=[STIFTUNG])
    )
    year = asked.application.plan[2027]
    assert isinstance(year, YearPlan)
    assert year.posts == (
        Post("Fachkraft im Treff", "Soziale Arbeit (B. A.)", None, 100, 12, 5_400_000),
    )
    assert (year.flat_rates[0].kind, year.flat_rates[0].quantity) == ("Büro", 350)
    assert (year.third_party[0].amount_ct, year.third_party[0].granted) == (1_000_000, True)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_has_two_decimals_and_is_not_negative(amount):
    bad = [
        ("/own_cash", {"own_cash": eur(amount)}),
        ("/requested", {"requested": eur(amount)}),
        ("/plan/2/posts/0/yearly_cost", {"plan": plan(posts=[post(amount)])}),
        (
            "/plan/2/third_party/0/amount",
            {"plan": plan(third_party=[{**STIFTUNG, "amount": eur(amount)}])},
        ),
        (
            "/in_kind/0/value",
            {"in_kind": [{"kind": "work", "text": "Buchhaltung", "value": eur(amount)}]},
        ),
    ]
    code = "too-small" if amount == "-0.01" else "invalid-amount"
    for pointer, more in bad:
        assert faults("apply", **more) == [(pointer, code)]


def test_only_euros_are_taken():
    dollars = {"amount": "5.00", "currency": "USD"}
    assert faults("apply", own_cash=dollars) == [("/own_cash", "invalid-currency")]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("fte_percent", 0, "too-small"),
        ("fte_percent", 101, "too-large"),
        ("fte_percent", 50.5, "invalid-type"),
        ("months", 13, "too-large"),
        ("months", -1, "too-small"),
        ("function", "", "blank"),
    ],
)
def test_a_post_is_part_of_a_full_one(field, value, code):
    wrong = plan(posts=[{**post("1.00"), field: value}])
    assert faults("apply", plan=wrong) == [(f"/plan/2/posts/0/{field}", code)]


def test_an_in_kind_contribution_has_minutes_or_a_value():
    unpaid = {"kind": "volunteering", "text": "Kochgruppe", "minutes": 4_800}
    asked = command("apply", in_kind=[unpaid]).application
    assert asked.in_kind == (InKind("volunteering", "Kochgruppe", minutes=4_800),)
    both = {**unpaid, "value": eur("1.00")}
    assert faults("apply", in_kind=[both]) == [("/in_kind/0/value", "not-allowed")]


def test_institutional_funding_is_a_word_of_the_form_and_refused_by_the_rules():
    assert command("apply", financing_type="institutional")
    assert faults("apply", financing_type="loan") == [("/financing_type", "not-allowed")]


# ---- employees -----------------------------------------------------------------------------


@pytest.mark.clause("OWN_SHARE")
@pytest.mark.parametrize(
    ("count", "code"), [(-1, "too-small"), (30.5, "invalid-type"), (1_000_001, "too-large")]
)
def test_employees_are_heads(count, code):
    employees = {"count": count, "method": "heads", "on": "2025-08-01"}
    assert faults("apply", employees=employees) == [("/employees/count", code)]


def test_heads_and_full_time_equivalents_are_hundredths_inside():
    heads = {"count": 31, "method": "heads", "on": "2025-08-01"}
    assert command("apply", employees=heads).application.employees.hundredths == 3_100
    fte = {"hundredths": 3_025, "method": "fte", "on": "2025-08-01"}
    asked = command("apply", employees=fte).application.employees
    assert (asked.hundredths, asked.method) == (3_025, "fte")
    assert faults("apply", employees={**heads, "method": "fte"}) == [
        ("/employees/hundredths", "missing")
    ]
    assert faults("apply", employees={**heads, "hundredths": 3_100}) == [
        ("/employees/hundredths", "not-allowed")
    ]


def test_a_traeger_may_have_no_employees():
    nobody = {"count": 0, "method": "heads", "on": "2025-08-01"}
    assert command("apply", employees=nobody).application.employees.hundredths == 0
