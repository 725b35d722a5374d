"""The report of a year: means, trend, what is missing, what is hidden from who sees sums only."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.quality.report import AGGREGATE_MIN, aggregated, mean, report
from tests.unit.reporting import qualities as the

A, B, C = (f"{it * 8}-0000-4000-8000-000000000000" for it in "abc")
NORD = "11111111-0000-4000-8000-000000000000"
SECOND = replace(the.ADOPTED, catalogue_version=2)


@given(st.lists(st.none() | st.integers(0, 3), max_size=40))
def test_a_mean_is_that_of_what_applies_rounded_half_up(values):
    counted = [it for it in values if it is not None]
    if not counted:
        assert mean(values) is None
        return
    exact = Fraction(100 * sum(counted), len(counted))
    assert mean(values) == int(exact + Fraction(1, 2))


def rated(project_id, year, values, *, version=1, months=0):
    return {
        "assessment_id": project_id,
        "kind": "project",
        "sozialraum_id": NORD,
        "project_id": project_id,
        "title": f"Projekt {project_id[0]}",
        "sozialraum_name": "Nord",
        "year": year,
        "months_after_end": months,
        "assessment_version": 1,
        "catalogue_version": version,
        "assessed_on": date(year, 11, 27),
        "participation": [{"group": "Mädchen", "number": 5}],
        "ratings": [{"indicator": key, "value": value} for key, value in values.items()],
    }


def rows(*assessments, **more):
    project = {"number": "2026-8-001", "sozialraum_id": NORD, "participation": []}
    return {
        "projects": [
            {**project, "project_id": it, "title": f"Projekt {it[0]}"} for it in (A, B, C)
        ],
        "assessments": list(assessments),
        "goals": [],
        "outcomes": [],
        "sozialraeume": [{"sozialraum_id": NORD, "name": "Nord"}],
        **more,
    }


def told(made):
    return {
        (it["catalogue_version"], it["key"]): (
            it["rated"],
            it["not_applicable"],
            it["mean"],
            it["previous_mean"],
            it["change"],
        )
        for it in made["indicators"]
    }


def test_a_year_is_told_beside_the_one_before():
    made = report(
        2026,
        rows(
            rated(A, 2025, {"own-words": 1, "no-stigma": 2}),
            rated(A, 2026, {"own-words": 2, "no-stigma": None}),
            rated(B, 2026, {"own-words": 3, "no-stigma": None}),
            rated(C, 2026, {"own-words": 3, "no-stigma": None}),
        ),
        [the.ADOPTED],
    )
    assert told(made) == {
        (1, "own-words"): (3, 0, 267, 100, 167),
        (1, "no-stigma"): (0, 3, None, 200, None),
    }
    assert [(it["basis"], it["rated"], it["mean"]) for it in made["bases"]] == [
        ("will", 3, 267),
        ("need", 3, 267),
        ("stigma", 0, None),
    ]
    assert made["comparable"] is True
    assert [(it["kind"], it["id"]) for it in made["missing"]] == [("team", NORD)]


def test_values_of_two_catalogues_are_never_compared():
    made = report(
        2026,
        rows(
            rated(A, 2025, {"own-words": 1}),
            rated(A, 2026, {"own-words": 3}, version=2),
            rated(B, 2026, {"own-words": 2}),
        ),
        [the.ADOPTED, SECOND],
    )
    assert told(made) == {
        (1, "own-words"): (1, 0, 200, 100, 100),
        (2, "own-words"): (1, 0, 300, None, None),
    }
    assert (made["catalogue_versions"], made["comparable"]) == ([1, 2], False)


def test_an_effect_is_held_against_what_the_same_catalogue_said_at_the_end():
    made = report(
        2027,
        rows(
            rated(A, 2024, {"no-stigma": 1}),
            rated(A, 2025, {"no-stigma": 3, "own-words": 2}),
            rated(A, 2027, {"no-stigma": 2}, months=12),
            rated(B, 2025, {"no-stigma": 3}, version=2),
            rated(B, 2027, {"no-stigma": 2}, months=12),
            rated(C, 2028, {"no-stigma": 2}, months=36),
        ),
        [the.ADOPTED, SECOND],
    )
    assert [(it["id"], it["comparable"], it["indicators"]) for it in made["long_term"]] == [
        (A, True, [{"key": "no-stigma", "at_end": 3, "value": 2}]),
        (B, False, [{"key": "no-stigma", "at_end": None, "value": 2}]),
    ]
    assert made["indicators"] == []  # What is asked after the end is no year's quality.


def test_goals_of_projects_are_counted_by_what_was_said_of_them_last():
    outcomes = [
        {
            "project_id": A,
            "year": 2026,
            "goals": [{"outcome": "pursued"}, {"outcome": "reached"}],
            "participation": [{"group": "Eltern", "number": 3}],
        },
        {"project_id": B, "year": 2025, "goals": [{"outcome": "reached"}], "participation": []},
    ]
    made = report(2026, rows(outcomes=outcomes), [the.ADOPTED])
    assert made["goal_attainment"] == {
        "reached": 2,
        "reached-in-part": 0,
        "pursued": 1,
        "not-reached": 0,
        "given-up": 0,
    }
    assert [(it["id"], it["groups"]) for it in made["participation"]["report"]] == [
        (A, [{"group": "Eltern", "number": 3}])
    ]


def test_who_sees_sums_only_sees_nothing_of_one_team_or_project():
    few = rows(
        rated(A, 2026, {"own-words": 2, "no-stigma": 3}),
        rated(B, 2026, {"own-words": 3, "no-stigma": 3}),
        rated(C, 2026, {"own-words": 3, "no-stigma": None}),
    )
    full = report(2026, few, [the.ADOPTED])
    made = aggregated(full)
    assert AGGREGATE_MIN == 3
    assert told(made) == {
        (1, "own-words"): (3, 0, 267, None, None),
        (1, "no-stigma"): (2, 1, None, None, None),
    }
    assert [(it["basis"], it["mean"]) for it in made["bases"]] == [
        ("will", 267),
        ("need", 267),
        ("stigma", None),
    ]
    assert made["participation"]["assessment"] == [
        {"kind": "all", "id": None, "title": None, "groups": [{"group": "Mädchen", "number": 15}]}
    ]
    assert (made["assessments"], made["missing"], made["long_term"]) == ([], [], [])
    for private in (A, B, C, "Projekt"):
        assert private in str(full)
        assert private not in str(made)


def test_nothing_that_is_shown_lets_one_tell_what_a_few_have_said():
    """Neither the year before nor the mean of a basis has more in it than what is shown."""
    both = replace(the.NO_STIGMA, key="low-threshold")
    catalogue = replace(the.ADOPTED, indicators=(*the.INDICATORS, both))
    few = rows(
        rated(A, 2025, {"own-words": 1}),
        rated(A, 2026, {"own-words": 2, "no-stigma": 3, "low-threshold": 1}),
        rated(B, 2026, {"own-words": 3, "no-stigma": None, "low-threshold": 1}),
        rated(C, 2026, {"own-words": 3, "no-stigma": None, "low-threshold": 1}),
    )
    made = aggregated(report(2026, few, [catalogue]))
    assert told(made) == {
        (1, "own-words"): (3, 0, 267, None, None),  # One had said 1 the year before.
        (1, "no-stigma"): (1, 2, None, None, None),
        (1, "low-threshold"): (3, 0, 100, None, None),
    }
    assert {it["basis"]: it["mean"] for it in made["bases"]} == {
        "will": 267,
        "need": 267,
        "stigma": None,  # Of four ratings three are known; the fourth would be too.
    }
