"""`sozialraum verify` over a district's services: read models, sums, personal data, and what it says."""

import json

import pytest
from click.testing import CliRunner

from deploy.audit.lint import Lint
from deploy.cli import cli
from services.registry import NAMES
from shared.call import Context
from shared.canonical import canonical
from shared.proof.keeper import checkpoints
from tests.direct import direct
from tests.kernel.test_following import District
from tests.toy import settings

pytestmark = pytest.mark.postgres

AUDITOR = Context.fresh("rpa", "auditor")
CEILING = {"amount": "7000.00", "currency": "EUR"}


@pytest.fixture(scope="module")
def world(postgres, tmp_path_factory):
    """One district with an approved project in all four logs, and a checkpoint of each."""
    data, url = tmp_path_factory.mktemp("audit"), postgres.create_database()
    known = settings(url, data, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        district = District(services)
        district.budget(2025, 2026, 2027)
        district.ask("projects", "approve", project_id=district.apply())
        card = {
            "name": "Verein",
            "kind": "association",
            "description": "Offen für alle.",
            "sozialraum_ids": [district.application["sozialraum_id"]],
            "place": {"postcode": "51103", "city": "Köln"},
        }
        district.ask("resources", "record_card", **card)
        services.settle()
        services.services["funding"].record_control()
        district.ask("funding", "close_book_year", year=1999)
        services.services["funding"].record_control()  # Nothing has moved since.
        services.settle()
        for service in services.services.values():
            with service.kernel.pool.connection() as conn:
                service.kernel.keeper.make(conn)
        yield services
    postgres.drop_database(url)


@pytest.fixture
def run(world, monkeypatch):
    monkeypatch.setattr("shared.logs.configure", lambda **_: None)  # It is for whole processes.
    known = world.desk.settings
    monkeypatch.setenv("DATABASE_URL", known.database_url)
    monkeypatch.setenv("DATA_DIR", str(known.data))
    monkeypatch.setenv("DISTRICT", known.district)
    monkeypatch.setenv("APP_ENV", "demo")
    for name in NAMES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_PASSWORD", "test")

    def verify(*words):
        done = CliRunner().invoke(cli, ["verify", *map(str, words)])
        return done.exit_code, done.output

    return verify


def schemas(world):
    with world.services["reporting"].kernel.pool.connection() as conn:
        rows = conn.execute("select nspname from pg_namespace where nspname like '%\\_check\\_%'")
        return rows.fetchall()


def test_a_district_in_order(run, world):
    code, text = run("--json")
    found = {each["service"]: each for each in json.loads(text[text.index("[\n") :])}
    assert code == 0, text
    assert found.keys() == set(NAMES)
    checked = {
        service: {check["name"]: check["checked"] for check in each["checks"]}
        for service, each in found.items()
    }
    assert checked["reporting"]["read-model:annual_report"] > 0
    assert checked["resources"]["read-model:directory"] > 0
    assert checked["funding"]["sums"] == 4  # Three years, and the statement of their totals.
    assert checked["projects"]["followers"] > 0
    assert [checked[name]["book-years"] for name in ("projects", "funding")] == [0, 1]
    assert checked["projects"]["personal-data"] == found["projects"]["position"]
    assert all(each["checks"][1]["checked"] for each in found.values())
    assert schemas(world) == []


def test_it_says_what_it_did_not_check(run):
    _, text = run("projects")
    for said in ("--key", "--checkpoint", "eingegeben hat", "Dokumente"):
        assert said in text
    quick = run("projects", "--log-only")[1]
    assert "Lesemodelle, Summen und Angaben zu Personen (--log-only)" in quick


def test_what_the_auditor_brings_along_is_held_against_something_or_refused(run, world, tmp_path):
    keeper = {name: world.services[name].kernel.keeper for name in ("funding", "projects")}
    key = {name: str(each.signers[0].verifier) for name, each in keeper.items()}
    with world.services["funding"].kernel.pool.connection() as conn:
        note = tmp_path / "Funding.note"
        note.write_text(checkpoints(conn)[-1])
    quick = ("funding", "--log-only")
    code, text = run(*quick, "--key", key["funding"], "--checkpoint", note)
    assert (code, "--key" in text) == (0, False)
    code, text = run(*quick, "--key", key["projects"])
    assert code == 2
    assert "Der Schlüssel sozialraum/test/projects gehört zu keinem Protokoll" in text
    code, text = run("projects", "--log-only", "--checkpoint", note)
    assert code == 2
    assert "Der Prüfpunkt Funding.note (sozialraum/test/funding) gehört zu keinem Protokoll" in text
    note.write_text(note.read_text().replace("\n", "\n9", 1))
    code, text = run(*quick, "--checkpoint", note)
    assert code == 1
    assert "Der vorgelegte Prüfpunkt Funding.note: Die Unterschrift von" in text


def stated(world):
    with world.services["funding"].kernel.pool.connection() as conn:
        rows = conn.execute(
            "select line::jsonb -> 'data' from event where type = 'totals_stated' order by id"
        ).fetchall()
    return [data for (data,) in rows]


def test_the_sums_of_the_ledger_have_a_leaf_of_their_own(run, world):
    (data,) = stated(world)
    assert [year["year"] for year in data["years"]] == [2025, 2026, 2027]
    (first, *_) = data["years"]
    assert first["budget_ct"] == 900_000_00
    assert first["budget_ct"] == first["free_ct"] + first["bound_ct"]
    assert first["bound_ct"] > 0
    funding = world.services["funding"]
    funding.state_totals_daily()
    assert stated(world) == [data]


def test_a_checkpoint_on_demand_covers_the_sums(world):
    funding = world.services["funding"]
    world.ask("funding", "set_ceiling", {"year": 2031, "amount": CEILING, "resolution": "Rat"})
    world.settle()
    told = world.call("funding", "get_checkpoint", {"fresh": True}, AUDITOR, 15)
    assert stated(world)[-1]["years"][-1]["ceiling_ct"] == 7_000_00
    assert told["keys"][0]["verifier"] == str(funding.kernel.keeper.signers[0].verifier)
    world.settle()
    after = world.call("funding", "get_checkpoint", {"fresh": True}, AUDITOR, 15)
    assert after["note"] != told["note"]  # The first had to go without: nobody sealed here.
    again = world.call("funding", "get_checkpoint", {"fresh": True}, AUDITOR, 15)
    assert again["note"] == after["note"]


def rows_of(conn, table):
    return conn.execute(f"select * from {table}").fetchall()


def test_a_row_of_a_read_model_that_no_event_explains_is_shown(run, world):
    kernel = world.services["reporting"].kernel
    with kernel.pool.connection() as conn:
        ((live,),) = conn.execute(
            "select namespace from read_model where name = 'annual_report' and state = 'live'"
        ).fetchall()
        tables = conn.execute("select tablename from pg_tables where schemaname = %s", [live])
        table = next(it for (it,) in tables.fetchall() if rows_of(conn, f"{live}.{it}"))
        conn.execute(f"create temporary table kept as select * from {live}.{table}")
        conn.execute(f"delete from {live}.{table}")
        try:
            code, text = run("reporting")
            assert code == 1
            assert "fehlt; nachgespielt: {" in text
            conn.execute(f"insert into {live}.{table} select * from kept")
            assert run("reporting")[0] == 0
        finally:
            conn.execute("drop table kept")


def test_keys_and_notes_of_the_auditor_count(run, world, tmp_path):
    kernel = world.services["funding"].kernel
    verifier = kernel.keeper.signers[0].verifier
    note = tmp_path / "rpa.note"
    with kernel.pool.connection() as conn:
        note.write_text(kernel.keeper.find(conn, None))
    code, text = run("funding", "--key", verifier, "--checkpoint", note)
    assert code == 0, text
    assert "--key" not in text
    assert "--checkpoint" not in text
    other = world.services["projects"].kernel.keeper.signers[0]
    wrong = str(type(other.verifier)(verifier.name, 1, other.verifier.public))
    code, text = run("funding", "--key", wrong)
    assert (code, "mit keinem bekannten Schlüssel unterschrieben" in text) == (1, True)
    note.write_text("nothing")
    assert run("funding", "--checkpoint", note)[0] == 2


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"data": {"title": "Treff"}, "type": "applied"}, 0),
        ({"data": {"title": "Fragen an anna@example.org"}, "type": "applied"}, 1),
        ({"data": {"title": "Ruf an: +49 221 123456"}, "type": "applied"}, 1),
        ({"data": {"contact_name": "A"}, "type": "applied"}, 1),
        ({"data": {"person": {"email": "x"}}, "type": "applied"}, 1),
        ({"data": {"title": 'Das Feld "email": fehlt'}, "type": "applied"}, 0),
        ({"data": {"address": "info@verein.de"}, "type": "card_recorded"}, 0),
        ({"data": {"number": "2026-08-001", "id": "00491234-5678-1234"}, "type": "x"}, 0),
    ],
)
def test_what_looks_like_data_of_a_person(told, wrong):
    lint = Lint()
    lint.look(7, canonical(told))
    assert [fault.position for fault in lint.check.faults] == [7] * wrong
