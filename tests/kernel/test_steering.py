"""Steering group and UAG over a real PostgreSQL: meetings, yearly duties, packs."""

import csv
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from services.projects.events import SozialraumRegistered
from services.reporting.quality.suggestion import suggestion
from services.reporting.steering.answers import (
    MeetingTold,
    SteeringGroupAnswer,
    SteeringPackAnswer,
    UagAnswer,
    UagPackAnswer,
)
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON, Office
from tests.toy import settings
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER, TRAEGER_ID

pytestmark = pytest.mark.postgres

OTHER_AREA = "70ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d"
PERSON, OTHER_PERSON = str(uuid4()), str(uuid4())


class Steering(Office):
    """The office, and the two bodies that look after it."""

    def __init__(self, services):
        super().__init__(services)
        self.projects.tell(TRAEGER, on=APPROVED_ON)
        for sozialraum_id, name in ((SOZIALRAUM_ID, "Kalk-Nord"), (OTHER_AREA, "Vingst")):
            told = SozialraumRegistered(sozialraum_id, name, sozialraum_id, f"Team {name}")
            self.projects.tell(told, on=APPROVED_ON)
        self.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)

    def appoint(self, day, body="steering", **more):
        asked = {"person_id": PERSON, "part": "youth-office", "function": "Leitung"}
        role = {"steering": "district_head", "uag": "uag"}[body]
        made = self.ask(f"appoint_{body}_member", day, role, start=day, **{**asked, **more})
        return made["member_id"]

    def record(self, day, body="steering", **asked):
        role = {"steering": "steering_group", "uag": "uag"}[body]
        given = {"held_on": day, "agenda": ["Projekte"], **asked}
        return self.ask(f"record_{body}_meeting", day, role, **given)["meeting_id"]

    def group(self, day):
        told = self.ask("get_steering_group", day, "steering_group")
        assert SteeringGroupAnswer().validate(told) == {}
        return told

    def owed(self, day):
        listed = self.ask("list_duties", day)["duties"]
        return [
            (it["kind"], it["year"], it["standing"], it["overdue"])
            for it in listed
            if it["project_id"] is None and it["kind"] != "wjh-quarter"
        ]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo", CITY_WIDE="yes")
    with direct(known, "reporting") as services:
        yield Steering(services)


def refused(ask, *given, **more):
    with pytest.raises(Refused) as no:
        ask(*given, **more)
    return no.value


# ---- what is owed each year ------------------------------------------------------------------


def test_nobody_owes_a_meeting_before_somebody_is_appointed(office):
    office.remind("2026-02-02")
    assert office.owed("2026-02-02") == []


@pytest.mark.scenario("steering group without meeting")
def test_a_group_without_a_meeting_is_late_from_the_new_year_on(office):
    office.appoint("2026-02-02")
    office.remind("2026-02-03")
    office.remind("2026-02-04")
    assert office.owed("2026-02-04") == [("steering-meeting", 2026, "open", False)]
    assert office.remind("2026-12-31") >= 1
    assert office.owed("2026-12-31") == [("steering-meeting", 2026, "open", False)]
    office.remind("2027-01-01")
    assert office.owed("2027-01-01") == [
        ("steering-meeting", 2026, "open", True),
        ("steering-meeting", 2027, "open", False),
    ]
    assert [(it["year"], it["overdue"]) for it in office.group("2027-01-01")["duties"]] == [
        (2026, True),
        (2027, False),
    ]
    calendar = office.ask("get_calendar", "2027-01-01")["calendar"].replace("\r\n ", "")
    assert "SUMMARY:überfällig: Sitzung der Steuerungsgruppe 2026" in calendar


def test_a_meeting_fulfils_the_duty_of_its_year_and_a_late_one_too(office):
    member = office.appoint("2026-02-02")
    office.remind("2026-02-03")
    office.record("2026-11-24", present=[member])
    assert office.owed("2026-11-24") == [("steering-meeting", 2026, "fulfilled", False)]
    office.record("2026-12-01", present=[member])  # A second one does no harm.
    office.remind("2027-01-04")
    assert office.owed("2027-01-04") == [
        ("steering-meeting", 2026, "fulfilled", False),
        ("steering-meeting", 2027, "open", False),
    ]


