"""Quality over a real PostgreSQL: a catalogue, assessments, goals, the report of a year."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from services.projects.events import SozialraumRegistered
from services.reporting.quality.answers import (
    AssessmentAnswer,
    CatalogueAnswer,
    FollowUpsAnswer,
    QualityReportAnswer,
)
from services.reporting.quality.suggestion import suggestion
from services.reporting.rpc.quality import QUALITY
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON, Office
from tests.toy import settings
from tests.unit.projects.changes import TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

OTHER_ID = "90ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d"
OTHER_AREA = "70ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d"
INDICATORS = suggestion()["indicators"]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        made = Quality(services)
        made.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        made.services.desk.sozialraeume.add(SOZIALRAUM_ID)
        made.adopt("2026-01-12")
        yield made


class Quality(Office):
    """The office, and what it assesses."""

    def __init__(self, services):
        super().__init__(services)
        for sozialraum_id, name in ((SOZIALRAUM_ID, "Kalk-Nord"), (OTHER_AREA, "Vingst")):
            told = SozialraumRegistered(sozialraum_id, name, sozialraum_id, f"Team {name}")
            self.projects.tell(told, on=APPROVED_ON)

    def adopt(self, day, **more):
        body = {"valid_from": day, "indicators": INDICATORS, "resolution": "UAG, TOP 2"}
        return self.ask("adopt_catalogue", day, "uag", **{**body, **more})

    def assess(self, day, value, kind="project", role="asd_member", **asked):
        keys = [it["key"] for it in INDICATORS if it["applies_to"] in (kind, "both")]
        if asked.get("months_after_end"):
            keys = [it["key"] for it in INDICATORS if it["long_term"]]
        ratings = [{"indicator": it, "value": value, "text": "Es zeigt sich."} for it in keys]
        body = {"year": int(day[:4]), "ratings": ratings, **asked}
        if kind == "project":
            body = {"project_id": PROJECT_ID, **body}
        return self.ask("assess_quality", day, role, **body)

    def report(self, day, role="district_head", **asked):
        told = self.ask("quality_report", day, role, **{"year": int(day[:4]), **asked})
        assert QualityReportAnswer().validate(told) == {}
        return told


def refused(ask, *given, **more):
    with pytest.raises(Refused) as no:
        ask(*given, **more)
    return no.value


def means(told):
    return {(it["key"], it["mean"], it["change"]) for it in told["indicators"]}


def test_the_first_catalogue_is_adopted_and_told_with_its_proposal(office):
    told = office.ask("get_catalogue", "2026-01-12", "asd_member")
    assert CatalogueAnswer().validate(told) == {}
    assert told["valid"]["indicators"] == told["suggestion"]["indicators"] == INDICATORS
    assert [it["catalogue_version"] for it in told["versions"]] == [1]
    assert office.ask("get_catalogue", "2026-01-13", on="2026-01-11")["valid"] is None


def test_nobody_assesses_before_there_is_a_catalogue(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        bare = Quality(services)
        bare.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        services.desk.sozialraeume.add(SOZIALRAUM_ID)
        assert refused(bare.assess, "2026-11-27", 2).code == "no-catalogue"


def test_a_year_is_assessed_corrected_and_read_with_texts_and_documents(office):
    evidence = str(uuid4())
    piece = {"number": 0, "last": True, "content": b64encode(b"Protokoll").decode()}
    office.ask("put_document", "2026-11-27", "asd_member", document_id=evidence, **piece)
    office.assess("2026-11-27", 2)
    ratings = [
        {"indicator": it["key"], "value": 3, "evidence": [evidence]}
        for it in INDICATORS
        if it["applies_to"] != "team"
    ]
    made = office.ask(
        "assess_quality",
        "2026-11-28",
        "asd_member",
        project_id=PROJECT_ID,
        year=2026,
        ratings=ratings,
        participation=[{"group": "Mädchen im Treff", "number": 24}],
    )
    assert made["assessment_version"] == 2
    told = office.ask("get_assessment", "2026-11-28", assessment_id=made["assessment_id"])
    assert AssessmentAnswer().validate(told) == {}
    first, second = told["versions"]
    assert {(it["value"], it["text"]) for it in first["ratings"]} == {(2, "Es zeigt sich.")}
    assert {(it["value"], it["text"], *it["evidence"]) for it in second["ratings"]} == {
        (3, None, evidence)
    }
    assert second["participation"] == [{"group": "Mädchen im Treff", "number": 24}]
    report = office.report("2026-11-28")
    assert {it[1] for it in means(report)} == {300}
    assert report["participation"]["assessment"] == [
        {
            "kind": "project",
            "id": PROJECT_ID,
            "title": "Mädchentreff Kalk",
            "groups": [{"group": "Mädchen im Treff", "number": 24}],
        }
    ]


def test_a_document_that_nobody_uploaded_proves_nothing(office):
    rating = {"indicator": "no-stigma", "value": 3, "evidence": [OTHER_ID]}
    no = refused(office.assess, "2026-11-27", 2, ratings=[rating])
    assert (no.code, [it.pointer for it in no.errors]) == (
        "document-unknown",
        ["/ratings/0/evidence/0"],
    )


def test_who_took_part_in_an_application_is_shown_in_the_report(office):
    report = office.report("2026-11-27", project_id=PROJECT_ID)
    (told,) = report["participation"]["application"]
    assert APPLIED.statements is not None
    assert told["groups"] == [
        {"group": it.group, "number": it.number} for it in APPLIED.statements.participation.groups
    ]
    assert told["groups"]


def test_project_sozialraum_and_district_have_their_report_with_trend(office):
    office.assess("2026-11-27", 1)
    office.assess("2026-11-27", 2, kind="team", sozialraum_id=SOZIALRAUM_ID)
    project = office.report("2026-11-27", project_id=PROJECT_ID)
    assert {it[1] for it in means(project)} == {100}
    assert project["missing"] == []
    area = office.report("2026-11-27", sozialraum_id=SOZIALRAUM_ID)
    assert {it["mean"] for it in area["indicators"]} == {100, 150, 200}
    district = office.report("2026-11-27")
    assert [(it["kind"], it["title"]) for it in district["missing"]] == [("team", "Vingst")]
    elsewhere = office.report("2026-11-27", sozialraum_id=OTHER_AREA)
    assert (elsewhere["indicators"], len(elsewhere["missing"])) == ([], 1)
    office.adopt("2027-01-04")
    office.assess("2027-11-26", 3)  # By another catalogue: not comparable.
    later = office.report("2027-11-26")
    assert {it[1:] for it in means(later)} == {(300, None)}
    assert (later["catalogue_versions"], later["comparable"]) == ([2], False)


def test_the_same_catalogue_shows_a_change(office):
    office.assess("2026-11-27", 1)
    office.assess("2027-11-26", 3)
    told = office.report("2027-11-26", project_id=PROJECT_ID)
    assert {it[1:] for it in means(told)} == {(300, 200)}
    assert told["comparable"] is True


def test_a_goal_is_agreed_followed_up_and_shown(office):
    asked = {"indicator": "no-stigma", "target": 3, "text": "Der Eingang wird verlegt."}
    made = office.ask(
        "agree_development_goal",
        "2026-11-27",
        "asd_member",
        project_id=PROJECT_ID,
        due_on="2027-06-30",
        **asked,
    )
    (goal,) = office.report("2027-07-01", project_id=PROJECT_ID)["development_goals"]
    assert (goal["text"], goal["overdue"], goal["standing"]) == (asked["text"], True, "open")
    said = {"goal_id": made["goal_id"], "outcome": "reached", "text": "Er ist verlegt."}
    office.ask("follow_up_development_goal", "2027-07-02", "asd_member", **said)
    (goal,) = office.report("2027-07-02")["development_goals"]
    assert (goal["overdue"], goal["standing"], goal["followed_up_on"]) == (
        False,
        "reached",
        "2027-07-02",
    )


def test_an_ended_project_is_asked_again_by_the_same_indicators(office):
    office.assess("2026-09-01", 3)
    office.projects.tell(TERMINATED, on=date(2026, 9, 14))
    ended = TERMINATED.terminated_on
    listed = office.ask("list_follow_ups", "2026-12-31", "asd_member")
    assert FollowUpsAnswer().validate(listed) == {}
    assert [
        (it["months_after_end"], it["due_on"], it["overdue"]) for it in listed["follow_ups"]
    ] == [
        (12, ended.replace(year=2027).isoformat(), False),
        (36, ended.replace(year=2029).isoformat(), False),
    ]
    no = refused(office.assess, "2027-09-01", 2, months_after_end=12)
    assert [it.code for it in no.errors] == ["too-early"]
    office.adopt("2027-09-02")  # Another catalogue does not change what is asked then.
    office.assess("2027-12-01", 2, months_after_end=12)
    (lasting,) = office.report("2027-12-01", project_id=PROJECT_ID)["long_term"]
    assert (lasting["comparable"], lasting["months_after_end"]) == (True, 12)
    assert {(it["at_end"], it["value"]) for it in lasting["indicators"]} == {(3, 2)}
    listed = office.ask("list_follow_ups", "2029-12-31", "asd_member")
    assert [(it["months_after_end"], it["overdue"]) for it in listed["follow_ups"]] == [(36, True)]


def asked_again(office):
    return [it[1:] for it in office.duties() if it[0] == "quality-follow-up"]


def test_to_be_asked_again_is_a_duty_of_the_team_with_a_month_of_time(office):
    office.assess("2026-09-01", 3)
    office.projects.tell(TERMINATED, on=date(2026, 9, 14))
    office.remind("2027-09-29")
    assert asked_again(office) == []
    office.remind("2027-09-30")
    assert asked_again(office) == [(2027, "2027-11-02", "open")]
    for day, because in (
        ("2027-10-25", "ahead"),
        ("2027-11-02", "due"),
        ("2027-11-09", "one-week"),
    ):
        office.remind(day)
        for role in ("asd_member", "traeger_member"):
            tasks = office.ask("my_tasks", day, role, as_traeger=TRAEGER_ID)["tasks"]
            mine = [it for it in tasks if it["duty_kind"] == "quality-follow-up"]
            assert [(it["kind"], it["project_id"], it["because"]) for it in mine] == [
                ("hand-in", PROJECT_ID, because)
            ]
    tasks = office.ask("my_tasks", "2027-11-09", "recipient", as_traeger=TRAEGER_ID)["tasks"]
    assert "quality-follow-up" not in {it["duty_kind"] for it in tasks}
    calendar = office.ask("get_calendar", "2027-11-09")["calendar"].replace("\r\n ", "")
    assert "überfällig: Einschätzung nach dem Projektende 2027" in calendar
    (first, second) = office.ask("list_follow_ups", "2027-11-09", "asd_member")["follow_ups"]
    assert (first["overdue"], second["overdue"]) == (True, False)
    office.assess("2027-11-10", 2, months_after_end=12)
    office.assess("2027-11-11", 1, months_after_end=12)
    office.remind("2027-11-12")
    assert asked_again(office) == [(2027, "2027-11-02", "fulfilled")]


def test_who_assesses_before_anybody_has_planned_it_owes_nothing_any_more(office):
    office.assess("2026-09-01", 3)
    office.projects.tell(TERMINATED, on=date(2026, 9, 14))
    office.assess("2027-09-30", 2, months_after_end=12)
    office.remind("2027-10-01")
    assert asked_again(office) == [(2027, "2027-11-02", "fulfilled")]
    office.remind("2031-01-07")  # Nobody is asked for what was due a year before.
    assert asked_again(office) == [(2027, "2027-11-02", "fulfilled")]


@pytest.mark.parametrize("change", [{}, {"project_id": PROJECT_ID, "sozialraum_id": OTHER_AREA}])
def test_either_a_project_or_a_sozialraum_is_assessed(office, change):
    no = refused(office.assess, "2026-11-27", 2, kind="team", **change)
    assert (no.code, [it.pointer for it in no.errors]) == (
        "one-subject",
        ["/project_id", "/sozialraum_id"],
    )


def test_what_is_not_there_is_not_assessed(office):
    office.services.desk.sozialraeume.add(OTHER_ID)
    no = refused(office.assess, "2026-11-27", 2, kind="team", sozialraum_id=OTHER_ID)
    assert no.code == "sozialraum-unknown"
    no = refused(office.assess, "2026-11-27", 2, project_id=OTHER_ID)
    assert no.code == "project-unknown"
    no = refused(office.ask, "get_assessment", "2026-11-27", assessment_id=OTHER_ID)
    assert no.code == "assessment-unknown"


def test_others_see_no_further_than_their_roles_reach(office):
    assessment_id = office.assess("2026-11-27", 2)["assessment_id"]
    asked = {"assessment_id": assessment_id}
    no = refused(
        office.ask, "get_assessment", "2026-11-27", "recipient", as_traeger=OTHER_ID, **asked
    )
    assert no.kind == "denied"
    office.ask("get_assessment", "2026-11-27", "recipient", as_traeger=TRAEGER_ID, **asked)
    assert refused(office.report, "2026-11-27", "asd_member").kind == "denied"
    no = refused(office.report, "2026-11-27", "asd_member", sozialraum_id=OTHER_AREA)
    assert no.kind == "denied"
    office.report("2026-11-27", "asd_member", sozialraum_id=SOZIALRAUM_ID)


def test_the_uag_sees_sums_and_no_single_team_or_project(office):
    projects = [
        (replace(APPLIED, project_id=it), replace(APPROVED, project_id=it))
        for it in (str(uuid4()), str(uuid4()))
    ]
    for told in projects:
        office.projects.tell(*told, on=APPROVED_ON)
    office.assess("2026-11-27", 1, kind="team", sozialraum_id=SOZIALRAUM_ID)
    for value, project_id in ((3, PROJECT_ID), (3, projects[0][0].project_id)):
        office.assess("2026-11-27", value, project_id=project_id)
    told = office.report("2026-11-27", "uag")
    shown = {it["key"]: it["mean"] for it in told["indicators"]}
    assert shown["own-words"] == 233  # The team and two projects.
    assert shown["no-stigma"] is None  # Two projects are too few.
    assert (told["assessments"], told["missing"], told["is_aggregated"]) == ([], [], True)
    for part in ({"project_id": PROJECT_ID}, {"sozialraum_id": SOZIALRAUM_ID}):
        assert refused(office.report, "2026-11-27", "uag", **part).code == "only-aggregated"


def test_data_of_a_client_is_refused_until_somebody_confirms_that_it_is_none(office):
    keys = [it["key"] for it in INDICATORS if it["applies_to"] != "team"]
    ratings = [{"indicator": it, "value": 2, "text": "Az. 51-1234 wirkt mit."} for it in keys]
    no = refused(office.assess, "2026-11-27", 2, ratings=ratings)
    assert no.code == "case-references-found"
    assert [it.pointer for it in no.errors][:2] == ["/ratings/0/text", "/ratings/1/text"]
    made = office.assess("2026-11-27", 2, ratings=ratings, confirm_no_case_data=True)
    assert made["assessment_version"] == 1
    goal = {"project_id": PROJECT_ID, "indicator": "no-stigma", "target": 3}
    goal |= {"text": "Frau A. B., 2014, kommt wieder.", "due_on": "2027-06-30"}
    no = refused(office.ask, "agree_development_goal", "2026-11-27", "asd_member", **goal)
    assert [it.pointer for it in no.errors] == ["/text"]


def test_the_report_is_the_same_after_a_rebuild(office):
    office.assess("2026-11-27", 1)
    office.assess("2026-11-28", 2)
    before = office.report("2026-11-28")
    kernel = office.reporting.kernel
    fetch = {"projects": office.projects.fetch, "reporting": kernel.fetch("reporting")}
    assert kernel.read_models.rebuild(QUALITY.name, fetch.__getitem__) == "quality_g2"
    assert office.report("2026-11-28") == before
