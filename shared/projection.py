"""What a read model is, and one generation of it as a target of followed events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from psycopg import sql
from psycopg.types.json import Jsonb

from shared.canonical import canonical, instant
from shared.database import Conn
from shared.hearing import Heard, OutdatedCodeError

LOOKS_MAX: Final = 5  # Each look can be overtaken by one more rebuild.


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A table, a dictionary of statements, and the versions of the events that they read.

    tables   DDL without schema names
    on       event type → SQL statements with named parameters: `stream`, `version`, `event_id`,
             `occurred_at`, `log_position` (that of the event in its source's log), and each field of the event's data (maps and lists as jsonb)
    sources  the services followed
    """

    name: str
    tables: str
    on: Mapping[str, str | Sequence[str]]
    versions: Mapping[str, int]
    sources: Sequence[str]

    @property
    def code_digest(self) -> str:
        """Return what changes when the model's code does: the old generation is then rebuilt."""
        text = repr((self.tables, sorted(self.on.items()), sorted(self.versions.items())))
        return sha256(text.encode()).hexdigest()

    def statements(self, type_: str) -> Sequence[str]:
        """Return the statements of an event type."""
        made = self.on[type_]
        return [made] if isinstance(made, str) else made


class Generation:
    """A target of followers: one generation of a read model, by default the live one.

    until  with it, what counts for that instant or later is passed over
    """

    def __init__(
        self,
        model: ReadModel,
        service: str,
        namespace: str | None = None,
        until: datetime | None = None,
    ) -> None:
        self.until = None if until is None else instant(until)
        self.model = model
        self.name = model.name
        self.versions = model.versions
        self.service = service
        self.namespace = namespace

    alone = False

    def standing(self, conn: Conn) -> str:
        """Return the name of the generation."""
        return self.namespace or live_namespace(conn, self.model)

    def begin(self, conn: Conn) -> str:
        """Turn the transaction to the generation's tables; return its name."""
        namespace = self.namespace or hold_live(conn, self.model)
        enter(conn, namespace, self.service)
        if self.namespace is not None:  # Nobody reads it yet; rows and position are lost together.
            conn.execute("set local synchronous_commit = off")
        return namespace

    def apply(self, conn: Conn, source: str, events: Sequence[Heard]) -> None:  # noqa: ARG002
        """Run the model's statements event by event, without waiting for each answer.

        The same statement for one event after another goes as one batch: what is prepared once for it
        in this process costs more than PostgreSQL's part.
        """
        with conn.cursor() as cursor, conn.pipeline():
            for statement, batch in groupby(self._asked(events), key=itemgetter(0)):
                cursor.executemany(statement, [given for _, given in batch])

    def _asked(self, events: Sequence[Heard]) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Yield each statement with its parameters, in the order of the log."""
        for event in events:
            if self.until is not None and event.event["occurred_at"] >= self.until:
                continue
            given = parameters(event)
            for statement in self.model.statements(event.type):
                yield statement.encode(), given


def parameters(heard: Heard) -> dict[str, Any]:
    """Return the named parameters of an event's statements."""
    event = heard.event
    data = {
        name: Jsonb(value, canonical) if isinstance(value, dict | list) else value
        for name, value in event["data"].items()
    }
    told = {name: event[name] for name in ("stream", "version", "event_id", "occurred_at")}
    return {**data, **told, "district": event["district"], "log_position": heard.position}


def enter(conn: Conn, namespace: str, service: str) -> None:
    """Let unqualified names mean a generation's tables, then the service's, in this transaction."""
    conn.execute(
        sql.SQL("set local search_path = {}, {}").format(
            sql.Identifier(namespace), sql.Identifier(service)
        )
    )


_LIVE: Final = "select namespace, code_digest from read_model where name = %s and state = 'live'"


def live_namespace(conn: Conn, model: ReadModel) -> str:
    """Return the schema of the generation that is live in the transaction's snapshot."""
    row = conn.execute(_LIVE, [model.name]).fetchone()
    if row is None:
        raise LookupError(f"{model.name} has no live generation")
    return str(row[0])


def hold_live(conn: Conn, model: ReadModel) -> str:
    """Return the schema of the live generation, and hold it live until the transaction ends.

    Who had to wait for a switch gets no row, since the one it waited for is live no more; then
    the next look finds the new one. Raises OutdatedCodeError where other code made it.
    """
    for _ in range(LOOKS_MAX):
        row = conn.execute(f"{_LIVE} for share", [model.name]).fetchone()
        if row is not None and row[1] != model.code_digest:
            raise OutdatedCodeError(f"{model.name} is fed by other code now")
        if row is not None:
            return str(row[0])
    raise LookupError(f"{model.name} has no live generation")