def test_recipients_and_teams_are_not_told_what_the_office_owes_but_figures_to_the_team(office):
    office.appoint("2026-02-02")
    office.remind("2026-02-03")
    office.services.desk.sozialraeume.add(SOZIALRAUM_ID)
    for role, traeger_id in (("recipient", TRAEGER_ID), ("asd_member", None)):
        listed = office.ask("list_duties", "2026-02-03", role, as_traeger=traeger_id)["duties"]
        others = {(it["kind"], it["sozialraum_id"]) for it in listed if it["project_id"] is None}
        assert others == ({("wjh-quarter", SOZIALRAUM_ID)} if role == "asd_member" else set())
        assert {it["project_id"] for it in listed} - {None} == {PROJECT_ID}


# ---- members and teams -----------------------------------------------------------------------


def test_members_are_told_by_function_and_who_lacks(office):
    office.appoint("2026-02-02")
    told = office.group("2026-02-02")
    assert [(it["part"], it["function"], it["person_id"]) for it in told["members"]] == [
        ("youth-office", "Leitung", PERSON)
    ]
    assert told["lacks"] == ["traeger"]
    office.appoint("2026-02-03", person_id=OTHER_PERSON, part="traeger", traeger_id=TRAEGER_ID)
    assert office.group("2026-02-03")["lacks"] == []


def test_each_team_has_its_accompaniment_and_its_last_contact(office):
    member = office.appoint("2026-02-02")
    accompany = {"sozialraum_id": SOZIALRAUM_ID, "member_id": member}
    office.ask("accompany_team", "2026-02-03", "steering_group", **accompany)
    spoken = {"sozialraum_id": SOZIALRAUM_ID, "contact_on": "2026-02-03", "next_on": "2026-05-04"}
    office.ask("note_team_contact", "2026-02-03", "steering_group", **spoken, text="Alles gut.")
    told = office.group("2026-05-05")["teams"]
    assert [(it["sozialraum_name"], it["function"], it["overdue"]) for it in told] == [
        ("Kalk-Nord", "Leitung", True),
        ("Vingst", None, False),
    ]
    unknown = {**accompany, "sozialraum_id": str(uuid4())}
    no = refused(office.ask, "accompany_team", "2026-05-05", "steering_group", **unknown)
    assert no.code == "sozialraum-unknown"
    other = {**spoken, "sozialraum_id": OTHER_AREA}
    no = refused(office.ask, "note_team_contact", "2026-05-05", "steering_group", **other)
    assert no.code == "team-not-accompanied"
    case = {**spoken, "text": "Az. 51-1234 macht Sorgen."}
    no = refused(office.ask, "note_team_contact", "2026-05-05", "steering_group", **case)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/text"])


def test_a_team_whose_member_has_left_is_accompanied_by_nobody(office):
    member = office.appoint("2026-02-02")
    accompany = {"sozialraum_id": SOZIALRAUM_ID, "member_id": member}
    office.ask("accompany_team", "2026-02-03", "steering_group", **accompany)
    spoken = {"sozialraum_id": SOZIALRAUM_ID, "contact_on": "2026-02-03", "next_on": "2026-05-04"}
    office.ask("note_team_contact", "2026-02-03", "steering_group", **spoken)
    gone = {"member_id": member, "end": "2026-03-31"}
    office.ask("dismiss_steering_member", "2026-03-02", "steering_group", **gone)
    shown = ("member_id", "function", "since", "contact_on", "overdue")
    for day, expected in (
        ("2026-03-31", [member, "Leitung", "2026-02-03", "2026-02-03", False]),
        ("2026-04-01", [None, None, None, "2026-02-03", False]),
        ("2026-05-05", [None, None, None, "2026-02-03", True]),
    ):
        told = office.group(day)["teams"]
        assert [told[0][it] for it in shown] == expected
    later = {**spoken, "contact_on": "2026-04-01"}
    no = refused(office.ask, "note_team_contact", "2026-05-05", "steering_group", **later)
    assert no.code == "team-not-accompanied"
    last = {**spoken, "contact_on": "2026-03-31"}
    office.ask("note_team_contact", "2026-05-05", "steering_group", **last)


# ---- meetings --------------------------------------------------------------------------------


