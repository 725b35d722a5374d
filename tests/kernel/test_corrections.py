"""Corrections of a year that is closed (9.25 of the domain): recorded in the new, counting for the old.

A receipt of 412.50 was really 421.50. It is corrected on 15 January for 31 December, which is closed.
"""

import csv
import json
import zipfile
from base64 import b64encode
from dataclasses import replace
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from deploy.bench.projects import STATEMENTS, year_plan
from deploy.cli import cli
from services.registry import NAMES
from shared.call import Context
from shared.clock import Clock
from shared.refusal import Refused
from tests.bundles import verify, write
from tests.direct import direct
from tests.paying import pay
from tests.persons import person
from tests.toy import settings

pytestmark = pytest.mark.postgres

POST = "Fachkraft im Treff"
HEADING = "Nr.;Gezahlt am;Beauftragt am;Empfänger;Grund;Zeile;Betrag"
WAGES = f"1;30.09.2026;;Gehaltskasse;Gehälter;{POST};47.587,50"
WRONG = f"2;15.09.2026;;Druckerei;Plakate;{POST};412,50"
RIGHT = f"2;15.09.2026;;Druckerei;Plakate;{POST};421,50"
OLD_YEAR, NEW_YEAR = "2031-12-18", "2032-01-15"
STICHTAG = "2031-12-31"


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


class District:
    """All services, asked on any day; their logs' clocks are put forward to that day."""

    def __init__(self, services):
        self.services = services
        self.project_id = ""
        self.traeger_id = ""

    def it_is(self, day):
        """Let what follows be recorded on a day that is to come by the machine's clock."""
        self.services.settle()
        for service in self.services.services.values():
            with service.kernel.pool.connection() as conn:
                at = f"{day}T09:00:00Z"
                conn.execute("update cursor set recorded_at = %s where name = 'sealed'", [at])

    def ask(self, service, method, day, **body) -> Any:
        context = replace(Context.fresh(*person(method, service)), today=day)
        answer = self.services.call(service, method, body, context, 15)
        self.services.settle()
        return answer

    def do(self, service, method, day, **body) -> Any:
        return self.ask(service, method, day, command_id=str(uuid4()), **body)

    def recipient(self, method, day, **body) -> Any:
        token = self.services.desk.token("recipient.kalk", "recipient", traeger_id=self.traeger_id)
        asked = {"command_id": str(uuid4()), "project_id": self.project_id, **body}
        answer = self.services.call("reporting", method, asked, Context.of(token, day), 15)
        self.services.settle()
        return answer

    def take_in(self, day, *lines):
        document_id = str(uuid4())
        token = self.services.desk.token("recipient.kalk", "recipient", traeger_id=self.traeger_id)
        content = b64encode("\n".join([HEADING, *lines, ""]).encode()).decode()
        piece = {"number": 0, "last": True, "content": content, "media_type": "text/csv"}
        body = {"command_id": str(uuid4()), "document_id": document_id, **piece}
        self.services.call("reporting", "put_document", body, Context.of(token, day), 15)
        return self.recipient("import_receipts", day, document_id=document_id)

    def state(self, day, paid):
        """Hand a statement in over so much, and check it."""
        self.recipient(
            "submit_statement",
            day,
            years=[
                {
                    "year": 2026,
                    "posts": [{"line": POST, "paid": euros(paid), "fte_months": 800}],
                    "third_party": [],
                    "own_cash": euros("1500.00"),
                }
            ],
            goals=[{"id": 1, "outcome": "reached", "value": "24"}],
            activities=[{"title": "Offener Treff", "held": 30, "participants": 400}],
            reach="Mädchen aus der Siedlung.",
            success="Der Treff wird von den Mädchen getragen.",
            confirmed={"necessary": True, "economical": True, "books_agree": True},
        )
        about = {"project_id": self.project_id}
        reached = [{"id": 1, "reached": "yes"}]
        self.do("reporting", "check_statement_content", day, **about, purpose="yes", goals=reached)
        self.do("reporting", "check_statement", day, **about, scope="full", note="Geprüft.")

    def settle_up(self, day):
        about = {"project_id": self.project_id}
        why = {"reason": "Die Kosten waren niedriger."}
        self.do("projects", "propose_settlement", day, **about, **why)
        heard = {"answer": "Einverstanden.", "answered_on": day}
        self.do("projects", "record_hearing", day, **about, **heard)
        return self.do("projects", "close", day, **about, cause="completed")

    def look(self, service, method, by, **more) -> Any:
        as_of = {"day": STICHTAG, "by": by}
        body = {"project_id": self.project_id, **more, "as_of": as_of}
        return self.ask(service, method, NEW_YEAR, **body)


