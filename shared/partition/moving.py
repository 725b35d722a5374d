"""Cutting a part off, detaching it and attaching it again: by the owner, while the services run.

A cut copies nothing and looks at no row under the lock. Its border lies far ahead of the ids in use; the
sequence jumps there last. So whatever ends half-way leaves a log that is whole, and the next cut ends it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from shared.actors import Actors
from shared.call import Actor
from shared.canonical import instant
from shared.database import Conn
from shared.envelope import Origin
from shared.log import Draft, Log
from shared.migrations import LOCK
from shared.partition import checks
from shared.partition.events import PartitionAttached, PartitionDetached
from shared.partition.parts import Part, listed, named
from shared.refusal import Refused

AHEAD: Final = 1 << 32
"""Ids between those in use and the border of a cut: weeks of writing, were it never ended."""

LOCK_TIMEOUT_MS: Final = 1000  # Less than the services wait for a lock.
ROLE: Final = "operator"


@dataclass(frozen=True, slots=True)
class Kept:
    """One log as its owner moves its parts.

    conn      the owner's, in autocommit, in the schema of the service
    ends      the types of events that end a stream
    followed  whether it is published;  sub  who acts, as the identity provider names them
    step      called before each step, with its name
    """

    conn: Conn
    log: Log
    ends: frozenset[str]
    followed: bool
    zone: ZoneInfo
    district: str
    sub: str
    step: Callable[[str], None] = lambda _: None


def cut(kept: Kept) -> Part:
    """Let what follows go into a new part; return the one that is ended. Raises Refused."""
    conn = kept.conn
    with _alone(conn):
        ended, part = ([None, *listed(conn)])[-2:]
        assert part is not None, "The first part is made with the schema."
        row: Any = conn.execute("select last_value from insertion").fetchone()
        if ended is None or not ended.is_filling:
            if conn.execute(_in("select from {part} limit 1", part)).fetchone() is None:
                raise _nothing(part)
            _split(kept, part, row[0] + AHEAD)
            ended = part
        kept.step("jump")
        # Not in the transaction: a sequence does not come back, and the part must be there first.
        conn.execute("select setval('insertion', greatest(last_value, %s)) from insertion",
                     [listed(conn)[-1].first_id - 1])  # fmt: skip
        return named(conn, ended.name, "attached")


def _split(kept: Kept, part: Part, border: int) -> None:
    """Bound the open part and put a new one behind it."""
    conn, following = kept.conn, sql.Identifier(f"event_{part.number + 1}")
    _bound(kept, part, border)
    kept.step("split")
    with _locked(conn, "event"):
        _swap(conn, part, border)
        conn.execute(sql.SQL("create table {} (like event)").format(following))
        conn.execute("select guard_partition(%s)", [f"event_{part.number + 1}"])
        conn.execute(
            sql.SQL(
                "alter table event attach partition {} for values from ({}) to (maxvalue)"
            ).format(following, border + 1)
        )
        conn.execute(
            "update partition set last_id = %s, cut_at = clock_timestamp() where number = %s",
            [border, part.number],
        )
        conn.execute(
            "insert into partition (number, name, first_id) values (%s, %s, %s)",
            [part.number + 1, f"event_{part.number + 1}", border + 1],
        )


def _bound(kept: Kept, part: Part, border: int) -> None:
    """Let the part say itself how far it reaches: then nobody looks at its rows under the lock."""
    conn = kept.conn
    kept.step("bound")
    with _locked(conn, part.name):
        _unbind(conn, part)
        _bind(conn, part, border, " not valid")
    kept.step("validate")
    conn.execute(_in("alter table {part} validate constraint within", part))


def _bind(conn: Conn, part: Part, border: int, how: str = "") -> None:
    first = "" if part.number == 1 else f"id >= {part.first_id} and "
    conn.execute(
        _in(
            "alter table {part} add constraint within check (" + first + f"id <= {border}){how}",
            part,
        )
    )


def _unbind(conn: Conn, part: Part) -> None:
    conn.execute(_in("alter table {part} drop constraint if exists within", part))


def _swap(conn: Conn, part: Part, border: int) -> None:
    conn.execute(_in("alter table event detach partition {part}", part))
    _attach(conn, part, border)


def _attach(conn: Conn, part: Part, border: int) -> None:
    first = "minvalue" if part.number == 1 else str(part.first_id)
    values = f"for values from ({first}) to ({border + 1})"
    conn.execute(_in("alter table event attach partition {part} " + values, part))
    _unbind(conn, part)


def detach(kept: Kept, name: str) -> Part:
    """Take a part out of the log, if all in it is over; return it. Raises Refused."""
    conn = kept.conn
    with _alone(conn):
        part = named(conn, name, "attached")
        asked = checks.Asked(part, kept.ends, kept.zone, followed=kept.followed)
        checks.refuse_unless_over(conn, kept.log, asked)  # Without holding anybody up.
        kept.step("detach")
        with _locked(conn, "event"):
            checks.refuse_unless_over(conn, kept.log, asked)
            by = _record(kept, PartitionDetached, part)
            conn.execute(_in("alter table event detach partition {part}", part))
            conn.execute(
                "update partition set detached_at = clock_timestamp(), detached_by = %s"
                " where number = %s",
                [by, part.number],
            )
            kept.step("detached")
        return named(conn, name, "detached")


def attach(kept: Kept, name: str) -> Part:
    """Put a part back, if each of its lines is what it was; return it. Raises Refused."""
    conn = kept.conn
    with _alone(conn):
        part = named(conn, name, "detached")
        assert part.last_id is not None, "Only what was cut off is detached."
        checks.refuse_unless_there(conn, part)
        with _locked(conn, part.name):
            checks.refuse_unless_unchanged(conn, part)
            conn.execute("select guard_partition(%s)", [part.name])
            _unbind(conn, part)
            _bind(conn, part, part.last_id)
            kept.step("attach")
            _attach(conn, part, part.last_id)
            conn.execute(
                "update partition set detached_at = null, detached_by = null where number = %s",
                [part.number],
            )
            _record(kept, PartitionAttached, part)
            kept.step("attached")
        return named(conn, name, "attached")


def _record(kept: Kept, happened: Any, part: Part) -> str:
    """Append what is done to a part, in the same transaction; return the random id of who does it."""
    conn, stream = kept.conn, f"partition-{part.number}"
    actor = Actors().told(conn, Actor(kept.sub, ROLE))
    draft, cause = Draft(), str(uuid4())
    event = happened(
        part.number, part.events, part.first_position, part.last_position, actor["sub"]
    )
    draft.add(kept.log.read(conn, stream)[stream], [event])
    now = instant(datetime.now(UTC))
    origin = Origin(actor, now, cause, cause, kept.district, None)
    kept.log.append(conn, draft, kept.log.lines(draft, origin, uuid4()), None, "")
    by: str = actor["sub"]
    return by


@contextmanager
def _alone(conn: Conn) -> Iterator[None]:
    """Keep others from moving parts, and from migrating, meanwhile. Raises Refused."""
    row = conn.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    if row != (True,):
        raise _busy("Gerade wird die Datenbank schon umgebaut.")
    try:
        yield
    finally:
        if not conn.closed:
            conn.execute("select pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _locked(conn: Conn, table: str) -> Iterator[None]:
    """Hold a table alone until the transaction ends. Raises Refused where others do not let go of it."""
    try:
        with conn.transaction():
            conn.execute(sql.SQL("set local lock_timeout = {}").format(LOCK_TIMEOUT_MS))
            conn.execute(
                sql.SQL("lock table {} in access exclusive mode").format(sql.Identifier(table))
            )
            yield
    except psycopg.errors.LockNotAvailable:
        raise _busy("Jemand liest oder schreibt gerade lange im Protokoll.") from None


def _in(query: str, part: Part) -> sql.Composed:
    return sql.SQL(query).format(part=sql.Identifier(part.name))


def _busy(detail: str) -> Refused:
    return Refused(
        "partition-busy",
        "Das geht gerade nicht",
        f"{detail} Bitte gleich noch einmal versuchen.",
        kind="unavailable",
    )


def _nothing(part: Part) -> Refused:
    return Refused(
        "partition-empty",
        "Da ist nichts abzuschneiden",
        f"In {part.name} steht noch kein Ereignis.",
        kind="conflict",
    )
