"""Changes over a real PostgreSQL: asked for, decided, booked by funding, told as they are described."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import jsonschema
import pytest

from deploy.bench.projects import STATEMENTS, year_plan
from shared.call import Context
from shared.money import from_wire
from shared.refusal import Refused
from tests.direct import DAY, direct
from tests.paying import pay, plan, waive
from tests.spent import Spent
from tests.toy import settings

pytestmark = pytest.mark.postgres

WHAT = {"what": "Der Treff soll bis Juli offen sein.", "why": "Die Nachfrage hält an."}


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture(scope="module")
def services(database_url, tmp_path_factory):
    names = ("projects", "funding", "reporting")
    known = settings(database_url, tmp_path_factory.mktemp("changes"), *names, APP_ENV="demo")
    with direct(known, *names) as services:
        for year in (2026, 2027):
            body = {"year": year, "amount": euros("900000.00"), "resolution": f"Haushalt {year}"}
            services.ask("funding", "set_budget", body)
        yield services


@pytest.fixture(scope="module")
def area(services):
    traeger = services.ask(
        "projects", "register_traeger", {"name": "Jugendwerk", "iban": "DE02370501980001802057"}
    )
    team = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
    sozialraum = services.ask("projects", "register_sozialraum", team)
    return {"traeger_id": traeger["traeger_id"], "sozialraum_id": sozialraum["sozialraum_id"]}


@pytest.fixture(scope="module")
def described(services):
    return services.ask("projects", "describe", {})["methods"]


@pytest.fixture
def ask(services, described):
    """Ask projects something, let funding hear of it, and hold the answer to its description."""

    def asked(method, project_id, **body) -> Any:
        answer = services.ask("projects", method, {"project_id": project_id, **body})
        services.settle()
        jsonschema.validate(answer, described[method]["answer"])
        return answer

    return asked


@pytest.fixture
def project_id(services, area, ask):
    """E 50,000.00 from 1.2.2026 to 31.1.2027, 75 employees: 1,500.00 own cash, 48,500.00 granted."""
    made = services.apply(
        {
            **area,
            "title": "Mädchentreff",
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            "target_group": "Mädchen",
            "measures": "Treff",
            "start": "2026-02-01",
            "end": "2027-01-31",
            "plan": [year_plan(2026, 40_000_00), year_plan(2027, 10_000_00)],
            "own_cash": euros("1500.00"),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
        }
    )
    ask("approve", made)
    return made


def bound(services, project_id):
    years = [services.ask("funding", "get_budget", {"year": year}) for year in (2026, 2027)]
    shares = [
        {it["project_id"]: it["bound"]["amount"] for it in year["projects"]} for year in years
    ]
    return [share[project_id] for share in shares]


def added(costs_ct, employees=140, own_cash="900.00"):
    return {
        "plan": [{**year_plan(2027, costs_ct), "reason": "Die Leitung läuft weiter."}],
        "own_cash": euros(own_cash),
        "employees": {"method": "heads", "count": employees, "on": "2026-01-05"},
    }


def test_an_extension_at_cost_is_asked_for_explained_decided_and_booked(services, ask, project_id):
    request = ask(
        "request_change",
        project_id,
        **WHAT,
        known_since="2026-01-04",
        new_end="2027-07-31",
        shift=[
            {"year": 2026, "amount": euros("-1000.00"), "reason": "Miete später"},
            {"year": 2027, "amount": euros("1000.00"), "reason": "Miete dann"},
        ],
        **added(18_000_00),
    )
    assert bound(services, project_id) == ["38800.00", "9700.00"]
    assert request["added"]["own_share_percent"] == 5
    assert request["added"]["grant"] == [{"year": 2027, "amount": euros("17100.00")}]
    amounts = [
        {"name": "grant", "year": 2026, "old": euros("38800.00"), "new": euros("37800.00")}
        | {"reasons": ["Miete später"]},
        {"name": "grant", "year": 2027, "old": euros("9700.00"), "new": euros("27800.00")}
        | {"reasons": ["Miete dann", "Die Leitung läuft weiter."]},
        {"name": "own_share", "year": None, "old": euros("1500.00"), "new": euros("2400.00")}
        | {"reasons": ["Die Nachfrage hält an."]},
        {"name": "own_cash", "year": None, "old": euros("1500.00"), "new": euros("2400.00")}
        | {"reasons": ["Die Nachfrage hält an."]},
    ]
    assert request["amounts"] == amounts
    for step in request["steps"]:
        parts = sum(from_wire(it["amount"]) for it in step["parts"])
        assert parts == from_wire(step["result"]), step["rule"]

    named = {"request_id": request["request_id"]}
    pending = ask("get_change_request", project_id, **named)
    assert (pending["outcome"], pending["status"]) == ("pending", "in Prüfung")
    assert (pending["what"], pending["amounts"]) == (WHAT["what"], amounts)
    assert pending["problems"] == []
    (listed,) = ask("get_project", project_id)["change_requests"]
    assert (listed["outcome"], listed["with_costs"]) == ("pending", True)

    why = {"reason_code": "demand-continues", "reason": "Der Bedarf ist belegt."}
    ask("extend", project_id, **named, **why)
    assert bound(services, project_id) == ["37800.00", "27800.00"]
    granted = ask("get_change_request", project_id, **named)
    assert (granted["outcome"], granted["status"]) == ("granted", "bewilligt")
    assert (granted["amounts"], granted["old_end"]) == (amounts, "2027-01-31")
    project = ask("get_project", project_id)
    assert (project["end"], project["extensions"]) == ("2027-07-31", 1)
    assert (project["extension_months"], project["extension_months_max"]) == (6, 12)
    (amendment,) = project["amendments"]
    assert (amendment["amendment"], amendment["kind"]) == (1, "extended")
    assert amendment["grant_change"] == [
        {"year": 2026, "amount": euros("-1000.00")},
        {"year": 2027, "amount": euros("18100.00")},
    ]

    services.account(project_id, Spent(68_000_00))
    closed = ask("close", project_id, cause="completed")
    assert sum(from_wire(it["amount"]) for it in closed["final_grant"]) == 65_600_00


def test_what_a_year_lacks_is_said_and_the_request_stays(services, ask, project_id):
    request = ask(
        "request_change",
        project_id,
        **WHAT,
        known_since="2026-01-04",
        new_end="2027-07-31",
        **added(2_000_000_00, own_cash="100000.00"),
    )
    why = {"reason_code": "demand-continues", "reason": "Der Bedarf ist belegt."}
    named = {"request_id": request["request_id"]}
    with pytest.raises(Refused) as no:
        ask("extend", project_id, **named, **why)
    assert no.value.code == "insufficient-budget"
    assert [it.pointer for it in no.value.errors] == [""]
    services.settle()
    assert ask("get_change_request", project_id, **named)["outcome"] == "pending"
    ask("reject_change", project_id, **named, reason_code="no-budget", reason="Kein Geld.")
    assert ask("get_change_request", project_id, **named)["status"] == "abgelehnt"


def test_money_moves_between_years_without_another_end(services, ask, project_id):
    reason = "Die Rechnung kommt im Januar."
    request = ask(
        "request_change",
        project_id,
        **WHAT,
        known_since="2026-01-04",
        shift=[
            {"year": 2026, "amount": euros("-500.00"), "reason": reason},
            {"year": 2027, "amount": euros("500.00"), "reason": reason},
        ],
    )
    named = {"request_id": request["request_id"]}
    ask("amend", project_id, **named, reason_code="delayed-payment", reason=reason)
    assert bound(services, project_id) == ["38300.00", "10200.00"]
    with pytest.raises(Refused) as no:
        ask("withdraw_change", project_id, **named, reason="Doch nicht.")
    assert no.value.code == "already-decided"


def test_what_is_moved_to_the_next_year_is_not_paid_in_this_one_before_funding_hears_of_it(
    services, ask, project_id
):
    """Reserved, decided, not yet heard: the same cents must not be paid in both years."""

    def funding(method, **body):
        return services.ask("funding", method, body)

    reason = "Die Rechnung kommt im Januar."
    shift = [
        {"year": 2026, "amount": euros("-38800.00"), "reason": reason},
        {"year": 2027, "amount": euros("38800.00"), "reason": reason},
    ]
    request = ask("request_change", project_id, **WHAT, known_since="2026-01-04", shift=shift)
    waive(funding, project_id)
    planned = plan(funding, project_id, 2026, euros("38800.00"))
    named = {"request_id": request["request_id"], "reason_code": "delayed-payment"}
    body = {"project_id": project_id, **named, "reason": reason}
    services.ask("projects", "amend", body)  # Nothing is heard yet.

    with pytest.raises(Refused) as no:
        funding("release_payments", **planned)
    assert no.value.code == "payments-held"
    services.settle()
    with pytest.raises(Refused) as no:
        funding("release_payments", **planned)
    assert no.value.code != "payments-held"
    assert bound(services, project_id) == ["0.00", "48500.00"]


def test_a_request_is_taken_back_by_those_who_made_it(ask, project_id):
    request = ask(
        "request_change", project_id, **WHAT, known_since="2026-01-04", new_end="2027-03-31"
    )
    named = {"request_id": request["request_id"]}
    ask("withdraw_change", project_id, **named, reason="Doch nicht.")
    assert ask("get_change_request", project_id, **named)["status"] == "zurückgezogen"
    with pytest.raises(Refused) as no:
        ask("get_change_request", project_id, request_id="00000000-0000-4000-8000-000000000000")
    assert no.value.code == "change-request-unknown"


def test_words_about_a_client_are_no_part_of_a_request_unless_somebody_has_looked(
    services, ask, project_id
):
    """Case-independent work: what is written about a change says nothing of single cases."""
    shift = [
        {"year": 2026, "amount": euros("-100.00"), "reason": "Familie B., Az. 51-1234, zieht weg."},
        {"year": 2027, "amount": euros("100.00"), "reason": "Nachfrage."},
    ]
    asked = {"known_since": "2026-01-04", "new_end": "2027-03-31", "shift": shift}
    words = {"what": "Zwei Monate mehr.", "why": "Der Junge, geb. 3.4.2014, braucht länger."}
    before = services.ask("projects", "get_project", {"project_id": project_id})["version"]
    with pytest.raises(Refused) as no:
        ask("request_change", project_id, **words, **asked)
    assert no.value.code == "case-references-found"
    assert sorted(it.pointer for it in no.value.errors) == ["/shift/0/reason", "/why"]
    after = services.ask("projects", "get_project", {"project_id": project_id})["version"]
    assert after == before

    request = ask("request_change", project_id, **words, **asked, confirm_no_case_data=True)
    named = {"request_id": request["request_id"]}
    with pytest.raises(Refused) as no:
        ask("withdraw_change", project_id, **named, reason="Az. 51-1234 ist erledigt.")
    assert [it.pointer for it in no.value.errors] == ["/reason"]
    ask("withdraw_change", project_id, **named, reason="Az. 51-1234", confirm_no_case_data=True)


def test_an_early_end_frees_the_next_year_and_is_closed_with_the_share_of_the_shortened_plan(
    services, ask, project_id
):
    pending = ask(
        "request_change", project_id, **WHAT, known_since="2026-01-04", new_end="2027-03-31"
    )
    pay(
        lambda method, **body: services.ask("funding", method, body),
        project_id,
        2026,
        euros("38800.00"),
    )
    ask(
        "terminate",
        project_id,
        terminated_on="2026-09-30",
        cause="given-up",
        reason="Die Stelle bleibt leer.",
        shortened={
            "plan": [{"year": 2026, "costs": euros("30000.00")}],
            "own_cash": euros("900.00"),
        },
    )
    assert bound(services, project_id) == ["0.00", "0.00"]
    project = ask("get_project", project_id)
    assert (project["status"], project["end"]) == ("terminated", "2026-09-30")
    (listed,) = project["change_requests"]
    assert (listed["outcome"], listed["status"]) == ("void", "erledigt")
    named = {"request_id": pending["request_id"]}
    assert ask("get_change_request", project_id, **named)["outcome"] == "void"
    services.account(project_id, Spent(30_000_00, reached=("partly",)))
    with pytest.raises(Refused) as no:
        ask("close", project_id, cause="terminated")
    assert (no.value.code, no.value.facts) == ("hearing-missing", {"recovery_ct": 970_000})
    why = {"reason": "Das Projekt endete früher.", "known_since": "2026-01-05"}
    proposed = ask("propose_settlement", project_id, **why)
    assert (proposed["recovery"], proposed["hearing_until"]) == (euros("9700.00"), "2026-01-19")
    ask("record_hearing", project_id, answer="Wir sind einverstanden.", answered_on="2026-01-05")
    told = ask("get_settlement", project_id)
    assert told["proposal"]["answer"] == "Wir sind einverstanden."
    assert told["proposal"]["clock"] == {"known_since": "2026-01-05", "ends_on": "2027-01-05"}
    closed = ask("close", project_id, cause="terminated")
    assert closed["recovery"] == euros("9700.00")  # 38,800 paid, 30,000 − 900 final


def test_a_grant_is_taken_back_in_part_and_then_as_a_whole(services, ask, project_id):
    how = {
        "basis": "section-47",
        "reason_code": "condition-unmet",
        "reason": "Der Bericht fehlt.",
        "known_since": "2026-01-02",
        "heard_on": "2026-01-03",
    }
    part = [{"year": 2027, "amount": euros("700.00")}]
    ask("revoke", project_id, **how, extent="part", reduction=part)
    assert bound(services, project_id) == ["38800.00", "9000.00"]
    ask("revoke", project_id, **how, extent="whole")
    assert bound(services, project_id) == ["0.00", "0.00"]
    project = ask("get_project", project_id)
    assert [it["amendment"] for it in project["amendments"]] == [1, 2]
    assert project["status"] == "revoked"


def test_a_grant_that_is_void_before_its_year_is_accounted_for_with_nothing_and_closed(
    services, area, ask
):
    made = services.apply(
        {
            **area,
            "title": "Mädchentreff",
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            "target_group": "Mädchen",
            "measures": "Treff",
            "start": "2027-01-01",
            "end": "2027-06-30",
            "plan": [year_plan(2027, 10_000_00)],
            "own_cash": euros("300.00"),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
        }
    )
    ask("approve", made)
    how = {"basis": "section-47", "reason_code": "condition-unmet", "known_since": "2026-01-02"}
    why = {"reason": "Die Stelle bleibt leer.", "heard_on": "2026-01-03"}
    ask("revoke", made, **how, **why, extent="whole")
    with pytest.raises(Refused) as no:
        ask("close", made, cause="terminated")
    assert no.value.code == "statement-not-checked"
    services.account(made)
    closed = ask("close", made, cause="terminated")
    assert closed["final_grant"] == [{"year": 2027, "amount": euros("0.00")}]
    assert closed["recovery"] == closed["remaining"] == euros("0.00")


def test_who_asks_in_one_role_does_not_extend_in_another(services, ask, project_id):
    context = replace(Context.fresh("bjl.kalk", "asd_member"), today=DAY)
    asked = {**WHAT, "known_since": "2026-01-04", "new_end": "2027-03-31"}
    body = {"command_id": str(uuid4()), "project_id": project_id, **asked}
    made = services.call("projects", "request_change", body, context, 15)
    why = {"reason_code": "demand-continues", "reason": "Der Bedarf ist belegt."}
    with pytest.raises(Refused) as no:
        ask("extend", project_id, request_id=made["request_id"], **why)
    assert (no.value.code, no.value.kind) == ("separation-of-duties", "denied")
    assert ask("get_project", project_id)["extensions"] == 0
