"""Where a book year ends in the log of one service, and how it is kept from growing on."""

from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.bookyear.closing import Found
from shared.canonical import instant
from shared.database import Conn
from shared.log import ConflictError
from shared.proof.stored import Stored

# The same as what `seal` takes for the next event: recorded times never fall.
_IS_OVER: Final = """
    select greatest(clock_timestamp(), recorded_at) >= %s from cursor where name = 'sealed'"""
_LAST: Final = """
    select position from sealed where recorded_at < %s order by position desc limit 1"""
_NEXT: Final = """
    select recorded_at from sealed where position > %s order by position limit 1"""
_UNSEALED: Final = "select coalesce(sum(cardinality(ids)), 0) from unsealed where at < %s"
_HOLD: Final = """
    update cursor set recorded_at = greatest(recorded_at, %s) where name = 'sealed'"""


def ended_at(year: int, zone: ZoneInfo) -> datetime:
    """Return the first moment after a year."""
    return datetime(year + 1, 1, 1, tzinfo=zone).astimezone(UTC)


def find(conn: Conn, year: int, zone: ZoneInfo, closed: int) -> Found:
    """Look for the end of a year; `closed` is the last position of the years closed before."""
    end = ended_at(year, zone)
    position = last_position(conn, end)
    first = _value(conn, _NEXT, closed)
    return Found(
        last_position=position,
        root=Stored(conn, position).root().hex(),
        ended_at=instant(end),
        is_over=bool(_value(conn, _IS_OVER, end)),
        open_since=first.astimezone(zone).year if first else None,
        unsealed=int(_value(conn, _UNSEALED, end)),
    )


def last_position(conn: Conn, end: datetime) -> int:
    """Return the position of the last event that was recorded before a moment, 0 if none was."""
    return int(_value(conn, _LAST, end) or 0)


def hold(conn: Conn, end: datetime, position: int) -> None:
    """Let nothing be recorded before a moment any more, even if the clock should be set back.

    In the caller's transaction: what is being sealed is awaited. Raises ConflictError if more was
    recorded by then than was seen.
    """
    conn.execute(_HOLD, [end])
    found = last_position(conn, end)
    if found != position:
        raise ConflictError(f"the year ends at {found}, not at {position}")


def _value(conn: Conn, query: str, given: Any) -> Any:
    row: Any = conn.execute(query.encode(), [given]).fetchone()
    return row[0] if row else None
