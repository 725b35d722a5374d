"""A checkpoint (c2sp.org/tlog-checkpoint): so long was this log, and that was the root of its tree."""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.proof.note import Note, NoteError, Verifier

HASH_BYTES: Final = 32
LINES_MIN: Final = 4  # Origin, size, root, and the end of the last line.
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The statement itself.

    origin  whose log: `sozialraum/<district>/<service>`, also the name of the key
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a note. Raises NoteError. Lines after the third mean nothing to us."""
        lines = text.split("\n")
        if (
            len(lines) < LINES_MIN
            or not lines[0]
            or not _SIZE.fullmatch(lines[1])
            or "" in lines[3:-1]
        ):
            raise NoteError("Das ist kein Prüfpunkt: erwartet werden Herkunft, Größe und Wurzel.")
        try:
            root = b64decode(lines[2], validate=True)
        except ValueError:
            root = b""
        if len(root) != HASH_BYTES:
            raise NoteError("Die Wurzel im Prüfpunkt ist keine SHA-256-Summe.")
        return cls(lines[0], int(lines[1]), root)


def origin(district: str, service: str) -> str:
    """Return how the log of a service is called outside of its instance."""
    return f"sozialraum/{district}/{service}"


def opened(told: str, known: Sequence[Verifier]) -> Checkpoint:
    """Return what a note states, if it is signed with one of these keys, of its own name.

    Raises NoteError.
    """
    note = Note.parse(told)
    found = Checkpoint.parse(note.text)
    mine = [each for each in known if each.name == found.origin]
    if not mine:
        raise NoteError(f"Zu {found.origin} ist kein Prüfschlüssel bekannt.")
    if not any([note.signed_by(each) for each in mine]):  # noqa: C419 - a wrong one must be told
        raise NoteError(
            f"Der Prüfpunkt {found.size} von {found.origin} ist mit keinem bekannten Schlüssel"
            " unterschrieben."
        )
    return found
