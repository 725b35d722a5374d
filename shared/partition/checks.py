"""What stands against detaching a part, and whether one that comes back is what it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from psycopg import sql

from shared.bookyear.closing import BOOK_YEARS, CLOSING
from shared.database import Conn
from shared.log import Log
from shared.partition.parts import Part
from shared.refusal import Fault, Refused

NAMED_MAX: Final = 20
"""Of streams and of years: the rest is counted."""

_UNSEALED: Final = """
    select count(*) from {part} e left join sealed s on s.id = e.id where s.id is null"""
_OPEN: Final = """
    select extract(year from s.recorded_at at time zone %(zone)s)::integer as year,
        count(*), min(s.position), max(s.position)
    from {part} e join sealed s on s.id = e.id
    where s.position > %(closed)s group by year order by year"""
_PUBLISHED: Final = "select position from cursor where name = 'published'"
# A stream that goes on in a part detached before was over then.
_RUNNING: Final = """
    select one.stream, newest.type from (select distinct stream from {part}) one
    join stream s on s.stream = one.stream
    cross join lateral (
        select e.type, e.version from event e where e.stream = one.stream
        order by e.version desc limit 1) newest
    where newest.version = s.version and newest.type <> all(%(ends)s)
    order by one.stream"""
_CHANGED: Final = """
    select position, id, stream, fault from (
        select s.position, e.id, e.stream, case
            when e.id is null then 'missing'
            when s.id is null then 'added'
            when e.digest <> sha256(convert_to(e.line, 'UTF8')) then 'changed'
            when s.leaf <> sha256('\\x00'::bytea || int8send(s.position)
                || int8send((extract(epoch from s.recorded_at) * 1000000)::bigint) || e.digest)
                then 'changed'
            when s.event_id <> e.event_id then 'changed'
            when (e.line::jsonb ->> 'stream', e.line::jsonb ->> 'version',
                e.line::jsonb ->> 'event_id', e.line::jsonb ->> 'type')
                is distinct from (e.stream, e.version::text, e.event_id::text, e.type)
                then 'changed'
            end as fault
        from {part} e full join (
            select * from sealed where id >= %(first)s and id <= %(last)s) s on s.id = e.id
    ) held where fault is not null order by position nulls last, id limit 1"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part shall be detached, and what the check has to know of its log."""

    part: Part
    ends: frozenset[str]
    zone: ZoneInfo
    followed: bool


def refuse_unless_over(conn: Conn, log: Log, asked: Asked) -> None:
    """Raise Refused `partition-in-use`, which names what is not over: years, positions, streams."""
    faults = [*_positions(conn, log, asked), *_streams(conn, asked)]
    if faults:
        raise Refused(
            "partition-in-use",
            "Der Teil wird noch gebraucht",
            f"{asked.part.name} kann erst abgehängt werden, wenn alle seine Positionen zu"
            " abgeschlossenen Buchungsjahren gehören und jeder Strom darin beendet ist.",
            kind="conflict",
            errors=faults,
        )


def _positions(conn: Conn, log: Log, asked: Asked) -> Iterator[Fault]:
    part = asked.part
    newest = CLOSING.fold(log.read(conn, BOOK_YEARS)[BOOK_YEARS].events).newest
    closed = newest.last_position if newest else 0
    ((unsealed,),) = conn.execute(_in(_UNSEALED, part)).fetchall()
    if unsealed:
        text = f"{unsealed} Ereignisse haben noch keine Position."
        yield Fault("/positions", "unsealed", text)
    given = {"zone": str(asked.zone), "closed": closed}
    for year, count, first, last in conn.execute(_in(_OPEN, part), given).fetchall():
        text = f"{year} ist nicht abgeschlossen: {count} Ereignisse, Position {first} bis {last}."
        yield Fault(f"/years/{year}", "book-year-open", text)
    ((published,),) = conn.execute(_PUBLISHED).fetchall()
    if asked.followed and published < part.last_position:
        text = f"Veröffentlicht ist erst bis Position {published}, der Teil reicht bis {part.last_position}."
        yield Fault("/positions", "unpublished", text)


def _streams(conn: Conn, asked: Asked) -> Iterator[Fault]:
    given = {"ends": list(asked.ends)}
    running = conn.execute(_in(_RUNNING, asked.part), given).fetchall()
    for stream, type_ in running[:NAMED_MAX]:
        text = f"{stream} ist nicht beendet; zuletzt: {type_}."
        yield Fault(f"/streams/{stream}", "stream-not-ended", text)
    if (more := len(running) - NAMED_MAX) > 0:
        text = f"Und {more} weitere Ströme sind nicht beendet, zusammen {len(running)}."
        yield Fault("/streams", "stream-not-ended", text)


def refuse_unless_there(conn: Conn, part: Part) -> None:
    """Raise Refused `partition-absent` where the table itself is gone."""
    ((there,),) = conn.execute("select to_regclass(quote_ident(%s)) is not null", [part.name])
    if not there:
        raise Refused(
            "partition-absent",
            "Die Tabelle ist nicht in der Datenbank",
            f"{part.name} wurde ausgelagert. Zuerst aus der Ablage in dasselbe Schema zurückholen.",
            kind="conflict",
        )


def refuse_unless_unchanged(conn: Conn, part: Part) -> None:
    """Raise Refused `partition-changed`, which names the first line that is not what it was."""
    given = {"first": part.first_id, "last": part.last_id}
    row: Any = conn.execute(_in(_CHANGED, part), given).fetchone()
    if row is not None:
        position, id_, stream, fault = row
        raise Refused(
            "partition-changed",
            "Der Teil ist nicht mehr, was er war",
            {
                "missing": f"Zu Position {position} fehlt das Ereignis.",
                "changed": f"Position {position} wurde verändert.",
                "added": f"Die Zeile {id_} ({stream}) hatte nie eine Position.",
            }[fault],
            kind="conflict",
            facts={"position": position},
        )


def _in(query: str, part: Part) -> sql.Composed:
    return sql.SQL(query).format(part=sql.Identifier(part.name))
