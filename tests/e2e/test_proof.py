"""An auditor's afternoon: checkpoint, proof, witness, verification, replay, all by command."""

import json
import subprocess
import sys
import zipfile
from base64 import b64decode

import pytest

from deploy.bundle.verifier.check import SERVICES
from shared.guideline import EDITION
from shared.proof import tree
from shared.proof.checkpoint import opened
from shared.proof.note import Note, Verifier
from shared.settings import Settings

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def traeger(instance, name):
    body = json.dumps({"name": name})
    done = instance.cli("rpc", "projects", "register_traeger", body, "--as", "central_office")
    assert done.returncode == 0, done.stderr


def said(done):
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_keys_can_be_noted_before_anything_is_recorded(instance):
    known = Settings.load(instance.env, database=False).district
    for name in SERVICES:
        (line,) = said(instance.cli("checkpoint", name, "--keys")).splitlines()
        assert Verifier.parse(line.split()[0]).name == f"sozialraum/{known}/{name}"


def test_from_the_first_checkpoint_to_the_second_witnessed_one(instance, tmp_path):
    rpa, request, note = tmp_path / "rpa", tmp_path / "request", tmp_path / "projects.note"
    traeger(instance, "Verein eins")
    first = said(instance.cli("checkpoint", "projects", "--fresh"))
    key = said(instance.cli("checkpoint", "projects", "--keys")).split()[0]
    size = opened(first, [Verifier.parse(key)]).size

    witness = said(instance.cli("witness", "init", rpa, "--name", "rpa.example"))
    said(instance.cli("witness", "trust", rpa, key))
    said(instance.cli("checkpoint", "projects", "--since", "0", "--out", request))
    said(instance.cli("witness", "sign", rpa, request))

    traeger(instance, "Verein zwei")
    said(instance.cli("checkpoint", "projects", "--fresh", "--since", str(size), "--out", request))
    note.write_text(said(instance.cli("witness", "sign", rpa, request)))
    assert Note.parse(note.read_text()).signed_by(Verifier.parse(witness))
    stated = opened(note.read_text(), [Verifier.parse(key)])
    assert stated.size > size

    proof = json.loads(said(instance.cli("prove", "inclusion", "projects", str(size))))
    path = [bytes.fromhex(each) for each in proof["path"]]
    leaf, root = bytes.fromhex(proof["leaf"]), bytes.fromhex(proof["root"])
    assert tree.includes(leaf, size - 1, proof["size"], path, root)

    told = said(instance.cli("verify", "projects", "--key", key, "--checkpoint", note))
    assert "gut     Inhalt, Zeit, Blatt" in told
    assert "FEHLER" not in told
    story = said(instance.cli("replay", "projects", "--told"))
    assert "Träger erfasst (Stellvertretung/Zentrale). Name „Verein zwei“." in story


def test_a_read_model_is_rehearsed_and_accepted(instance):
    told = json.loads(said(instance.cli("rehearse", "resources", "directory", "--json")))
    assert told["total"] == 0
    shown = said(instance.cli("rehearse", "resources", "directory"))
    accept = shown.split("--accept ")[1].strip()
    assert "directory antwortet jetzt aus" in said(
        instance.cli("rehearse", "resources", "directory", "--accept", accept)
    )
    log = said(instance.cli("log", "resources"))
    assert "read_model_accepted  (operator)" in log


def test_a_bundle_is_taken_to_an_empty_folder(instance, tmp_path):
    """Written by the command, checked with bare Python, and the same once more."""
    budget = {"amount": "220000.00", "currency": "EUR"}
    body = json.dumps({"year": 2027, "amount": budget, "resolution": "Rat"})
    said(instance.cli("rpc", "funding", "set_budget", body, "--as", "central_office"))
    traeger(instance, "Verein drei")
    out, again = tmp_path / "kalk.zip", tmp_path / "again.zip"
    told = said(instance.cli("bundle", out, "--recipient", "Rechnungsprüfungsamt"))
    fingerprint = told.split()[-1]
    with zipfile.ZipFile(out) as archive:
        (tmp_path / "pruefen.py").write_bytes(archive.read("pruefen.py"))
        report = json.loads(archive.read("berichte/jahresbericht-2027.json"))
        size = report["positions"]["projects"]
        stated = Note.parse(archive.read(f"pruefpunkte/projects/{size}.note").decode()).text
    root = b64decode(stated.split("\n")[2]).hex()
    assert (report["roots"], report["edition"]) == ({"projects": root}, EDITION)
    assert checked(tmp_path, out) == 2
    assert checked(tmp_path, out, "--fingerabdruck", fingerprint) == 0
    keys = [instance.cli("checkpoint", name, "--keys").stdout.split()[0] for name in SERVICES]
    assert checked(tmp_path, out, *[it for key in keys for it in ("--schluessel", key)]) == 0

    told = said(instance.cli("bundle", out, "--recipient", "Rechnungsprüfungsamt"))
    sizes = [line.split()[:2] for line in told.splitlines() if line.endswith("Ereignisse")]
    points = [it for name, count in sizes for it in ("--at", f"{name}={count}")]
    said(instance.cli("bundle", again, "--recipient", "Rechnungsprüfungsamt", *points))
    assert again.read_bytes() == out.read_bytes()
    taken = json.loads(said(instance.cli("rpc", "reporting", "list_evidence", "{}")))["taken"]
    assert [it["recipient"] for it in taken] == ["Rechnungsprüfungsamt"] * 3

    nowhere = instance.cli("bundle", tmp_path / "nix" / "x.zip", "--recipient", "RPA")
    assert nowhere.returncode == 1
    assert nowhere.stderr.splitlines() == [f"„{tmp_path}/nix/.x.zip.new“ gibt es nicht."]


def checked(folder, bundle, *more):
    command = [sys.executable, "-I", "-S", "pruefen.py", str(bundle), *more]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode
