"""Drafts of project reports over a real PostgreSQL: saved with any gap, handed in with none."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.reporting.project_reports.answers_drafts import GetReportDraftAnswer
from shared.call import Context
from tests.direct import direct
from tests.duty_office import APPROVED_ON
from tests.kernel.test_project_reports import GOALS, REPORT, Reports, refused
from tests.toy import settings
from tests.unit.projects.examples import APPLIED, APPROVED
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

OVER, LATER = "2026-02-02", "2026-03-02"
GAP = {**REPORT, "goals": GOALS[:1]}


class Drafts(Reports):
    """The office, and one draft of the report about 2025."""

    duty = ""

    def save(self, content, day=OVER, **more):
        return self.write("save_report_draft", day, content=content, **more)

    def write(self, method, day=OVER, **more):
        body = {"as_traeger": TRAEGER_ID, "duty_id": self.duty, **more}
        return self.ask(method, day, "recipient", **body)

    def draft(self, day=OVER, role="recipient", **more):
        body = {"as_traeger": TRAEGER_ID, **more} if role == "recipient" else more
        told = self.ask("get_report_draft", day, role, duty_id=self.duty, **body)
        assert GetReportDraftAnswer().validate(told) == {}
        return told

    def gaps(self, day=OVER):
        return [(it["pointer"], it["code"]) for it in self.draft(day)["gaps"]]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        made = Drafts(services)
        made.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        made.duty = made.duty_id(2025, "2025-11-03")
        yield made


def test_a_draft_is_saved_with_any_gap_and_says_what_is_missing(office):
    before = office.log()
    assert office.get(office.duty, OVER)["state"] == "open"
    assert office.save({"reach": 7, "unheard": [None]})["version"] == 1
    assert office.get(office.duty, OVER)["state"] == "draft"
    told = office.draft()
    assert (told["version"], told["content"]) == (1, {"reach": 7, "unheard": [None]})
    assert office.gaps() == [
        ("/activities", "missing"),
        ("/goals", "missing"),
        ("/money", "missing"),
        ("/outlook", "missing"),
        ("/reach", "invalid-type"),
        ("/unheard", "unknown-field"),
    ]
    assert office.save(GAP, expected_version=1)["version"] == 2
    assert office.gaps() == [("/goals", "goal-missing")]
    assert office.save(REPORT, expected_version=2)["version"] == 3
    assert office.gaps() == []
    assert office.log() == before


def test_before_its_year_is_over_a_report_can_be_written_and_not_handed_in(office):
    office.save(REPORT, "2025-12-01")
    assert office.gaps("2025-12-01") == [("", "year-not-over")]
    assert refused(office.write, "submit_report_draft", "2025-12-31").code == "year-not-over"
    assert office.write("submit_report_draft", "2026-01-01")["report_version"] == 1


def test_a_draft_is_handed_in_whole_and_gone_in_the_same_moment(office):
    office.save(GAP)
    no = refused(office.write, "submit_report_draft")
    assert (no.code, [it.pointer for it in no.errors]) == ("report-incomplete", ["/goals"])
    assert office.draft()["version"] == 1
    office.save(REPORT, expected_version=1)

    body = {"command_id": str(uuid4()), "duty_id": office.duty}
    token = office.services.desk.token("kasse.kalk", "recipient", traeger_id=TRAEGER_ID)
    again = [
        office.services.call("reporting", "submit_report_draft", body, Context.of(token, LATER), 15)
        for _ in range(2)
    ]
    assert again[0] == again[1]
    (version,) = office.get(office.duty, LATER)["versions"]
    assert (version["outlook"], version["submitted_on"]) == (REPORT["outlook"], LATER)
    assert office.standing(2025) == ("2026-04-30", "fulfilled")
    assert refused(office.draft, LATER).code == "draft-unknown"
    assert refused(office.write, "submit_report_draft", LATER).code == "draft-unknown"


def test_a_draft_completes_what_was_sent_back_and_is_linked_to_it(office):
    office.submit(office.duty, OVER)
    office.send_back(office.duty, LATER, "2026-05-15")
    office.save({**REPORT, "reach": "Auch Jungen."}, LATER)
    assert office.get(office.duty, LATER)["state"] == "returned"
    assert office.write("submit_report_draft", LATER)["report_version"] == 2
    assert [it["completes"] for it in office.get(office.duty, LATER)["versions"]] == [None, 1]


def test_who_overwrites_a_draft_says_which_one_was_seen(office):
    office.save({"reach": "Alle"})
    assert office.save({"reach": "Alle"})["version"] == 1
    no = refused(office.save, {"reach": "Viele"})
    assert (no.code, no.facts) == ("version-missing", {"version": 1})
    assert office.save({"reach": "Viele"}, expected_version=1)["version"] == 2
    for method in ("discard_report_draft", "submit_report_draft"):
        assert refused(office.write, method, expected_version=1).code == "stale-version"
    assert refused(office.save, {}, expected_version=1).code == "stale-version"
    office.write("discard_report_draft", expected_version=2)
    office.write("discard_report_draft")
    assert refused(office.save, {}, expected_version=2).code == "draft-unknown"


def test_what_changes_while_a_draft_is_handed_in_is_not_lost(office):
    office.save(REPORT)
    found = office.reporting._draft(office.duty)
    office.save({**REPORT, "outlook": "Anders."}, expected_version=1)
    type(office.reporting)._draft, kept = lambda *_: found, type(office.reporting)._draft
    try:
        assert refused(office.write, "submit_report_draft").code == "stale-version"
    finally:
        type(office.reporting)._draft = kept
    assert office.get(office.duty, OVER)["versions"] == []
    assert office.standing(2025)[1] == "open"


def test_words_that_look_like_a_client_are_confirmed_or_not_handed_in(office):
    office.save({**REPORT, "reach": "Wir riefen Frau Meier unter 0221 4711234 an."})
    assert {pointer for pointer, _ in office.gaps()} == {"/reach"}
    assert refused(office.write, "submit_report_draft").code == "case-references-found"
    told = office.write("submit_report_draft", confirm_no_case_data=True)
    assert told["report_version"] == 1


def test_a_draft_is_its_recipients_and_is_read_by_whom_the_report_is_for(office):
    office.save({"reach": "Alle"})
    assert office.draft(role="wjh")["content"] == {"reach": "Alle"}
    for role in ("wjh", "district_head"):
        no = refused(office.ask, "save_report_draft", OVER, role, duty_id=office.duty, content={})
        assert no.code == "not-permitted"
    other = {"as_traeger": SOZIALRAUM_ID, "duty_id": office.duty}
    no = refused(office.ask, "get_report_draft", OVER, "recipient", **other)
    assert no.kind == "denied"


def test_nothing_but_a_report_about_a_year_has_such_a_draft(office):
    (statement,) = [
        it["duty_id"]
        for it in office.ask("list_duties", OVER)["duties"]
        if it["kind"] == "statement-of-use"
    ]
    body = {"as_traeger": TRAEGER_ID, "duty_id": statement, "content": {}}
    assert refused(office.ask, "save_report_draft", OVER, "recipient", **body).code == (
        "no-project-report"
    )


def test_a_draft_that_nobody_saves_for_a_year_is_forgotten(office):
    office.save({"reach": "Alle"})
    with office.reporting.kernel.pool.connection() as conn:
        conn.execute(
            "update report_draft set saved_at = saved_at - interval '1 year' + interval '1 hour'"
        )
    office.reporting.forget_report_drafts()
    assert office.draft()["saved_at"] < datetime.now(UTC).isoformat()
    with office.reporting.kernel.pool.connection() as conn:
        conn.execute("update report_draft set saved_at = saved_at - interval '2 hours'")
    office.reporting.forget_report_drafts()
    assert refused(office.draft).code == "draft-unknown"
