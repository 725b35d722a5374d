"""The log of one service: read streams, append to them, read what is sealed. All SQL of facts.

An append takes no lock but the rows of its own streams and gives no position: the sequencer does
that right after the commit (shared/sequencer.py). So a read for a decision sees committed events
whether sealed or not, and a read of the log sees only sealed ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from psycopg import errors

from shared.canonical import Json, canonical, instant, parse
from shared.database import Conn, Row
from shared.documents import Document
from shared.envelope import Line, Origin, event_id, line
from shared.partition import away
from shared.refusal import Refused, command_id_reused
from shared.schema import Catalogue, UnknownEventError

PAGE_MAX: Final = 1000  # Events of one page of the log: about 600 kB.


class ConflictError(Exception):
    """Somebody else was faster: read again, decide again."""


class RepeatedError(Exception):
    """The same command was faster: its answer is stored now."""


@dataclass(frozen=True, slots=True)
class History:
    """What has happened in one stream: the newest version (0 if none), and its events."""

    stream: str
    version: int
    events: list[Any]


@dataclass(frozen=True, slots=True)
class Command:
    """The identity of a command: a repeat with the same digest gets the same answer."""

    command_id: str
    digest: bytes

    @classmethod
    def of(cls, command_id: str, method: str, body: Json, actor: Json) -> "Command":
        """Digest covers method, body and actor, so the same id cannot be used for another."""
        request = {"method": method, "body": body, "actor": actor}
        return cls(command_id, sha256(canonical(request)).digest())


@dataclass(slots=True)
class Draft:
    """What a command wants to add: events per stream, with the versions it decided upon.

    counts_on  the day for which they count, if it is not that of the command
    """

    events: dict[str, list[object]] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    reason: str | None = None
    counts_on: date | None = None

    def add(self, history: History, events: Iterable[object]) -> None:
        """Let events follow a history."""
        new = list(events)
        if new:
            self.expected.setdefault(history.stream, history.version)
            self.events.setdefault(history.stream, []).extend(new)


# Few streams are asked for by name: a list is planned anew each time, at thrice the cost of reading.
# Lines are asked for as bytes: as text they would be decoded only to be encoded for the parser.
_LOAD: Final = """
    select '' as stream, 0 as version, convert_to(answer, 'UTF8') as line, digest
    from command where command_id = %s
    union all
    select stream, version, convert_to(line, 'UTF8'), null from event where stream {0}
    union all
    select stream, version + 1, null, null from stream
    where (select exists (select from partition where detached_at is not null)) and stream {0}
    order by stream, version"""
_READ: Final = """
    select stream, version, convert_to(line, 'UTF8') from event where stream {0}
    union all
    select stream, version + 1, null from stream
    where (select exists (select from partition where detached_at is not null)) and stream {0}
    order by stream, version"""
_NAMED: Final = [f"in ({', '.join(['%s'] * count)})" for count in range(17)]
_APPEND: Final = "select append(%s, %s, %s, %s, %s, %s, %s, %s)"

_SEALED: Final = """
    from sealed s left join event e on e.id = s.id
    where s.position > %s order by s.position limit %s"""
_PAGE: Final = (
    "select s.position, s.recorded_at, s.leaf, convert_to(e.line, 'UTF8'), e.digest" + _SEALED
)
_LINES: Final = "select s.position, convert_to(e.line, 'UTF8')" + _SEALED


class Log:
    """One service's log. Every method takes the connection, so that callers own transactions."""

    def __init__(self, catalogue: Catalogue) -> None:
        catalogue.check()
        self.catalogue = catalogue

    # ---- reading for a decision ------------------------------------------------------------

    def load(
        self, conn: Conn, streams: Sequence[str], command: Command | None
    ) -> tuple[bytes | None, dict[str, History]]:
        """Return the stored answer of the same command, else None and the histories asked for.

        Raises Refused `command-id-reused` where the id was used for something else, and
        `partition-detached` where not all of a stream is there.
        """
        command_id = command.command_id if command else None
        query, asked = _asking(_LOAD, streams)
        rows = conn.execute(query, [command_id, *asked], binary=True).fetchall()
        if rows and rows[0][0] == "":
            _, _, answer, used_for = rows[0]
            if command is None or used_for != command.digest:
                raise command_id_reused()
            return answer, {}
        return None, self._told(conn, streams, rows)

    def read(self, conn: Conn, *streams: str) -> dict[str, History]:
        """Return histories, sealed or not. Raises Refused `partition-detached`."""
        rows = conn.execute(*_asking(_READ, streams), binary=True).fetchall()
        return self._told(conn, streams, rows)

    def lock(self, conn: Conn, streams: Sequence[str]) -> None:
        """Lock stream rows in ascending order until the transaction ends."""
        conn.execute(
            "select 1 from stream where stream = any(%s) order by stream for update",
            [list(streams)],
        )

    def streams(self, conn: Conn, kind: str) -> list[str]:
        """Return the names of all streams of a kind, in order."""
        rows = conn.execute(
            "select stream from stream where starts_with(stream, %s) order by stream", [f"{kind}-"]
        )
        return [name for (name,) in rows]

    def _told(self, conn: Conn, streams: Sequence[str], rows: list[Row]) -> dict[str, History]:
        found = away.by_stream(conn, streams, rows, self.decode)
        return {name: History(name, len(events), events) for name, events in found.items()}

    def decode(self, line_: bytes) -> Any:
        """Return the event that a line tells of. Raises UnknownEventError."""
        told = parse(line_)
        return self.catalogue.load(told["type"], told["schema_version"], told["data"])

    # ---- adding ----------------------------------------------------------------------------

    def lines(self, draft: Draft, origin: Origin, seed: UUID) -> list[Line]:
        """Write the events of a draft as lines. Their ids derive from the command's id."""
        made: list[Line] = []
        for stream, events in sorted(draft.events.items()):
            for version, event in enumerate(events, draft.expected[stream] + 1):
                name = self.catalogue.name(event)
                this = event_id(seed, len(made))
                data = self.catalogue.dump(event)
                newest = self.catalogue.version_of(name)
                made.append(line(origin, stream, version, this, name, newest, data))
        return made

    def append(
        self, conn: Conn, draft: Draft, lines: Sequence[Line], command: Command | None, answer: str
    ) -> None:
        """Add a draft's lines in one statement.

        Raises ConflictError where another version was expected, RepeatedError where the same
        command has been carried out since it was loaded.
        """
        streams = sorted(draft.events)
        versions = [f"{draft.expected[name]} {len(draft.events[name])}" for name in streams]
        given = (
            *((command.command_id, command.digest) if command else (None, None)),
            answer,
            "\n".join(streams) or None,
            "\n".join(versions),
            "\n".join([each.event_id for each in lines]),
            "\n".join([each.type for each in lines]),
            "\n".join([each.text for each in lines]),
        )
        try:
            conn.execute(_APPEND, given)
        except errors.DatabaseError as raised:
            raise _translated(raised) from None

    # ---- reading what is sealed ------------------------------------------------------------

    def head(self, conn: Conn) -> tuple[int, str | None]:
        """Return the newest position and its leaf in hex; (0, None) for an empty log."""
        row = conn.execute(
            "select position, leaf from sealed order by position desc limit 1"
        ).fetchone()
        return (row[0], row[1].hex()) if row else (0, None)

    def check_reader(self, conn: Conn, after: int, leaf: str | None) -> None:
        """Raise Refused `log-rewound` unless this log is the one the reader has read so far."""
        if after == 0:
            return
        row = conn.execute("select leaf from sealed where position = %s", [after]).fetchone()
        if row is None or (leaf is not None and row[0].hex() != leaf):
            raise Refused(
                "log-rewound",
                "Das Protokoll der Quelle ist nicht mehr dasselbe",
                f"Der Leser hat bis Position {after} gelesen; dort steht jetzt etwas anderes"
                " oder nichts. Die Quelle wurde vermutlich aus einer Sicherung wiederhergestellt.",
                kind="conflict",
            )

    def page(self, conn: Conn, after: int, limit: int = PAGE_MAX) -> list[Json]:
        """Return sealed events after a position, upcast to their newest form.

        Each is {position, recorded_at, leaf, event}; the event is the envelope.
        """
        rows = _pages(conn, after, limit)
        return [{**_place(row), "event": self.newest(row[3])} for row in rows]

    def raw_page(self, conn: Conn, after: int, limit: int = PAGE_MAX) -> list[Json]:
        """Return sealed lines as they are stored: {position, recorded_at, leaf, digest, line}."""
        rows = _pages(conn, after, limit)
        return [{**_place(row), "digest": row[4].hex(), "line": row[3].decode()} for row in rows]

    def newest(self, line_: bytes) -> Json:
        """Return the envelope with its data raised to the newest version."""
        told: Json = parse(line_)
        name, version = told["type"], told["schema_version"]
        if not self.catalogue.knows(name, version):
            raise UnknownEventError(f"{name} version {version} is not known to this code")
        newest = self.catalogue.version_of(name)
        if version != newest:
            told["data"] = self.catalogue.raise_to_newest(name, version, told["data"])
            told["schema_version"] = newest
        return told

    def replay(self, conn: Conn, upto: int | None = None) -> Iterator[tuple[int, Any]]:
        """Yield (position, event) of the whole log in order, in pages, up to a position."""
        after = 0
        while rows := conn.execute(_LINES, [after, PAGE_MAX], binary=True).fetchall():
            for position, told in away.present(conn, rows, 1):
                if upto is not None and position > upto:
                    return
                yield position, self.decode(told)
            after = rows[-1][0]

    def position_of(self, conn: Conn, event_id: str) -> int | None:
        """Return the position of an event, or None while it has none."""
        row = conn.execute("select position from sealed where event_id = %s", [event_id]).fetchone()
        return int(row[0]) if row else None


