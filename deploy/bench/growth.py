"""Row 11: the same figures over a short log and over long ones."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Final

from deploy.bench import samples
from deploy.bench.figures import Figure, Target, interleaved, per_second, timed
from deploy.bench.following import filled, in_process, rebuilt
from deploy.bench.place import Place, connect
from deploy.bench.reading import folded
from deploy.bench.size import Size
from shared.database import Conn

KEEPS: Final = Target(0.9)


def growth(place: Place, size: Size) -> Iterator[Figure]:
    """Append, replay and catch up with logs of several sizes, side by side."""
    writers = max(size.writers[:2])
    with ExitStack() as stack:
        appends: dict[str, Callable[[], float]] = {}
        replays: dict[str, Callable[[], float]] = {}
        for events in size.logs:
            settings = place.small()
            conns = [stack.enter_context(connect(settings)) for _ in range(writers)]
            _fill(conns[0], events)
            steps = [partial(samples.append, conn, 1) for conn in conns]
            appends[f"{events:,}"] = partial(per_second, steps, size.seconds)
            replays[f"{events:,}"] = partial(timed, partial(folded, conns[0]))
        for what, unit, measures in (
            ("replay", "events/s", replays),
            (f"append, {writers} writers,", "commits/s", appends),
        ):
            yield from _compared(what, unit, interleaved(measures, size.rounds))
    caught_up: dict[str, Callable[[], float]] = {}
    with ExitStack() as stack:
        for events in size.logs:
            settings = filled(place, events)
            fetch = stack.enter_context(in_process(settings))
            caught_up[f"{events:,}"] = partial(rebuilt, settings, fetch)
        found = interleaved(caught_up, min(size.rounds, 2))
    yield from _compared("catch-up of the annual report", "events/s", found)


def _fill(conn: Conn, events: int) -> None:
    samples.fill(conn, events, samples.NOTES_MAX)
    samples.seal(conn)


def _compared(what: str, unit: str, found: dict[str, list[float]]) -> Iterator[Figure]:
    (shortest, base), *longer = found.items()
    for events, values in longer:
        about = f"{what} at {events} events"
        yield Figure("growth", about, unit, values, f"at {shortest}", base, KEEPS)
