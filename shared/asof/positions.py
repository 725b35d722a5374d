"""Where the log of a service stood at the end of a day, asked at the log itself."""

from datetime import date, datetime
from typing import Any, Final

from shared.asof.forms import end_of
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.proof import stored
from shared.refusal import Fault, Refused

_RECORDED: Final = "select recorded_at from sealed where position = %s"


def found(conn: Conn, kernel: Engine, day: date | None, position: int | None) -> Json:
    """Return {position, root}. Raises Refused `position-unknown`."""
    newest = stored.sealed_size(conn)
    if day is not None:
        newest = before(conn, end_of(day, kernel.settings.time_zone), newest)
    at = newest if position is None else position
    if at > newest:
        raise _unknown(kernel.name, at, newest)
    return {"position": at, "root": stored.Stored(conn, at).root().hex()}


def before(conn: Conn, end: datetime, newest: int) -> int:
    """Return the last position recorded before an instant; recorded times only grow with positions."""
    low, high = 0, newest  # It is one of these.
    while low < high:
        middle = (low + high + 1) // 2
        row: Any = conn.execute(_RECORDED, [middle]).fetchone()
        low, high = (middle, high) if row[0] < end else (low, middle - 1)
    return low


def _unknown(service: str, position: int, newest: int) -> Refused:
    detail = f"Gefragt ist Position {position}; das Protokoll von {service} reicht da bis {newest}."
    return Refused(
        "position-unknown",
        "Diese Position gibt es nicht",
        detail,
        kind="unknown",
        errors=[Fault("/position", "position-unknown", detail)],
    )
