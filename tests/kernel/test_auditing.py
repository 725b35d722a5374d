"""The commands of auditors over a real PostgreSQL, with proofs that hold."""

import json
from base64 import b64decode
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.audit.receipts import doubles
from deploy.audit.sampling import drawn
from deploy.cli import cli
from services.registry import NAMES
from shared.canonical import digest, leaf, parse_instant
from shared.proof.note import Note
from shared.proof.tree import includes
from tests.direct import direct
from tests.roles.world import World
from tests.toy import settings

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def played(database_url, tmp_path_factory):
    data = tmp_path_factory.mktemp("auditing")
    known = settings(database_url, data, *NAMES, APP_ENV="demo", DISTRICT="kalk")
    with direct(known, *NAMES) as services:
        world = World(services)
        projects = [world.approved(), world.approved(), world.applied()]
        world.ask("projects", "amend_traeger", traeger_id=world.traeger_id, name="Jugendwerk neu")
        services.settle()
        yield services, projects


@pytest.fixture
def run(played, monkeypatch):
    services, _ = played
    known = services.desk.settings
    monkeypatch.setenv("DATABASE_URL", known.database_url)
    monkeypatch.setenv("DATA_DIR", str(known.data))
    monkeypatch.setenv("DISTRICT", "kalk")

    def run_(*words):
        ran = CliRunner().invoke(cli, words)
        return ran.exit_code, ran.stdout if ran.exit_code == 0 else ran.output

    return run_


def test_changes_of_a_year_with_old_and_new(played, run):
    code, told = run("changes", "--from", "2020-01-01", "--to", "2099-12-31", "--json")
    assert code == 0
    (amended,) = [it for it in json.loads(told) if it["type"] == "traeger_amended"]
    assert {"field": "name", "old": "Jugendwerk", "new": "Jugendwerk neu"} in amended["changed"]
    code, told = run("changes", "--from", "2020-01-01", "--to", "2099-12-31")
    assert "    Name: „Jugendwerk“ → „Jugendwerk neu“" in told.splitlines()
    assert run("changes", "--from", "2020-01-01", "--to", "2020-12-31")[1] == "0 Ereignisse.\n"


def test_what_no_range_and_no_project_can_be_is_wrong_usage(run):
    assert run("changes", "--from", "2026-12-31", "--to", "2026-01-01")[0] == 2
    days = ("--from", "2020-01-01", "--to", "2099-12-31")
    assert run("changes", *days, "--project", "Unsinn")[0] == 2
    assert run("sample", "projects", "--seed", " ", "--count", "2")[0] == 2


def test_findings_count_each_rule(played, run):
    code, told = run("findings", "--json")
    assert code == 0
    assert {it["rule"]: it["count"] for it in json.loads(told)}["same-person"] == 0
    assert "Notfallzugriffe" in run("findings")[1]


def test_a_receipt_in_two_projects_of_a_traeger_is_found(played, run):
    services, projects = played
    world = World(services)
    receipt = (
        "insert into receipt select gen_random_uuid(), project, %s, 1, '17', '2026-05-04', null,"
        " 'Papeterie', 'Papier', 'materials', null, 2026, 11900, 11900, null, 0"
        " from unnest(%s::uuid[]) as project"
    )
    with services.services["reporting"].kernel.pool.connection() as conn:
        conn.execute(receipt, [world.traeger_id, projects[:2]])
        found = list(doubles())
        conn.execute("delete from receipt")
    assert [(it.number, it.gross_ct, set(it.projects)) for it in found] == [
        ("17", 119_00, set(projects[:2]))
    ]


def test_a_sample_needs_checkpoints_and_proves_each_event(played, run):
    services, projects = played
    code, told = run("sample", "projects", "--seed", "2. Mai: 3 7 19", "--count", "2")
    assert code == 1
    assert "noch kein Prüfpunkt" in told
    for service in ("projects", "funding", "reporting"):
        kernel = services.services[service].kernel
        with kernel.pool.connection() as conn:
            kernel.keeper.make(conn)
    code, told = run("sample", "projects", "--seed", "2. Mai: 3 7 19", "--count", "2")
    assert code == 0, told
    sample = json.loads(told)
    assert sample["population"]["count"] == len(projects)
    assert [it["id"] for it in sample["cases"]] == drawn(projects, "2. Mai: 3 7 19", 2)
    roots: dict[str, Any] = {}
    for service, note in sample["checkpoints"].items():
        _, size, root = Note.parse(note).text.splitlines()
        roots[service] = int(size), b64decode(root)
    proved = 0
    for case in sample["cases"]:
        for it in case["events"]:
            size, root = roots[it["service"]]
            known = leaf(
                it["position"], parse_instant(it["recorded_at"]), digest(it["line"].encode())
            )
            path = [bytes.fromhex(each) for each in it["path"]]
            assert known.hex() == it["leaf"]
            assert includes(known, it["position"] - 1, size, path, root)
            assert case["id"] in it["line"]
            proved += 1
    assert proved > 10


def test_a_sample_is_checked_at_home_and_what_was_changed_is_named(played, run, tmp_path):
    services, _ = played
    keys = []
    for service in NAMES:
        kernel = services.services[service].kernel
        keys += ["--key", str(kernel.keeper.signers[0].verifier)]
        if service != "resources":
            with kernel.pool.connection() as conn:
                kernel.keeper.make(conn)
    told = run("sample", "approvals", "--seed", "2. Mai: 3 7 19", "--count", "2")[1]
    file = tmp_path / "sample.json"

    def checked(text, *given):
        file.write_text(text)
        return run("prove", "check", str(file), *given)

    code, said = checked(told, *keys)
    assert code == 0, said
    assert said.endswith(" Beweisen tragen.\n")
    sample = json.loads(told)
    event = sample["cases"][0]["events"][0]
    event["line"] = event["line"].replace("asd_member", "wjh_member")
    code, said = checked(json.dumps(sample), *keys)
    assert code == 1
    place = f"sozialraum/kalk/{event['service']}, Position {event['position']}"
    assert said == f"FEHLER  {place}: Der Beweis trägt nicht.\n"
    other = json.loads(told)
    other["seed"] = "gewählt"
    code, said = checked(json.dumps(other), *keys)
    assert code == 1
    assert "folgen nicht aus dem Startwert" in said
    code, said = checked(told, *keys[2:4])
    assert code == 1
    assert "ist kein Prüfschlüssel bekannt" in said
    for nothing in ("{}", "[]", "nichts", '{"cases": []}', '{"checkpoint": "x"}'):
        assert checked(nothing, *keys)[0] == 2


def test_the_receipt_of_an_erasure_is_checked_at_home(played, run, tmp_path):
    services, _ = played
    world = World(services)
    person = world.ask("projects", "register_person", name="Erika", function="Fachkraft")
    world.ask("projects", "erase_person", person_id=person["person_id"])
    services.settle()
    receipt = world.ask("projects", "get_erasure_receipt", person_id=person["person_id"])
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt))
    key = str(services.services["projects"].kernel.keeper.signers[0].verifier)
    code, said = run("prove", "check", str(file), "--key", key)
    assert (code, said) == (0, "1 von 1 Beweisen tragen.\n")
    file.write_text(json.dumps({**receipt, "recorded_at": "2020-01-01T00:00:00.000000Z"}))
    assert run("prove", "check", str(file), "--key", key)[0] == 1
