"""Looking into a service's log from outside: straight from the database, reading only."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import psycopg

from services.registry import service_class
from shared import database
from shared.canonical import Json, instant, parse
from shared.log import Log
from shared.partition import away
from shared.schema import UnknownEventError
from shared.settings import Settings
from shared.verify import Verification

FAULTS_MAX: Final = 20  # Then the log is broken enough to call for help.

_STREAM: Final = """
    select s.position, s.recorded_at, e.line from event e left join sealed s on s.id = e.id
    where e.stream = %s order by e.version limit %s"""
_ALL: Final = """
    select s.position, s.recorded_at, e.line from sealed s left join event e on e.id = s.id
    where s.position > %s order by s.position limit %s"""
STORED: Final = """
    select s.position, s.recorded_at, s.leaf, convert_to(e.line, 'UTF8'), e.digest
    from sealed s left join event e on e.id = s.id where s.position <= %s order by s.position"""
EVERYTHING: Final = 2**62


def settings_of(environment: Mapping[str, str]) -> Settings:
    """Return the settings for reading: DATABASE_URL, else the database of the instance in DATA_DIR."""
    env = dict(environment)
    if not env.get("DATABASE_URL") and not env.get("DATABASE_URL_FILE"):
        socket = Path(env.get("DATA_DIR", "data")).absolute() / "postgres" / "socket"
        env["DATABASE_URL"] = f"postgresql://postgres@/sozialraum?host={socket}"
    return Settings.load(env)


def connect(service: str) -> psycopg.Connection[Any]:
    """Open a connection that reads one snapshot and changes nothing."""
    conn = database.connect(settings_of(os.environ), service, autocommit=False)
    conn.execute("set transaction isolation level repeatable read, read only")
    return conn


def lines(
    service: str, stream: str | None, after: int, limit: int, *, as_json: bool
) -> Iterator[str]:
    """Yield the log of a service, or of one stream: the stored lines, or readable ones."""
    with connect(service) as conn:
        if stream:
            away.check(conn, stream)
        query, given = (_STREAM, [stream, limit]) if stream else (_ALL, [after, limit])
        for position, recorded_at, line in away.whole(conn, conn.execute(query, given), 2):
            yield line if as_json else _readable(position, recorded_at, parse(line))


def _readable(position: int | None, recorded_at: Any, told: Json) -> str:
    place = "–" if position is None else str(position)
    when = instant(recorded_at)[:19].replace("T", " ") if recorded_at else "noch ohne Position"
    return (
        f"{place:>7}  {when}  {told['stream']}@{told['version']}  {told['type']}"
        f"  ({told['actor']['role']})"
    )


def replay(service: str, upto: int | None) -> Json:
    """Fold the whole log and check every line of it; return {events, streams, types, faults}."""
    log = Log(service_class(service).catalogue)
    state, types = Verification(), Counter[str]()
    faults: list[str] = []
    with connect(service) as conn, conn.cursor("replay", binary=True) as cursor:
        cursor.itersize = 2000
        rows = cursor.execute(STORED, [upto if upto is not None else EVERYTHING])
        for stored in away.whole(conn, rows, 3):
            faults += [fault.text for fault in state.faults(stored)]
            try:
                types[log.catalogue.name(log.decode(stored[3]))] += 1
            except UnknownEventError as unknown:
                faults.append(f"Position {stored[0]}: {unknown}")
            if len(faults) >= FAULTS_MAX:
                break
    return {
        "service": service,
        "position": state.position,
        "streams": len(state.versions),
        "types": dict(sorted(types.items())),
        "faults": faults,
    }


def told(found: Json) -> Iterator[str]:
    """Yield what a replay found, for people."""
    yield f"{found['service']}: {found['position']} Ereignisse in {found['streams']} Strömen"
    for name, count in found["types"].items():
        yield f"  {count:>8}  {name}"
    yield from (f"FEHLER  {fault}" for fault in found["faults"])
    if not found["position"]:
        yield "Bis dahin ist nichts erfasst."
    elif not found["faults"]:
        yield "Alle Positionen, Fassungen, Inhalte und Blätter stimmen."
