"""A stream as people read it: who did what when, and what that changed."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from services.projects.comparison import Difference, differences
from shared.canonical import Json
from shared.database import Conn
from shared.decider import Decider
from shared.edge import at_the_edge
from shared.history import envelopes
from shared.log import Log

Besides = Callable[[Any], list[Difference]]


def told_history(
    conn: Conn,
    log: Log,
    stream: str,
    decider: Decider[Any, Any, Any],
    besides: Besides = lambda _: [],
) -> list[Json]:
    """Return the events of a stream, each with what it changed of the state, oldest first.

    besides  what an event says to have changed though the state does not hold it
    """
    state, told = decider.initial, []
    before: Json = {}
    for envelope, event in envelopes(conn, log, stream):
        state = decider.evolve(state, event)
        after = at_the_edge(state)
        told.append(
            {
                "version": envelope["version"],
                "type": envelope["type"],
                "occurred_at": envelope["occurred_at"],
                "by": envelope["actor"]["sub"],
                "role": envelope["actor"]["role"],
                "changes": [asdict(it) for it in (*differences(before, after), *besides(event))],
            }
        )
        before = after
    return told
