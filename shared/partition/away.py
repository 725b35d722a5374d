"""What lies in a detached part is never passed over: whoever reads there is refused, and told how to go on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from shared.database import Conn, Row
from shared.refusal import Refused

_HOLDING: Final = """
    select p.name, c.relnamespace::regnamespace::text
    from sealed s join partition p on s.id between p.first_id and p.last_id,
        pg_class c
    where s.position = %s and p.detached_at is not null and c.oid = 'partition'::regclass"""
_DETACHED: Final = """
    select p.name, c.relnamespace::regnamespace::text from partition p, pg_class c
    where p.detached_at is not null and c.oid = 'partition'::regclass order by p.number"""
_SHORT: Final = """
    select s.stream from stream s where s.stream = any(%s)
        and (select exists (select from partition where detached_at is not null))
        and s.version > (select count(*) from event e where e.stream = s.stream)
    order by s.stream limit 1"""


def present(conn: Conn, rows: Sequence[Row], line: int) -> list[Row]:
    """Return rows of the log, each with its position first. Raises Refused for one without a line.

    line  the column in which it stands
    """
    return list(whole(conn, rows, line))


def whole(conn: Conn, rows: Iterable[Row], line: int) -> Iterator[Row]:
    """Yield rows of the log as they come. Raises Refused at the first one without a line."""
    for row in rows:
        if row[line] is None:
            raise missing(conn, row[0])
        yield row


def missing(conn: Conn, position: int) -> Refused:
    """Return the refusal of a position whose event is not in the table."""
    found: Any = conn.execute(_HOLDING, [position]).fetchone()
    if found is None:
        return _lost(f"Zu Position {position} fehlt das Ereignis.")
    return detached(f"Position {position} liegt in {found[0]}", [found])


def by_stream(
    conn: Conn, streams: Sequence[str], rows: Sequence[Any], decode: Callable[[bytes], Any]
) -> dict[str, list[Any]]:
    """Return the events of streams out of rows (stream, version, line, …) in order of versions.

    A row without a line says which version would be the next: while a part is detached the log asks for
    that too, so that no stream seems shorter than it is. Raises Refused for a stream of which not
    all is there.
    """
    events: dict[str, list[Any]] = {stream: [] for stream in streams}
    for stream, version, line, *_ in rows:
        found = events[stream]
        if version != len(found) + 1:
            raise cut_off(conn, stream)
        if line is not None:
            found.append(decode(line))
    return events


def check(conn: Conn, *streams: str) -> None:
    """Raise Refused for a stream of which not all is there."""
    found = conn.execute(_SHORT, [list(streams)]).fetchone()
    if found is not None:
        raise cut_off(conn, found[0])


def refuse_unless_whole(conn: Conn, what: str) -> None:
    """Raise Refused while a part is detached: for what needs the whole log. `what` says so in German."""
    if found := conn.execute(_DETACHED).fetchall():
        raise detached(what, found)


def cut_off(conn: Conn, stream: str) -> Refused:
    """Return the refusal of a stream of which not all is there."""
    found = conn.execute(_DETACHED).fetchall()
    if not found:
        return _lost(f"Vom Strom {stream} fehlen Ereignisse.")
    return detached(f"Vom Strom {stream} fehlt, was abgehängt ist", found)


def detached(what: str, parts: Sequence[Any]) -> Refused:
    """Return the refusal that names what is asked for, where it lies, and how it comes back."""
    names = [name for name, _ in parts]
    how = "; ".join(f"sozialraum partitions attach {service} {name}" for name, service in parts)
    return Refused(
        "partition-detached",
        "Ein Teil des Protokolls ist abgehängt",
        f"{what}. Abgehängt: {', '.join(names)}. Wieder anhängen: {how}",
        kind="conflict",
        facts={"partitions": names},
    )


def _lost(detail: str) -> Refused:
    return Refused("event-missing", "Dem Protokoll fehlt ein Ereignis", detail, kind="fault")
