"""A draft on its way: everything that is missing at once, and the sums as far as they reach."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.projects import commands, draft_check
from shared.canonical import canonical
from shared.edge import at_the_edge
from shared.guideline import Policy
from tests.unit.projects.examples import ASD, OTHER
from tests.unit.test_forms import ANYTHING, APPLICATION, eur

TODAY = date(2025, 9, 15)
WRONG: list[Any] = [None, [], {}, "x", 0, True, [None], [[]], {"year": []}]
REQUIRED = {
    *("sozialraum_id", "traeger_id", "title", "need", "existing_offers", "participation", "goals"),
    *("aims", "target_group", "access", "measures", "place", "sustainability", "start", "end"),
    *("plan", "own_cash", "employees", "team_resolution", "declarations"),
}


def check(content, known=None, today=TODAY):
    return draft_check.check(content, known or commands.Known(), today)


def gaps(content, known=None):
    return [(it.pointer, it.code) for it in check(content, known).gaps]


def test_an_empty_draft_lacks_everything_once():
    checked = check({})
    found = [(it.pointer, it.code) for it in checked.gaps]
    assert sorted(found) == sorted((f"/{name}", "missing") for name in REQUIRED)
    assert checked.references == ()
    assert (checked.estimate.eligible_ct, checked.estimate.grant_ct) == (None, None)


def test_a_whole_draft_lacks_nothing_and_its_sums_are_those_of_the_application():
    checked = check(APPLICATION)
    assert checked.gaps == ()
    estimate = checked.estimate
    assert (estimate.problems, estimate.eligible_ct) == ((), 14_400_000)
    assert estimate.grant_ct == {2025: 1_740_500, 2026: 5_962_000, 2027: 5_221_500}
    assert draft_check.command_of(APPLICATION, ASD).application.title == "Mädchentreff Kalk"


def test_gaps_of_the_form_and_of_the_rules_are_listed_together():
    content = {
        **APPLICATION,
        "title": " ",
        "goals": [{"text": "Ziel"}],
        "end": "2027-10-01",
        "own_cash": eur("4759.99"),
        "employees": {"count": 110, "method": "heads", "on": "2025-09-16"},
        "financing_type": "institutional",
        "extra": 1,
    }
    assert sorted(gaps(content, commands.Known(unknown=("/traeger_id",)))) == [
        ("/employees/on", "day-to-come"),
        ("/end", "duration-exceeds-24-months"),
        ("/extra", "unknown-field"),
        ("/financing_type", "institutional-funding-excluded"),
        ("/goals/0/indicator", "missing"),
        ("/goals/0/target", "missing"),
        ("/own_cash", "own-share-too-small"),
        ("/title", "blank"),
        ("/traeger_id", "master-data-unknown"),
    ]


def test_sums_are_told_as_far_as_they_can_be_computed():
    content = {name: it for name, it in APPLICATION.items() if name not in ("own_cash", "goals")}
    checked = check(content)
    assert {it.pointer for it in checked.gaps} == {"/own_cash", "/goals"}
    assert (checked.estimate.own_share_ct, checked.estimate.own_cash_required_ct) == (
        576_000,
        476_000,
    )
    assert checked.estimate.grant_ct is None
    no_plan = check({**content, "plan": [{"year": "2025"}]})
    assert no_plan.estimate.eligible_ct is None
    assert ("/plan/0/year", "invalid-type") in [(it.pointer, it.code) for it in no_plan.gaps]


def test_what_the_office_has_fixed_counts():
    policy = Policy(position=2, headcount_method="fte")
    assert gaps(APPLICATION, commands.Known(policy=policy)) == [
        ("/employees/method", "headcount-method")
    ]


def test_a_team_without_the_asd_is_a_gap():
    members = {ASD: False, OTHER: True}  # Who is of the ASD has abstained.
    assert gaps(APPLICATION, commands.Known(members=members)) == [
        ("/team_resolution/present", "asd-missing")
    ]


def test_words_that_look_like_a_client_are_warnings_and_no_gaps():
    checked = check({**APPLICATION, "need": "Az. 51-1234", "place": "Tel. 0221 123456"})
    assert checked.gaps == ()
    assert [(it.pointer, it.hit.kind) for it in checked.references] == [
        ("/need", "file-reference"),
        ("/place", "phone"),
    ]


def test_ids_days_and_sums_are_no_words():
    assert (
        check({"team_resolution": {"on": "0221 123456", "present": ["0221 123456"]}}).references
        == ()
    )


@pytest.mark.parametrize("name", sorted(APPLICATION))
def test_whatever_a_field_holds_the_rest_is_checked(name):
    for wrong in WRONG:
        found = gaps({**APPLICATION, name: wrong, "title": ""})
        assert ("/title", "blank") in found or name == "title"


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(APPLICATION)), value=ANYTHING)
def test_a_spoilt_draft_is_checked_like_any_other(name, value):
    checked = check({**APPLICATION, name: value})
    assert canonical(at_the_edge(checked.estimate))
    assert all(it.pointer.startswith("/") for it in checked.gaps)
