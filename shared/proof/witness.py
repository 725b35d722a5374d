"""The witness: it remembers how long each log was and its root, and signs only what continues that.

It needs nothing but a folder: no instance, no database, no network. What it is asked has the form of
c2sp.org/tlog-witness: a line `old <size>`, the consistency proof, an empty line, the checkpoint.
"""

import fcntl
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.canonical import Json, canonical, parse
from shared.proof.checkpoint import HASH_BYTES, Checkpoint, opened
from shared.proof.note import COSIGNATURE, PLAIN, Note, NoteError, Signer, Verifier
from shared.proof.tree import EMPTY, extends

KEY_FILE: Final = "key"
NAME_FILE: Final = "name"
STATE_FILE: Final = "logs.json"
PROOF_LINES_MAX: Final = 63

BAD_REQUEST: Final = 10
UNKNOWN_LOG: Final = 11
BAD_SIGNATURE: Final = 12
SMALLER: Final = 13
OTHER_ROOT: Final = 14
NOT_PROVED: Final = 15


class WitnessError(Exception):
    """The witness does not sign. The text is German; `code` is the command's exit code."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked: to sign a note, on the strength of a proof from an older size."""

    old: int
    path: Sequence[bytes]
    note: str

    def __str__(self) -> str:
        lines = [f"old {self.old}", *(b64encode(each).decode() for each in self.path)]
        return "\n".join(lines) + "\n\n" + self.note

    @classmethod
    def parse(cls, text: str) -> "Request":
        """Read a request. Raises WitnessError."""
        head, _, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        word, _, old = first.partition(" ")
        try:
            path = [b64decode(line, validate=True) for line in lines]
        except ValueError:
            path = [b""]
        whole = all(len(each) == HASH_BYTES for each in path) and len(path) <= PROOF_LINES_MAX
        if word != "old" or not (old.isascii() and old.isdigit()) or not whole:
            raise WitnessError(BAD_REQUEST, "Das ist keine Anfrage an einen Zeugen.")
        return cls(int(old), path, note)


class Witness:
    """A witness over its folder: its key, and what it has seen of each log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / KEY_FILE).exists():
            raise WitnessError(
                BAD_REQUEST, f"In {folder} ist kein Zeuge eingerichtet („sozialraum witness init“)."
            )
        name = (folder / NAME_FILE).read_text().strip()
        key = Ed25519PrivateKey.from_private_bytes((folder / KEY_FILE).read_bytes())
        self.signer = Signer.of(name, key, COSIGNATURE)

    @classmethod
    def init(cls, folder: Path, name: str) -> "Witness":
        """Set a witness up: make its key. Raises WitnessError where there is one."""
        if (folder / KEY_FILE).exists():
            raise WitnessError(BAD_REQUEST, f"In {folder} ist schon ein Zeuge eingerichtet.")
        key = Ed25519PrivateKey.generate()
        Signer.of(name, key, COSIGNATURE)  # The name can be one.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / NAME_FILE).write_text(name + "\n")
        raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        _write(folder / KEY_FILE, raw)
        return cls(folder)

    def trust(self, verifier: Verifier) -> None:
        """Know a key of a log from now on; keys known before stay."""
        if verifier.kind != PLAIN:
            raise WitnessError(BAD_REQUEST, "Das ist nicht der Schlüssel eines Protokolls.")
        with self._state() as state:
            log = state.setdefault(verifier.name, {"size": 0, "root": None, "keys": []})
            if str(verifier) not in log["keys"]:
                log["keys"].append(str(verifier))

    def seen(self) -> Json:
        """Return {origin: {size, root, keys}}."""
        with self._state() as state:
            return state

    def sign(self, request: Request, seconds: int) -> str:
        """Return the note with our signature under it. Raises WitnessError.

        What was seen is on the disk before the signature exists.
        """
        with self._state() as state:
            stated, note = self._believed(state, request.note)
            log = state[stated.origin]
            root = b64decode(log["root"]) if log["root"] else EMPTY
            _check(request, Checkpoint(stated.origin, log["size"], root), stated)
            log["size"], log["root"] = stated.size, b64encode(stated.root).decode()
        return request.note + self.signer.line(note.text, seconds)

    def _believed(self, state: Json, told: str) -> tuple[Checkpoint, Note]:
        try:
            note = Note.parse(told)
            origin = Checkpoint.parse(note.text).origin
        except NoteError as error:
            raise WitnessError(BAD_REQUEST, str(error)) from None
        if origin not in state:
            raise WitnessError(UNKNOWN_LOG, f"Von {origin} ist kein Schlüssel bekannt.")
        try:
            return opened(told, [Verifier.parse(key) for key in state[origin]["keys"]]), note
        except NoteError as error:
            raise WitnessError(BAD_SIGNATURE, str(error)) from None

    @contextmanager
    def _state(self) -> Iterator[Json]:
        """Yield what was seen; who changes it is alone, and it is kept when the block succeeds."""
        path = self.folder / STATE_FILE
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = path.read_bytes() if path.exists() else b"{}"
            state: Any = parse(before)
            yield state
            after = canonical(state)
            if after != before:
                _write(path, after)


def _check(request: Request, last: Checkpoint, stated: Checkpoint) -> None:
    """Raise WitnessError unless a checkpoint continues the last one that was seen."""
    if stated.size < last.size:
        raise WitnessError(
            SMALLER,
            f"{stated.origin} hat nur {stated.size} Ereignisse, gesehen wurden schon {last.size}:"
            " Das Protokoll wurde gekürzt oder aus einer alten Sicherung wiederhergestellt.",
        )
    if stated.size == last.size and stated.root != last.root:
        raise WitnessError(
            OTHER_ROOT,
            f"{stated.origin} hat bei {stated.size} Ereignissen eine andere Wurzel als gesehen:"
            " Das Protokoll wurde verändert.",
        )
    if last.size in (0, stated.size):
        return
    if request.old != last.size:
        raise WitnessError(
            NOT_PROVED,
            f"Der Beweis beginnt bei {request.old}, gesehen wurden {last.size} Ereignisse."
            f" Gebraucht wird: sozialraum checkpoint … --since {last.size}",
        )
    if not extends(last.size, stated.size, request.path, last.root, stated.root):
        raise WitnessError(
            NOT_PROVED,
            f"Der Beweis zeigt nicht, dass {stated.origin} seit Position {last.size} nur"
            " gewachsen ist: Das Protokoll davor wurde verändert, oder der Beweis ist falsch.",
        )


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once, readable for its owner alone, and on the disk when this returns."""
    made = path.with_name(f".{path.name}.new")
    made.unlink(missing_ok=True)
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    made.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
