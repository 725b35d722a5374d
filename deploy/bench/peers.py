"""The others, by their ordinary packages and in their ordinary settings."""

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, sql

from deploy.bench import samples
from shared.settings import Settings

TABLE: Final = """
    create table if not exists bare (
        id bigint generated always as identity primary key,
        stream text not null,
        version integer not null,
        event_id uuid not null,
        type text not null,
        line text not null,
        digest bytea not null,
        unique (stream, version)
    )"""
INSERT: Final = """
    insert into bare (stream, version, event_id, type, line, digest)
    values (%s, %s, %s, %s, %s, %s)"""
COPY: Final = "copy bare (stream, version, event_id, type, line, digest) from stdin"
BARE: Final = "bare INSERT"
RECORDER: Final = "eventsourcing recorder"


# ---- plain psycopg ---------------------------------------------------------------------------


def bare_table(settings: Settings) -> None:
    """Make the plain table."""
    with psycopg.connect(settings.database_url) as conn:
        conn.execute(TABLE)


def bare_connection(settings: Settings) -> Connection[Any]:
    """Connect as a team would: one statement, one commit."""
    return psycopg.connect(settings.database_url, autocommit=True)


def inserting(conn: Connection[Any]) -> Callable[[], int]:
    """Return a step that inserts one row in one commit."""

    def step() -> int:
        (row,) = samples.rows(1)
        conn.execute(INSERT, row)
        return 1

    return step


def copying(conn: Connection[Any], events: int) -> Callable[[], int]:
    """Return a step that copies rows in one commit."""

    def step() -> int:
        with conn.cursor() as cursor, cursor.copy(COPY) as copy:
            for row in samples.rows(events):
                copy.write_row(row)
        return events

    return step


# ---- eventsourcing ---------------------------------------------------------------------------


def _place(settings: Settings) -> dict[str, Any]:
    url = urlsplit(settings.database_url)
    return {
        "dbname": url.path[1:],
        "host": parse_qs(url.query)["host"][0],
        "port": "5432",
        "user": url.username or "",
        "password": "none",
    }


def recorder(
    settings: Settings, connections: int, *, functions: bool = False
) -> PostgresApplicationRecorder:
    """Return the recorder of an application, with its table.

    functions  insert with a function in the database: its ordinary pipeline stands still for
               ever once a thousand events are given to it at once
    """
    datastore = PostgresDatastore(
        **_place(settings), pool_size=connections, enable_db_functions=functions
    )
    made = PostgresApplicationRecorder(datastore, events_table_name="recorded")
    made.create_table()
    return made


def recording(to: PostgresApplicationRecorder, events: int) -> Callable[[], int]:
    """Return a step that records events of one new aggregate in one commit."""

    def step() -> int:
        key = uuid4()
        to.insert_events(
            [
                StoredEvent(
                    key,
                    told["version"],
                    "bench:Noted",
                    json.dumps(told, ensure_ascii=False).encode(),
                )
                for told in samples.envelopes(str(key), [samples.note(str(key))] * events)
            ]
        )
        return events

    return step


class Dossier(Aggregate):
    """The dossier as an aggregate of `eventsourcing`; `frame` tells of an event what ours tell."""

    @event("Opened")
    def __init__(self, frame: dict[str, Any]) -> None:  # noqa: ARG002 - the event's
        self.notes = 0
        self.total_ct = 0

    @event("Noted")
    def note(self, amount_ct: int, text: str, year: int, frame: dict[str, Any]) -> None:  # noqa: ARG002
        """Count and add up."""
        self.notes += 1
        self.total_ct += amount_ct


def frame() -> dict[str, Any]:
    """Return who, why and because of what; time, id and version each event has by itself."""
    return {
        "actor": {"sub": samples.PERSON, "role": "bjl", "on_behalf_of": None},
        "reason": None,
        "correlation_id": str(uuid4()),
        "causation_id": str(uuid4()),
        "district": "kalk",
    }


def application(settings: Settings, connections: int) -> Application[UUID]:
    """Return an application over PostgreSQL."""
    place = {f"POSTGRES_{name.upper()}": value for name, value in _place(settings).items()}
    return Application(
        {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_POOL_SIZE": str(connections),
            **place,
        }
    )


def saving(app: Application[UUID]) -> Callable[[], int]:
    """Return a step: load an aggregate, note in it, save it."""
    dossier_id, notes = uuid4(), samples.NOTES_MAX

    def step() -> int:
        nonlocal dossier_id, notes
        if notes == samples.NOTES_MAX:
            dossier = Dossier(frame())
            dossier_id, notes = dossier.id, 0
        else:
            dossier = app.repository.get(dossier_id)
            dossier.note(123_456, samples.TEXT, 2026, frame())
            notes += 1
        app.save(dossier)
        return 1

    return step


def fill(app: Application[UUID], events: int) -> None:
    """Save dossiers until there are so many events."""
    for _ in range(0, events, samples.NOTES_MAX + 1):
        dossier = Dossier(frame())
        for _ in range(samples.NOTES_MAX):
            dossier.note(123_456, samples.TEXT, 2026, frame())
        app.save(dossier)


def replay(app: Application[UUID], page: int) -> int:
    """Read all events in order and map them to events of the domain; return how many."""
    start, count, total_ct = 1, 0, 0
    while found := app.recorder.select_notifications(start, page):
        for notification in found:
            told: Any = app.mapper.to_domain_event(notification)
            total_ct += getattr(told, "amount_ct", 0)
        count += len(found)
        start = found[-1].id + 1
    return count


def server_cursor(settings: Settings, page: int) -> int:
    """Read our own lines with a server cursor and `json.loads`, and add up; return how many."""
    count = total_ct = 0
    with psycopg.connect(settings.database_url) as conn, conn.cursor("lines") as cursor:
        cursor.itersize = page
        query = sql.SQL("select line from {}.event order by id").format(sql.Identifier("bench"))
        for (line,) in cursor.execute(query):
            total_ct += json.loads(line)["data"].get("amount_ct", 0)
            count += 1
    return count
