"""Services with nothing in them but the kernel: two kinds of events and what is needed to test."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4, uuid5

import psycopg

from shared import database, migrations
from shared.call import Actor, Call, Context
from shared.canonical import Json
from shared.follower import Follower
from shared.hearing import Effects, Fetch
from shared.log import Log
from shared.projection import ReadModel
from shared.schema import Catalogue
from shared.sequencer import seal_all
from shared.settings import Settings
from shared.writer import Turn, Writer

NOW = datetime(2025, 9, 15, 10, 30, tzinfo=UTC)
NO_SQL = Path("none")


@dataclass(frozen=True, slots=True)
class Opened:
    """Eröffnet."""

    title: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Gezählt."""

    number: int


@dataclass(frozen=True, slots=True)
class Echoed:
    """Gehört: what a toy that follows another appends."""

    stream: str
    number: int


CATALOGUE = Catalogue(Opened, Counted, Echoed)


class Later:
    """The same events after a change of code: `counted` has grown, in two steps."""

    @dataclass(frozen=True, slots=True)
    class Opened:
        title: str

    @dataclass(frozen=True, slots=True)
    class Counted:
        VERSION: ClassVar[int] = 3
        number: int
        unit: str
        doubled: bool

    @staticmethod
    def catalogue() -> Catalogue:
        made = Catalogue(Later.Opened, Later.Counted, Echoed)
        made.upcast("counted", 1)(lambda data: {**data, "unit": "piece"})
        made.upcast("counted", 2)(lambda data: {**data, "doubled": False})
        return made


TALLY = ReadModel(
    name="tally",
    tables="create table tally (stream text primary key, events integer not null,"
    " total bigint not null);",
    on={
        "opened": "insert into tally values (%(stream)s, 1, 0)",
        "counted": "insert into tally values (%(stream)s, 1, %(number)s) on conflict (stream)"
        " do update set events = tally.events + 1, total = tally.total + excluded.total",
    },
    versions={"opened": 1, "counted": 1},
    sources=("source",),
)


def settings(url: str, data: Path, *names: str, **given: str) -> Settings:
    """Return settings whose passwords are known, so that all runs on one server agree."""
    passwords = {f"{name.upper()}_DATABASE_PASSWORD": "test" for name in names}
    known = {"DATABASE_URL": url, "DATA_DIR": str(data), "DISTRICT": "test"}
    return Settings.load(known | passwords | given)


def call(body: Json | None = None, **given: Any) -> Call:
    """Return the frame of a command with a fresh id; anything can be given otherwise."""
    context = Context(
        Actor(given.pop("sub", "anna"), given.pop("role", "head"), given.pop("on_behalf_of", None)),
        given.pop("correlation_id", str(uuid4())),
        given.pop("causation_id", None),
    )
    known: dict[str, Any] = {
        "service": "source",
        "method": "count",
        "body": body or {},
        "context": context,
        "deadline": time.time() + 60,
        "now": NOW,
        "today": NOW.date(),
        "command_id": str(uuid4()),
    }
    return Call(**{**known, **given})


class Toy:
    """One service: its pool, its log, its writer."""

    def __init__(self, known: Settings, name: str, catalogue: Catalogue = CATALOGUE) -> None:
        self.settings = known
        self.name = name
        self.pool = database.pool(known, name)
        self.log = Log(catalogue)
        self.writer = Writer(self.pool, self.log, known.district, lambda: None)

    def connect(self) -> database.Conn:
        """Open a connection of the service's role."""
        return database.connect(self.settings, self.name)

    def owner(self) -> psycopg.Connection[Any]:
        """Open a connection of the owner, who is a superuser, in the service's schema."""
        return psycopg.connect(
            self.settings.database_url, autocommit=True, options=f"-c search_path={self.name}"
        )

    def rows(self, query: str, *given: Any) -> list[Any]:
        """Ask as the service's role."""
        with self.pool.connection() as conn:
            return conn.execute(query.encode(), given).fetchall()

    def value(self, query: str, *given: Any) -> Any:
        """Ask for one value."""
        ((value,),) = self.rows(query, *given)
        return value

    def add(self, stream: str, *events: object, **given: Any) -> Json:
        """Append events to a stream, whatever version it has, by a command."""
        lock = given.pop("lock", False)

        def decide(turn: Turn) -> None:
            turn.add(stream, events)

        return self.writer.execute(call(**given), [stream], decide, lock=lock)

    def seal(self) -> int:
        """Give positions to all that is appended."""
        with self.connect() as conn:
            return seal_all(conn)

    def head(self) -> int:
        with self.pool.connection() as conn:
            return self.log.head(conn)[0]

    def fetch(self, after: int, leaf: str | None, limit: int) -> list[Json]:
        """Read the log on, as another service would."""
        with self.pool.connection() as conn:
            self.log.check_reader(conn, after, leaf)
            return self.log.page(conn, after, limit)


@contextmanager
def toys(url: str, data: Path, *names: str) -> Iterator[list[Toy]]:
    """Make an instance of toy services in an empty database."""
    known = settings(url, data, *names)
    migrations.migrate(known, dict.fromkeys(names, NO_SQL))
    made = [Toy(known, name) for name in names]
    try:
        yield made
    finally:
        for each in made:
            each.pool.close()


def echo(source: Toy, sink: Toy, fetch: Fetch | None = None, version: int = 1) -> Follower:
    """Return a follower that answers each `counted` of the source by an `echoed` of its own."""

    def on_counted(conn: Any, _source: str, heard: Any) -> None:
        stream = f"echo-{heard.stream}"

        def decide(turn: Turn) -> None:
            turn.add(stream, [Echoed(heard.stream, heard.event["data"]["number"])])

        sink.writer.effect(
            conn,
            call(sub="service:sink", causation_id=heard.event["event_id"]),
            uuid5(UUID(heard.event["event_id"]), "echo"),
            [stream],
            decide,
        )

    handlers: Mapping[str, tuple[int, Callable[..., None]]] = {"counted": (version, on_counted)}
    return Follower(sink.pool, Effects(sink.name, handlers), source.name, fetch or source.fetch)