def meeting(member, **more):
    return {
        "present": [member],
        "resolutions": [
            {"kind": "resolution", "title": "Begleitung", "text": "Jedes Team hat eine."},
            {"kind": "proposal", "title": "Ein Indikator zur Sprache"},
        ],
        "actions": [{"title": "Benennen", "responsible": "Leitung", "due_on": "2027-01-31"}],
        "reviews": [
            {
                "project_id": PROJECT_ID,
                "implementation": "as-planned",
                "effect": "visible",
                "text": "Die Mädchen leiten selbst.",
            }
        ],
        **more,
    }


def test_a_meeting_is_planned_held_and_read_with_its_texts(office):
    member = office.appoint("2026-02-02")
    planned = office.ask(
        "plan_steering_meeting", "2026-02-02", on="2026-11-24", agenda=["Projekte", "Qualität"]
    )["meeting_id"]
    assert [(it["on"], it["held"]) for it in office.group("2026-02-02")["meetings"]] == [
        ("2026-11-24", False)
    ]
    held = office.record("2026-11-24", meeting_id=planned, **meeting(member))
    assert held == planned
    told = office.ask("get_steering_meeting", "2026-11-24", "planning", meeting_id=held)
    assert MeetingTold().validate(told) == {}
    assert [(it["number"], it["text"]) for it in told["resolutions"]] == [
        (1, "Jedes Team hat eine."),
        (2, None),
    ]
    assert told["reviews"][0]["text"] == "Die Mädchen leiten selbst."
    assert [(it["title"], it["done_on"]) for it in told["actions"]] == [("Benennen", None)]
    done = {"meeting_id": held, "number": 1, "remark": "Alle benannt."}
    office.ask("complete_steering_action", "2027-01-12", "steering_group", **done)
    told = office.ask("get_steering_meeting", "2027-01-12", meeting_id=held)
    assert [(it["done_on"], it["remark"]) for it in told["actions"]] == [
        ("2027-01-12", "Alle benannt.")
    ]
    pack = office.ask("get_steering_pack", "2027-01-12", year=2027, files=True)
    assert SteeringPackAnswer().validate(pack) == {}
    assert [(it["title"], it["done_on"]) for it in pack["done_actions"]] == [
        ("Benennen", "2027-01-12")
    ]
    assert "12.01.2027</time>: <bdi>Benennen</bdi></li>" in pack["html"]
    assert tables(pack)["actions"][1:] == [
        ["Benennen", "Leitung", "31.01.2027", "nein", "12.01.2027"]
    ]
    again = refused(office.record, "2027-01-12", meeting_id=planned, **meeting(member))
    assert again.code == "meeting-already-held"


def correct(office, day, body="steering", **asked):
    role = {"steering": "steering_group", "uag": "uag"}[body]
    given = {"held_on": day, "agenda": ["Projekte"], "reason": "Ein Fehler.", **asked}
    return office.ask(f"correct_{body}_meeting", day, role, **given)


def test_a_record_is_corrected_with_a_reason_and_what_it_had_said_stays_readable(office):
    member = office.appoint("2026-02-02")
    other = office.appoint(
        "2026-02-02", person_id=OTHER_PERSON, part="traeger", traeger_id=TRAEGER_ID
    )
    held = office.record("2026-11-24", **meeting(member))
    mended = meeting(member, present=[member, other], meeting_id=held, held_on="2026-11-23")
    mended["resolutions"][0]["text"] = "Jedes Team hat ab Januar eine."
    made = correct(office, "2026-12-01", **mended, reason="Der Tag war falsch.")
    assert made["meeting_id"] == held
    told = office.ask("get_steering_meeting", "2026-12-01", "planning", meeting_id=held)
    assert MeetingTold().validate(told) == {}
    assert (told["on"], told["present"], told["record_version"], told["reason"]) == (
        "2026-11-23",
        [member, other],
        2,
        "Der Tag war falsch.",
    )
    assert told["resolutions"][0]["text"] == "Jedes Team hat ab Januar eine."
    (before,) = told["earlier"]
    assert (before["on"], before["present"], before["recorded_on"], before["reason"]) == (
        "2026-11-24",
        [member],
        "2026-11-24",
        None,
    )
    assert before["resolutions"][0]["text"] == "Jedes Team hat eine."
    assert [it["title"] for it in before["actions"]] == ["Benennen"]
    stale = refused(correct, office, "2026-12-01", **mended, expected_version=1)
    assert stale.code == "stale-version"
    case = refused(correct, office, "2026-12-01", **mended | {"reason": "Az. 51-1234 stand darin."})
    assert [it.pointer for it in case.errors] == ["/reason"]


