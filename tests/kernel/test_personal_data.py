"""A played scenario with known persons: outside the vault nobody finds them, after an erasure nobody at all."""

import json
import subprocess
from base64 import b64encode
from hashlib import sha256
from uuid import uuid4

import pytest

from deploy.bench.projects import STATEMENTS, year_plan
from deploy.embedded import programs
from shared.call import Context
from shared.canonical import canonical
from shared.log import Command
from tests.direct import DAY, direct
from tests.toy import settings

pytestmark = pytest.mark.postgres

NAMES = ("projects", "funding", "resources", "reporting")
PERSONS = {
    "asd": {
        "name": "Ayşe Öztürk-Maier",
        "email": "ayse@asd-kalk.example",
        "phone": "+49 221 47110",
    },
    "wjh": {"name": "Wiebke Jürgens", "email": "wiebke@wjh.example", "phone": "0221 / 815-4712"},
    "sign": {
        "name": "Theodor Freiherr",
        "email": "vorstand@jugendwerk.example",
        "phone": "02203 99",
    },
    "deputy": {
        "name": "Dörte Vertreterin",
        "email": "doerte@stadt.example",
        "phone": "0221 333222",
    },
}
SUBJECTS = {part: f"oidc|{part}-{uuid4()}" for part in PERSONS}
SEEDS = [text for personal in PERSONS.values() for text in personal.values()]
WORDS = ["Ayşe", "Öztürk", "Wiebke", "Jürgens", "Theodor", "Freiherr", "Dörte", "Vertreterin"]


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


