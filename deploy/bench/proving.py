"""What proofs cost: over a long log, without a broker and over one."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from random import Random
from statistics import median
from typing import Any, Final

from deploy.bench.figures import Figure, Target, interleaved, timed
from deploy.bench.place import NoBrokerError, Place, await_answers, command, connect, signed_in
from deploy.bench.size import Size
from services.registry import sql_folders
from shared.broker import connection
from shared.database import Conn
from shared.proof import stored
from shared.rpc import RpcClient
from shared.settings import Settings

SERVICE: Final = "resources"
LIMIT: Final = Target(20, at_least=False)
ASK_SECONDS: Final = 10
KINDS: Final = ("inclusion", "consistency")

# Leaves of no events: a proof knows only leaves, and so a million of them are there in seconds.
_LEAVES: Final = """
    insert into sealed (position, id, event_id, recorded_at, leaf)
    select n, n, gen_random_uuid(), now(), sha256(int8send(n)) from generate_series(1, %s) as n"""
_CURSORS: Final = "update cursor set position = %s"


def proofs(place: Place, size: Size) -> Iterator[Figure]:
    """Grow the tree over a long log, then prove inclusion and consistency at random places."""
    events = size.logs[-1]
    settings = place.settings({SERVICE: sql_folders()[SERVICE]})
    with connect(settings, SERVICE) as conn:
        conn.execute(_LEAVES, [events])
        conn.execute(_CURSORS, [events])
        grown = [timed(lambda: stored.grow(conn))]
        yield Figure("proofs", f"tree over {events:,} leaves", "leaves/s", grown)
        chance = Random(events)  # noqa: S311 - places to ask for, not secrets
        yield from _figures(
            "from the tables", size, events, partial(_from_tables, conn, chance, events)
        )
    with suppress(NoBrokerError):
        yield from _over_rpc(place, size, events)


def _over_rpc(place: Place, size: Size, events: int) -> Iterator[Figure]:
    settings = place.settings({SERVICE: sql_folders()[SERVICE]}, AMQP_URI=place.amqp_uri)
    with connect(settings, SERVICE) as conn:
        conn.execute(_LEAVES, [events])
        conn.execute(_CURSORS, [events])
        stored.grow(conn)
    client = RpcClient(partial(connection, settings.amqp_uri))
    with place.services(settings, {SERVICE: command(SERVICE)}):
        await_answers(client, [SERVICE], lambda: signed_in(settings, "auditor"))
        chance = Random(events)  # noqa: S311 - places to ask for, not secrets
        yield from _figures(
            "over RPC", size, events, partial(_asked, client, settings, chance, events)
        )
        client.close()


def _figures(how: str, size: Size, events: int, prove: Callable[[str], Any]) -> Iterator[Figure]:
    calls = min(size.calls, 200)
    found = interleaved(
        {kind: partial(_milliseconds, partial(prove, kind), calls) for kind in KINDS}, size.rounds
    )
    for kind, values in found.items():
        what = f"{kind} at {events:,} events, {how}, median"
        yield Figure("proofs", what, "ms", values, target=LIMIT)


def _from_tables(conn: Conn, chance: Random, events: int, kind: str) -> None:
    tree, place = stored.stored(conn, None), chance.randint(1, events)
    if kind == "inclusion":
        tree.inclusion(place)
    else:
        tree.consistency(place)
    tree.root()


def _asked(client: RpcClient, settings: Settings, chance: Random, events: int, kind: str) -> None:
    place = chance.randint(1, events)
    body = {"position": place} if kind == "inclusion" else {"old_size": place}
    auditor = signed_in(settings, "auditor")
    client.call(SERVICE, f"prove_{kind}", body, auditor, ASK_SECONDS)


def _milliseconds(call: Callable[[], Any], calls: int) -> float:
    """Return the median of calls one after another."""
    found = []
    for _ in range(calls):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return median(found) * 1000
