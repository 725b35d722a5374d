"""Read models: tables that are nothing but a projection of followed events, and can be rebuilt.

Each generation lies in a schema of its own with positions of its own. A rebuild fills a new
generation beside the live one, which is fed and read on meanwhile; when it has caught up, one
transaction makes it the live one. A projection is SQL on its own tables, so a rebuild has no
other effect: nothing is sent, called or appended.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final

import structlog
from psycopg import sql

from shared import parking
from shared.canonical import instant
from shared.database import Conn, Pool
from shared.follower import Follower
from shared.hearing import Fetch
from shared.projection import Generation, ReadModel, enter, live_namespace
from shared.refusal import Refused

log = structlog.get_logger(__name__)

Progress = Callable[[str, int], None]  # (source, position reached)
AS_OF_KEPT: Final = 20  # Throw-away generations of one model; asked for again they are made again.


class ReadModels:
    """The read models of a service: made at the start, rebuilt on demand, asked."""

    def __init__(self, service: str, pool: Pool, models: Sequence[ReadModel]) -> None:
        self.service = service
        self.pool = pool
        self.models = {model.name: model for model in models}

    def prepare(self) -> list[str]:
        """Make first generations; return the models whose live generation is of older code."""
        return [name for name in self.models if self.is_outdated(name)]

    def is_outdated(self, name: str) -> bool:
        """Tell whether the live generation is of older code; where there is none, make it."""
        model = self.models[name]
        with self.pool.connection() as conn, conn.transaction():
            self._lock(conn, model)
            row = conn.execute(
                "select code_digest from read_model where name = %s and state = 'live'", [name]
            ).fetchone()
            if row is None:
                self._make(conn, model, "live")
            return row is not None and row[0] != model.code_digest

    def ask(self, name: str, query: Callable[[Conn], Any], namespace: str | None = None) -> Any:
        """Run a query on the live generation (or another) in one consistent snapshot."""
        with self.pool.connection() as conn, conn.transaction():
            conn.execute("set transaction isolation level repeatable read")
            enter(conn, namespace or live_namespace(conn, self.models[name]), self.service)
            return query(conn)

    def positions(self, conn: Conn, namespace: str) -> dict[str, int]:
        """Return source → position of a generation."""
        rows = conn.execute(
            "select source, position from heard where follower = %s order by source", [namespace]
        )
        return dict(rows.fetchall())

    def live_positions(self, conn: Conn, model: ReadModel) -> dict[str, int]:
        """Return source → position of the live generation."""
        return self.positions(conn, live_namespace(conn, model))

    # ---- rebuilding ------------------------------------------------------------------------

    def rebuild(
        self, name: str, fetch: Callable[[str], Fetch], progress: Progress = lambda *_: None
    ) -> str:
        """Fill a new generation from the sources' logs and make it live; return its schema.

        The live generation is fed and read on meanwhile. A rebuild that is killed leaves its
        unfinished generation behind, which the next one removes. Raises Refused
        `rebuild-under-way` where another process is at it.
        """
        model = self.models[name]
        with self._turn(model):
            namespace = self._begin(model)
            self.feed(model, namespace, fetch, progress)
            while not self._switched(model, namespace):
                self.feed(model, namespace, fetch)
        log.info("rebuilt", read_model=name, namespace=namespace)
        return namespace

    def build(self, name: str, fetch: Callable[[str], Fetch]) -> str:
        """Fill a new generation and leave it beside the live one; return its schema.

        The newest two are kept, until the next rebuild removes them. Raises Refused `rebuild-under-way`.
        """
        model = self.models[name]
        with self._turn(model):
            namespace = self._begin(model, keep=1)
            self.feed(model, namespace, fetch)
        return namespace

    def feed(
        self,
        model: ReadModel,
        namespace: str,
        fetch: Callable[[str], Fetch],
        progress: Progress = lambda *_: None,
    ) -> None:
        """Let a generation hear what its sources have said so far."""
        target = Generation(model, self.service, namespace)
        for source in model.sources:
            follower = Follower(self.pool, target, source, fetch(source))
            while follower.read_on():
                progress(source, follower.position()[0])

    def check_building(self, model: ReadModel, namespace: str) -> None:
        """Raise Refused `rehearsal-unknown` unless a generation of this code stands beside the live one."""
        with self.pool.connection() as conn:
            row = conn.execute(
                "select code_digest from read_model"
                " where name = %s and namespace = %s and state = 'building'",
                [model.name, namespace],
            ).fetchone()
        if row is None or row[0] != model.code_digest:
            raise Refused(
                "rehearsal-unknown",
                "Diese Probe gibt es nicht mehr",
                f"Von „{model.name}“ liegt keine Probe „{namespace}“ bereit. Bitte noch einmal proben.",
                kind="unknown",
            )

    def _begin(self, model: ReadModel, keep: int = 0) -> str:
        with self.pool.connection() as conn, conn.transaction():
            self._lock(conn, model)
            self._drop(conn, model.name, "building", keep)
            return self._make(conn, model, "building")

    @contextmanager
    def _turn(self, model: ReadModel) -> Iterator[None]:
        """Let one process at a time rebuild a model; PostgreSQL ends the turn of a dead one."""
        key = f"rebuild {self.service}.{model.name}"
        with self.pool.connection() as conn:
            mine = conn.execute("select pg_try_advisory_lock(hashtext(%s))", [key]).fetchone()
            if mine != (True,):
                raise Refused(
                    "rebuild-under-way",
                    "Das Lesemodell wird schon neu aufgebaut",
                    f"„{model.name}“ wird gerade von einem anderen Prozess neu aufgebaut.",
                    kind="unavailable",
                )
            try:
                yield
            finally:
                conn.execute("select pg_advisory_unlock(hashtext(%s))", [key])

    def as_of(
        self,
        name: str,
        positions: Mapping[str, int],
        fetch: Callable[[str], Fetch],
        until: datetime | None = None,
    ) -> str:
        """Return the schema of a throw-away generation that stands at given positions.

        With `until` it has heard only what counts before that instant. It is cached by model, code
        and positions; the newest ones are kept. Raises LookupError for a position beyond the head, Refused
        `as-of-incomplete` where an event could not be applied.
        """
        model = self.models[name]
        key = repr((model.code_digest, sorted(positions.items()), until and instant(until)))
        namespace = f"{name}_at_{sha256(key.encode()).hexdigest()[:16]}"
        for source in model.sources:
            _check_reached(source, positions.get(source, -1), fetch(source))
        with self.pool.connection() as conn, conn.transaction():
            self._lock(conn, model)
            made = conn.execute("select 1 from pg_namespace where nspname = %s", [namespace])
            if made.fetchone() is None:
                self._drop(conn, name, "as-of", keep=AS_OF_KEPT - 1)
                self._make(conn, model, "as-of", namespace)
        target = Generation(model, self.service, namespace, until)
        for source in model.sources:
            Follower(self.pool, target, source, fetch(source)).read_upto(positions[source])
        self._check_whole(model, namespace)
        return namespace

    def _check_whole(self, model: ReadModel, namespace: str) -> None:
        """Drop what lacks an event rather than show it. Raises Refused `as-of-incomplete`."""
        with self.pool.connection() as conn, conn.transaction():
            if not any(parking.blocked(conn, namespace, it) for it in model.sources):
                return
            self._drop_one(conn, namespace)
        raise Refused(
            "as-of-incomplete",
            "Dieser Stand lässt sich nicht herstellen",
            "Nicht jedes Ereignis bis dahin ließ sich anwenden; ein Teil der Zahlen würde fehlen.",
            kind="conflict",
        )

    @contextmanager
    def replayed(
        self, name: str, positions: Mapping[str, int], fetch: Callable[[str], Fetch]
    ) -> Iterator[str]:
        """Yield the schema of a generation made for this one look, which stands at given positions."""
        model, namespace = self.models[name], f"{name}_check_{token_hex(4)}"
        with self.pool.connection() as conn, conn.transaction():
            self._lock(conn, model)
            self._make(conn, model, "as-of", namespace)
        try:
            target = Generation(model, self.service, namespace)
            for source in model.sources:
                Follower(self.pool, target, source, fetch(source)).read_upto(positions[source])
            yield namespace
        finally:
            with self.pool.connection() as conn, conn.transaction():
                self._drop_one(conn, namespace)

    def _switched(self, model: ReadModel, namespace: str) -> bool:
        with self.pool.connection() as conn, conn.transaction():
            return self.switch(conn, model, namespace)

    def switch(self, conn: Conn, model: ReadModel, namespace: str) -> bool:
        """Make a generation live in this transaction, unless the live one has heard more meanwhile."""
        conn.execute("select 1 from read_model where name = %s for update", [model.name])
        live = live_namespace(conn, model)
        mine, theirs = self.positions(conn, namespace), self.positions(conn, live)
        if any(mine.get(source, 0) < position for source, position in theirs.items()):
            return False
        self._drop(conn, model.name, "retired")
        # What could not be applied to the old generation is a matter of the new one now.
        conn.execute("delete from parked where follower = %s", [live])
        conn.execute(
            "update read_model set state = 'retired' where name = %s and state = 'live'",
            [model.name],
        )
        conn.execute(
            "update read_model set state = 'live' where name = %s and namespace = %s",
            [model.name, namespace],
        )
        return True

    def _lock(self, conn: Conn, model: ReadModel) -> None:
        conn.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"read_model {model.name}"])

    def _make(self, conn: Conn, model: ReadModel, state: str, namespace: str | None = None) -> str:
        row: Any = conn.execute(
            "select coalesce(max(generation), 0) + 1 from read_model where name = %s",
            [model.name],
        ).fetchone()
        namespace = namespace or f"{model.name}_g{row[0]}"
        self._make_tables(conn, model, namespace)
        conn.execute(
            "insert into read_model (name, generation, namespace, code_digest, state)"
            " values (%s, %s, %s, %s, %s)",
            [model.name, row[0], namespace, model.code_digest, state],
        )
        return namespace

    def _make_tables(self, conn: Conn, model: ReadModel, namespace: str) -> None:
        name = sql.Identifier(namespace)
        conn.execute(sql.SQL("create schema {}").format(name))
        conn.execute(sql.SQL("set local search_path = {}").format(name))
        conn.execute(model.tables.encode(), prepare=False)  # Several statements.
        conn.execute(sql.SQL("set local search_path = {}").format(sql.Identifier(self.service)))

    def _drop(self, conn: Conn, name: str, state: str, keep: int = 0) -> None:
        """Drop the generations of a state, but for the newest `keep`."""
        rows = conn.execute(
            "select namespace from read_model where name = %s and state = %s"
            " order by generation desc offset %s",
            [name, state, keep],
        )
        for (namespace,) in rows.fetchall():
            self._drop_one(conn, namespace)

    def _drop_one(self, conn: Conn, namespace: str) -> None:
        drop = sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(namespace))
        conn.execute(drop)
        conn.execute("delete from read_model where namespace = %s", [namespace])
        conn.execute("delete from heard where follower = %s", [namespace])
        conn.execute("delete from parked where follower = %s", [namespace])


def _check_reached(source: str, position: int, fetch: Fetch) -> None:
    """Raise LookupError unless a source has reached a position: nothing is made in vain."""
    try:
        reached = position == 0 or (position > 0 and bool(fetch(position - 1, None, 1)))
    except Refused as refused:
        if refused.code != "log-rewound":
            raise
        reached = False  # Not even the position before it is there.
    if not reached:
        raise LookupError(f"{source} has no position {position}")
