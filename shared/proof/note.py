"""Signed notes as C2SP has them (c2sp.org/signed-note): a text, and who put their names under it.

Two kinds of signatures are known: plain Ed25519 of whoever wrote the note, and the cosignature of a
witness (c2sp.org/tlog-cosignature), which also says when the witness saw it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PLAIN: Final = 1
COSIGNATURE: Final = 4
KINDS: Final = (PLAIN, COSIGNATURE)
ID_BYTES: Final = 4
TIME_BYTES: Final = 8
SIGNATURE_BYTES: Final = 64
KEY_BYTES: Final = 32
NOTE_CHARACTERS_MAX: Final = 1_000_000
_NAME: Final = re.compile(r"[^\s+]+")
_LINE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteError(ValueError):
    """This is no signed note, or not one of whom it should be. The text is German."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name of its owner: what somebody needs to check signatures."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the first four bytes of SHA-256(name ‖ newline ‖ kind ‖ public key)."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(named).digest()[:ID_BYTES]

    def __str__(self) -> str:
        key = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read `name+id+key`. Raises NoteError."""
        name, plus, rest = text.strip().partition("+")
        known_id, plus, key = rest.partition("+")
        raw = _decoded(key)
        if not (plus and _NAME.fullmatch(name) and len(raw) == KEY_BYTES + 1 and raw[0] in KINDS):
            raise NoteError("Das ist kein Prüfschlüssel (Name+Kennung+Schlüssel).")
        made = cls(name, raw[0], raw[1:])
        if made.key_id.hex() != known_id:
            raise NoteError("Der Prüfschlüssel passt nicht zu seiner Kennung.")
        return made

    def accepts(self, text: str, signature: bytes) -> bool:
        """Tell whether this key signed a text. A cosignature carries its time in front."""
        if self.kind == COSIGNATURE:
            if len(signature) != TIME_BYTES + SIGNATURE_BYTES:
                return False
            seconds = int.from_bytes(signature[:TIME_BYTES])
            text, signature = _cosigned(text, seconds), signature[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with the name of its owner."""

    verifier: Verifier
    key: Ed25519PrivateKey

    @classmethod
    def of(cls, name: str, key: Ed25519PrivateKey, kind: int = PLAIN) -> "Signer":
        """Give a key a name."""
        if not _NAME.fullmatch(name):
            raise NoteError(f"„{name}“ ist kein Name für einen Schlüssel.")
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(Verifier(name, kind, public), key)

    def signature(self, text: str, seconds: int = 0) -> bytes:
        """Sign a text; a cosignature says the time in seconds since 1970."""
        if self.verifier.kind == COSIGNATURE:
            signed = self.key.sign(_cosigned(text, seconds).encode())
            return seconds.to_bytes(TIME_BYTES) + signed
        return self.key.sign(text.encode())

    def line(self, text: str, seconds: int = 0) -> str:
        """Return the line that stands under a text."""
        signed = self.verifier.key_id + self.signature(text, seconds)
        return f"— {self.verifier.name} {b64encode(signed).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: the name, the id of the key, and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text (it ends with a line break), and the signatures under it, not yet believed."""

    text: str
    signatures: Sequence[Signature]

    @classmethod
    def parse(cls, told: str) -> "Note":
        """Take a note apart. Raises NoteError."""
        text, gap, below = told.rpartition("\n\n")
        lines = below.removesuffix("\n").split("\n")
        if not (gap and text and below.endswith("\n") and len(told) <= NOTE_CHARACTERS_MAX):
            raise NoteError("Das ist keine unterschriebene Notiz.")
        return cls(text + "\n", [_signature(line) for line in lines])

    def signed_by(self, known: Verifier) -> bool:
        """Tell whether a key signed; a signature in its name that is wrong is an error.

        Raises NoteError.
        """
        found = [
            each
            for each in self.signatures
            if each.name == known.name and each.key_id == known.key_id
        ]
        if not all(known.accepts(self.text, each.signature) for each in found):
            raise NoteError(f"Die Unterschrift von {known.name} ist falsch.")
        return bool(found)


def sign(text: str, *signers: Signer) -> str:
    """Return a text with signatures under it."""
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    raw = _decoded(found[2]) if found else b""
    if found is None or len(raw) <= ID_BYTES:
        raise NoteError("Unter der Notiz steht etwas, das keine Unterschrift ist.")
    return Signature(found[1], raw[:ID_BYTES], raw[ID_BYTES:])


def _cosigned(text: str, seconds: int) -> str:
    return f"cosignature/v1\ntime {seconds}\n{text}"


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""
