"""Checkpoints that a witness has signed, kept by the service: for whoever asks, and for the evidence.

The service does not have to believe a witness. It takes only a signature that the named key has made,
under a checkpoint that the service itself has signed; whether that key is the witness's, the auditor knows.
"""

from base64 import b64encode
from typing import Any, Final

from shared.canonical import Json, instant
from shared.database import Conn
from shared.proof.checkpoint import Checkpoint
from shared.proof.note import COSIGNATURE, Note, NoteError, Verifier
from shared.refusal import Fault, Refused

_IS_OURS: Final = "select 1 from checkpoint where size = %s and root = %s"
_ADD: Final = """
    insert into cosignature (size, verifier, note) values (%s, %s, %s) on conflict do nothing"""
_OF: Final = "select note from cosignature where size = %s order by verifier"
_NEWEST: Final = "select max(size) from cosignature"
_WITNESSES: Final = """
    select distinct on (verifier) verifier, size, received_at
    from cosignature order by verifier, size desc"""


def keep(conn: Conn, origin: str, told: str, named: str) -> Checkpoint:
    """Keep a witness's signature; return the checkpoint under which it stands. Raises Refused."""
    try:
        witness = Verifier.parse(named)
    except NoteError as error:
        raise _wrong("/witness", "witness-invalid", str(error)) from None
    if witness.kind != COSIGNATURE:
        text = "Das ist nicht der Schlüssel eines Zeugen, sondern der eines Protokolls."
        raise _wrong("/witness", "witness-invalid", text)
    try:
        note = Note.parse(told)
        stated = Checkpoint.parse(note.text)
        has_signed = note.signed_by(witness)
    except NoteError as error:
        raise _wrong("/note", "note-invalid", str(error)) from None
    if not has_signed:
        raise _wrong("/note", "note-invalid", f"{witness.name} hat hier nicht unterschrieben.")
    is_ours = conn.execute(_IS_OURS, [stated.size, stated.root]).fetchone()
    if stated.origin != origin or is_ours is None:
        raise Refused(
            "checkpoint-unknown",
            "Diesen Prüfpunkt gibt es nicht",
            "Der Zeuge hat etwas unterschrieben, das dieser Dienst nie unterschrieben hat.",
            kind="unknown",
        )
    conn.execute(_ADD, [stated.size, str(witness), _alone(note, witness)])
    return stated


def told(conn: Conn, note: str) -> str:
    """Return a checkpoint of ours with the signatures of all witnesses under it."""
    size = Checkpoint.parse(Note.parse(note).text).size
    rows = conn.execute(_OF, [size]).fetchall()
    return note + "".join(each.rpartition("\n\n")[2] for (each,) in rows)


def newest_size(conn: Conn) -> int:
    """Return up to where a witness has signed. Raises Refused `not-cosigned`."""
    row: Any = conn.execute(_NEWEST).fetchone()
    if row[0] is None:
        raise Refused(
            "not-cosigned",
            "Noch kein Zeuge hat unterschrieben",
            "Es ist keine Unterschrift eines Zeugen hinterlegt (keep_cosignature).",
            kind="unknown",
        )
    return int(row[0])


def witnesses(conn: Conn) -> list[Json]:
    """Return each witness that has signed, and up to where."""
    return [
        {"verifier": verifier, "size": size, "received_at": instant(received_at)}
        for verifier, size, received_at in conn.execute(_WITNESSES).fetchall()
    ]


def kept(conn: Conn, witness: Verifier) -> list[str]:
    """Return the notes that a witness has signed, shortest log first."""
    rows = conn.execute(
        "select note from cosignature where verifier = %s order by size", [str(witness)]
    )
    return [str(note) for (note,) in rows.fetchall()]


def _alone(note: Note, witness: Verifier) -> str:
    """Return a note with the first signature of one witness and no other."""
    it = next(
        each
        for each in note.signatures
        if (each.name, each.key_id) == (witness.name, witness.key_id)
    )
    signed = b64encode(it.key_id + it.signature).decode()
    return f"{note.text}\n— {it.name} {signed}\n"


def _wrong(pointer: str, code: str, detail: str) -> Refused:
    title = "Das ist keine Unterschrift eines Zeugen"
    return Refused(code, title, detail, kind="invalid", errors=(Fault(pointer, code, detail),))
