"""Erasures once more: a restored backup has forgotten them, the list of destroyed keys has not.

The list lies in the key store, apart from the data and only ever added to. Whatever it names is carried
out again in every service before anything starts: rows that are noise go, nobody stands behind the
random ids, and each log tells of the erasure once more, for the day on which it was.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from shared import database
from shared.call import Call, Context, utc_now
from shared.canonical import parse_instant
from shared.database import Conn
from shared.keystore import FILE, Destroyed, key_store
from shared.log import Log
from shared.settings import Settings
from shared.writer import Turn, Writer

SECONDS: Final = 60
LAST: Final = "projects"
"""It knows the subjects behind the ids; it forgets them when all others have, so a repeat finds them."""


class Repeat(NamedTuple):
    """What a log has to tell again of a subject; `decide` adds nothing where it tells already."""

    subject: str
    streams: Sequence[str]
    decide: Callable[[Turn, date], None]


def repeat(settings: Settings, services: Mapping[str, Any]) -> int:
    """Carry out in all services what the list of destroyed keys names; return how many were concerned.

    services  name → class of each
    """
    gone = _destroyed(settings)
    if not gone:
        return 0
    with closing(database.pool(settings, LAST)) as pool, pool.connection() as conn:
        rows = conn.execute(
            "select actor_id::text, sub from actor where actor_id = any(%s::uuid[])", [list(gone)]
        ).fetchall()
    subs = [sub for _, sub in rows]
    concerned = {subject for subject, _ in rows}
    for name in sorted(services, key=LAST.__eq__):
        concerned |= _in_service(settings, name, services[name], gone, subs)
    return len(concerned)


def _destroyed(settings: Settings) -> dict[str, Destroyed]:
    if settings.vault.keys_url is None and not (settings.data / FILE).exists():
        return {}
    with closing(key_store(settings)) as store:
        return store.destroyed()


def _in_service(
    settings: Settings, name: str, cls: Any, gone: Mapping[str, Destroyed], subs: Sequence[str]
) -> set[str]:
    """Do it in one service, all or nothing; return the subjects of which it still knew something."""
    zone = settings.time_zone
    with closing(database.pool(settings, name)) as pool, pool.connection() as conn:
        writer = Writer(pool, Log(cls.catalogue), settings.district, lambda: None)
        writer.zone = zone
        with conn.transaction():
            found = _forget(conn, list(gone), subs)
            for again in cls.erase_again(conn, list(gone)):
                day = parse_instant(gone[again.subject].destroyed_at).astimezone(zone).date()
                if _told(writer, conn, _call(settings, name), again, day):
                    found.add(again.subject)
    return found


def _forget(conn: Conn, subjects: list[str], subs: Sequence[str]) -> set[str]:
    conn.execute("delete from actor where sub = any(%s)", [list(subs)])
    rows = conn.execute(
        "delete from vault_record where subject = any(%s::uuid[]) returning subject::text",
        [subjects],
    )
    return {subject for (subject,) in rows.fetchall()}


def _told(writer: Writer, conn: Conn, call: Call, again: Repeat, day: date) -> bool:
    """Let a log tell of an erasure once more, for the day on which it was; tell whether it had to."""
    made: list[str] = []

    def decide(turn: Turn) -> None:
        again.decide(turn, day)
        turn.count_for(day)
        made.extend(turn.draft.events)

    seed = uuid5(UUID(again.subject), f"{call.service} erased again {again.streams[0]}")
    writer.effect(conn, call, seed, again.streams, decide)
    return bool(made)


def _call(settings: Settings, name: str) -> Call:
    now = utc_now()
    return Call(
        service=name,
        method="erase_again",
        body={},
        context=Context.fresh(f"service:{name}", f"service:{name}"),
        deadline=time.time() + SECONDS,
        now=now,
        today=now.astimezone(settings.time_zone).date(),
    )
