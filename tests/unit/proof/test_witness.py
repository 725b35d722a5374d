"""The witness signs what has only grown, and nothing else, whoever asks and however often."""

import threading
from base64 import b64encode
from hashlib import sha256

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from deploy.cli import cli
from shared.proof import tree
from shared.proof.checkpoint import Checkpoint, opened
from shared.proof.note import Note, Signer, Verifier, sign
from shared.proof.witness import Request, Witness, WitnessError

ORIGIN = "sozialraum/kalk/funding"
LOG = Signer.of(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
THIEF = Signer.of(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
NOW = 1_790_000_000


def leaves(count, changed=None):
    made = [sha256(b"\x00" + bytes([number])).digest() for number in range(count)]
    if changed is not None:
        made[changed] = sha256(b"other").digest()
    return made


def request(of, old, signer=LOG):
    """Return what is asked for a log of these leaves, with the proof from an older size."""
    note = sign(Checkpoint(ORIGIN, len(of), tree.root(of)).text, signer)
    path = tree.consistency(old, len(of), tree.range_of(of)) if 0 < old <= len(of) else []
    return Request(old, path, note)


@pytest.fixture
def witness(tmp_path):
    made = Witness.init(tmp_path / "rpa", "rpa.koeln")
    made.trust(LOG.verifier)
    return made


def refused(witness, asked):
    before = witness.seen()
    with pytest.raises(WitnessError) as no:
        witness.sign(asked, NOW)
    assert witness.seen() == before
    return no.value.code


def test_it_signs_the_first_it_sees_and_what_continues_it(witness):
    first = witness.sign(request(leaves(5), 0), NOW)
    assert Note.parse(first).signed_by(witness.signer.verifier)
    assert opened(first, [LOG.verifier]).size == 5
    second = witness.sign(request(leaves(12), 5), NOW)
    assert Note.parse(second).signed_by(witness.signer.verifier)
    root = b64encode(tree.root(leaves(12))).decode()
    assert witness.seen()[ORIGIN] == {"size": 12, "root": root, "keys": [str(LOG.verifier)]}


def test_the_same_again_is_signed_again(witness):
    witness.sign(request(leaves(5), 0), NOW)
    assert witness.sign(request(leaves(5), 5), NOW)


def test_a_log_that_was_cut_or_restored_from_an_old_backup(witness):
    witness.sign(request(leaves(5), 0), NOW)
    assert refused(witness, request(leaves(4), 5)) == 13
    assert refused(witness, request(leaves(4), 0)) == 13


def test_another_root_at_the_same_size(witness):
    witness.sign(request(leaves(5), 0), NOW)
    assert refused(witness, request(leaves(5, changed=2), 5)) == 14


def test_a_leaf_that_was_replaced_before_the_log_grew_on(witness):
    """The tables agree with themselves, the signature is right: only the witness can tell."""
    witness.sign(request(leaves(5), 0), NOW)
    assert refused(witness, request(leaves(12, changed=2), 5)) == 15
    assert witness.sign(request(leaves(12, changed=7), 5), NOW)


def test_a_proof_that_begins_elsewhere_or_is_missing(witness):
    witness.sign(request(leaves(5), 0), NOW)
    assert refused(witness, request(leaves(12), 4)) == 15
    assert refused(witness, request(leaves(12), 0)) == 15
    asked = request(leaves(12), 5)
    assert refused(witness, Request(5, asked.path[:-1], asked.note)) == 15


def test_another_key_and_a_changed_text(witness):
    assert refused(witness, request(leaves(5), 0, THIEF)) == 12
    asked = request(leaves(5), 0)
    assert refused(witness, Request(0, [], asked.note.replace("\n5\n", "\n6\n"))) == 12
    witness.trust(THIEF.verifier)
    assert witness.sign(request(leaves(5), 0, THIEF), NOW)


def test_a_log_nobody_vouched_for(tmp_path):
    nobody = Witness.init(tmp_path / "rpa", "rpa.koeln")
    assert refused(nobody, request(leaves(5), 0)) == 11


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_any_sizes_in_any_order(tmp_path_factory, sizes):
    witness = Witness.init(tmp_path_factory.mktemp("w") / "rpa", "rpa.koeln")
    witness.trust(LOG.verifier)
    last = 0
    for size in sizes:
        asked = request(leaves(size), last)
        if size < last:
            assert refused(witness, asked) == 13
        else:
            witness.sign(asked, NOW)
            last = size
        assert witness.seen()[ORIGIN]["size"] == last


def test_two_askers_at_once_cannot_have_two_histories_signed(tmp_path):
    Witness.init(tmp_path / "rpa", "rpa.koeln").trust(LOG.verifier)
    signed, codes, start = [], [], threading.Barrier(8)

    def ask(changed):
        start.wait()
        try:
            signed.append(Witness(tmp_path / "rpa").sign(request(leaves(9, changed), 0), NOW))
        except WitnessError as no:
            codes.append(no.code)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(signed), codes) == (1, [14] * 7)


@pytest.mark.parametrize("text", ["", "new 5\n\n", "old x\n\n", "old 5\nAAAA\n\n", "old 0\n\nx"])
def test_what_is_no_request(witness, text):
    with pytest.raises(WitnessError) as no:
        witness.sign(Request.parse(text), NOW)
    assert no.value.code == 10


def test_the_key_is_for_its_owner_alone_and_is_made_once(tmp_path):
    Witness.init(tmp_path / "rpa", "rpa.koeln")
    assert (tmp_path / "rpa" / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(WitnessError):
        Witness.init(tmp_path / "rpa", "rpa.koeln")


# ---- as a command --------------------------------------------------------------------------


def run(*words, given=None):
    done = CliRunner().invoke(cli, ["witness", *map(str, words)], input=given)
    return done.exit_code, done.stdout, done.stderr


def test_the_command_says_what_is_wrong_and_how_it_ended(tmp_path):
    folder = tmp_path / "rpa"
    assert run("sign", folder, given=str(request(leaves(5), 0)))[0] == 10
    code, key, _ = run("init", folder, "--name", "rpa.koeln")
    assert code == 0
    assert run("trust", folder, LOG.verifier) == (0, "", "")
    code, note, _ = run("sign", folder, given=str(request(leaves(5), 0)))
    assert code == 0
    assert Note.parse(note).signed_by(Verifier.parse(key))
    code, note, said = run("sign", folder, given=str(request(leaves(4), 5)))
    assert (code, note) == (13, "")
    assert said.startswith("sozialraum/kalk/funding hat nur 4 Ereignisse, gesehen wurden schon 5")
    code, shown, _ = run("show", folder)
    assert shown.split() == [ORIGIN, "5", b64encode(tree.root(leaves(5))).decode()]
    assert run("trust", folder, "nonsense")[0] == 10
