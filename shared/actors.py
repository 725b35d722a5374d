"""The random ids that stand for persons in events. The names behind them can be deleted."""

from uuid import uuid4

from psycopg.pq import TransactionStatus

from shared.call import Actor
from shared.canonical import Json
from shared.database import Conn


class Actors:
    """Finds or makes the id of a subject. Ids never change, so committed ones are remembered."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def told(self, conn: Conn, actor: Actor) -> Json:
        """Return {sub: random id, role, on_behalf_of: random id | None} for an event."""
        other = actor.on_behalf_of
        return {
            "sub": self._id(conn, actor.sub),
            "role": actor.role,
            "on_behalf_of": self._id(conn, other) if other else None,
        }

    def _id(self, conn: Conn, sub: str) -> str:
        """Return the id; what an open transaction made may be undone and is not remembered."""
        if sub in self._ids:
            return self._ids[sub]
        found = _find(conn, sub)
        if found is None:
            conn.execute(
                "insert into actor values (%s, %s) on conflict (sub) do nothing", [uuid4(), sub]
            )
            found = _find(conn, sub)
            assert found is not None, "It was inserted a line above."
        if conn.info.transaction_status == TransactionStatus.IDLE:
            self._ids[sub] = found
        return found


def _find(conn: Conn, sub: str) -> str | None:
    row = conn.execute("select actor_id from actor where sub = %s", [sub]).fetchone()
    return str(row[0]) if row else None
