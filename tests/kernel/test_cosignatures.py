"""What a witness has signed is kept, served, and put into the evidence; who edits it is found."""

import json
import zipfile

import psycopg
import pytest
from click.testing import CliRunner

from deploy.cli import cli
from services.registry import NAMES
from shared.call import Context
from shared.proof.checkpoint import opened
from shared.proof.note import Note, Verifier
from shared.refusal import Refused
from tests.bundles import covered, verify, write
from tests.direct import direct
from tests.roles.world import World
from tests.toy import settings
from tests.witnessed import cosigned, witness

pytestmark = pytest.mark.postgres

AUDITOR = Context.fresh("rpa.kalk", "auditor")
WITNESS = witness()
KEY = str(WITNESS.verifier)


@pytest.fixture
def services(new_database, tmp_path):
    known = settings(new_database(), tmp_path, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as made:
        World(made)
        about = {"role": "auditor", "reason": "Rohrbruch im Archiv.", "hours": 1}
        made.ask("reporting", "break_glass", about)  # It signs the bundle: its log is not empty.
        made.settle()
        yield made


def ask(services, method, **body):
    return services.call("funding", method, body, AUDITOR, 15)


def hand_in(services, **other):
    body = {**cosigned(services.services["funding"].kernel, WITNESS), **other}
    return ask(services, "keep_cosignature", **body)["size"]


def refused(ask, *given, **body):
    with pytest.raises(Refused) as no:
        ask(*given, **body)
    return no.value.code, [it.pointer for it in no.value.errors]


def size(services):
    with services.services["funding"].kernel.pool.connection() as conn:
        return conn.execute("select max(position) from sealed").fetchone()[0]


def later(services):
    body = {"year": 2031, "amount": {"amount": "1.00", "currency": "EUR"}, "resolution": "Rat"}
    services.ask("funding", "set_budget", body)
    services.settle()


def test_a_checkpoint_is_served_with_both_signatures_and_the_newest_witnessed_one_is_found(
    services,
):
    assert refused(ask, services, "get_checkpoint", cosigned=True)[0] == "not-cosigned"
    first = size(services)
    assert (hand_in(services), hand_in(services)) == (first, first)
    told = ask(services, "get_checkpoint", size=first)
    note = Note.parse(told["note"])
    own = Verifier.parse(told["keys"][0]["verifier"])
    assert (len(note.signatures), note.signed_by(own), note.signed_by(WITNESS.verifier)) == (
        2,
        True,
        True,
    )
    later(services)
    newest = ask(services, "get_checkpoint", fresh=True)
    assert opened(newest["note"], [own]).size > first
    assert not Note.parse(newest["note"]).signed_by(WITNESS.verifier)
    assert ask(services, "get_checkpoint", cosigned=True)["note"] == told["note"]
    (seen,) = newest["witnesses"]
    assert (seen["verifier"], seen["size"]) == (KEY, first)


def test_nothing_is_kept_that_the_named_witness_has_not_signed_for_this_log(services):
    kernel = services.services["funding"].kernel
    body = cosigned(kernel, WITNESS)
    own = str(kernel.keeper.signers[0].verifier)
    wrong_key = ("witness-invalid", ["/witness"])
    wrong_note = ("note-invalid", ["/note"])
    keep = "keep_cosignature"
    assert refused(ask, services, keep, **{**body, "witness": "rpa"}) == wrong_key
    assert refused(ask, services, keep, **{**body, "witness": own}) == wrong_key
    assert refused(ask, services, keep, **{**body, "note": "Hallo"}) == wrong_note
    stranger = str(witness().verifier)
    assert refused(ask, services, keep, **{**body, "witness": stranger}) == wrong_note
    forged = body["note"].replace("\n1", "\n2", 1) if "\n1" in body["note"] else body["note"] * 2
    assert refused(ask, services, keep, **{**body, "note": forged}) == wrong_note
    foreign = cosigned(services.services["projects"].kernel, WITNESS)
    assert refused(ask, services, keep, **foreign)[0] == "checkpoint-unknown"
    with kernel.pool.connection() as conn:
        assert conn.execute("select count(*) from cosignature").fetchone() == (0,)


@pytest.mark.parametrize("act", ["update cosignature set size = 1", "delete from cosignature"])
def test_nobody_changes_what_was_witnessed(services, act):
    hand_in(services)
    with psycopg.connect(services.desk.settings.database_url, autocommit=True) as conn:
        conn.execute("set search_path = funding")
        with pytest.raises(psycopg.Error, match="only ever added to"):
            conn.execute(act.encode())


# ---- in the evidence -----------------------------------------------------------------------------


def test_the_bundle_holds_both_signatures_and_says_up_to_where_who_has_seen_it(services, tmp_path):
    at = hand_in(services)
    out = tmp_path / "kalk.zip"
    fingerprint = write(services, out)
    code, told = verify(out, "--fingerabdruck", fingerprint, "--schluessel", KEY)
    assert told["fehler"] == []
    assert (code, told["fehler"], told["zeugen"]) == (0, [], ["rpa.stadt.example"])
    assert f"funding: bezeugt von rpa.stadt.example bis Position {at}" in told["in_ordnung"]
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert (code, told["fehler"], told["zeugen"]) == (0, [], [])


def test_an_edited_signature_of_a_witness_is_named(services, tmp_path):
    at = hand_in(services)
    out = tmp_path / "kalk.zip"
    fingerprint = write(services, out)
    name = f"pruefpunkte/funding/{at}.note"

    def other(it, content):
        """Let the witness have signed a second later."""
        if it != name:
            return content
        head, _, line = content.decode().rstrip("\n").rpartition(" ")
        return f"{head} {line[:16]}{'A' if line[16] != 'A' else 'B'}{line[17:]}\n".encode()

    edited = covered(out, tmp_path / "edited", other)
    code, told = verify(edited, "--fingerabdruck", fingerprint, "--schluessel", KEY)
    assert code == 1
    assert f"{name}: Die Unterschrift von rpa.stadt.example ist falsch." in told["fehler"]
    with zipfile.ZipFile(out) as archive:
        assert len(Note.parse(archive.read(name).decode()).signatures) == 2


# ---- what `verify` says --------------------------------------------------------------------------


@pytest.fixture
def run(services, monkeypatch):
    monkeypatch.setattr("shared.logs.configure", lambda **_: None)
    known = services.desk.settings
    given = {"DATABASE_URL": known.database_url, "DATA_DIR": str(known.data), "APP_ENV": "demo"}
    passwords = {f"{name.upper()}_DATABASE_PASSWORD": "test" for name in NAMES}
    for name, value in {**given, **passwords, "DISTRICT": known.district}.items():
        monkeypatch.setenv(name, value)

    def found(*words):
        words = ("verify", "funding", "--log-only", "--json", *words)
        done = CliRunner().invoke(cli, words)
        assert done.exit_code in (0, 1), (done.exception, done.output)
        (told,) = json.loads(done.stdout)
        return done.exit_code, told

    return found


def test_verify_holds_the_log_against_what_the_witness_has_seen(services, run):
    code, told = run("--key", KEY)
    nothing = "Was rpa.stadt.example bezeugt hat: Davon ist hier nichts hinterlegt."
    assert nothing in told["not_checked"]
    at = hand_in(services)
    later(services)
    code, told = run("--key", KEY)
    assert (code, nothing in told["not_checked"]) == (0, False)
    said = f"Was nach Position {at} geschah: Bis dahin hat ein Zeuge unterschrieben."
    assert said in told["not_checked"]
    assert not any("--checkpoint" in it for it in told["not_checked"])
    assert any("--checkpoint" in it for it in run()[1]["not_checked"])


def test_only_the_kept_signature_of_a_witness_tells_that_all_was_signed_anew(services, run):
    """Whoever has the keys rewrites log, tree and checkpoints, and cannot rewrite the witness."""
    at = hand_in(services)
    kernel = services.services["funding"].kernel
    with psycopg.connect(services.desk.settings.database_url, autocommit=True) as conn:
        conn.execute("set search_path = funding")
        conn.execute("set session_replication_role = replica")
        conn.execute("update event set line = replace(line, 'Haushalt 2025', 'Haushalt 1999')")
        conn.execute("update event set line = replace(line, 'Rat 2025', 'Rat 1999')")
        conn.execute("update event set digest = sha256(convert_to(line, 'UTF8'))")
        conn.execute(
            "update sealed s set leaf = sha256('\\x00'::bytea || int8send(s.position)"
            " || int8send((extract(epoch from s.recorded_at) * 1000000)::bigint) || e.digest)"
            " from event e where e.id = s.id"
        )
        conn.execute("delete from subtree")
        conn.execute("delete from checkpoint")
        conn.execute("delete from heard")
        conn.execute("update reporting.heard set leaf = null")
        conn.execute("update projects.heard set leaf = null")
    with kernel.pool.connection() as conn:
        kernel.keeper.make(conn)
    assert run()[0] == 0
    code, told = run("--key", KEY)
    assert code == 1
    (fault,) = told["checks"][0]["faults"]
    assert f"bezeugte Prüfpunkt über {at} Ereignisse hat eine andere Wurzel" in fault["text"]


def test_the_command_hands_in_what_the_witness_has_signed(services, tmp_path, monkeypatch):
    body = cosigned(services.services["funding"].kernel, WITNESS)
    file = tmp_path / "funding.note"
    file.write_text(body["note"])
    monkeypatch.setattr("deploy.remote.client", lambda: services)
    monkeypatch.setattr("deploy.remote.asking", lambda *_, **__: AUDITOR)
    done = CliRunner().invoke(cli, ["cosign", "funding", str(file), "--witness", KEY])
    at = size(services)
    said = f"funding: bezeugt bis Position {at}"
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, said)
    done = CliRunner().invoke(cli, ["checkpoint", "funding", "--cosigned"])
    assert done.output.endswith(body["note"])
