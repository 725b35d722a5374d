"""The checkpoints of one service: signed now and then, and kept as they were signed.

Before a service signs it looks back: the log must still begin with what the newest checkpoint states. So
no service states two histories by oversight; whoever rewrites log and checkpoints together is found
by the witness alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.database import Conn
from shared.proof import stored
from shared.proof.checkpoint import Checkpoint, origin
from shared.proof.note import Signer, Verifier, sign
from shared.refusal import Refused
from shared.settings import Settings

EVENTS_MAX: Final = 10_000  # That nobody has signed for; then it is done at once.
SECONDS_MAX: Final = 60  # That new events wait for a checkpoint.

_NEWEST: Final = """
    select size, root, note, made_at < clock_timestamp() - make_interval(secs => %s)
    from checkpoint order by size desc, made_at desc limit 1"""
_ADD: Final = """
    insert into checkpoint (size, key_id, root, note) values (%s, %s, %s, %s)
    on conflict do nothing"""
_ONE: Final = """
    select note from checkpoint where size = %s order by made_at desc limit 1"""
_KEYS: Final = "select verifier, since from checkpoint_key order by since, verifier"
_ADD_KEY: Final = "insert into checkpoint_key (verifier) values (%s) on conflict do nothing"


class InconsistentError(Refused):
    """The log is not what an earlier checkpoint of it states. Nothing is signed any more."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "log-inconsistent",
            "Das Protokoll ist nicht mehr das, für das unterschrieben wurde",
            f"{detail} Bis das geklärt ist, wird nichts unterschrieben.",
            kind="fault",
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest checkpoint in the table."""

    size: int
    root: bytes
    note: str
    is_old: bool


class Keeper:
    """Makes the checkpoints of one service.

    signers  the key in use; during a change of keys also the one before
    trouble  why nothing is signed any more, if so
    """

    def __init__(self, settings: Settings, service: str) -> None:
        self.origin = origin(settings.district, service)
        self.trouble: str | None = None
        self.signers = [
            _signer(secret, self.origin) for secret in settings.checkpoint_secrets(service)
        ]

    @property
    def key_id(self) -> str:
        """Return the id of the key in use."""
        return self.signers[0].verifier.key_id.hex()

    def publish_keys(self, conn: Conn) -> None:
        """Add the public keys to the history of keys."""
        for signer in reversed(self.signers):
            conn.execute(_ADD_KEY, [str(signer.verifier)])

    def if_due(self, conn: Conn) -> str | None:
        """Sign if many events, or events for long, have no checkpoint; return the note, or None."""
        stored.grow(conn)
        kept, size = _newest(conn), stored.sealed_size(conn)
        waiting = size - (kept.size if kept else 0)
        due = waiting >= EVENTS_MAX or (waiting > 0 and (kept is None or kept.is_old))
        try:
            return self.make(conn) if due else None
        except InconsistentError as error:
            self.trouble = str(error)
            raise

    def make(self, conn: Conn) -> str:
        """Sign for all that is sealed now; return the note, the kept one if nothing is new.

        Raises Refused `log-empty`, InconsistentError.
        """
        stored.grow(conn)
        tree = stored.Stored(conn, stored.sealed_size(conn))
        if not tree.size:
            raise _empty()
        kept = _newest(conn)
        if kept is not None:
            self._check(conn, kept, tree.size)
        stated = Checkpoint(self.origin, tree.size, tree.root())
        note = sign(stated.text, *self.signers)
        self.publish_keys(conn)
        conn.execute(_ADD, [stated.size, self.key_id, stated.root, note])
        return note

    def find(self, conn: Conn, size: int | None) -> str:
        """Return the newest checkpoint, or that of a size. Raises Refused `checkpoint-unknown`."""
        if size is None:
            kept = _newest(conn)
            return kept.note if kept else self.make(conn)
        row = conn.execute(_ONE, [size]).fetchone()
        if row is None:
            raise Refused(
                "checkpoint-unknown",
                "Diesen Prüfpunkt gibt es nicht",
                f"Für die ersten {size} Ereignisse wurde kein Prüfpunkt unterschrieben.",
                kind="unknown",
            )
        return str(row[0])

    def _check(self, conn: Conn, kept: Kept, size: int) -> None:
        if kept.size > size:
            raise InconsistentError(
                f"Der letzte Prüfpunkt nennt {kept.size} Ereignisse, da sind noch {size}."
            )
        if stored.Stored(conn, kept.size).root() != kept.root:
            raise InconsistentError(
                f"Die ersten {kept.size} Ereignisse sind nicht die, für die unterschrieben wurde."
            )


def known_keys(conn: Conn) -> Sequence[tuple[Verifier, datetime]]:
    """Return the history of keys, oldest first."""
    return [(Verifier.parse(text), since) for text, since in conn.execute(_KEYS)]


def checkpoints(conn: Conn) -> list[str]:
    """Return all notes, shortest log first."""
    rows = conn.execute("select note from checkpoint order by size, made_at").fetchall()
    return [str(note) for (note,) in rows]


def _newest(conn: Conn) -> Kept | None:
    row: Any = conn.execute(_NEWEST, [SECONDS_MAX]).fetchone()
    return Kept(*row) if row else None


def _signer(secret: str, name: str) -> Signer:
    seed = HKDF(SHA256(), 32, salt=None, info=f"sozialraum checkpoint {name}".encode())
    return Signer.of(name, Ed25519PrivateKey.from_private_bytes(seed.derive(secret.encode())))


def _empty() -> Refused:
    return Refused(
        "log-empty",
        "Das Protokoll ist noch leer",
        "Für ein leeres Protokoll wird kein Prüfpunkt unterschrieben.",
        kind="unknown",
    )
