"""What operators see and do about events that could not be applied."""

from typing import Any

from shared.canonical import Json, instant
from shared.database import Conn
from shared.refusal import Refused


def listed(conn: Conn) -> list[Json]:
    """Return all parked events, stream by stream, the failed one first."""
    rows = conn.execute(
        "select follower, source, position, stream, event_id, type, state, error, attempts,"
        " parked_at from parked order by follower, source, stream, position limit 1000"
    )
    names = ("follower", "source", "position", "stream", "event_id", "type", "state", "error")
    return [
        {
            **dict(zip(names, row, strict=False)),
            "event_id": str(row[4]),
            "attempts": row[8],
            "parked_at": instant(row[9]),
        }
        for row in rows.fetchall()
    ]


def source_of(conn: Conn, follower: str, stream: str) -> str:
    """Return the source of a parked stream. Raises Refused `nothing-parked`."""
    row = conn.execute(
        "select source from parked where follower = %s and stream = %s limit 1",
        [follower, stream],
    ).fetchone()
    if row is None:
        raise _nothing_parked(stream)
    return str(row[0])


def discard(  # noqa: PLR0913 - who, what and why
    conn: Conn, follower: str, source: str, position: int, reason: str, actor_id: str
) -> None:
    """Give one parked event up for good; what waits behind it can be retried then.

    Who did it and why stays in the table `discarded`. Raises Refused `nothing-parked`.
    """
    with conn.transaction():
        row: Any = conn.execute(
            "delete from parked where follower = %s and source = %s and position = %s"
            " returning event_id",
            [follower, source, position],
        ).fetchone()
        if row is None:
            raise _nothing_parked(f"{source}, Position {position}")
        conn.execute(
            "insert into discarded (follower, source, position, event_id, reason, actor_id)"
            " values (%s, %s, %s, %s, %s, %s)",
            [follower, source, position, row[0], reason, actor_id],
        )


def _nothing_parked(what: str) -> Refused:
    return Refused(
        "nothing-parked",
        "Hier ist nichts zurückgestellt",
        f"Zu „{what[:100]}“ gibt es kein zurückgestelltes Ereignis.",
        kind="unknown",
    )
