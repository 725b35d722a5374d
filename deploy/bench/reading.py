"""Rows 4 and 8: replay a log, and verify it."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final

from deploy.bench import peers, samples
from deploy.bench.figures import OURS, Figure, Target, interleaved, timed
from deploy.bench.place import Place, connect
from deploy.bench.size import Size
from shared.database import Conn
from shared.log import PAGE_MAX
from shared.verify import verify

CURSOR: Final = "server cursor + json.loads"
MAPPER: Final = "eventsourcing mapper"
HASHLIB: Final = "hashlib alone"
STORED: Final = """
    select s.position, s.recorded_at, s.leaf, convert_to(e.line, 'UTF8'), e.digest
    from sealed s join event e on e.id = s.id order by s.position"""


def replay(place: Place, size: Size) -> Iterator[Figure]:
    """Read, decode and fold all events."""
    settings = place.small()
    app = peers.application(settings, 1)
    with connect(settings) as conn:
        samples.fill(conn, size.events, samples.NOTES_MAX)
        samples.seal(conn)
        peers.fill(app, size.events)
        measures: dict[str, Callable[[], float]] = {
            OURS: lambda: timed(lambda: folded(conn)),
            MAPPER: lambda: timed(lambda: peers.replay(app, PAGE_MAX)),
            CURSOR: lambda: timed(lambda: peers.server_cursor(settings, PAGE_MAX)),
        }
        found = interleaved(measures, size.rounds)
    app.close()
    what = f"replay: read, decode, fold {size.events:,} events"
    for peer, limit in ((MAPPER, 2), (CURSOR, 0.7)):
        yield Figure("replay", what, "events/s", found[OURS], peer, found[peer], Target(limit))


def folded(conn: Conn) -> int:
    """Fold the whole log; return how many events it has."""
    count = total_ct = 0
    for _, event in samples.LOG.replay(conn):
        count += 1
        total_ct += event.amount_ct if isinstance(event, samples.Noted) else 0
    return count


def verification(place: Place, size: Size) -> Iterator[Figure]:
    """Check all that was stored, from the bytes; reading them is not part of it."""
    settings = place.small()
    with connect(settings) as conn:
        samples.fill(conn, size.events, samples.NOTES_MAX)
        samples.seal(conn)
        stored: list[Any] = conn.execute(STORED, binary=True).fetchall()
    texts = [row[3] for row in stored]

    def ours() -> int:
        assert not list(verify(stored)), "What was just appended is in order."
        return len(stored)

    def theirs() -> int:
        for text in texts:
            sha256(text).digest()
        return len(texts)

    found = interleaved({OURS: lambda: timed(ours), HASHLIB: lambda: timed(theirs)}, size.rounds)
    what, unit = "verify: bytes → digest → leaf → versions and positions", "events/s"
    yield Figure("verify", what, unit, found[OURS], target=Target(100_000))
    yield Figure("verify", what, unit, found[OURS], HASHLIB, found[HASHLIB], Target(0.25))