def test_a_meeting_corrected_into_another_year_is_owed_again_in_its_first(office):
    member = office.appoint("2026-02-02")
    office.remind("2026-02-03")
    held = office.record("2027-01-11", present=[member], held_on="2026-12-18")
    assert ("steering-meeting", 2026, "fulfilled", False) in office.owed("2027-01-11")
    correct(office, "2027-01-12", meeting_id=held, present=[member], held_on="2027-01-08")
    assert office.owed("2027-01-12") == [
        ("steering-meeting", 2026, "open", True),
        ("steering-meeting", 2027, "fulfilled", False),
    ]
    correct(office, "2027-01-13", meeting_id=held, present=[member], held_on="2026-12-18")
    assert office.owed("2027-01-13") == [
        ("steering-meeting", 2026, "fulfilled", False),
        ("steering-meeting", 2027, "open", False),
    ]


def test_a_meeting_that_was_none_is_taken_back_and_its_duty_is_open_unless_there_was_another(
    office,
):
    member = office.appoint("2026-02-02")
    office.remind("2026-02-03")
    first = office.record("2026-06-10", **meeting(member))
    second = office.record("2026-11-24", present=[member])
    cancel = {"reason": "Das war die Sitzung eines anderen Bezirks."}
    for held, standing in ((first, "fulfilled"), (second, "open")):
        office.ask(
            "cancel_steering_meeting", "2026-12-01", "steering_group", meeting_id=held, **cancel
        )
        assert office.owed("2026-12-01") == [("steering-meeting", 2026, standing, False)]
    group = office.group("2026-12-01")
    assert [(it["on"], it["held"], it["cancelled_on"]) for it in group["meetings"]] == [
        ("2026-06-10", False, "2026-12-01"),
        ("2026-11-24", False, "2026-12-01"),
    ]
    assert group["open_actions"] == []
    told = office.ask("get_steering_meeting", "2026-12-01", meeting_id=first)
    assert MeetingTold().validate(told) == {}
    assert (told["held"], told["cancelled_because"], told["resolutions"][0]["text"]) == (
        False,
        "Das war die Sitzung eines anderen Bezirks.",
        "Jedes Team hat eine.",
    )
    pack = office.ask("get_steering_pack", "2026-12-01", year=2026, files=True)
    assert SteeringPackAnswer().validate(pack) == {}
    assert pack["html"].count("(abgesagt)") == 2
    assert [it["review"] for it in pack["projects"]] == [None]
    office.record("2026-12-11", present=[member])
    assert office.owed("2026-12-11") == [("steering-meeting", 2026, "fulfilled", False)]


def test_nothing_is_half_recorded(office):
    member = office.appoint("2026-02-02")
    before = office.log()
    unknown = str(uuid4())
    review = {"project_id": unknown, "implementation": "at-risk", "effect": "too-early"}
    no = refused(office.record, "2026-11-24", **meeting(member, reviews=[review]))
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/reviews/0/project_id", "project-unknown")
    ]
    no = refused(office.record, "2026-11-24", **meeting(unknown))
    assert [(it.pointer, it.code) for it in no.errors] == [("/present/0", "member-unknown")]
    no = refused(office.record, "2026-11-24", meeting_id=unknown, **meeting(member))
    assert no.code == "meeting-unknown"
    case = [{"kind": "resolution", "title": "Fall", "text": "Az. 51-1234"}]
    no = refused(office.record, "2026-11-24", **meeting(member, resolutions=case))
    assert [it.pointer for it in no.errors] == ["/resolutions/0/text"]
    assert [it for it in office.log() if it not in before] == []


# ---- the UAG ---------------------------------------------------------------------------------


