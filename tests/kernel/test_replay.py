"""`sozialraum replay` tells a case as sentences, as it was known at the end of a day."""

import json
import re
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import psycopg
import pytest
from click.testing import CliRunner

from deploy import story
from deploy.cli import cli
from services.registry import NAMES
from tests.bundles import edited, write
from tests.direct import direct
from tests.kernel.test_following import District
from tests.toy import settings

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def district(postgres, tmp_path_factory):
    data, url = tmp_path_factory.mktemp("replay"), postgres.create_database()
    with direct(settings(url, data, *NAMES, APP_ENV="demo"), *NAMES) as services:
        district = District(services)
        district.budget(2025, 2026, 2027)
        project_id, other_id = district.apply(), district.apply()
        services.settle()
        before = heads(services)
        district.ask("projects", "approve", project_id=project_id)
        services.settle()
        yield SimpleNamespace(
            ask=district.ask,
            services=services,
            project_id=project_id,
            other_id=other_id,
            before=before,
        )
    postgres.drop_database(url)


def heads(services):
    found = {}
    for name, service in services.services.items():
        with service.kernel.pool.connection() as conn:
            found[name] = service.kernel.log.head(conn)[0]
    return found


@pytest.fixture
def run(district, monkeypatch):
    known = district.services.desk.settings
    monkeypatch.setenv("DATABASE_URL", known.database_url)
    monkeypatch.setenv("DATA_DIR", str(known.data))
    monkeypatch.setenv("DISTRICT", known.district)
    monkeypatch.setenv("APP_ENV", "demo")
    for name in NAMES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_PASSWORD", "test")

    def replay(*words):
        done = CliRunner().invoke(cli, ["replay", *map(str, words)])
        return done.exit_code, done.output

    return replay


def number(district):
    return district.ask("projects", "get_project", project_id=district.project_id)["number"]


def test_a_case_is_told_in_sentences_from_its_number_on(run, district):
    code, text = run("--project", number(district))
    assert code == 0, text
    lines = text.splitlines()
    assert lines[0].startswith("15.09.2025: ")
    assert any(": Beantragt (" in line and "Titel „" in line for line in lines)
    (approved,) = [line for line in lines if ": Genehmigt (Bezirksjugendamtsleitung)." in line]
    assert "Zuwendung 2025: " in approved
    assert "[projects " in approved
    assert any(line.startswith("Mittel 2025: reserviert 0,00 €, festgelegt ") for line in lines)
    assert district.other_id not in text
    assert lines[-1] == "Alle Positionen, Fassungen, Inhalte und Blätter bis dahin stimmen."


def test_the_same_for_programs_with_all_that_stands_in_the_events(run, district):
    told = json.loads(run("--project", district.project_id, "--json")[1])
    assert told["project_id"] == district.project_id
    types = [it["event"]["type"] for it in told["events"] if it["service"] == "projects"]
    assert types[:2] == ["number_assigned", "applied"]
    assert types[-1] == "approved"
    assert told["standing"]["2025"]["festgelegt"] > 0
    assert told["positions"] == {
        name: heads(district.services)[name] for name in ("projects", "funding", "reporting")
    }


def test_up_to_a_position_nothing_later_is_known(run, district):
    upto = district.before["projects"]
    told = json.loads(run("projects", "--project", district.project_id, "--to", upto, "--json")[1])
    assert told["positions"] == {"projects": upto}
    assert "approved" not in {it["event"]["type"] for it in told["events"]}


def test_up_to_a_day_by_the_time_of_recording(run, district):
    early = json.loads(run("--project", district.project_id, "--to", "2020-01-01", "--json")[1])
    assert (early["events"], set(early["positions"].values())) == ([], {0})
    late = json.loads(run("--project", district.project_id, "--to", "2999-12-31", "--json")[1])
    assert late["positions"] == {
        name: heads(district.services)[name] for name in ("projects", "funding", "reporting")
    }


def test_a_changed_line_is_told_and_ends_with_1(run, district):
    kernel = district.services.services["projects"].kernel
    url = district.services.desk.settings.database_url
    act = "update projects.sealed set leaf = %s where position = 2"
    with kernel.pool.connection() as conn:
        ((leaf,),) = conn.execute("select leaf from sealed where position = 2").fetchall()
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        try:
            conn.execute(act, [b"\0" * 32])
            code, text = run("--project", district.project_id)
        finally:
            conn.execute(act, [leaf])
    assert code == 1
    assert "FEHLER  projects: Position 2: Das Blatt passt nicht" in text


@pytest.mark.parametrize(
    "words",
    [
        ("--to", "3", "--told"),
        ("--project", "2099-8-001"),
        ("--project", "Unsinn"),
        ("--project", "00000000-0000-0000-0000-000000000000"),
        ("projects", "--to", "gestern"),
        ("projects", "--to", "²"),
    ],
)
def test_what_cannot_be_meant(run, words):
    assert run(*words)[0] == 2


