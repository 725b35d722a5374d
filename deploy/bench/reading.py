"""Replay a log, and verify it: what lies in memory, and all of it with read models."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final

from deploy.audit import logs, models
from deploy.audit.lint import Lint
from deploy.audit.main import Sums
from deploy.bench import following, peers, samples
from deploy.bench.figures import OURS, Figure, Target, interleaved, timed
from deploy.bench.place import Place, connect
from deploy.bench.size import Size
from shared.database import Conn
from shared.log import PAGE_MAX
from shared.proof.checkpoint import opened
from shared.proof.keeper import Keeper
from shared.verify import Audit, Mark

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
    keeper = Keeper(settings, "bench")
    with connect(settings) as conn:
        samples.fill(conn, size.events, samples.NOTES_MAX)
        samples.seal(conn)
        note = keeper.make(conn)
        kept = conn.execute("select level, number, hash from subtree", binary=True).fetchall()
        stored: list[Any] = conn.execute(STORED, binary=True).fetchall()
    texts = [row[3] for row in stored]
    subtrees = {(level, number): hash_ for level, number, hash_ in kept}

    def ours() -> int:
        signed = opened(note, [keeper.signers[0].verifier])
        audit = Audit(subtrees, [Mark(signed.size, signed.root, "")])
        faults = [*audit.faults(stored), *audit.ended()]
        assert (faults, audit.checked) == ([], 1), "What was just appended is in order."
        return len(stored)

    def theirs() -> int:
        for text in texts:
            sha256(text).digest()
        return len(texts)

    found = interleaved({OURS: lambda: timed(ours), HASHLIB: lambda: timed(theirs)}, size.rounds)
    what, unit = "verify: bytes → leaf → tree → signature → gaplessness", "events/s"
    yield Figure("verify", what, unit, found[OURS], target=Target(100_000))
    yield Figure("verify", what, unit, found[OURS], HASHLIB, found[HASHLIB], Target(0.25))


def whole_verification(place: Place, size: Size) -> Iterator[Figure]:
    """Check a log with all that stands in it, and hold the annual report against a replay."""
    settings = following.filled(place, size.caught_up)
    with connect(settings, "projects") as conn:
        Keeper(settings, "projects").make(conn)
    with following.in_process(settings) as fetch:
        following.rebuilt(settings, fetch)

    def ours() -> int:
        lint, sums = Lint(), Sums("projects")

        def look(position: int, line: bytes) -> None:
            lint.look(position, line)
            sums.look(position, line)

        with connect(settings, "projects") as conn, conn.transaction():
            found = logs.audit(conn, "projects", logs.Known(settings.district), look)
        found.checks += [lint.check, *models.compare(settings, "reporting", ["annual_report"])]
        assert not found.faults, "What was just appended is in order."
        return found.head

    found = [timed(ours) for _ in range(size.rounds)]
    what = f"verify with lint and the annual report replayed, {size.caught_up:,} events"
    yield Figure("verify-full", what, "events/s", found)