def test_where_the_uag_is_kept_elsewhere_all_of_it_is_refused(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo", CITY_WIDE="no")
    with direct(known, "reporting") as services:
        elsewhere = Steering(services)
        day, some = "2026-02-02", str(uuid4())
        before = elsewhere.log()
        asked: dict[str, dict[str, Any]] = {
            "appoint_uag_member": {
                "person_id": some,
                "part": "coordination",
                "function": "K",
                "start": day,
            },
            "dismiss_uag_member": {"member_id": some, "end": day},
            "plan_uag_meeting": {"on": day, "agenda": ["Katalog"]},
            "record_uag_meeting": {"held_on": day, "present": [some], "agenda": ["Katalog"]},
            "correct_uag_meeting": {
                "meeting_id": some,
                "held_on": day,
                "present": [some],
                "agenda": ["Katalog"],
                "reason": "Ein Fehler.",
            },
            "cancel_uag_meeting": {"meeting_id": some, "reason": "Ein Fehler."},
            "complete_uag_action": {"meeting_id": some, "number": 1},
            "report_to_ag78": {"year": 2026, "report": "Bericht."},
            "get_uag": {},
            "get_uag_meeting": {"meeting_id": some},
            "get_uag_pack": {"year": 2026},
        }
        for method, body in asked.items():
            no = refused(elsewhere.ask, method, day, "uag", **body)
            assert (no.code, method) == ("uag-kept-elsewhere", method)
        assert elsewhere.log() == before


def test_the_uag_meets_and_reports_once_a_year(office):
    member = office.appoint("2026-02-02", "uag")
    office.remind("2026-02-03")
    assert sorted(office.owed("2026-02-03")) == [
        ("uag-meeting", 2026, "open", False),
        ("uag-report", 2026, "open", False),
    ]
    held = office.record("2026-11-24", "uag", present=[member])
    report = {"year": 2026, "report": "Die UAG hat den Katalog beraten."}
    office.ask("report_to_ag78", "2026-12-11", "uag", **report)
    assert {it[1:] for it in office.owed("2026-12-11")} == {(2026, "fulfilled", False)}
    office.ask("report_to_ag78", "2026-12-12", "uag", **{**report, "report": "Verbessert."})
    told = office.ask("get_uag", "2026-12-12", "planning")
    assert UagAnswer().validate(told) == {}
    assert [(it["report_version"], it["text"]) for it in told["reports"]] == [(2, "Verbessert.")]
    no = refused(office.ask, "get_steering_meeting", "2026-12-12", meeting_id=held)
    assert no.code == "meeting-unknown"


# ---- packs -----------------------------------------------------------------------------------


def full_year(office):
    """A year in which all happens that a pack shows."""
    office.services.desk.sozialraeume.add(SOZIALRAUM_ID)
    member = office.appoint("2026-02-02")
    uag_member = office.appoint("2026-02-02", "uag")
    office.remind("2026-02-03")
    office.ask(
        "adopt_catalogue",
        "2026-02-03",
        "uag",
        valid_from="2026-02-03",
        indicators=suggestion()["indicators"],
        resolution="UAG, TOP 2",
    )
    accompany = {"sozialraum_id": SOZIALRAUM_ID, "member_id": member}
    office.ask("accompany_team", "2026-02-03", "steering_group", **accompany)
    office.record("2026-11-24", **meeting(member))
    office.record("2026-11-25", "uag", present=[uag_member])
    ratings = [
        {"indicator": it["key"], "value": 2, "text": "Es zeigt sich."}
        for it in suggestion()["indicators"]
        if it["applies_to"] != "team"
    ]
    assess = {"project_id": PROJECT_ID, "year": 2026, "ratings": ratings}
    groups = [{"group": "Mädchen im Treff", "number": 24}]
    office.ask("assess_quality", "2026-11-27", "asd_member", **assess, participation=groups)


def test_the_steering_pack_of_a_year_in_one_call(office):
    full_year(office)
    pack = office.ask("get_steering_pack", "2026-12-01", "steering_group", year=2026, files=True)
    assert SteeringPackAnswer().validate(pack) == {}
    (project,) = pack["projects"]
    assert (project["title"], project["sozialraum_name"], project["grant"]) == (
        "Mädchentreff Kalk",
        "Kalk-Nord",
        {"amount": f"{APPROVED.grant_ct[2026] // 100}.00", "currency": "EUR"},
    )
    assert project["review"] == {
        "on": "2026-11-24",
        "implementation": "as-planned",
        "effect": "visible",
    }
    assert [(it["kind"], it["standing"]) for it in pack["duties"]] == [
        ("steering-meeting", "fulfilled")
    ]
    assert [it["title"] for it in pack["open_actions"]] == ["Benennen"]
    late = ["wjh-quarter"] * 4 + ["annual-report"]
    assert [it["kind"] for it in pack["overdue_duties"]] == late
    assert [it["function"] for it in pack["teams"]] == ["Leitung", None]
    assert {it["mean"] for it in pack["quality"]["indicators"]} == {200}
    assert pack["quality"]["participation"]["assessment"][0]["groups"] == [
        {"group": "Mädchen im Treff", "number": 24}
    ]


def tables(pack):
    return {
        it["name"]: list(csv.reader(StringIO(it["csv"], newline=""), delimiter=";"))
        for it in pack["tables"]
    }


def test_a_spreadsheet_and_a_printer_get_the_same_as_the_data(office):
    full_year(office)
    pack = office.ask("get_steering_pack", "2026-12-01", "steering_group", year=2026, files=True)
    read = tables(pack)
    assert sorted(read) == [
        *("actions", "duties", "indicators", "participation", "principles", "projects", "teams"),
    ]
    row = dict(zip(*read["projects"], strict=True))
    assert row["Zuwendung im Jahr (EUR)"] == f"{APPROVED.grant_ct[2026] // 100},00"
    assert (row["Träger"], row["Umsetzung"], row["Wirkung"]) == (
        TRAEGER.name,
        "wie geplant",
        "erkennbar",
    )
    assert dict(zip(*read["actions"], strict=True))["Frist"] == "31.01.2027"
    assert [it[5] for it in read["indicators"][1:]] == ["2,00"] * len(read["indicators"][1:])
    page = pack["html"]
    for words in ("Mädchentreff Kalk", "Benennen", "Kalk-Nord", "2,00", "Mädchen im Treff"):
        assert words in page
    assert "<script" not in page
    without = office.ask("get_steering_pack", "2026-12-01", "steering_group", year=2026)
    assert (without["html"], without["tables"]) == (None, [])


def test_words_of_strangers_are_neither_formulas_nor_markup(office):
    member = office.appoint("2026-02-02")
    bad = [{"title": "=1+1", "responsible": "<b>Leitung</b>", "due_on": "2027-01-31"}]
    office.record("2026-11-24", present=[member], actions=bad)
    pack = office.ask("get_steering_pack", "2026-11-24", "steering_group", year=2026, files=True)
    assert tables(pack)["actions"][1][:2] == ["'=1+1", "<b>Leitung</b>"]
    assert "<b>" not in pack["html"]
    assert "&lt;b&gt;Leitung" in pack["html"]


def test_the_same_pack_is_the_same_page(office):
    full_year(office)
    one, two = (
        office.ask("get_steering_pack", "2026-12-01", "steering_group", year=2026, files=True)
        for _ in range(2)
    )
    assert one == two


def test_the_pack_of_the_uag_holds_no_amount_no_project_and_no_traeger(office):
    full_year(office)
    pack = office.ask("get_uag_pack", "2026-12-01", "uag", year=2026, files=True)
    assert UagPackAnswer().validate(pack) == {}
    assert pack["projects_by_status"] == [{"status": "approved", "projects": 1}]
    assert [(it["body"], it["title"]) for it in pack["proposals"]] == [
        ("steering-group", "Ein Indikator zur Sprache")
    ]
    assert {it["mean"] for it in pack["quality"]["indicators"]} == {None}  # One is too few.
    told = str(pack)
    steering = str(
        office.ask("get_steering_pack", "2026-12-01", "steering_group", year=2026, files=True)
    )
    cents = {
        *APPROVED.grant_ct.values(),
        *(it for year in APPROVED.plan.values() for it in vars_of(year)),
        APPROVED.own_share.amount_ct,
    } - {0}
    written = {it for amount in cents for it in spelled(amount)}
    assert written & set_of(steering, written)  # The attack would find what is there.
    for secret in (
        *written,
        "amount",
        "EUR",
        "€",
        PROJECT_ID,
        TRAEGER_ID,
        "Mädchentreff",
        "2025-8-017",
        TRAEGER.name,
        "Benennen",
    ):
        assert secret not in told, secret


def vars_of(year):
    return (year.costs_ct, year.third_party_ct, year.own_cash_ct, year.in_kind_ct)


def spelled(cents):
    """An amount in each of the ways in which it could be written."""
    euros, rest = divmod(cents, 100)
    dotted = f"{euros:,}".replace(",", ".")
    return {f"{euros}.{rest:02}", f"{euros},{rest:02}", f"{dotted},{rest:02}", str(cents)}


def set_of(text, words):
    return {it for it in words if it in text}
