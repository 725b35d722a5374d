import json
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from psycopg.types.json import Jsonb

from services.projects import events
from services.projects.events import CATALOGUE
from services.reporting.annual_report import DDL, ON, annual_report
from services.reporting.service import ANNUAL_REPORT, PositionsSchema
from tests.unit.projects import changes
from tests.unit.projects.examples import (
    APPLIED,
    APPROVED,
    CLOSED,
    POSTPONED,
    PROJECT_ID,
    REJECTED,
    REOPENED,
    RESUBMITTED,
    RETURNED,
    WITHDRAWN,
    extended,
)
from tests.unit.projects.registered import (
    SOZIALRAUM,
    SOZIALRAUM_ID,
    SOZIALRAUM_RENAMED,
    TRAEGER,
    TRAEGER_AMENDED,
    TRAEGER_ID,
)

pytestmark = pytest.mark.postgres

OTHER_ID = "90ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d"
OTHER_RAUM = "a1fb804d-1d5f-5b2c-9e30-4f5a6b7c8d9e"
OTHER = replace(
    APPLIED,
    project_id=OTHER_ID,
    number="2026-8-001",
    sozialraum_id=OTHER_RAUM,
    title="Werkstatt",
    start=date(2026, 3, 1),
    end=date(2026, 8, 31),
    goals=(replace(APPLIED.goals[0], id=1),),
    applied_on=date(2026, 1, 1),
)
OTHER_APPROVED = replace(
    APPROVED,
    project_id=OTHER_ID,
    grant_ct={2026: 1},
    own_share=events.OwnShare(1, 7, 7, 0),
    approved_on=date(2026, 1, 31),
)
EXTENDED = extended(
    date(2028, 3, 31), change_ct={2027: -1_000_000, 2028: 1_000_000}, on=date(2027, 9, 30)
)
CLOSED_LATER = replace(
    CLOSED, closed_on=date(2028, 12, 31), final_grant_ct={2025: 0, 2026: 10, 2027: 20, 2028: 30}
)


@pytest.fixture
def report(database_url):
    """Let events happen, then read the report of a year; everything is undone afterwards."""
    with psycopg.connect(database_url) as conn:
        conn.execute(DDL)

        def tell(year, *history):
            conn.execute(
                "truncate report_project, report_grant, report_extension, report_traeger,"
                " report_sozialraum"
            )
            for version, event in enumerate(history, start=1):
                hear(conn, event, version)
            return annual_report(conn, year)

        yield tell
        conn.rollback()


def hear(conn, event, version):
    name = CATALOGUE.name(event)
    if name not in ON:
        return
    envelope = {
        "stream": "a stream",
        "version": version,
        "event_id": "4b3a2918-0706-5f4e-8d3c-2b1a09f8e7d6",
        "occurred_at": "2025-09-15T08:00:00.000000Z",
    }
    data = json.loads(json.dumps(CATALOGUE.dump(event)))
    wrapped = {k: Jsonb(v) if isinstance(v, dict | list) else v for k, v in data.items()}
    conn.execute(ON[name], envelope | wrapped)


def totals(**figures):
    none = dict.fromkeys(
        ("applications", "approvals", "extensions", "closings", "grant_ct", "own_share_ct", "open"),
        0,
    )
    return none | figures


LIFE = (APPLIED, APPROVED, EXTENDED, CLOSED_LATER)


@pytest.mark.parametrize(
    ("year", "figures"),
    [
        (2024, {}),
        (2025, {"applications": 1, "approvals": 1, "own_share_ct": 576_000, "open": 1}),
        (2026, {"grant_ct": 10, "open": 1}),
        (2027, {"extensions": 1, "grant_ct": 20, "open": 1}),
        (2028, {"closings": 1, "grant_ct": 30}),
        (2029, {}),
    ],
)
def test_each_act_counts_in_its_year_and_money_in_the_year_it_was_for(report, year, figures):
    assert report(year, *LIFE)["totals"] == totals(**figures)


@pytest.mark.parametrize(
    ("year", "grant_ct"), [(2026, 5_962_000), (2027, 4_221_500), (2028, 1_000_000)]
)
def test_an_extension_moves_the_grant_between_years(report, year, grant_ct):
    assert report(year, *LIFE[:3])["totals"]["grant_ct"] == grant_ct


def test_a_project_is_listed_in_each_year_that_it_touches(report):
    listed = [year for year in range(2024, 2030) if report(year, *LIFE)["projects"]]
    assert listed == [2025, 2026, 2027, 2028]


def test_what_was_never_approved_is_listed_where_it_was_applied_for(report):
    history = (APPLIED, REJECTED)
    assert report(2025, *history)["totals"] == totals(applications=1)
    assert report(2026, *history)["projects"] == []


def test_sozialraeume_and_traeger_have_their_own_sums(report):
    told = report(2026, *LIFE[:2], OTHER, OTHER_APPROVED)
    both = totals(applications=1, approvals=1, grant_ct=5_962_001, own_share_ct=7, open=2)
    assert told["totals"] == both
    one = totals(grant_ct=5_962_000)
    other = totals(applications=1, approvals=1, grant_ct=1, own_share_ct=7)
    del both["open"], one["open"], other["open"]
    assert told["by_sozialraum"] == [
        {"sozialraum_id": SOZIALRAUM_ID, "sozialraum_name": None, **one},
        {"sozialraum_id": OTHER_RAUM, "sozialraum_name": None, **other},
    ]
    assert told["by_traeger"] == [{"traeger_id": TRAEGER_ID, "traeger_name": None, **both}]
    assert [it["number"] for it in told["projects"]] == ["2025-8-017", "2026-8-001"]