@pytest.fixture(scope="module")
def district(database_url, tmp_path_factory):
    """A project of 2026, settled on 18 December 2031, whose book year is closed on 5 January."""
    folder = tmp_path_factory.mktemp("corrections")
    known = settings(database_url, folder, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        made = District(services)
        made.it_is(OLD_YEAR)
        for year in (2026, 2027):
            body = {"year": year, "amount": euros("900000.00"), "resolution": f"Haushalt {year}"}
            services.ask("funding", "set_budget", body)
        iban = {"name": "Jugendwerk", "iban": "DE02370501980001802057"}
        made.traeger_id = services.ask("projects", "register_traeger", iban)["traeger_id"]
        team = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
        sozialraum = services.ask("projects", "register_sozialraum", team)
        made.project_id = services.apply(
            {
                "traeger_id": made.traeger_id,
                "sozialraum_id": sozialraum["sozialraum_id"],
                "title": "Mädchentreff",
                "need": "Im Viertel fehlt ein Treff.",
                "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
                "target_group": "Mädchen",
                "measures": "Treff",
                "start": "2026-02-01",
                "end": "2026-09-30",
                "plan": [year_plan(2026, 50_000_00)],
                "own_cash": euros("1500.00"),
                "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
                **STATEMENTS,
            }
        )
        services.ask("projects", "approve", {"project_id": made.project_id})
        services.settle()

        def funding(method, **body):
            return services.ask("funding", method, body)

        pay(funding, made.project_id, 2026, euros("48500.00"))
        made.take_in(OLD_YEAR, WAGES, WRONG)
        made.state(OLD_YEAR, "48000.00")
        assert made.settle_up(OLD_YEAR)["recovery"] == euros("2000.00")
        made.it_is("2032-01-05")
        for name in NAMES:
            made.do(name, "close_book_year", "2032-01-05", year=2031)
        made.it_is(NEW_YEAR)
        yield made


@pytest.fixture(scope="module")
def corrected(district):
    """The correction, as people would carry it out on 15 January."""
    about, reopen = {"project_id": district.project_id}, {"basis": "section-44"}
    why = "Ein Beleg war mit 412,50 statt 421,50 erfasst."
    for_day = {"effective_on": STICHTAG}
    district.do("projects", "reopen_settlement", NEW_YEAR, **about, **reopen, reason=why, **for_day)
    back = {"places": ["/years/0/posts/0/paid"], "due_on": "2032-02-27", "text": why}
    district.do("reporting", "return_statement", NEW_YEAR, **about, **back, **for_day)
    listed = district.recipient("list_receipts", NEW_YEAR, year=None, line=None)["receipts"]
    (wrong,) = [it["receipt_id"] for it in listed if it["number"] == "2"]
    district.recipient("remove_receipts", NEW_YEAR, receipt_ids=[wrong])
    district.take_in(NEW_YEAR, RIGHT)
    district.state(NEW_YEAR, "48009.00")
    assert district.settle_up(NEW_YEAR)["recovery"] == euros("1991.00")
    return district


def recovery(told):
    (it,) = [it for it in told["settlements"] if it["reopened_on"] is None]
    return it["recovery"]["amount"]


def test_figures_of_the_old_year_as_then_known_and_as_now_known(corrected):
    then = corrected.look("projects", "get_settlement", "recorded")
    now = corrected.look("projects", "get_settlement", "effective")
    assert (recovery(then), recovery(now)) == ("2000.00", "1991.00")
    assert [it["corrected_for"] for it in now["settlements"]] == [STICHTAG, None]
    assert [it["reopened_on"] for it in now["settlements"]] == [NEW_YEAR, None]

    then = corrected.look("funding", "get_claims", "recorded")
    now = corrected.look("funding", "get_claims", "effective")
    open_then, open_now = then["claims"][-1]["open"], now["claims"][-1]["open"]
    assert (open_then, open_now) == (euros("2000.00"), euros("1991.00"))


def test_each_later_correction_says_when_it_was_made_and_for_which_day(corrected):
    with corrected.services.services["projects"].kernel.pool.connection() as conn:
        rows = conn.execute(
            "select type, left(line::jsonb ->> 'occurred_at', 10), left(line::jsonb ->> 'acted_at', 10)"
            " from event where stream = %s and line like '%%acted_at%%' order by id",
            [f"project-{corrected.project_id}"],
        ).fetchall()
    kinds = ["settlement_reopened", "settlement_proposed", "hearing_answered", "closed"]
    assert rows == [(it, STICHTAG, NEW_YEAR) for it in kinds]
    with corrected.services.services["funding"].kernel.pool.connection() as conn:
        rows = conn.execute(
            "select type, left(line::jsonb ->> 'occurred_at', 10),"
            " coalesce(line::jsonb -> 'data' ->> 'claimed_on', line::jsonb -> 'data' ->> 'reopened_on')"
            " from event where line like '%%acted_at%%' and type in ('recovery_claimed',"
            " 'settlement_reopened') order by id"
        ).fetchall()
    assert rows == [
        ("settlement_reopened", STICHTAG, NEW_YEAR),
        ("recovery_claimed", STICHTAG, NEW_YEAR),
    ]


def test_nothing_counts_for_a_day_before_it_was_settled(district):
    asked = {"project_id": district.project_id, "basis": "section-44", "reason": "Früher."}
    with pytest.raises(Refused) as no:
        district.do("projects", "reopen_settlement", NEW_YEAR, **asked, effective_on="2031-12-17")
    assert no.value.code == "effective-out-of-range"


def test_the_bundle_shows_what_came_late_and_keeps_the_sums_of_the_closed_year(corrected, tmp_path):
    for service in corrected.services.services.values():
        clock = service.kernel.clock
        service.kernel.clock = Clock(clock.zone, demo=True)  # A bundle is asked for on another day.
    out = tmp_path / "kalk.zip"
    code, told = verify(out, "--fingerabdruck", write(corrected.services, out))
    assert (code, told["fehler"]) == (0, [])
    with zipfile.ZipFile(out) as archive:
        text = archive.read("tabellen/nachtraege.csv").decode()
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    late = [(row["art"], row["wirksam_am"][:10], row["erfasst_am"][:10]) for row in rows]
    for kind in ("statement_checked", "settlement_reopened", "closed", "settled"):
        assert (kind, STICHTAG, NEW_YEAR) in late
    assert {row["buchungsjahr"] for row in rows} == {"2031"}


def test_the_report_of_changes_lists_them_by_the_day_they_count_for(corrected, monkeypatch):
    monkeypatch.setattr("shared.logs.configure", lambda **_: None)
    known = corrected.services.desk.settings
    monkeypatch.setenv("DATABASE_URL", known.database_url)
    monkeypatch.setenv("DATA_DIR", str(known.data))
    monkeypatch.setenv("DISTRICT", known.district)
    monkeypatch.setenv("APP_ENV", "demo")
    for name in NAMES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_PASSWORD", "test")

    def listed(*words):
        period = ["--from", STICHTAG, "--to", STICHTAG]
        done = CliRunner().invoke(cli, ["changes", *period, "--json", *words])
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)
        return [
            (it["type"], it["recorded_at"][:10])
            for it in found
            if it["type"] in ("settlement_reopened", "closed", "statement_checked")
        ]

    assert listed() == []
    assert set(listed("--effective")) == {
        ("settlement_reopened", NEW_YEAR),
        ("closed", NEW_YEAR),
        ("statement_checked", NEW_YEAR),
    }
