"""Project reports over a real PostgreSQL: handed in, sent back, completed, checked, read."""

from dataclasses import replace

import pytest

from services.projects.events import PlanYear
from services.reporting.project_reports.answers import ProjectReportAnswer, ReportAnswer
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON, Office
from tests.toy import settings
from tests.unit.projects.changes import TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED, extended
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

CARD = "4c9e3f61-8057-5dae-bfc0-3b4c5d6e7f80"


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


GOALS = [
    {"id": 1, "outcome": "pursued", "value": "12"},
    {"id": 2, "outcome": "not-reached", "value": "2", "explanation": "Der Raum war gesperrt."},
]
MONEY = [
    {"line": "costs", "actual": euros("17900.00")},
    {"line": "third-party", "actual": euros("0.00")},
    {"line": "own-cash", "actual": euros("595.00")},
    {"line": "in-kind", "actual": euros("125.00")},
]
REPORT = {
    "goals": GOALS,
    "activities": [{"title": "Offener Treff", "held": 12, "participants": 140}],
    "reach": "Vor allem Mädchen aus der Siedlung.",
    "card_ids": [CARD],
    "money": MONEY,
    "outlook": "Im neuen Jahr ist der Raum wieder offen.",
}


class Reports(Office):
    """The office, and the reports of the example's project."""

    def duty_id(self, year, day):
        listed = self.ask("list_duties", day)["duties"]
        (found,) = [it for it in listed if (it["kind"], it["year"]) == ("annual-report", year)]
        return found["duty_id"]

    def submit(self, duty_id, day, **other):
        body = {"as_traeger": TRAEGER_ID, **REPORT, **other}
        return self.ask("submit_project_report", day, "recipient", duty_id=duty_id, **body)

    def send_back(self, duty_id, day, due_on):
        asked = {"duty_id": duty_id, "places": ["/goals/1/value"], "due_on": due_on}
        return self.ask("return_project_report", day, "wjh", text="Bitte ergänzen.", **asked)

    def check(self, duty_id, day):
        return self.ask("check_project_report", day, "wjh", duty_id=duty_id)

    def get(self, duty_id, day, role="district_head", **more):
        told = self.ask("get_project_report", day, role, duty_id=duty_id, **more)
        assert ProjectReportAnswer().validate(told) == {}
        return told

    def standing(self, year):
        (found,) = [it for it in self.duties() if it[:2] == ("annual-report", year)]
        return found[2:]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        made = Reports(services)
        made.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        yield made


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


def test_a_report_goes_from_planned_to_checked_and_every_version_stays_readable(office):
    duty_id = office.duty_id(2025, "2025-12-31")
    planned = office.get(duty_id, "2025-12-31")
    assert (planned["state"], planned["overdue"]) == ("planned", False)
    assert planned["goals"] == [
        {"id": 1, "indicator": "Treffen im Jahr", "target": "40", "last_value": None},
        {
            "id": 2,
            "indicator": "von Mädchen geplante Angebote",
            "target": "10",
            "last_value": None,
        },
    ]
    assert planned["planned"] == [
        {"line": "costs", "planned": euros("18000.00")},
        {"line": "third-party", "planned": euros("0.00")},
        {"line": "own-cash", "planned": euros("595.00")},
        {"line": "in-kind", "planned": euros("125.00")},
    ]
    assert office.get(duty_id, "2026-01-01")["state"] == "open"

    made = office.submit(duty_id, "2026-04-20")
    assert ReportAnswer().validate(made) == {}
    assert (made["report_version"], len(made["event_ids"])) == (1, 2)
    assert office.get(duty_id, "2026-04-20")["state"] == "submitted"
    assert office.standing(2025) == ("2026-04-30", "fulfilled")

    office.send_back(duty_id, "2026-05-04", "2026-05-24")
    back = office.get(duty_id, "2026-05-04")
    assert (back["state"], back["due_on"]) == ("returned", "2026-05-26")
    assert back["returned"]["places"] == ["/goals/1/value"]
    assert back["returned"]["text"] == "Bitte ergänzen."
    assert office.standing(2025) == ("2026-05-26", "open")
    assert office.get(duty_id, "2026-05-27")["overdue"] is True

    office.submit(duty_id, "2026-05-28", reach="Mädchen aus der Siedlung, 60 im Monat.")
    office.check(duty_id, "2026-06-01")
    told = office.get(duty_id, "2026-06-01")
    assert (told["state"], told["overdue"]) == ("checked", False)
    assert [(it["report_version"], it["completes"]) for it in told["versions"]] == [
        (1, None),
        (2, 1),
    ]
    assert [it["reach"] for it in told["versions"]] == [
        "Vor allem Mädchen aus der Siedlung.",
        "Mädchen aus der Siedlung, 60 im Monat.",
    ]
    assert told["versions"][0]["goals"][1]["explanation"] == "Der Raum war gesperrt."
    assert told["versions"][0]["money"][0] == {
        "line": "costs",
        "planned": euros("18000.00"),
        "actual": euros("17900.00"),
    }
    assert told["checked"]["remark"] is None