class Scenario:
    """One district in which a project is applied for, checked and approved by known persons."""

    def __init__(self, services):
        self.services = services
        self.bodies = []
        self.ids = {}

    def by(self, who, role, service, method, **body):
        sub = SUBJECTS.get(who, who)
        given = Context.fresh(sub, role)
        context = Context(given.actor, given.correlation_id, today=DAY)
        asked = {"command_id": str(uuid4()), **body}
        self.bodies.append((f"{service}.{method}", asked, sub, role))
        return self.services.call(service, method, asked, context, 15)

    def office(self, method, **body):
        return self.by("zentrale", "central_office", "projects", method, **body)

    def play(self):
        for part, personal in PERSONS.items():
            told = self.office(
                "register_person", function=f"Rolle {part}", subject=SUBJECTS[part], **personal
            )
            self.ids[part] = told["person_id"]
        traeger_id = self.office("register_traeger", name="Jugendwerk Kalk e. V.")["traeger_id"]
        self.office("name_representatives", traeger_id=traeger_id, person_ids=[self.ids["sign"]])
        area = self.office("register_sozialraum", name="Kalk-Nord", team_name="Team Kalk-Nord")
        here = {"sozialraum_id": area["sozialraum_id"], "start": "2025-01-01"}
        for part in ("asd", "wjh"):
            self.office(
                "join_team", **here, person_id=self.ids[part], part=part, function=f"Rolle {part}"
            )
        self.office(
            "appoint_deputy",
            person_id=self.ids["deputy"],
            start=DAY,
            end="2026-01-31",
            reason_code="holiday",
        )
        csv = b64encode(b"Name\nVerein Vingst\n").decode()
        self.office("import_master_data", kind="traeger", content=csv)
        resolution = {
            **STATEMENTS["team_resolution"],
            "present": [self.ids["asd"], self.ids["wjh"]],
        }
        self.by(
            "asd",
            "asd_member",
            "projects",
            "apply",
            sozialraum_id=area["sozialraum_id"],
            traeger_id=traeger_id,
            title="Mädchentreff",
            need="Im Viertel fehlt ein Treff.",
            goals=[{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            target_group="Mädchen",
            measures="Treff",
            start="2026-02-01",
            end="2027-01-31",
            plan=[year_plan(2026, 41_237_11), year_plan(2027, 18_762_89)],
            own_cash=euros("1800.00"),
            employees={"count": 75, "method": "heads", "on": "2026-01-05"},
            **{**STATEMENTS, "team_resolution": resolution},
        )
        self.by(
            "wjh",
            "central_office",
            "funding",
            "set_budget",
            year=2026,
            amount=euros("1.00"),
            resolution="Rat",
        )
        self.office("amend_person", person_id=self.ids["wjh"], phone="0221 / 815-0000")
        self.services.settle()

    def end(self):
        """Let each person be nothing any more, so that nothing keeps them."""
        areas = self.office("list_sozialraeume")["sozialraeume"]
        for part in ("asd", "wjh"):
            here = {"sozialraum_id": areas[0]["sozialraum_id"], "person_id": self.ids[part]}
            self.office("leave_team", **here, end="2026-01-04")
        for traeger in self.office("list_traeger")["traeger"]:
            self.office("name_representatives", traeger_id=traeger["traeger_id"], person_ids=[])
        (delegation,) = self.office("list_deputies")["delegations"]
        self.office("revoke_deputy", delegation_id=delegation["delegation_id"])


@pytest.fixture(scope="module")
def scenario(database_url, tmp_path_factory):
    known = settings(database_url, tmp_path_factory.mktemp("office"), *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        yield Scenario(services)


def dump(url, *without):
    """All rows of all services as text, but for some tables."""
    return subprocess.run(
        [programs() / "pg_dump", "--inserts", *(f"--exclude-table=*.{it}" for it in without), url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def found(text, *seeds):
    """Which seeds stand in a text, in plain, as hex, as base64, or escaped as JSON does."""
    forms = {
        seed: {
            seed,
            seed.encode().hex(),
            b64encode(seed.encode()).decode().rstrip("="),
            json.dumps(seed)[1:-1],
        }
        for seed in seeds
    }
    return [seed for seed, each in forms.items() if any(form in text for form in each)]


def test_outside_the_vault_nobody_is_found(scenario, database_url, capfd):
    scenario.play()
    logged = capfd.readouterr()
    text = dump(database_url, "vault_record", "actor")
    assert "Jugendwerk Kalk e. V." in text
    assert scenario.ids["asd"] in text
    assert found(text, *SEEDS, *WORDS, *SUBJECTS.values()) == []
    assert "register_person" in logged.out + logged.err
    assert found(logged.out + logged.err, *SEEDS, *WORDS, *SUBJECTS.values()) == []
    assert found(dump(database_url), *SEEDS, *WORDS) == []  # The vault's rows are noise.


def test_no_hash_of_a_command_can_be_guessed_from_personal_data(scenario, database_url):
    text = dump(database_url)
    checked = 0
    for method, body, sub, role in scenario.bodies:
        actor = {"sub": sub, "role": role, "on_behalf_of": None}
        digest = Command.of(body["command_id"], method, body, actor).digest.hex()
        if method in ("projects.register_person", "projects.amend_person"):
            checked += 1
            assert digest not in text
            assert sha256(canonical(body)).hexdigest() not in text
    assert checked == 5


def test_after_the_erasure_nobody_finds_them_anywhere(scenario, database_url, capfd):
    scenario.end()
    for person_id in scenario.ids.values():
        scenario.office("erase_person", person_id=person_id)
    text = dump(database_url)
    assert found(text, *SEEDS, *WORDS, *SUBJECTS.values()) == []
    logged = capfd.readouterr()
    assert found(logged.out + logged.err, *SEEDS, *WORDS, *SUBJECTS.values()) == []
    shown = scenario.office("get_persons", person_ids=list(scenario.ids.values()))["persons"]
    assert {it["name"] for it in shown} == {None}
    assert {it["erased_at"] for it in shown} == {"2026-01-05T11:00:00.000000Z"}
    kernel = scenario.services.services["projects"].kernel
    assert kernel.vault.keys.find(list(scenario.ids.values())) == {}
    with kernel.pool.connection() as conn:
        assert conn.execute("select count(*) from vault_record").fetchone() == (0,)
        assert conn.execute(
            "select count(*) from event where type = 'person_erased'"
        ).fetchone() == (4,)
