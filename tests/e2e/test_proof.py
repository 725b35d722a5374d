"""An auditor's afternoon: checkpoint, proof, witness, verification, replay, all by command."""

import json

import pytest

from shared.proof import tree
from shared.proof.checkpoint import opened
from shared.proof.note import Note, Verifier

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def traeger(instance, name):
    body = json.dumps({"name": name})
    done = instance.cli("rpc", "projects", "register_traeger", body, "--as", "central_office")
    assert done.returncode == 0, done.stderr


def said(done):
    assert done.returncode == 0, done.stderr
    return done.stdout


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
