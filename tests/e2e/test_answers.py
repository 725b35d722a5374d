"""What services answer is what they describe: real answers against their own JSON Schemas."""

import uuid
from base64 import b64decode

import jsonschema
import pytest
import requests

from deploy.bench.projects import STATEMENTS, goods, year_plan
from tests.persons import CHECKS
from tests.processes import wait_until
from tests.spent import Spent, account

YEAR = 2041


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture(scope="module")
def schemas(instance):
    names = ("projects", "funding", "resources", "reporting")
    return {name: instance.post(f"{name}/describe", {}).json()["methods"] for name in names}


@pytest.fixture(scope="module")
def ask(instance, schemas):
    def call(service, method, body, today=None):
        answer = instance.post(f"{service}/{method}", body, today=today)
        assert answer.status_code == 200, answer.text
        jsonschema.validate(answer.json(), schemas[service][method]["answer"])
        return answer.json()

    return call


def application(ask):
    traeger = ask("projects", "register_traeger", {"name": "Jugendwerk"})["traeger_id"]
    area = ask("projects", "register_sozialraum", {"name": "Vingst", "team_name": "Team Vingst"})
    return {
        "sozialraum_id": area["sozialraum_id"],
        "traeger_id": traeger,
        "title": "Lernwerkstatt",
        "need": "Bedarf",
        "goals": [{"text": "Ziel", "indicator": "Teilnehmende", "target": "20"}],
        "target_group": "Kinder",
        "measures": "Werkstatt",
        "start": f"{YEAR}-02-01",
        "end": f"{YEAR}-12-31",
        "plan": [year_plan(YEAR, 50_000_00, 4_000_00)],
        "own_cash": eur("500.00"),
        "in_kind": goods(1_000_00),
        "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
        **STATEMENTS,
    }


def test_every_answer_of_a_projects_life_fits_its_description(ask, instance):
    ask("funding", "set_budget", {"year": YEAR, "amount": eur("90000.00"), "resolution": "R1"})
    made = ask("projects", "apply", application(ask))
    assert made["quote"]["grant"] == [{"year": YEAR, "amount": eur("45500.00")}]
    project = {"project_id": made["project_id"]}
    for method, body in CHECKS.items():
        ask("projects", method, {**project, **body})
    assert "approval_id" in ask("projects", "approve", project)
    assert ask("projects", "get_project", project)["status"] == "approved"
    wait_until(
        lambda: instance.post("reporting/get_statement", project).status_code == 200,
        "reporting knows of the approval",
    )
    day = f"{YEAR + 1}-02-03"

    def reporting(method, **body):
        if method == "put_document":
            return instance.upload("reporting", b64decode(body["content"]), day)
        return ask("reporting", method, body, day)

    spent = Spent(48_000_00, third_party_ct=4_000_00, in_kind_ct=1_000_00, reached=("partly",))
    account(reporting, made["project_id"], spent)
    wait_until(
        lambda: ask("projects", "get_settlement", project)["statement_checked_on"] == day,
        "projects knows of the check",
    )
    closed = ask("projects", "close", {**project, "cause": "completed"})
    assert closed["final_grant"] == [{"year": YEAR, "amount": eur("43500.00")}]
    report = ask("reporting", "annual_report", {"year": YEAR, "after": closed["event_ids"][-1]})
    assert report["totals"]["grant"] == eur("43500.00")
    assert ask("projects", "list_master_data", {})["traeger"]
    assert YEAR in ask("funding", "list_years", {})["years"]


def test_a_notice_can_be_seen_before_it_is_issued_and_opened_after(ask, instance):
    project = {"project_id": ask("projects", "apply", application(ask))["project_id"]}
    no = {**project, "reason_code": "no-need", "reason": "Es gibt schon zwei Werkstätten."}
    before = ask("projects", "preview_notice", {"reject": {**no, "command_id": str(uuid.uuid4())}})
    assert "Entwurf" in before["html"]
    ask("projects", "reject", no)
    (listed,) = ask("projects", "list_notices", project)["notices"]
    notice = ask("projects", "get_notice", project)
    assert (notice["number"], notice["sha256"]) == (1, listed["sha256"])

    url = f"{instance.url}/api/v1/projects/notices/{project['project_id']}/1"
    token = instance.desk.context("projects", "get_notice", "", "").token
    page = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    assert (page.status_code, page.text) == (200, notice["html"])
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert requests.get(url, timeout=30).status_code == 401
    assert "Es gibt schon zwei Werkstätten." in page.text


def test_every_account_and_posting_fits_its_description(ask):
    budget = ask("funding", "get_budget", {"year": YEAR})
    assert budget["resolved"] == eur("90000.00")
    ledger = ask("funding", "get_ledger", {"year": YEAR})
    assert ledger["transactions"][0]["event"] == "budget_set"


def test_every_card_fits_its_description(ask):
    card = {
        "name": "Werkraum Höhenberg",
        "kind": "place",
        "description": "Ein Raum mit Werkbänken.",
        "sozialraum_ids": [str(uuid.uuid4())],
        "place": {"street": "Olpener Straße 1", "postcode": "51103", "city": "Köln"},
        "topics": ["rooms"],
        "keywords": ["Werken"],
        "age_from": 8,
        "cost": {"kind": "paid", "amount": eur("2.50")},
        "opening": [{"days": ["friday"], "opens": "14:00", "closes": "18:00"}],
        "contact": {"channel": "website", "address": "https://werkraum.example/"},
        "functions": [{"function": "Werkleitung"}],
    }
    recorded = ask("resources", "record_card", card)
    amended = ask(
        "resources",
        "amend_card",
        {**card, "card_id": recorded["card_id"], "name": "Werkraum Höhenberg und Vingst"},
    )
    found = ask(
        "resources", "find_cards", {"words": "hoehenberg", "after": amended["event_ids"][0]}
    )
    assert [it["name"] for it in found["cards"]] == ["Werkraum Höhenberg und Vingst"]
    named = {"card_id": recorded["card_id"]}
    ask("resources", "remark_card", {**named, "remark": "Hilft, wenn Worte fehlen."})
    assert len(ask("resources", "get_remarks", named)["remarks"]) == 1
    verified = ask("resources", "verify_card", {**named, "verify_by": "2027-01-05"})
    assert ask("resources", "get_card", named)["unverified"] is False
    late = {"until": "2027-01-05", "after": verified["event_ids"][0]}
    assert recorded["card_id"] in {
        it["card_id"] for it in ask("resources", "list_due_cards", late)["cards"]
    }
    ask("resources", "list_proposals", {})


def test_every_answer_about_master_data_and_persons_fits_its_description(ask, instance):
    traeger = {"traeger_id": ask("projects", "register_traeger", {"name": "Verein"})["traeger_id"]}
    area = ask("projects", "register_sozialraum", {"name": "Höhenberg", "team_name": "Team H"})
    here = {"sozialraum_id": area["sozialraum_id"]}
    known = {"function": "Leitung", "name": "Ayşe Öztürk", "email": "ayse@kalk.example"}
    person = ask("projects", "register_person", {**known, "subject": f"oidc|{uuid.uuid4()}"})
    person = {"person_id": person["person_id"]}
    employees = {"method": "fte", "hundredths": 3025}
    ask("projects", "amend_traeger", {**traeger, "iban": "DE02370501980001802057"})
    ask("projects", "state_headcount", {**traeger, "employees": employees, "on": "2025-01-31"})
    ask("projects", "name_representatives", {**traeger, "person_ids": [person["person_id"]]})
    ask("projects", "deactivate_traeger", {**traeger, "reason_code": "other", "reason": "Grund"})
    ask("projects", "reactivate_traeger", traeger)
    ask("projects", "rename_sozialraum", {**here, "name": "Höhenberg", "team_name": "Team"})
    joined = {**here, **person, "part": "asd", "function": "Fachkraft", "start": "2025-01-01"}
    ask("projects", "join_team", joined)
    assert ask("projects", "get_traeger", traeger)["headcounts"]["fte"]["hundredths"] == 3025
    assert len(ask("projects", "get_sozialraum", here)["members"]) == 1
    ask("projects", "leave_team", {**here, **person, "end": "2025-12-31"})
    ask("projects", "list_traeger", {"limit": 1})
    ask("projects", "list_sozialraeume", {"limit": 1})
    days = {"start": "2199-01-01", "end": "2199-01-02", "reason_code": "holiday"}
    given = ask("projects", "appoint_deputy", {**person, **days})
    assert ask("projects", "list_deputies", {})["delegations"]
    ask("projects", "revoke_deputy", {"delegation_id": given["delegation_id"]})
    file = {"kind": "traeger", "content": "TmFtZQpWZXJlaW4K"}  # A line that fits several.
    ask("projects", "check_import", file)
    ask("projects", "amend_person", {**person, "phone": "0221 4711"})
    assert ask("projects", "get_person", person)["phone"] == "0221 4711"
    ask("projects", "list_persons", {"limit": 1})
    ask("projects", "name_representatives", {**traeger, "person_ids": []})
    ask("projects", "erase_person", person)
    shown = ask("projects", "get_persons", {"person_ids": [person["person_id"]]})["persons"]
    assert [(it["name"], it["erased_at"] is not None) for it in shown] == [(None, True)]