def test_all_gaps_are_named_at_once_and_nothing_is_written(office):
    duty_id = office.duty_id(2025, "2026-04-20")
    before = office.log()
    no = refused(
        office.submit,
        duty_id,
        "2026-04-20",
        goals=[{"id": 2, "outcome": "given-up"}],
        money=[{"line": "costs", "actual": euros("21600.01")}, *MONEY[1:]],
    )
    assert no.code == "report-incomplete"
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/deviations", "missing"),
        ("/goals", "goal-missing"),
        ("/goals/0/explanation", "missing"),
    ]
    assert office.log() == before


def test_a_report_tells_of_no_client(office):
    duty_id = office.duty_id(2025, "2025-12-31")
    client = {"outlook": "Das Mädchen, geb. 03.04.2014, bleibt."}
    no = refused(office.submit, duty_id, "2026-04-15", **client)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/outlook"])
    assert office.submit(duty_id, "2026-04-15", **client, confirm_no_case_data=True)["event_ids"]


def test_a_line_that_stands_there_twice_is_no_report(office):
    duty_id = office.duty_id(2025, "2026-04-20")
    no = refused(office.submit, duty_id, "2026-04-20", money=[*MONEY, MONEY[0]])
    assert [(it.pointer, it.code) for it in no.errors] == [("/money", "line-twice")]


def test_the_next_report_shows_what_was_reached_the_year_before(office):
    office.submit(office.duty_id(2025, "2026-04-20"), "2026-04-20")
    told = office.get(office.duty_id(2026, "2027-01-04"), "2027-01-04")
    assert [it["last_value"] for it in told["goals"]] == ["12", "2"]
    assert told["planned"][0] == {"line": "costs", "planned": euros("72000.00")}


def test_what_an_extension_adds_is_part_of_the_plan(office):
    later = extended(APPLIED.end.replace(year=2028, month=3, day=31), change_ct={})
    more = PlanYear(100_000, 1_000, 500, 50)
    office.projects.tell(replace(later, plan={2027: more}), on=APPROVED_ON)
    told = office.get(office.duty_id(2027, "2028-01-03"), "2028-01-03")
    assert [it["planned"]["amount"] for it in told["planned"]] == [
        "55000.00",
        "10.00",
        "1790.00",
        "375.50",
    ]


def test_an_extension_gives_no_report_back_that_was_done_or_has_more_time(office):
    duty_id = office.duty_id(2025, "2026-04-20")
    office.submit(duty_id, "2026-04-20")
    office.send_back(duty_id, "2026-05-04", "2026-06-15")
    later = extended(APPLIED.end.replace(year=2028, month=3, day=31), change_ct={})
    office.projects.tell(later, on=APPROVED_ON)
    assert office.standing(2025) == ("2026-06-15", "open")


def test_a_report_about_a_year_that_will_not_be_is_not_taken(office):
    duty_id = office.duty_id(2026, "2026-04-20")
    office.projects.tell(TERMINATED, on=APPROVED_ON)
    assert refused(office.submit, duty_id, "2027-01-04").code == "duty-dropped"
    assert office.get(duty_id, "2027-01-04")["state"] == "dropped"


def test_a_late_report_is_taken_and_the_duty_is_overdue_no_more(office):
    duty_id = office.duty_id(2025, "2026-05-01")
    office.remind("2026-05-01")
    office.submit(duty_id, "2026-05-04")
    *_, overdue, first, second = [type_ for type_, _ in office.log()]
    assert overdue == "duty_overdue"
    assert {first, second} == {"duty_fulfilled", "project_report_submitted"}
    assert office.ask("list_duties", "2026-05-04", overdue=True)["duties"] == []


@pytest.mark.parametrize("traeger_id", [SOZIALRAUM_ID, None])
def test_nobody_reports_for_another_traeger_or_reads_its_money(office, traeger_id):
    duty_id = office.duty_id(2025, "2026-04-20")
    no = refused(office.submit, duty_id, "2026-04-20", as_traeger=traeger_id)
    assert no.code == "not-permitted"
    no = refused(office.get, duty_id, "2026-04-20", "recipient", as_traeger=traeger_id)
    assert no.code == "not-permitted"


def test_a_statement_of_use_is_no_project_report(office):
    (statement,) = [
        it
        for it in office.ask("list_duties", "2026-04-20")["duties"]
        if it["kind"] == "statement-of-use"
    ]
    assert refused(office.submit, statement["duty_id"], "2026-04-20").code == "no-project-report"
