"""Notes and checkpoints are those of C2SP, byte for byte, and nothing else is taken for one."""

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.proof.checkpoint import Checkpoint, opened
from shared.proof.note import COSIGNATURE, Note, NoteError, Signer, Verifier, sign

# The example in the documentation of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

ORIGIN = "sozialraum/kalk/funding"
LOG = Signer.of(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
OTHER = Signer.of(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WITNESS = Signer.of("rpa.koeln", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32), COSIGNATURE)
ROOT = sha256(b"root").digest()
STATED = Checkpoint(ORIGIN, 7, ROOT)


def test_a_note_that_others_signed_is_verified():
    known = Verifier.parse(PETER)
    assert str(known) == PETER
    assert Note.parse(PETERS_NOTE).signed_by(known)
    with pytest.raises(NoteError, match="falsch"):
        Note.parse(PETERS_NOTE.replace("answer", "question")).signed_by(known)


def test_a_checkpoint_has_three_lines_a_gap_and_the_signature():
    told = sign(STATED.text, LOG)
    head, _, last = told.rpartition("\n\n")
    assert head == f"sozialraum/kalk/funding\n7\n{b64encode(ROOT).decode()}"
    dash, name, signed = last.removesuffix("\n").split(" ")
    assert (dash, name) == ("—", ORIGIN)
    public = LOG.verifier.public
    assert b64decode(signed)[:4] == sha256(f"{ORIGIN}\n".encode() + b"\x01" + public).digest()[:4]
    assert len(b64decode(signed)) == 4 + 64
    assert opened(told, [LOG.verifier]) == STATED


def test_a_witness_signs_the_time_too():
    told = sign(STATED.text, LOG) + WITNESS.line(STATED.text, 1_790_000_000)
    note = Note.parse(told)
    assert note.signed_by(LOG.verifier)
    assert note.signed_by(WITNESS.verifier)
    raw = note.signatures[1].signature
    assert int.from_bytes(raw[:8]) == 1_790_000_000
    signed = b"cosignature/v1\ntime 1790000000\n" + STATED.text.encode()
    WITNESS.key.public_key().verify(raw[8:], signed)
    later = (1_790_000_001).to_bytes(8) + raw[8:]
    assert not WITNESS.verifier.accepts(STATED.text, later)
    assert str(WITNESS.verifier).split("+")[1] == (
        sha256(b"rpa.koeln\n\x04" + WITNESS.verifier.public).digest()[:4].hex()
    )


def test_a_checkpoint_signed_with_another_key_of_the_same_name_is_refused():
    with pytest.raises(NoteError, match="mit keinem bekannten Schlüssel"):
        opened(sign(STATED.text, OTHER), [LOG.verifier])


def test_with_both_keys_under_it_either_is_enough():
    told = sign(STATED.text, OTHER, LOG)
    assert opened(told, [LOG.verifier]) == opened(told, [OTHER.verifier]) == STATED
    broken = told.replace(LOG.line(STATED.text), OTHER.line(STATED.text).replace("— ", "— "))
    with pytest.raises(NoteError, match="mit keinem bekannten"):
        opened(broken, [LOG.verifier])


def test_a_wrong_signature_in_the_right_name_is_never_passed_over():
    told = sign(STATED.text, LOG)
    forged = told.replace("\n7\n", "\n8\n") + LOG.line(Checkpoint(ORIGIN, 8, ROOT).text)
    with pytest.raises(NoteError, match="falsch"):
        opened(forged, [LOG.verifier])


@given(st.integers(0, 400), st.integers(0, 255))
def test_no_byte_of_a_checkpoint_can_be_changed(place, byte):
    told = sign(STATED.text, LOG).encode()
    changed = bytearray(told)
    changed[place % len(told)] = byte
    if bytes(changed) == told:
        return
    try:
        stated = opened(changed.decode(), [LOG.verifier])
    except (NoteError, UnicodeDecodeError):
        return
    pytest.fail(f"{changed!r} states {stated}")


@pytest.mark.parametrize(
    "told",
    [
        "",
        "\n",
        "text",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name !!!!\n",
        "text\n\n- name AAAAAAAAAAAA\n",
        "text\n\n— name AAAAAAAAAAAA",
    ],
)
def test_what_is_no_note_is_refused(told):
    with pytest.raises(NoteError):
        Note.parse(told)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "\n1\n" + b64encode(ROOT).decode() + "\n",
        "a\n01\n" + b64encode(ROOT).decode() + "\n",
        "a\n-1\n" + b64encode(ROOT).decode() + "\n",
        "a\n1\nAAAA\n",
        "a\n1\n!\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "text", ["", "name", "name+00+AA==", PETER.replace("c74f20a3", "c74f20a4"), " +c74f20a3+AQ=="]
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(NoteError):
        Verifier.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_without_spaces_and_pluses(name):
    with pytest.raises(NoteError):
        Signer.of(name, LOG.key)
