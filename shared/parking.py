"""Events that could not be applied, with those of their stream that wait behind them.

A follower puts them here; operators list, retry and discard them.
"""

from dataclasses import dataclass
from typing import Any, Final

from shared.canonical import Json, instant
from shared.database import Conn
from shared.hearing import UnknownVersionError
from shared.refusal import Refused

ERROR_CHARACTERS_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Parked:
    """One event that waits in front of a follower."""

    follower: str
    source: str
    position: int
    stream: str
    event_id: str
    type: str


# ---- for followers -------------------------------------------------------------------------


def told(error: Exception) -> str:
    """Return an error in one short line."""
    return f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS_MAX]


def blocked(conn: Conn, follower: str, source: str) -> set[str]:
    """Return the streams whose events must wait."""
    rows = conn.execute(
        "select distinct stream from parked where follower = %s and source = %s",
        [follower, source],
    )
    return {stream for (stream,) in rows}


def park(conn: Conn, event: Parked, error: str | None, attempts: int) -> None:
    """Park an event: with its error, or None where it only waits behind another."""
    conn.execute(
        "insert into parked (follower, source, position, stream, event_id, type, state,"
        " error, attempts) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            event.follower,
            event.source,
            event.position,
            event.stream,
            event.event_id,
            event.type,
            "failed" if error else "waiting",
            error,
            attempts,
        ],
    )


def unknown_forms(conn: Conn, follower: str, source: str) -> list[str]:
    """Return the streams that wait for code that knows the form of an event."""
    rows = conn.execute(
        "select distinct stream from parked where follower = %s and source = %s"
        " and starts_with(error, %s) order by stream",
        [follower, source, f"{UnknownVersionError.__name__}:"],
    )
    return [stream for (stream,) in rows.fetchall()]


def first(conn: Conn, follower: str, source: str, stream: str) -> int | None:
    """Return the position of the first parked event of a stream."""
    row = conn.execute(
        "select position from parked where follower = %s and source = %s and stream = %s"
        " order by position limit 1",
        [follower, source, stream],
    ).fetchone()
    return int(row[0]) if row else None


def unpark(conn: Conn, follower: str, source: str, position: int) -> bool:
    """Take an event out; False where another has done so already."""
    return bool(
        conn.execute(
            "delete from parked where follower = %s and source = %s and position = %s",
            [follower, source, position],
        ).rowcount
    )


def failed_again(conn: Conn, follower: str, source: str, position: int, error: Exception) -> None:
    """Note that a retry failed, and why."""
    conn.execute(
        "update parked set state = 'failed', attempts = attempts + 1, error = %s"
        " where follower = %s and source = %s and position = %s",
        [told(error), follower, source, position],
    )


# ---- for operators -------------------------------------------------------------------------


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


def discard(conn: Conn, asked: Json, actor_id: str) -> None:
    """Give one parked event up for good: {follower, source, position, reason}.

    What waits behind it can be retried then.
    Who did it and why stays in the table `discarded`. Raises Refused `nothing-parked`.
    """
    with conn.transaction():
        row: Any = conn.execute(
            "delete from parked where follower = %s and source = %s and position = %s"
            " returning event_id",
            [asked["follower"], asked["source"], asked["position"]],
        ).fetchone()
        if row is None:
            raise _nothing_parked(f"{asked['source']}, Position {asked['position']}")
        conn.execute(
            "insert into discarded (follower, source, position, event_id, reason, actor_id)"
            " values (%s, %s, %s, %s, %s, %s)",
            [
                asked["follower"],
                asked["source"],
                asked["position"],
                row[0],
                asked["reason"],
                actor_id,
            ],
        )


def _nothing_parked(what: str) -> Refused:
    return Refused(
        "nothing-parked",
        "Hier ist nichts zurückgestellt",
        f"Zu „{what[:100]}“ gibt es kein zurückgestelltes Ereignis.",
        kind="unknown",
    )
