"""The evidence that auditors take home, and what they find when somebody has been at it."""

import hashlib
import json
import zipfile
from contextlib import redirect_stdout
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any

import pytest

from deploy.bundle import writing
from deploy.bundle.description import DTD_NAME
from deploy.bundle.verifier import program
from deploy.bundle.verifier.columns import TABLES, written
from deploy.bundle.verifier.logs import Entry
from deploy.bundle.verifier.postings import postings
from deploy.bundle.verifier.tables import Deriving
from services.funding import events as money
from services.funding.ledger import postings as funding_postings
from services.registry import NAMES
from shared.proof.keeper import checkpoints
from shared.proof.note import sign
from tests.bundles import covered, edited, verify, write
from tests.direct import direct
from tests.roles.world import World
from tests.toy import settings
from tests.unit.funding.examples import EXAMPLES

POSTGRES = pytest.mark.postgres
BUDGET_EVENTS = [it for it in EXAMPLES if isinstance(it, money.BudgetEvent)]


@pytest.mark.parametrize("event", BUDGET_EVENTS, ids=lambda it: type(it).__name__)
def test_two_programs_that_do_not_know_each_other_book_the_same(event):
    booked: dict[str, int] = {}
    for posting in funding_postings(event):
        booked[posting.account] = booked.get(posting.account, 0) + posting.amount_ct
    name = money.CATALOGUE.name(event)
    found = dict(postings(name, money.CATALOGUE.dump(event))) if booked else {}
    assert found == {account: cents for account, cents in booked.items() if cents}


