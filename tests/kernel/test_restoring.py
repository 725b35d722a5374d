"""Who was erased stays erased, whatever backup is brought back: real dumps, restored as the manual says."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from deploy import instance
from deploy.audit.logs import Known, audit
from deploy.audit.models import compare
from deploy.embedded import programs
from deploy.keys import keys as keys_command
from deploy.restoring import restore as restore_command
from services.registry import NAMES, sql_folders
from shared import migrations
from shared.call import Context
from shared.keystore import FILE
from shared.refusal import Refused
from tests.direct import direct
from tests.toy import settings

pytestmark = pytest.mark.postgres

SECRET = "a secret that nobody can guess, of enough characters"
AYSE = {"name": "Ayşe Öztürk", "email": "ayse.oeztuerk@kalk.example", "phone": "+49 221 4711"}
BEN = {"name": "Ben Weiß", "email": "ben.weiss@kalk.example"}
ERASED_AT = "2026-01-06T11:00:00.000000Z"


class Office:
    """A district's services over one database."""

    def __init__(self, services: Any) -> None:
        self.services = services

    def ask(self, method: str, day: str, **body: Any) -> dict[str, Any]:
        context = replace(Context.fresh("zentrale", "central_office"), today=day)
        asked = {"command_id": str(uuid4()), **body}
        answer: dict[str, Any] = self.services.call("projects", method, asked, context, 15)
        self.services.settle()
        return answer

    def refused(self, method: str, day: str, **body: Any) -> str:
        with pytest.raises(Refused) as no:
            self.ask(method, day, **body)
        return no.value.code

    def person(self, subject: str, **personal: str) -> str:
        asked = {"function": "Fachkraft", "subject": subject, **personal}
        person_id: str = self.ask("register_person", "2026-01-05", **asked)["person_id"]
        for service in NAMES:  # They have worked with each of them.
            kernel = self.services.services[service].kernel
            with kernel.pool.connection() as conn:
                kernel.writer.actors.told(conn, Context.fresh(subject, "").actor)
        return person_id

    def card(self) -> None:
        """Let there be something in the read models."""
        named = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
        area = self.ask("register_sozialraum", "2026-01-05", **named)
        card = {
            "name": "Verein",
            "kind": "association",
            "description": "Offen für alle.",
            "contact": {"channel": "phone", "address": "+49 221 47110"},
            "sozialraum_ids": [area["sozialraum_id"]],
            "place": {"postcode": "51103", "city": "Köln"},
        }
        self.card_id = self.services.ask("resources", "record_card", card)["card_id"]
        self.services.settle()

    def contact(self) -> str:
        asked = {
            "card_id": self.card_id,
            "function": "Vorsitz",
            "name": "Cem Kaya",
            "phone": "+49 221 4722",
            "consent_on": "2026-01-05",
            "consent_until": "2199-12-31",
            "visibility": "team",
        }
        contact_id: str = self.services.ask("resources", "name_contact", asked)["contact_id"]
        self.services.settle()
        return contact_id

    def due_contacts(self) -> list[str]:
        """Whom the directory of resources would have somebody speak with."""
        asked = {"until": "2199-12-31"}
        told = self.services.ask("resources", "list_due_contacts", asked)
        return [it["contact_id"] for it in told["contacts"]]

    def rows(self, query: str) -> list[Any]:
        """Ask each service's tables the same."""
        found = []
        for service in NAMES:
            with self.services.services[service].kernel.pool.connection() as conn:
                found += conn.execute(query.encode()).fetchall()
        return found

    def replayed(self) -> list[str]:
        """What an audit finds in all logs and read models."""
        checks = []
        for service in NAMES:
            kernel = self.services.services[service].kernel
            with kernel.pool.connection() as conn, conn.transaction():
                log, _, _, tables = audit(conn, service, Known("test")).checks
            checks += [log, tables, *compare(kernel.settings, service)]
        return [fault.text for check in checks for fault in check.faults]

    def phones(self) -> Any:
        """What the directory of resources has computed of its cards."""
        kernel = self.services.services["resources"].kernel
        with kernel.pool.connection() as conn:
            return conn.execute("select phones from directory_g1.directory_card").fetchall()

    def shown(self, person_id: str) -> tuple[Any, ...]:
        told = self.ask("get_person", "2026-01-08", person_id=person_id)
        return told["name"], told["email"], told["phone"], told["erased_at"]

    def subjects(self, subject: str) -> int:
        """In how many services it is known who stands behind a random id."""
        count = 0
        for service in NAMES:
            with self.services.services[service].kernel.pool.connection() as conn:
                found = conn.execute("select 1 from actor where sub = %s", [subject]).fetchall()
                count += len(found)
        return count

    def sign(self) -> str:
        kernel = self.services.services["projects"].kernel
        with kernel.pool.connection() as conn:
            note: str = kernel.keeper.make(conn)
        return note

    def faults(self, *notes: str) -> list[str]:
        """What an audit finds in the log of projects, given notes from elsewhere."""
        kernel = self.services.services["projects"].kernel
        keys = [signer.verifier for signer in kernel.keeper.signers]
        brought = [("rpa.note", note) for note in notes]
        with kernel.pool.connection() as conn, conn.transaction():
            found = audit(conn, "projects", Known("test", keys, brought))
        return [fault.text for fault in found.faults]


