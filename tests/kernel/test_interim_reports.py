"""Interim reports over a real PostgreSQL: who asks, who answers, who reads."""

from uuid import uuid4

import pytest

from services.reporting.duties.answers import DutyAnswer, InterimReportAnswer
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON, Office
from tests.toy import settings
from tests.unit.projects.examples import APPLIED, CLOSED, PROJECT_ID
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

QUESTIONS = ["Wie viele Mädchen kommen?", "Wer macht mit?"]
ANSWERS = ["Etwa 30 in der Woche.", "Die Grundschule."]
TOLD = "2026-05-01"


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        yield Office(services)


def request(office, **other):
    asked = {"project_id": PROJECT_ID, "questions": QUESTIONS, "due_on": "2026-05-18"}
    return office.ask("request_interim_report", TOLD, **(asked | other))


def submit(office, duty_id, day="2026-05-11", answers=ANSWERS, as_traeger=TRAEGER_ID, **more):
    body = {"duty_id": duty_id, "answers": answers, "as_traeger": as_traeger, **more}
    return office.ask("submit_interim_report", day, "recipient", **body)


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


def test_questions_are_asked_answered_and_read(office):
    office.run(on=APPROVED_ON)
    made = request(office)
    assert DutyAnswer().validate(made) == {}
    duty_id = made["duty_id"]
    assert ("interim-report", 2026, "2026-05-18", "open") in office.duties()

    done = submit(office, duty_id)
    assert len(done["event_ids"]) == 2
    assert ("interim-report", 2026, "2026-05-18", "fulfilled") in office.duties()

    told = office.ask("get_interim_report", "2026-05-11", duty_id=duty_id)
    assert InterimReportAnswer().validate(told) == {}
    assert told["asked"] == [
        {"question": question, "answer": answer}
        for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
    ]
    assert (told["requested_on"], told["submitted_on"]) == (TOLD, "2026-05-11")
    assert told["short_notice"] is None
    (listed,) = office.ask("list_duties", "2026-05-11", standing="fulfilled")["duties"]
    assert (listed["duty_id"], listed["fulfilled_on"]) == (duty_id, "2026-05-11")
    assert len(listed["questions"]) == 2


def test_a_repeat_asks_nothing_again(office):
    office.run(on=APPROVED_ON)
    command_id = str(uuid4())
    first, second = (request(office, command_id=command_id) for _ in range(2))
    assert first == second
    assert len(office.duties()) == 4


def test_less_time_needs_a_reason_and_everybody_may_read_it(office):
    office.run(on=APPROVED_ON)
    no = refused(request, office, due_on="2026-05-15")
    assert (no.code, no.facts) == ("notice-too-short", {"earliest": "2026-05-18"})
    assert len(office.duties()) == 3
    made = request(office, due_on="2026-05-15", short_notice="Ausschuss am 20. Mai")
    told = office.ask("get_interim_report", TOLD, duty_id=made["duty_id"])
    assert (told["short_notice"], told["due_on"]) == ("Ausschuss am 20. Mai", "2026-05-15")
    assert [it["answer"] for it in told["asked"]] == [None, None]


def test_nothing_is_asked_before_an_approval_or_of_what_nobody_knows(office):
    assert refused(request, office).code == "project-unknown"
    office.projects.tell(APPLIED, on=APPROVED_ON)
    assert refused(request, office).code == "project-not-approved"


def test_all_that_is_wrong_is_named_at_once(office):
    no = refused(
        office.ask, "request_interim_report", TOLD, project_id="x", questions=[], due_on="morgen"
    )
    assert no.code == "invalid-input"
    assert {(it.pointer, it.code) for it in no.errors} == {
        ("/project_id", "invalid-id"),
        ("/questions", "too-few"),
        ("/due_on", "invalid-date"),
    }


def test_an_answer_tells_of_no_client(office):
    office.run(on=APPROVED_ON)
    duty_id = request(office)["duty_id"]
    answers = [ANSWERS[0], "Aus der Hilfe, Az. 51-1234.", *ANSWERS[2:]]
    no = refused(submit, office, duty_id, answers=answers)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/answers/1"])
    assert submit(office, duty_id, answers=answers, confirm_no_case_data=True)["event_ids"]


@pytest.mark.parametrize("traeger_id", [SOZIALRAUM_ID, None])
def test_nobody_answers_for_another_traeger_or_reads_what_it_is_asked(office, traeger_id):
    office.run(on=APPROVED_ON)
    duty_id = request(office)["duty_id"]
    assert refused(submit, office, duty_id, as_traeger=traeger_id).code == "not-permitted"
    reading = {"duty_id": duty_id, "as_traeger": traeger_id}
    no = refused(office.ask, "get_interim_report", "2026-05-11", "recipient", **reading)
    assert no.code == "not-permitted"


@pytest.mark.parametrize("role", ["recipient", "wjh", "asd_member", "auditor"])
def test_only_who_decides_asks_for_a_report(office, role):
    office.run(on=APPROVED_ON)
    asked = {"project_id": PROJECT_ID, "questions": QUESTIONS, "due_on": "2026-05-18"}
    assert refused(office.ask, "request_interim_report", TOLD, role, **asked).kind == "denied"


def test_a_report_that_has_another_form_is_no_interim_report(office):
    office.run(on=APPROVED_ON)
    (first, *_) = office.ask("list_duties", TOLD)["duties"]
    assert refused(submit, office, first["duty_id"]).code == "no-interim-report"
    no = refused(office.ask, "get_interim_report", "2026-05-11", duty_id=first["duty_id"])
    assert no.code == "no-interim-report"
    assert refused(submit, office, PROJECT_ID).code == "duty-unknown"


def test_the_end_of_a_project_ends_its_questions(office):
    office.run(on=APPROVED_ON)
    duty_id = request(office)["duty_id"]
    office.projects.tell(CLOSED, on=APPROVED_ON)
    assert refused(submit, office, duty_id).code == "duty-dropped"


def test_who_is_late_is_told_so_and_handing_in_ends_it(office):
    office.run(on=APPROVED_ON)
    duty_id = request(office)["duty_id"]
    asked = {"overdue": True, "due_from": "2026-05-18"}
    office.remind("2026-05-19")
    (late,) = office.ask("list_duties", "2026-05-19", **asked)["duties"]
    assert (late["duty_id"], late["reminded"]) == (duty_id, "due")
    submit(office, duty_id, "2026-05-20")
    assert office.ask("list_duties", "2026-05-20", **asked)["duties"] == []


def test_the_calendar_shows_what_is_still_owed_to_whom_it_concerns(office):
    office.run(on=APPROVED_ON)
    duty_id = request(office)["duty_id"]
    file = office.ask("get_calendar", TOLD)["calendar"]
    assert file.count("BEGIN:VEVENT") == 4
    assert "SUMMARY:überfällig: Projektbericht 2025 – Mädchentreff Kalk" in file
    submit(office, duty_id)
    assert office.ask("get_calendar", "2026-05-11")["calendar"].count("BEGIN:VEVENT") == 3
    theirs = {"role": "recipient", "as_traeger": SOZIALRAUM_ID}
    assert "VEVENT" not in office.ask("get_calendar", "2026-05-11", **theirs)["calendar"]
