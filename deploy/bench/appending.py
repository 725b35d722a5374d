"""Rows 1 to 3: append, append many, and a whole command."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import uuid4

from deploy.bench import peers, samples
from deploy.bench.figures import OURS, Figure, Target, interleaved, per_second
from deploy.bench.place import Place, connect, context
from deploy.bench.size import Size
from shared import database
from shared.call import Call
from shared.sequencer import Sequencer
from shared.settings import Settings
from shared.writer import Turn, Writer

ONE = {1: (0.55, 1.8), 8: (0.7, 2.5), 16: (0.7, 2.5)}
MANY = 1000


def append_one(place: Place, size: Size) -> Iterator[Figure]:
    """One event per commit, by several writers."""
    settings = place.small()
    peers.bare_table(settings)
    for writers in size.writers:
        subjects = _single(settings, writers, size)
        with subjects as measures:
            found = interleaved(measures, size.rounds)
        bare, recorder = ONE.get(writers, (None, None))
        what = f"append, 1 event per commit, {_writers(writers)}"
        row = f"append-{writers}"
        for peer, limit in ((peers.BARE, bare), (peers.RECORDER, recorder)):
            yield _figure(row, what, "commits/s", found, peer, limit)


def append_while_sealing(place: Place, size: Size) -> Iterator[Figure]:
    """The same while the sequencer gives positions to what is appended, as in a running service."""
    settings = place.small()
    peers.bare_table(settings)
    writers = max(size.writers[:2])
    with _single(settings, writers, size) as measures, sequencer(settings) as resting:
        theirs = {name: _while(resting, of) for name, of in measures.items() if name != OURS}
        found = interleaved({OURS: measures[OURS], **theirs}, size.rounds)
    what = f"append, 1 event per commit, {_writers(writers)}, sealed meanwhile"
    for peer in (peers.BARE, peers.RECORDER):
        yield _figure("append-sealed", what, "commits/s", found, peer, None)


@contextmanager
def _single(
    settings: Settings, writers: int, size: Size
) -> Iterator[dict[str, Callable[[], float]]]:
    """Yield what measures ours, bare and recorder; the connections stay open meanwhile."""
    with ExitStack() as stack:
        mine = [stack.enter_context(connect(settings)) for _ in range(writers)]
        bare = [stack.enter_context(peers.bare_connection(settings)) for _ in range(writers)]
        recorder = peers.recorder(settings, writers)
        stack.callback(recorder.datastore.close)
        steps = {
            OURS: [_appending(conn, 1) for conn in mine],
            peers.BARE: [peers.inserting(conn) for conn in bare],
            peers.RECORDER: [peers.recording(recorder, 1)] * writers,
        }
        yield {name: _measure(of, size) for name, of in steps.items()}


def append_many(place: Place, size: Size) -> Iterator[Figure]:
    """A thousand events per commit."""
    settings = place.small()
    peers.bare_table(settings)
    recorder = peers.recorder(settings, 1, functions=True)
    with connect(settings) as mine, peers.bare_connection(settings) as bare:
        steps = {
            OURS: [_appending(mine, MANY)],
            "COPY": [peers.copying(bare, MANY)],
            peers.RECORDER: [peers.recording(recorder, MANY)],
        }
        measures = {name: _measure(of, size) for name, of in steps.items()}
        found = interleaved(measures, size.rounds)
    recorder.datastore.close()
    for peer, limit in (("COPY", 0.5), (peers.RECORDER, 2.5)):
        what = "append, 1,000 events per commit"
        yield _figure("append-many", what, "events/s", found, peer, limit)


def whole_command(place: Place, size: Size) -> Iterator[Figure]:
    """Load, decide, append, against `Application.save` of the same aggregate."""
    for writers in size.writers:
        found = _commands(place.small(), writers, size)
        what = f"a whole command, {_writers(writers)}"
        peer = "eventsourcing Application"
        yield _figure(f"command-{writers}", what, "commands/s", found, peer, 4)


def _commands(settings: Settings, writers: int, size: Size) -> dict[str, list[float]]:
    app = peers.application(settings, writers)
    with database.pool(settings, "bench", size=max(writers, 2)) as pool:
        pool.wait()
        writer = Writer(pool, samples.LOG, "kalk", lambda: None)
        steps = {
            OURS: [_executing(writer) for _ in range(writers)],
            "eventsourcing Application": [peers.saving(app) for _ in range(writers)],
        }
        measures = {name: _measure(of, size) for name, of in steps.items()}
        found = interleaved(measures, size.rounds)
    app.close()
    return found


def _executing(writer: Writer) -> Callable[[], int]:
    """Return a step: execute one command on a dossier."""
    dossier_id, notes = str(uuid4()), 0

    def step() -> int:
        nonlocal dossier_id, notes
        if notes == samples.NOTES_MAX + 1:
            dossier_id, notes = str(uuid4()), 0
        notes += 1
        stream = f"dossier-{dossier_id}"
        asked = samples.Note(dossier_id, 123_456, samples.TEXT, 2026)
        call = _call({"dossier_id": dossier_id, "amount_ct": 123_456, "text": samples.TEXT})

        def decide(turn: Turn) -> None:
            dossier = turn.state(samples.DOSSIER, stream)
            turn.add(stream, samples.DOSSIER.decide(asked, dossier, call.today))

        writer.execute(call, [stream], decide)
        return 1

    return step


def _call(body: dict[str, Any]) -> Call:
    now = datetime.now(UTC)
    return Call(
        service="bench",
        method="note",
        body=body,
        context=context(),
        deadline=time.time() + 10,
        now=now,
        today=now.date(),
        command_id=str(uuid4()),
    )


def _appending(conn: database.Conn, events: int) -> Callable[[], int]:
    return lambda: samples.append(conn, events)


def _measure(steps: list[Callable[[], int]], size: Size) -> Callable[[], float]:
    return lambda: per_second(steps, size.seconds)


def _while(ready: Callable[[], None], measure: Callable[[], float]) -> Callable[[], float]:
    def run() -> float:
        ready()
        return measure()

    return run


@contextmanager
def sequencer(settings: Settings) -> Iterator[Callable[[], None]]:
    """Seal meanwhile; yield what waits until nothing is left to seal."""
    sealing = Sequencer("bench", lambda: connect(settings), settings.poll_seconds)
    thread = Thread(target=sealing.run, daemon=True)
    thread.start()

    def resting() -> None:
        with connect(settings) as conn:
            while conn.execute("select 1 from unsealed limit 1").fetchone():
                time.sleep(0.02)

    try:
        yield resting
    finally:
        sealing.stop()
        thread.join(10)


def _writers(count: int) -> str:
    return f"{count} writer{'s' if count > 1 else ''}"


def _figure(  # noqa: PLR0913, PLR0917 - the columns of a row
    row: str, what: str, unit: str, found: dict[str, list[float]], peer: str, limit: float | None
) -> Figure:
    target = Target(limit) if limit else None
    return Figure(row, what, unit, found[OURS], peer, found[peer], target)
