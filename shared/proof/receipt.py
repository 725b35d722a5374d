"""A receipt (Bescheinigung) of one event: as it is stored, and its proof in the signed log."""

from collections.abc import Sequence
from typing import Any

import marshmallow as ma

from shared.canonical import Json, instant
from shared.database import Conn
from shared.fields import Items, Line, Text, Whole
from shared.proof.keeper import Keeper
from shared.proof.stored import Stored
from shared.refusal import Refused


class ProvenSchema(ma.Schema):
    """The proof that an event stands in the log.

    line        the event as it is stored;  path  to the root in the signed checkpoint, in hex
    """

    position = Whole(required=True)
    recorded_at = Line(required=True)
    line = Text(required=True)
    checkpoint = Text(required=True)
    path = Items(Line(), required=True)


def proven(conn: Conn, keeper: Keeper, stream: str, types: Sequence[str], part: str) -> Json | None:
    """Return the last event of a stream of one of these types that names `part`, with its proof.

    None if there is none; raises Refused `not-yet-visible` until it has its position.
    """
    row: Any = conn.execute(
        "select s.position, s.recorded_at, e.line from event e left join sealed s on s.id = e.id"
        " where e.stream = %s and e.type = any(%s) and position(%s in e.line) > 0"
        " order by e.id desc limit 1",
        [stream, list(types), part],
    ).fetchone()
    if row is None:
        return None
    if row[0] is None:
        raise _not_yet()
    note = _covering(keeper, conn, row[0])
    tree = Stored(conn, int(note.split("\n")[1]))
    return {
        "position": row[0],
        "recorded_at": instant(row[1]),
        "line": row[2],
        "checkpoint": note,
        "path": [each.hex() for each in tree.inclusion(row[0])],
    }


def _covering(keeper: Keeper, conn: Conn, position: int) -> str:
    """Return the newest checkpoint, a fresh one where that does not reach so far."""
    note = keeper.find(conn, None)
    return note if int(note.split("\n")[1]) >= position else keeper.make(conn)


def _not_yet() -> Refused:
    return Refused(
        "not-yet-visible",
        "Noch einen Augenblick",
        "Die Löschung hat noch keine Position im Protokoll. Bitte gleich noch einmal fragen.",
        kind="unavailable",
    )