class Place:
    """One server with a database, its backups, and others that they are restored into."""

    def __init__(self, new_database, folder):
        self.new_database, self.folder = new_database, folder
        self.url, self.data = new_database(), folder / "data"
        self.dumped = folder / "sozialraum.dump"

    def known(self, url, data):
        return settings(url, data, *NAMES, APP_ENV="demo", VAULT_KEY=SECRET)

    @contextmanager
    def office(self, url=None, data=None) -> Iterator[Office]:
        known = self.known(url or self.url, data or self.data)
        with direct(known, *NAMES) as services:
            yield Office(services)

    def dump(self):
        asked = ["--format=custom", f"--file={self.dumped}", self.url]
        subprocess.run([programs() / "pg_dump", *asked], check=True)

    def restored(self):
        """Migrate an empty database and restore the dump into it; return its URL."""
        url = self.new_database()
        migrations.migrate(self.known(url, self.data), sql_folders())
        asked = ["--clean", "--if-exists", "--single-transaction", f"--dbname={url}"]
        subprocess.run([programs() / "pg_restore", *asked, self.dumped], check=True)
        return url


@pytest.fixture
def place(new_database, tmp_path):
    return Place(new_database, tmp_path)


def test_a_restored_dump_brings_no_name_back_and_the_erasure_is_repeated_with_its_first_time(place):
    subject = f"oidc|{uuid4()}"
    with place.office() as office:
        ayse, ben = office.person(subject, **AYSE), office.person("oidc|ben", **BEN)
        office.card()
        office.sign()
        place.dump()
        office.ask("erase_person", "2026-01-06", person_id=ayse)
        newest = office.sign()
        receipt = office.ask("get_erasure_receipt", "2026-01-06", person_id=ayse)
    with place.office(place.restored()) as office:
        kernel = office.services.services["projects"].kernel
        with kernel.pool.connection() as conn:
            rows = conn.execute(
                "select count(*) from vault_record where subject = %s", [ayse]
            ).fetchone()
        assert rows == (3,)  # Back from the dump, and noise.
        assert office.shown(ayse) == (None, None, None, ERASED_AT)
        assert office.shown(ben) == (BEN["name"], BEN["email"], None, None)
        assert office.phones() == [(["022147110"],)]
        assert office.faults() == []
        (ends,) = office.faults(newest)
        assert ends.endswith("Das Ende fehlt.")

        # What the log and the rows beside it had forgotten is done once more.
        assert office.subjects(subject) == len(NAMES)
        assert office.refused("get_erasure_receipt", "2026-01-08", person_id=ayse) == (
            "person-not-erased"
        )
        office.ask("erase_person", "2026-01-08", person_id=ayse)
        assert office.subjects(subject) == 0
        again = office.ask("get_erasure_receipt", "2026-01-08", person_id=ayse)
        assert (receipt["erased_on"], again["erased_on"]) == ("2026-01-06", "2026-01-08")
        assert receipt["key_destroyed_at"] == again["key_destroyed_at"] == ERASED_AT
        assert office.shown(ayse) == (None, None, None, ERASED_AT)
        assert office.faults() == []


