"""From the checked statement to the last cent: proposed, heard, closed, claimed, taken up again."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import jsonschema
import pytest

from deploy.bench.projects import STATEMENTS, year_plan
from services.funding.rpc.planning import plan_anew
from services.projects import funds
from shared.call import Context
from shared.hearing import Heard
from shared.money import from_wire
from shared.refusal import Refused
from shared.service import Effect
from tests.direct import direct
from tests.kernel.test_policy import RULES
from tests.paying import pay
from tests.persons import person
from tests.toy import settings

pytestmark = pytest.mark.postgres

RATES = [
    {"valid_from": "2026-01-01", "hundredths": 127},
    {"valid_from": "2026-07-01", "hundredths": 337},
]


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


class Office:
    """projects and funding, asked on any day; what reporting would tell is told by hand."""

    def __init__(self, services):
        self.services, self.day = services, "2026-01-05"
        self.described = {
            name: services.ask(name, "describe", {})["methods"] for name in ("projects", "funding")
        }

    def ask(self, service, method, day=None, **body) -> Any:
        """Ask as who usually does, let the others hear, and hold the answer to its description."""
        self.day = day or self.day
        context = replace(Context.fresh(*person(method, service)), today=self.day)
        if "command_id" in self.described[service][method]["request"]["properties"]:
            body = {"command_id": str(uuid4()), **body}
        answer = self.services.call(service, method, body, context, 15)
        self.services.settle()
        jsonschema.validate(answer, self.described[service][method]["answer"])
        return answer

    def checked(self, project_id, costs_ct, statement_id=None):
        """Let projects hear that a statement of use was checked."""
        service = self.services.services["projects"]
        recognised = {"costs_ct": costs_ct, "third_party_ct": 0, "in_kind_ct": 0, "own_cash_ct": 0}
        event = {
            "event_id": str(uuid4()),
            "correlation_id": str(uuid4()),
            "occurred_at": "2026-03-01T09:00:00.000000Z",
            "data": {
                "project_id": project_id,
                "statement_id": statement_id or str(uuid4()),
                "checked_on": self.day,
                "recognised": {"2026": recognised},
                "goals": [{"id": 1, "reached": "partly"}],
            },
        }
        with service.kernel.pool.connection() as conn, conn.transaction():
            service.on_statement_checked(
                Effect(service.kernel, conn, "reporting", Heard(1, "", None, event))
            )

    def sent_back(self, project_id):
        """Let projects hear that a statement of use is to be completed."""
        service = self.services.services["projects"]
        event = {
            "event_id": str(uuid4()),
            "correlation_id": str(uuid4()),
            "occurred_at": "2026-03-01T09:00:00.000000Z",
            "data": {"project_id": project_id},
        }
        with service.kernel.pool.connection() as conn, conn.transaction():
            service.on_statement_returned(
                Effect(service.kernel, conn, "reporting", Heard(1, "", None, event))
            )

    def settle_up(self, project_id, day="2027-03-02"):
        """Propose, hear the answer, close."""
        why = {"reason": "Die Honorare waren niedriger."}
        self.ask("projects", "propose_settlement", day, project_id=project_id, **why)
        heard = {"answer": "Einverstanden.", "answered_on": day}
        self.ask("projects", "record_hearing", day, project_id=project_id, **heard)
        return self.ask("projects", "close", day, project_id=project_id, cause="completed")

    def claims(self, project_id, day=None, **more):
        return self.ask("funding", "get_claims", day, project_id=project_id, **more)

    def free(self, year):
        return self.ask("funding", "get_budget", year=year)["accounts"]["frei"]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        for year in (2026, 2027):
            body = {"year": year, "amount": euros("900000.00"), "resolution": f"Haushalt {year}"}
            services.ask("funding", "set_budget", body)
        yield Office(services)


@pytest.fixture
def project_id(office):
    """48,500.00 granted in 2026, all of it paid."""
    services = office.services
    traeger = services.ask(
        "projects", "register_traeger", {"name": "Jugendwerk", "iban": "DE02370501980001802057"}
    )
    team = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
    sozialraum = services.ask("projects", "register_sozialraum", team)
    made = services.apply(
        {
            "traeger_id": traeger["traeger_id"],
            "sozialraum_id": sozialraum["sozialraum_id"],
            "title": "Mädchentreff",
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            "target_group": "Mädchen",
            "measures": "Treff",
            "start": "2026-02-01",
            "end": "2026-12-31",
            "plan": [year_plan(2026, 50_000_00)],
            "own_cash": euros("1500.00"),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
        }
    )
    services.ask("projects", "approve", {"project_id": made})
    services.settle()
    pay(lambda method, **body: services.ask("funding", method, body), made, 2026, euros("48500.00"))
    return made


def refused(call, *args, **more):
    with pytest.raises(Refused) as no:
        call(*args, **more)
    return no.value


@pytest.mark.scenario("cost falls")
def test_a_project_is_closed_by_its_checked_statement_and_nothing_else(office, project_id):
    close = {"project_id": project_id, "cause": "completed"}
    no = refused(office.ask, "projects", "close", "2027-03-02", **close)
    assert no.code == "statement-not-checked"
    propose = {"project_id": project_id, "reason": "Die Honorare waren niedriger."}
    no = refused(office.ask, "projects", "propose_settlement", "2027-03-02", **propose)
    assert no.code == "statement-not-checked"
    office.checked(project_id, 48_000_00)
    named = {"costs": euros("1.00"), "goals": [{"id": 1, "reached": "yes"}]}
    no = refused(office.ask, "projects", "close", "2027-03-02", **close, **named)
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/costs", "unknown-field"),
        ("/goals", "unknown-field"),
    ]
    no = refused(office.ask, "projects", "close", "2027-03-02", **close)
    assert (no.code, no.facts) == ("hearing-missing", {"recovery_ct": 2_000_00})
    closed = office.settle_up(project_id)
    assert closed["recovery"] == euros("2000.00")
    (told,) = office.ask("projects", "get_settlement", project_id=project_id)["settlements"]
    assert (told["due_on"], told["interest_from"]) == ("2027-04-01", "2027-03-02")
    notices = office.ask("projects", "list_notices", project_id=project_id)["notices"]
    assert [it["kind"] for it in notices] == ["approval", "hearing", "settlement-recovery"]


def test_each_figure_of_a_settlement_and_its_interest_has_its_steps(office, project_id):
    rules = {**RULES, "base_rates": RATES, "flat_rates": []}
    why = {"reason_code": "resolution", "reason": "Basiszinssätze der Bundesbank"}
    proposal = office.ask(
        "funding", "propose_policy", "2026-01-06", valid_from="2026-01-06", rules=rules, **why
    )
    office.ask("funding", "adopt_policy", "2026-01-06", proposal_id=proposal["proposal_id"])
    office.checked(project_id, 48_000_00)
    why = {"reason": "Die Honorare waren niedriger."}
    asked = {"project_id": project_id}
    office.ask("projects", "propose_settlement", "2026-06-02", **asked, **why)
    heard = {"answer": "Einverstanden.", "answered_on": "2026-06-02"}
    office.ask("projects", "record_hearing", "2026-06-02", **asked, **heard)
    office.ask("projects", "close", "2026-06-02", **asked, cause="completed")
    told = office.claims(project_id, "2026-07-02")
    assert told["settlement"]["policy_position"] == 0  # That of the approval.
    steps = {it["rule"]: it["result"]["amount"] for it in told["settlement"]["steps"]}
    assert steps == {
        "own-cash-required": "1500.00",
        "gap": "46500.00",
        "final-grant": "46500.00",
        "recovery": "2000.00",
        "remaining-payment": "0.00",
    }
    (claim,) = told["claims"]
    # 2,000.00 for 29 days at 6.27 % and for one day at 8.37 %.
    assert claim["interest"]["amount"] == euros("10.42")
    (step,) = claim["interest"]["steps"]
    assert [it["text"] for it in step["parts"]][:2] == [
        "29 Tage ab 02.06.2026 zu 6,27 %",
        "1 Tag ab 01.07.2026 zu 8,37 %",
    ]
    later = office.claims(project_id, "2026-07-02", until="2027-01-02")
    assert later["claims"][0]["interest"]["amount"] is None
    assert "01.01.2027" in later["claims"][0]["interest"]["problem"]


def test_what_comes_back_and_what_is_waived_leaves_nothing_open(office, project_id):
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id)
    before = from_wire(office.free(2026))
    paid = {"project_id": project_id, "reference": "KA 1", "received_on": "2027-03-02"}
    for _ in range(2):
        told = office.ask(
            "funding", "record_recovery", "2027-03-02", **paid, amount=euros("1500.00")
        )
        assert told["open"] == euros("500.00")
    assert from_wire(office.free(2026)) == before + 1_500_00
    again = office.ask("projects", "close", project_id=project_id, cause="completed")
    assert (again["event_ids"], again["recovery"]) == ([], euros("2000.00"))
    about = {"kind": "remission", "amount": euros("500.00"), "reason": "Der Verein löst sich auf."}
    waiver = office.ask("funding", "propose_waiver", "2027-03-02", project_id=project_id, **about)
    desk = office.services.desk
    theirs = desk.token("leitung.verein", "district_head", traeger_id=desk.traeger_id)
    asked = {"project_id": project_id, "waiver_id": waiver["waiver_id"]}
    body = {"command_id": str(uuid4()), **asked}
    of_the_recipient = Context.of(theirs, "2027-03-02")
    no = refused(office.services.call, "funding", "waive_recovery", body, of_the_recipient, 15)
    assert no.code == "conflict-of-interest"
    told = office.ask(
        "funding",
        "waive_recovery",
        "2027-03-02",
        project_id=project_id,
        waiver_id=waiver["waiver_id"],
    )
    assert told["open"] == euros("0.00")
    told = office.claims(project_id)
    assert [told[name]["amount"] for name in ("paid", "payable", "claimed")] == [
        "48500.00",
        "0.00",
        "2000.00",
    ]
    (claim,) = told["claims"]
    parts = [claim[name]["amount"] for name in ("claimed", "received", "open", "waived", "void")]
    assert parts == ["2000.00", "1500.00", "0.00", "500.00", "0.00"]
    payments = office.ask("funding", "get_payments", project_id=project_id)
    assert (payments["title"], payments["recipient"]) == ("Mädchentreff", "Jugendwerk")
    assert [it["amount"]["amount"] for it in payments["notices"]] == ["48500.00", "-2000.00"]
    assert payments["payable"] == euros("0.00")


def test_a_settlement_is_taken_up_again_and_nothing_is_claimed_or_paid_twice(office, project_id):
    """A receipt of 412.50 was really 421.50: the recovery is smaller by 9.00."""
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id)
    paid = {"project_id": project_id, "reference": "KA 1", "received_on": "2027-03-02"}
    office.ask("funding", "record_recovery", "2027-03-02", **paid, amount=euros("2000.00"))
    why = {"basis": "section-44", "reason": "Ein Beleg war mit 412,50 statt 421,50 erfasst."}
    office.ask("projects", "reopen_settlement", "2027-03-03", project_id=project_id, **why)
    told = office.claims(project_id)
    assert (told["settlement"], told["claimed"]) == (None, euros("2000.00"))
    office.sent_back(project_id)
    asked = {"project_id": project_id, "cause": "completed"}
    with pytest.raises(Refused) as no:
        office.ask("projects", "close", "2027-03-04", **asked)
    assert no.value.code == "statement-not-checked"
    office.checked(project_id, 48_009_00)
    closed = office.ask("projects", "close", "2027-03-04", project_id=project_id, cause="completed")
    assert (closed["recovery"], closed["remaining"]) == (euros("0.00"), euros("9.00"))
    payments = office.ask("funding", "get_payments", project_id=project_id)
    assert payments["payable"] == euros("9.00")
    told = office.claims(project_id)
    assert [told[name]["amount"] for name in ("paid", "payable", "claimed")] == [
        "48500.00",
        "9.00",
        "2000.00",
    ]
    first, second = office.ask("projects", "get_settlement", project_id=project_id)["settlements"]
    assert (first["reopened_by_law"], first["recovery"]) == ("section-44", euros("2000.00"))
    assert (second["reopened_on"], second["remaining"]) == (None, euros("9.00"))


# ---- a crash between each two steps -----------------------------------------------------------


class Crash(Exception):  # noqa: N818 - a process that dies says nothing
    """The process dies here."""


def test_after_a_crash_between_hold_and_closing_the_same_command_closes_once(
    office, project_id, monkeypatch
):
    office.checked(project_id, 48_000_00)
    why = {"reason": "Die Honorare waren niedriger."}
    asked = {"project_id": project_id}
    office.ask("projects", "propose_settlement", "2027-03-02", **asked, **why)
    heard = {"answer": "Einverstanden.", "answered_on": "2027-03-02"}
    office.ask("projects", "record_hearing", "2027-03-02", **asked, **heard)
    command = {**asked, "cause": "completed", "command_id": str(uuid4())}
    hold = funds.hold_settlement

    def held_then_dead(*given):
        hold(*given)
        raise Crash

    monkeypatch.setattr(funds, "hold_settlement", held_then_dead)
    assert refused(office.ask, "projects", "close", "2027-03-02", **command).kind == "fault"
    assert office.ask("projects", "get_project", project_id=project_id)["status"] == "approved"
    assert office.claims(project_id)["claims"] == []
    monkeypatch.setattr(funds, "hold_settlement", hold)
    closed = office.ask("projects", "close", "2027-03-02", **command)
    assert office.ask("projects", "close", "2027-03-02", **command) == closed
    assert len(office.claims(project_id)["claims"]) == 1


def test_a_crash_while_funding_books_leaves_nothing_and_the_next_try_books_once(
    office, project_id, monkeypatch
):
    office.checked(project_id, 48_000_00)
    module = "services.funding.rpc.hearing_closings"

    def dead(*_given):
        raise Crash

    monkeypatch.setattr(f"{module}.plan_anew", dead)
    monkeypatch.setattr("shared.follower.PAUSES_SECONDS", ())
    office.settle_up(project_id)
    told = office.claims(project_id)
    assert (told["settlement"], told["claims"]) == (None, [])
    monkeypatch.setattr(f"{module}.plan_anew", plan_anew)
    funding = office.services.services["funding"]
    retried = [
        consumer.follower.retry(f"project-{project_id}")
        for consumer in funding.kernel.consumers
        if consumer.follower.source == "projects"
    ]
    assert sum(retried) == 1
    office.services.settle()
    told = office.claims(project_id)
    assert [it["open"] for it in told["claims"]] == [euros("2000.00")]
    assert told["settlement"]["recovery"] == euros("2000.00")
