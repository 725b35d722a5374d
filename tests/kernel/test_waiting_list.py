"""The waiting list over a real PostgreSQL: who waits, who comes first, what ends the wait."""

import psycopg
import pytest

from deploy.bench.projects import STATEMENTS, year_plan
from shared.refusal import Refused
from tests.direct import direct
from tests.toy import settings


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def services(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        yield services


@pytest.fixture
def apply(services):
    """Apply for a project of 50,000 euros in one year and have it checked; return its id."""
    traeger = services.ask("projects", "register_traeger", {"name": "Jugendwerk"})
    area = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
    sozialraum = services.ask("projects", "register_sozialraum", area)

    def applied(title, year=2026):
        body = {
            "sozialraum_id": sozialraum["sozialraum_id"],
            "traeger_id": traeger["traeger_id"],
            "title": title,
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            "target_group": "Mädchen",
            "measures": "Treff",
            "start": f"{year}-02-01",
            "end": f"{year}-11-30",
            "plan": [year_plan(year, 50_000_00)],
            "own_cash": euros("1500.00"),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
        }
        return services.apply(body)

    return applied


@pytest.fixture
def act(services):
    def act(method, project_id, **body):
        return services.ask("projects", method, {"project_id": project_id, **body})

    return act


def wait(act, project_id, priority, reason_code="budget-exhausted"):
    return act(
        "postpone", project_id, priority=priority, reason_code=reason_code, reason="Kein Geld."
    )


def waiting(services):
    """Return the waiting list: the rows that are kept, and the same from the log."""
    listed = services.ask("projects", "list_waiting", {})["applications"]
    services.settle()
    as_of = {"day": "2026-01-05", "by": "effective"}
    told = services.ask("projects", "list_waiting", {"as_of": as_of})
    assert told["applications"] == listed
    return [(it["title"], it["priority"], it["status"]) for it in listed]


def refused(act, *asked, **body):
    with pytest.raises(Refused) as no:
        act(*asked, **body)
    return no.value


def budget(services, year, amount="400000.00"):
    body = {"year": year, "amount": euros(amount), "resolution": f"Haushalt {year}"}
    services.ask("funding", "set_budget", body)
    services.settle()


def test_what_waits_comes_by_its_priority_and_then_by_its_age(services, apply, act):
    for title, priority in (("Älter", 2), ("Jünger", 2), ("Dringend", 1), ("Ohne", None)):
        project_id = apply(title)
        if priority:
            wait(act, project_id, priority)
    assert waiting(services) == [
        ("Dringend", 1, "postponed"),
        ("Älter", 2, "postponed"),
        ("Jünger", 2, "postponed"),
    ]
    open_ = services.ask("projects", "list_open_applications", {})["applications"]
    assert [it["title"] for it in open_] == ["Dringend", "Älter", "Jünger", "Ohne"]
    assert {(it["content"], it["arithmetic"]) for it in open_} == {("passed", "passed")}


def test_another_priority_is_another_place(services, apply, act):
    first, second = apply("Erster"), apply("Zweiter")
    wait(act, first, 1)
    wait(act, second, 2)
    act("prioritise", first, priority=3, reason="Der Zweite ist dringender.")
    assert waiting(services) == [("Zweiter", 2, "postponed"), ("Erster", 3, "postponed")]


def test_a_new_budget_takes_up_what_waited_for_money_in_the_order_of_the_list(services, apply, act):
    for title, priority in (("Zweiter", 2), ("Erster", 1)):
        wait(act, apply(title), priority)
    wait(act, apply("Später", year=2028), 1)
    wait(act, apply("Gespräch"), 1, "needs-discussion")
    budget(services, 2027)
    assert sorted(waiting(services)) == [
        ("Erster", 1, "applied"),
        ("Gespräch", 1, "postponed"),
        ("Später", 1, "postponed"),
        ("Zweiter", 2, "applied"),
    ]
    log = services.services["projects"].kernel
    with log.pool.connection() as conn:
        rows = conn.execute(
            "select e.line::jsonb -> 'data' ->> 'project_id', e.line::jsonb -> 'data' ->> 'year'"
            " from event e where type = 'reopened' order by id"
        ).fetchall()
        titles = dict(conn.execute("select project_id::text, title from open_application"))
    assert [(titles[project_id], year) for project_id, year in rows] == [
        ("Erster", "2027"),
        ("Zweiter", "2027"),
    ]


def test_the_list_is_not_overtaken_without_a_reason(services, apply, act):
    budget(services, 2026)
    first, second, elsewhere = apply("Erster"), apply("Zweiter"), apply("Anders", year=2027)
    wait(act, first, 1)
    act("prioritise", second, priority=2, reason="Nach dem Ersten.")

    no = refused(act, "approve", second)
    assert (no.code, no.facts["waiting"]) == ("reason-does-not-fit", ["2026-8-001"])
    assert "Auf der Warteliste steht vorher: 2026-8-001." in no.detail
    no = refused(act, "approve", second, reason_code="deviates-from-priority")
    assert no.code == "reason-missing"
    budget(services, 2027)
    act("approve", elsewhere)  # Nobody waits for a year that is not asked for by both.
    act("approve", second, reason_code="deviates-from-priority", reason="Der Erste kann warten.")
    act("approve", first)
    assert waiting(services) == []


def test_who_waits_for_something_else_than_money_may_be_overtaken(services, apply, act):
    budget(services, 2026)
    first, second = apply("Erster"), apply("Zweiter")
    wait(act, first, 1, "awaits-other-decision")
    assert refused(act, "approve", first).code == "application-not-open"
    assert "approval_id" in act("approve", second)
    act("reopen", first)
    assert waiting(services) == [("Erster", 1, "applied")]
    assert "approval_id" in act("approve", first)


def test_what_is_decided_waits_no_more(services, apply, act):
    first, second = apply("Erster"), apply("Zweiter")
    wait(act, first, 1)
    act("reject", first, reason_code="no-priority", reason="Kein Bedarf mehr.")
    assert [
        it["title"] for it in services.ask("projects", "list_open_applications", {})["applications"]
    ] == ["Zweiter"]
    assert refused(act, "prioritise", first, priority=1, reason="Doch.").code == "already-decided"
    assert act("reject", second, reason_code="no-need", reason="Nein.")["version"] == 5


def test_what_was_open_before_there_was_a_list_is_found_in_the_log(services, apply, act):
    first, second = apply("Erster"), apply("Zweiter")
    apply("Dritter", year=2027)
    act("reject", second, reason_code="no-need", reason="Nein.")
    service = services.services["projects"]
    migration = (service.sql / "0103_open_applications.sql").read_text()
    with psycopg.connect(service.kernel.settings.database_url) as owner:
        owner.execute("set search_path = projects")
        owner.execute("drop table open_application")
        owner.execute(migration.encode())
        rows = owner.execute(
            "select title, status, priority, first_year, last_year, project_id::text"
            " from open_application order by number"
        ).fetchall()
    assert [row[:5] for row in rows] == [
        ("Erster", "applied", None, 2026, 2026),
        ("Dritter", "applied", None, 2027, 2027),
    ]
    assert rows[0][5] == first
