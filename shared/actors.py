"""The random ids that stand for persons in events. The names behind them can be deleted."""

import time
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from psycopg.pq import TransactionStatus

from shared.call import Actor
from shared.canonical import Json
from shared.database import Conn

REMEMBERED_SECONDS: Final = 60


class Actors:
    """Finds or makes the id of a subject. Committed ones are remembered, but not for long.

    An erasure reaches one process of each service. The others forget by themselves: a minute later
    no event names the erased id any more, whichever process wrote it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._ids: dict[str, tuple[str, float]] = {}  # By subject: the id, and until when.
        self._clock = clock

    def told(self, conn: Conn, actor: Actor) -> Json:
        """Return {sub: random id, role, on_behalf_of: random id | None} for an event."""
        other = actor.on_behalf_of
        return {
            "sub": self._id(conn, actor.sub),
            "role": actor.role,
            "on_behalf_of": self._id(conn, other) if other else None,
        }

    def subject(self, conn: Conn, actor_id: str) -> str | None:
        """Return the subject that an id stands for, if it is still known."""
        row = conn.execute("select sub from actor where actor_id = %s", [actor_id]).fetchone()
        return str(row[0]) if row else None

    def known(self, conn: Conn, sub: str) -> str | None:
        """Return the id of a subject, if it has one; none is made."""
        return self._remembered(sub) or _find(conn, sub)

    def link(self, conn: Conn, actor_id: str, sub: str) -> bool:
        """Let an id stand for another subject; tell whether it does: a subject has one id."""
        self.forget(conn, actor_id)
        conn.execute(
            "insert into actor values (%s, %s) on conflict (sub) do nothing", [actor_id, sub]
        )
        return _find(conn, sub) == actor_id

    def forget(self, conn: Conn, actor_id: str) -> None:
        """Delete the subject behind an id: in old events it stands for nobody from now on."""
        conn.execute("delete from actor where actor_id = %s", [actor_id])
        self._ids = {sub: it for sub, it in self._ids.items() if it[0] != actor_id}

    def forget_subject(self, conn: Conn, sub: str) -> None:
        """Delete a subject, whatever its id here."""
        conn.execute("delete from actor where sub = %s", [sub])
        self._ids.pop(sub, None)

    def _id(self, conn: Conn, sub: str) -> str:
        """Return the id; what an open transaction made may be undone and is not remembered."""
        found = self._remembered(sub)
        if found is not None:
            return found
        found = _find(conn, sub)
        if found is None:
            conn.execute(
                "insert into actor values (%s, %s) on conflict (sub) do nothing", [uuid4(), sub]
            )
            found = _find(conn, sub)
            assert found is not None, "It was inserted a line above."
        if conn.info.transaction_status == TransactionStatus.IDLE:
            self._ids[sub] = found, self._clock() + REMEMBERED_SECONDS
        return found

    def _remembered(self, sub: str) -> str | None:
        found, until = self._ids.get(sub, (None, 0.0))
        return found if self._clock() < until else None


def _find(conn: Conn, sub: str) -> str | None:
    row = conn.execute("select actor_id from actor where sub = %s", [sub]).fetchone()
    return str(row[0]) if row else None
