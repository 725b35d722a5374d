"""What happened in one stream: each event with who did it, in which role, and when."""

from collections.abc import Iterator
from typing import Any

from shared.canonical import Json, parse
from shared.database import Conn
from shared.log import Log
from shared.partition import away


def envelopes(conn: Conn, log: Log, stream: str) -> Iterator[tuple[Json, Any]]:
    """Yield (envelope, event) of a stream in order, sealed or not; the event in its newest form.

    Raises Refused `partition-detached`.
    """
    away.check(conn, stream)
    rows = conn.execute("select line from event where stream = %s order by version", [stream])
    for (text,) in rows:
        yield parse(text), log.decode(text)