def _asking(query: str, streams: Sequence[str]) -> tuple[bytes, list[Any]]:
    """Return a query about streams and what is given to it; each stands in it twice (see `away`)."""
    if 0 < len(streams) < len(_NAMED):
        return query.format(_NAMED[len(streams)]).encode(), [*streams, *streams]
    return query.format("= any(%s)").encode(), [list(streams)] * 2


def _pages(conn: Conn, after: int, limit: int) -> list[Row]:
    rows = conn.execute(_PAGE, [after, min(limit, PAGE_MAX)], binary=True).fetchall()
    return away.present(conn, rows, 3)


def _place(row: Row) -> Json:
    return {"position": row[0], "recorded_at": instant(row[1]), "leaf": row[2].hex()}


def _translated(raised: errors.DatabaseError) -> Exception:
    """Return what the loser of a race is told; whatever else went wrong stays what it is."""
    match raised.sqlstate, raised.diag.table_name:
        case ("SR001", _) | ("23505", "stream") | ("23514", "event"):  # The last: no part for it.
            return ConflictError(str(raised.diag.message_primary))
        case "23505", "command":
            return RepeatedError(str(raised.diag.message_primary))
    return raised


def answer_of(draft: Draft, lines: Sequence[Line], extra: Mapping[str, Any]) -> str:
    """Return the answer of a command: what became of its first stream, and what `extra` tells.

    No position is promised: it is given after the commit.
    """
    stream = next(iter(draft.events), None)
    version = draft.expected[stream] + len(draft.events[stream]) if stream else None
    ids = [each.event_id for each in lines]
    return canonical({"stream": stream, "version": version, "event_ids": ids, **extra}).decode()