def test_reports_call_things_by_their_newest_name(report):
    told = report(2026, TRAEGER, SOZIALRAUM, *LIFE[:2])
    names = ("Kalk-Nord", "Jugendwerk Kalk e. V.")
    assert [it["sozialraum_name"] for it in told["by_sozialraum"]] == [names[0]]
    assert [it["traeger_name"] for it in told["by_traeger"]] == [names[1]]
    told = report(2026, TRAEGER, SOZIALRAUM, *LIFE[:2], TRAEGER_AMENDED, SOZIALRAUM_RENAMED)
    (project,) = told["projects"]
    assert project["sozialraum_name"] == SOZIALRAUM_RENAMED.name
    assert project["traeger_name"] == TRAEGER_AMENDED.name
    assert [it["traeger_name"] for it in told["by_traeger"]] == [TRAEGER_AMENDED.name]


def test_a_closed_project_tells_how_far_its_goals_were_reached(report):
    (project,) = report(2028, *LIFE)["projects"]
    assert project == {
        "project_id": PROJECT_ID,
        "number": "2025-8-017",
        "title": "Mädchentreff Kalk",
        "sozialraum_id": SOZIALRAUM_ID,
        "sozialraum_name": None,
        "traeger_id": TRAEGER_ID,
        "traeger_name": None,
        "status": "closed",
        "start": "2025-10-01",
        "end": "2028-03-31",
        "applied_on": "2025-09-15",
        "approved_on": "2025-09-15",
        "closed_on": "2028-12-31",
        "grant_ct": 30,
        "own_share_ct": 576_000,
        "recovery_ct": 200_000,
        "extensions": 0,
        "goals": [
            {"id": 1, "indicator": "Treffen im Jahr", "target": "40", "reached": "yes"},
            {
                "id": 2,
                "indicator": "von Mädchen geplante Angebote",
                "target": "10",
                "reached": "partly",
            },
        ],
    }


def test_an_open_project_has_goals_without_an_answer(report):
    (project,) = report(2025, *LIFE[:2])["projects"]
    assert [goal.keys() for goal in project["goals"]] == [{"id", "indicator", "target"}] * 2
    assert project["closed_on"] is None


def test_the_report_tells_of_the_last_version_of_an_application(report):
    second = replace(RESUBMITTED, title="Mädchentreff Kalk-Nord", start=date(2026, 1, 1))
    (project,) = report(2025, APPLIED, second)["projects"]
    assert (project["title"], project["start"]) == ("Mädchentreff Kalk-Nord", "2026-01-01")
    assert [goal["target"] for goal in project["goals"]] == ["40", "12"]
    assert project["applied_on"] == "2025-09-15"


@pytest.mark.parametrize(
    ("history", "status"),
    [
        ((RETURNED,), "returned"),
        ((RETURNED, RESUBMITTED), "applied"),
        ((RETURNED, WITHDRAWN), "withdrawn"),
        ((POSTPONED,), "postponed"),
        ((POSTPONED, REOPENED), "applied"),
        ((POSTPONED, REJECTED), "rejected"),
        ((APPROVED, changes.TERMINATED), "terminated"),
        ((APPROVED, changes.REVOKED), "revoked"),
        ((APPROVED, changes.PART), "approved"),
        ((APPROVED, changes.TERMINATED, CLOSED), "closed"),
    ],
)
def test_the_report_tells_where_a_project_stands(report, history, status):
    (project,) = report(2025, APPLIED, *history)["projects"]
    assert project["status"] == status


@pytest.mark.parametrize(
    ("change", "granted_ct"),
    [
        (changes.AMENDED, [1_740_500, 4_962_000, 6_221_500]),
        (changes.TERMINATED, [1_740_500, 5_962_000, 0]),
        (changes.PART, [1_740_500, 5_962_000, 4_221_500]),
        (changes.REVOKED, [0, 0, 0]),
    ],
)
def test_each_change_of_a_grant_changes_the_years_that_it_names(report, change, granted_ct):
    history = (APPLIED, APPROVED, change)
    told = [report(year, *history)["totals"]["grant_ct"] for year in (2025, 2026, 2027)]
    assert told == granted_ct


def test_after_an_early_end_there_is_nothing_to_tell_but_that_it_is_not_closed(report):
    history = (APPLIED, APPROVED, changes.TERMINATED)
    assert report(2026, *history)["projects"][0]["end"] == "2026-09-30"
    after = report(2027, *history)
    assert (after["projects"], after["totals"]) == ([], totals(open=1))


def test_an_extension_without_money_still_counts(report):
    free = extended(date(2028, 3, 31), on=date(2027, 9, 30))
    told = report(2027, APPLIED, APPROVED, free)
    assert (told["totals"]["extensions"], told["projects"][0]["end"]) == (1, "2028-03-31")


def test_a_report_of_old_names_a_position_of_each_source():
    assert PositionsSchema().fields.keys() == set(ANNUAL_REPORT.sources)