def test_keys_from_an_old_backup_open_the_dump_until_the_list_of_destroyed_ones_is_applied(
    place, monkeypatch
):
    old = place.folder / "old"
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def keys(data, *words, told=None):
        monkeypatch.setenv("DATA_DIR", str(data))
        done = CliRunner().invoke(keys_command, words, input=told)
        assert done.exit_code == 0, done.output
        return done.output

    with place.office() as office:
        ayse, ben = office.person("oidc|ayse", **AYSE), office.person("oidc|ben", **BEN)
        place.dump()
        old.mkdir()
        shutil.copy(place.data / FILE, old / FILE)
        office.ask("erase_person", "2026-01-06", person_id=ayse)
        store = office.services.services["projects"].kernel.vault.keys
        destroyed = asdict(store.destroyed()[ayse])
    listed = keys(place.data, "destroyed")
    assert [json.loads(line) for line in listed.splitlines()] == [destroyed]

    url = place.restored()
    with place.office(url, old) as office:
        assert office.shown(ayse)[0] == AYSE["name"]  # Therefore before a service starts:
    assert keys(old, "apply", "-", told=listed) == "1 Schlüssel neu vernichtet.\n"
    with place.office(url, old) as office:
        assert office.shown(ayse) == (None, None, None, ERASED_AT)
        assert office.shown(ben)[0] == BEN["name"]


def test_who_was_erased_after_the_backup_stays_erased_everywhere_and_nobody_names_them_again(
    place, monkeypatch
):
    subject = f"oidc|{uuid4()}"
    gone = (
        "select subject::text from vault_record union select sub from actor where sub like 'oidc|%'"
    )
    with place.office() as office:
        ayse, ben = office.person(subject, **AYSE), office.person("oidc|ben", **BEN)
        office.card()
        cem = office.contact()
        assert office.due_contacts() == [cem]
        place.dump()
        about = {"card_id": office.card_id, "contact_id": cem}
        office.services.ask("resources", "withdraw_consent", about)
        office.ask("erase_person", "2026-01-06", person_id=ayse)
        after = sorted(office.rows(gone))
        card_id = office.card_id
    url = place.restored()
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATA_DIR", str(place.data))
    for name, value in {"DISTRICT": "test", "VAULT_KEY": SECRET, "APP_ENV": "demo"}.items():
        monkeypatch.setenv(name, value)
    for name in NAMES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_PASSWORD", "test")

    def restore():
        done = CliRunner().invoke(restore_command, [])
        assert done.exit_code == 0, done.output
        return done.output

    assert restore() == "2 Löschungen wiederholt.\n"
    with place.office(url) as office:
        office.card_id = card_id
        office.services.settle()
        assert sorted(office.rows(gone)) == after
        assert office.subjects(subject) == 0
        assert office.due_contacts() == []
        assert office.shown(ayse) == (None, None, None, ERASED_AT)
        assert office.shown(ben) == (BEN["name"], BEN["email"], None, None)
        receipt = office.ask("get_erasure_receipt", "2026-01-08", person_id=ayse)
        assert (receipt["erased_on"], receipt["key_destroyed_at"]) == ("2026-01-06", ERASED_AT)
        shown = {"card_id": card_id, "contact_id": cem}
        told = office.services.ask("resources", "get_contact_receipt", shown)
        assert told["key_destroyed_at"] == "2026-01-05T11:00:00.000000Z"
        assert office.replayed() == []
    assert restore() == "0 Löschungen wiederholt.\n"


def test_migrating_repeats_erasures_by_itself(place, monkeypatch, capsys):
    with place.office() as office:
        ayse = office.person("oidc|ayse", **AYSE)
        place.dump()
        office.ask("erase_person", "2026-01-06", person_id=ayse)
    url = place.restored()
    known = place.known(url, place.data)
    monkeypatch.delenv("BROKER_RIGHTS_FILE", raising=False)
    instance.migrate(known)
    assert "1 Löschungen wiederholt" in capsys.readouterr().err
    with place.office(url) as office:
        assert office.subjects("oidc|ayse") == 0
        assert office.shown(ayse) == (None, None, None, ERASED_AT)