@pytest.fixture(scope="module")
def played(database_url, tmp_path_factory):
    """A district in which something was approved and paid, and its bundle."""
    folder = tmp_path_factory.mktemp("bundle")
    known = settings(database_url, folder, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        world = World(services)
        world.released()
        world.ask("resources", "record_card", **world.card())
        services.settle()
        out = folder / "kalk.zip"
        fingerprint = write(services, out)
        yield services, out, fingerprint


@POSTGRES
def test_the_bundle_verifies_with_bare_python(played):
    _, bundle, fingerprint = played
    code, told = verify(bundle, "--fingerabdruck", fingerprint)
    assert (code, told["fehler"], told["schluessel_geprueft"]) == (0, [], True)
    with zipfile.ZipFile(bundle) as archive:
        inside = archive.read("pruefen.py").decode()
        keys = bundle.with_name("keys.txt")
        keys.write_bytes(archive.read("schluessel.txt"))
    assert verify(bundle, "--schluessel", str(keys), program=inside)[0] == 0


@POSTGRES
def test_without_a_key_from_elsewhere_nothing_is_proved(played):
    _, bundle, _ = played
    code, told = verify(bundle)
    assert (code, told["fehler"], told["schluessel_geprueft"]) == (2, [], False)
    code, told = verify(bundle, "--fingerabdruck", "00" * 32)
    assert code == 1
    assert told["fehler"] == ["schluessel.txt hat einen anderen Fingerabdruck als erwartet."]


@POSTGRES
def test_the_same_checkpoints_give_the_same_bytes(played):
    services, bundle, _ = played
    with zipfile.ZipFile(bundle) as archive:
        sizes = {name: archive.read(f"protokoll/{name}.jsonl").count(b"\n") for name in NAMES}
    services.ask("projects", "register_traeger", {"name": "Später e. V."})
    services.settle()
    again = bundle.with_name("again.zip")
    write(services, again, **sizes)
    assert again.read_bytes() == bundle.read_bytes()


@POSTGRES
def test_that_somebody_took_it_is_on_record_after_it(played):
    services, bundle, _ = played
    taken = services.ask("reporting", "list_evidence", {})["taken"]
    with zipfile.ZipFile(bundle) as archive:
        digest = hashlib.sha256(archive.read("dateien.txt")).hexdigest()
        inside = archive.read("protokoll/reporting.jsonl")
    assert taken[-1]["manifest_sha256"] == digest
    assert taken[-1]["recipient"] == "Prüfungsamt"
    assert b"evidence_taken" not in inside


def with_a_line(content):
    return content + b"\n"


def with_another_end(content):
    return content[:-1] + bytes([content[-1] ^ 1])


def with_a_broken_character(content):
    return content[: len(content) // 2] + b"\xff" + content[len(content) // 2 + 1 :]


def emptied(_content):
    return b""


EDITS = [with_a_line, with_another_end, with_a_broken_character, emptied]


@POSTGRES
@pytest.mark.parametrize("edit", EDITS)
def test_each_edited_file_is_named(played, tmp_path, edit):
    _, bundle, fingerprint = played
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
        keys = tmp_path / "keys.txt"
        keys.write_bytes(archive.read("schluessel.txt"))
    for number, name in enumerate(names):
        out = edited(
            bundle,
            tmp_path / f"{number}.zip",
            lambda it, content, name=name: edit(content) if it == name else content,
        )
        code, told = verified(out, keys=keys, fingerprint=fingerprint)
        assert code == 1, name
        assert any(name in fault for fault in told), (name, told)


def verified(bundle, *, keys, fingerprint):
    """Check a bundle in this process, which is quicker; return (exit code, faults)."""
    out = StringIO()
    with redirect_stdout(out):
        more = ["--schluessel", str(keys), "--fingerabdruck", fingerprint, "--json"]
        code = program.main([str(bundle), *more])
    return code, json.loads(out.getvalue())["fehler"]


@POSTGRES
def test_a_file_that_cannot_be_unpacked_is_named(played, tmp_path):
    _, bundle, fingerprint = played
    with zipfile.ZipFile(bundle) as archive:
        about = archive.getinfo("protokoll/funding.jsonl")
    raw = bytearray(bundle.read_bytes())
    begin = about.header_offset + 30 + len(about.filename) + 200
    raw[begin : begin + 400] = b"\xff" * 400
    out = tmp_path / "damaged.zip"
    out.write_bytes(raw)
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert [fault.partition(":")[0] for fault in told["fehler"]] == [
        "protokoll/funding.jsonl ist beschädigt"
    ]


@POSTGRES
@pytest.mark.parametrize("content", ["", "\n \n", None, "irgendetwas"])
def test_keys_that_are_none_prove_nothing(played, tmp_path, content):
    _, bundle, _ = played
    keys = tmp_path / "keys.txt"
    if content is not None:
        keys.write_text(content)
    code, told = verify(bundle, "--schluessel", str(keys))
    assert code == 3
    assert told.startswith("Die Prüfschlüssel sind nicht zu lesen: ")


@POSTGRES
def test_keys_are_given_one_by_one_too_and_one_is_not_enough(played):
    _, bundle, _ = played
    with zipfile.ZipFile(bundle) as archive:
        keys = archive.read("schluessel.txt").decode().split()
    one_by_one = [it for key in keys for it in ("--schluessel", key)]
    assert verify(bundle, *one_by_one)[0] == 0
    code, told = verify(bundle, *one_by_one[2:])
    assert code == 1
    assert all("mit keinem bekannten Schlüssel" in fault for fault in told["fehler"])


@POSTGRES
def test_who_calls_it_wrongly_is_not_told_that_keys_were_missing(played):
    assert verify(played[1], "--unbekannt")[0] == 3


@POSTGRES
def test_another_district_cannot_be_claimed_with_own_keys(played, tmp_path):
    """Who signs for kalk has not signed for porz, whatever stands in the text."""
    services, bundle, fingerprint = played
    signers = services.services["funding"].kernel.keeper.signers

    def renamed(name, content):
        if not name.startswith("pruefpunkte/funding/"):
            return content
        text = content.decode().rpartition("\n\n")[0] + "\n"
        return sign(text.replace("/test/", "/porz/"), *signers).encode()

    out = covered(bundle, tmp_path / "porz", renamed)
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert "Die Protokolle gehören nicht zu genau einem Bezirk." in told["fehler"]
    assert any(
        fault.startswith("pruefpunkte/funding/") and "mit keinem bekannten" in fault
        for fault in told["fehler"]
    )


@POSTGRES
def test_a_log_that_is_not_there_is_not_said_to_be_in_order(played, tmp_path):
    _, bundle, fingerprint = played

    def without(name, content):
        return None if name.endswith("resources.jsonl") else content

    out = covered(bundle, tmp_path / "without", without)
    _, told = verify(out, "--fingerabdruck", fingerprint)
    assert "protokoll/resources.jsonl fehlt, obwohl es Prüfpunkte davon gibt." in told["fehler"]
    assert "resources: Ein Protokoll davon ist nicht im Bündel" in told["nicht_geprueft"]


@POSTGRES
def test_a_bundle_without_any_log_does_not_pass(played, tmp_path):
    _, bundle, fingerprint = played

    def without(name, content):
        return None if name.startswith(("protokoll/", "pruefpunkte/")) else content

    out = covered(bundle, tmp_path / "empty", without)
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert "Die Protokolle gehören nicht zu genau einem Bezirk." in told["fehler"]


@POSTGRES
def test_each_missing_or_added_file_is_named(played, tmp_path):
    _, bundle, fingerprint = played
    gone = edited(
        bundle,
        tmp_path / "gone.zip",
        lambda name, content: None if name == "tabellen/haushalt.csv" else content,
    )
    code, told = verify(gone, "--fingerabdruck", fingerprint)
    assert code == 1
    assert "tabellen/haushalt.csv fehlt." in told["fehler"]
    more = tmp_path / "more.zip"
    more.write_bytes(bundle.read_bytes())
    with zipfile.ZipFile(more, "a") as archive:
        archive.writestr("berichte/erfunden.json", "{}")
    code, told = verify(more, "--fingerabdruck", fingerprint)
    assert "berichte/erfunden.json steht nicht in der Dateiliste." in told["fehler"]


def changed_line(number, change):
    """Edit one line of funding's log."""

    def edit(name, content):
        if name != "protokoll/funding.jsonl":
            return content
        lines = content.splitlines(keepends=True)
        return b"".join(change(lines, number))

    return edit


def swapped(lines, number):
    lines[number - 1], lines[number] = lines[number], lines[number - 1]
    return lines


def deleted(lines, number):
    return [*lines[: number - 1], *lines[number:]]


def rewritten(lines, number):
    lines[number - 1] = (
        lines[number - 1].replace(b"90000000_00", b"1", 1).replace(b"2026", b"2027", 1)
    )
    return lines


def moved(lines, number):
    told = json.loads(lines[number - 1])
    before = told["recorded_at"]
    after = before.replace("Z", "")[:-1] + ("1" if before[-2] != "1" else "2") + "Z"
    lines[number - 1] = lines[number - 1].replace(before.encode(), after.encode(), 1)
    return lines


def inserted(lines, number):
    return [*lines[:number], lines[number - 1], *lines[number:]]


def cut(lines, number):
    return lines[:number]


@POSTGRES
@pytest.mark.parametrize("attack", [swapped, deleted, rewritten, moved, inserted, cut])
def test_who_edits_the_log_and_its_list_of_files_is_found_at_the_first_bad_position(
    played, tmp_path, attack
):
    _, bundle, fingerprint = played
    out = covered(bundle, tmp_path / "attacked", changed_line(3, attack))
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert any(fault.startswith("funding") for fault in told["fehler"]), told["fehler"]
    if attack in (swapped, deleted, inserted):
        first = next(it for it in told["fehler"] if it.startswith("funding"))
        position = {swapped: 3, deleted: 3, inserted: 4}[attack]
        assert first.startswith(f"funding, Position {position}: An dieser Stelle steht Position")


@POSTGRES
def test_an_edited_table_is_found_even_where_its_list_of_files_fits(played, tmp_path):
    _, bundle, fingerprint = played

    def richer(name, content):
        return content.replace(b"00,00", b"99,00", 1) if name.endswith("haushalt.csv") else content

    out = covered(bundle, tmp_path / "attacked", richer)
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert "tabellen/haushalt.csv sagt nicht, was die Ereignisse sagen." in told["fehler"]


@POSTGRES
def test_a_checkpoint_signed_with_another_key_is_found(played, tmp_path):
    services, bundle, fingerprint = played
    kernel = services.services["funding"].kernel
    with kernel.pool.connection() as conn:
        note = checkpoints(conn)[-1]
    text, _, line = note.rpartition("\n\n")
    name, signature = line.split()[1:]
    forged = f"{text}\n\n— {name} {signature[:10]}AAAA{signature[14:]}\n"

    def sign_again(name, content):
        is_note = name.startswith("pruefpunkte/funding/")
        return forged.encode() if is_note and content.decode() == note else content

    out = covered(bundle, tmp_path / "attacked", sign_again)
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert any("Unterschrift" in it or "Schlüssel" in it for it in told["fehler"])


@POSTGRES
def test_the_tables_are_described_for_audit_software_and_add_up(played):
    etree: Any = import_module("lxml.etree")
    _, bundle, _ = played
    with zipfile.ZipFile(bundle) as archive:
        dtd = etree.DTD(BytesIO(archive.read(DTD_NAME)))
        index = etree.fromstring(archive.read("index.xml"))
        assert dtd.validate(index), dtd.error_log
        for table in index.iter("Table"):
            lines = archive.read(table.findtext("URL")).decode().split("\r\n")
            named = [
                it.findtext("Name") for it in table.iter("VariablePrimaryKey", "VariableColumn")
            ]
            assert lines[0] == ";".join(f'"{name}"' for name in named)
        booked = archive.read("tabellen/buchungen.csv").decode().split("\r\n")[1:-1]
    assert {it.findtext("Name") for it in index.iter("Table")} == set(TABLES)
    numbers = [int(line.split(";")[0]) for line in booked]
    assert numbers == list(range(1, len(booked) + 1))


def test_receipts_are_told_by_number_and_sum():
    digest = {"document_id": "d", "sha256": "ab" * 32}
    events: list[tuple[str, dict[str, Any]]] = [
        (
            "receipts_imported",
            {"imported_on": "2026-05-01", "new": 3, "sum_ct": 4567, "file": digest},
        ),
        ("receipts_removed", {"removed_on": "2026-05-02", "count": 1, "sum_ct": 67}),
        (
            "statement_submitted",
            {
                "submitted_on": "2026-06-01",
                "receipts": digest,
                "receipts_count": 2,
                "receipts_ct": 4500,
            },
        ),
        (
            "statement_checked",
            {
                "checked_on": "2026-07-01",
                "result": None,
                "receipts_checked": 1,
                "receipts_checked_ct": 4000,
            },
        ),
    ]
    deriving, rows = Deriving(), []
    list(deriving.closed("reporting", []))
    for number, (type_, data) in enumerate(events, 1):
        line = {
            "event_id": f"e{number}",
            "type": type_,
            "schema_version": 1,
            "reason": None,
            "stream": "statement-p",
            "version": number,
            "actor": {"role": "wjh", "sub": "a"},
            "occurred_at": "2026-05-01T11:00:00.000000Z",
            "data": {"project_id": "p", **data},
        }
        told = {"position": number, "recorded_at": "2026-05-01T11:00:00.000000Z", "line": line}
        raw = json.dumps(told, separators=(",", ":")).encode() + b"\n"
        rows += [
            cells for table, cells in deriving.rows("reporting", Entry(raw)) if table == "belege"
        ]
    assert [written("belege", cells).decode() for cells in rows] == [
        f'1;"p";"receipts_imported";2026-05-01;3;45,67;"{"ab" * 32}"\r\n',
        '2;"p";"receipts_removed";2026-05-02;1;0,67;\r\n',
        f'3;"p";"statement_submitted";2026-06-01;2;45,00;"{"ab" * 32}"\r\n',
        '4;"p";"statement_checked";2026-07-01;1;40,00;\r\n',
    ]


@POSTGRES
def test_what_is_no_bundle_is_told_in_one_line(tmp_path):
    nothing = tmp_path / "nothing.zip"
    nothing.write_text("nichts")
    code, told = verify(nothing)
    assert code == 3
    assert told.startswith("Das Bündel ist nicht zu lesen: ")


@POSTGRES
def test_a_bundle_ends_where_somebody_has_signed(played, tmp_path):
    services, _, _ = played
    out = tmp_path / "none.zip"
    with pytest.raises(writing.UnknownCheckpointError):
        write(services, out, funding=1)
    assert list(tmp_path.iterdir()) == []