def test_without_a_project_all_logs_are_told(run, district):
    told = json.loads(run("--json")[1])
    assert told["positions"] == heads(district.services)
    code, text = run("--to", "2999-12-31")
    assert code == 0  # That nothing was ever recorded in the network is no fault of the others.
    assert ", resources 0, " in text
    assert run("--told")[0] == 0


def test_a_bundle_at_home_tells_the_same(run, district, tmp_path, monkeypatch):
    out = tmp_path / "kalk.zip"
    write(district.services, out)
    words = ("--project", number(district), "--json")
    here = json.loads(run(*words)[1])
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere.invalid/none")
    code, text = run(*words, "--bundle", out)
    assert code == 0, text
    there = json.loads(text)
    assert there["events"] == here["events"]
    assert there["standing"] == here["standing"]
    early = run("--bundle", out, "--to", "2020-01-01")[1]
    assert "Bis dahin ist nichts erfasst." in early
    assert early.splitlines()[-1].startswith("Das Bündel passt zu sich selbst.")
    assert run("--bundle", out, "--project", "2099-8-001")[0] == 2


def test_a_bundle_that_was_edited_is_not_told(run, district, tmp_path):
    out, bad = tmp_path / "kalk.zip", tmp_path / "bad.zip"
    write(district.services, out)

    def richer(name, content):
        return (
            content.replace(b"90000000", b"90000001") if name.endswith("funding.jsonl") else content
        )

    edited(out, bad, richer)
    code, text = run("--bundle", bad)
    assert code == 1
    assert "protokoll/funding.jsonl wurde verändert." in text
    bad.write_text("nichts")
    assert run("--bundle", bad)[0] == 1


@pytest.mark.parametrize("words", [(), ("--told",)])
def test_a_log_that_ends_too_early_does_not_pass(run, district, words):
    head = heads(district.services)["projects"]
    assert run("projects", "--to", head, *words)[0] == 0
    code, text = run("projects", "--to", head + 1, *words)
    assert code == 1
    assert f"Das Protokoll endet bei Position {head}, verlangt ist {head + 1}." in text
    assert "stimmen" not in text
    assert run("projects", "--to", "9" * 40, *words)[0] == 1


def test_where_nothing_was_recorded_nothing_is_said_to_be_in_order(run, district):
    code, text = run("--project", district.project_id, "--to", "2020-01-01")
    assert code == 0
    assert text.splitlines()[1:] == [
        "Bis dahin ist nichts erfasst.",
        "Von diesem Projekt ist bis dahin nichts erfasst.",
    ]
    code, text = run("resources")
    assert code == 1
    assert "FEHLER  Das Protokoll ist leer." in text


def test_a_text_whose_time_is_over_is_told_as_deleted(run, district):
    """Where the document is named the replay says since when it is gone; the chain still holds."""
    kernel = district.services.services["projects"].kernel
    told = json.loads(run("--project", district.project_id, "--json")[1])
    applied = next(it for it in told["events"] if it["event"]["type"] == "applied")
    (document_id, *_) = re.findall(r'"document_id": "([^"]+)"', json.dumps(applied["event"]))
    with kernel.pool.connection() as conn:
        gone = "insert into document_deleted values (%s, '2040-01-11', 'unknown')"
        conn.execute(gone, [document_id])
    try:
        code, text = run("--project", district.project_id)
    finally:
        with psycopg.connect(district.services.desk.settings.database_url) as owner:
            owner.execute(
                "delete from projects.document_deleted where document_id = %s", [document_id]
            )
    assert code == 0
    (line,) = [it for it in text.splitlines() if "Text gelöscht am 11.01.2040" in it]
    assert ": Beantragt (" in line


def test_values_are_told_as_germans_write_them():
    told = {
        "occurred_at": "2025-12-31T23:30:00.000000Z",
        "data": {
            "title": "Treff",
            "start": "2026-02-01",
            "grant_ct": {"2026": 123_456, "2027": -5},
            "own_share": {"percent": 4, "amount_ct": 100, "cash_ct": 60, "in_kind_ct": 40},
            "instalments": [{"number": 1, "due_on": "2026-01-01", "amount_ct": 7}],
            "as_deputy": False,
            "secret": "x",
        },
    }
    assert story.sentence(told, "Genehmigt: the rules.", "Leitung", ZoneInfo("Europe/Berlin")) == (
        "01.01.2026: Genehmigt (Leitung). Titel „Treff“; Beginn 01.02.2026; Zuwendung 2026: 1.234,56 €,"
        " 2027: -0,05 €; Eigenanteil Prozent: 4, Betrag: 1,00 €, bar: 0,60 €, Sachleistung: 0,40 €;"
        " Raten Nummer: 1, fällig am: 01.01.2026, Betrag: 0,07 €."
    )


def test_a_correction_is_told_with_the_day_for_which_it_counts():
    told = {
        "occurred_at": "2024-12-31T11:00:00.000000Z",
        "acted_at": "2025-01-15T11:00:00.000000Z",
        "data": {},
    }
    said = story.sentence(told, "Abgeschlossen: all known.", "Leitung", ZoneInfo("Europe/Berlin"))
    assert said == "15.01.2025 zum 31.12.2024: Abgeschlossen (Leitung)."
