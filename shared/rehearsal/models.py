"""Building a generation beside the live one, and comparing both where they stand at the same positions."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from shared.canonical import Json
from shared.database import Conn
from shared.hearing import Fetch
from shared.projection import ReadModel, live_namespace
from shared.readmodel import ReadModels
from shared.refusal import Refused
from shared.rehearsal.comparing import contents, differences, digest

TRIES: Final = 50
PAUSE_SECONDS: Final = 0.1

Sources = Callable[[str], Fetch]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A generation beside the live one: both at the same positions, and in what they differ."""

    generation: str
    positions: dict[str, int]
    rows: int
    differences: list[Json]

    @property
    def digest(self) -> str:
        """Return what stands for all differences."""
        return digest(self.differences)


def rehearse(models: ReadModels, name: str, fetch: Sources) -> Rehearsed:
    """Build a generation and compare it with the live one. Raises Refused."""
    return compared(models, name, models.build(name, fetch), fetch)


def compared(models: ReadModels, name: str, generation: str, fetch: Sources) -> Rehearsed:
    """Compare a generation that is building with the live one. Raises Refused `rehearsal-moving`."""
    model = models.models[name]
    for _ in range(TRIES):
        models.feed(model, generation, fetch)
        with _snapshot(models) as conn:
            live = live_namespace(conn, model)
            mine, theirs = models.positions(conn, generation), models.positions(conn, live)
            if _same(mine, theirs, model):
                built = contents(conn, generation)
                found = list(differences(contents(conn, live), built))
                return Rehearsed(generation, mine, sum(map(len, built.values())), found)
        time.sleep(PAUSE_SECONDS)
    raise Refused(
        "rehearsal-moving",
        "Das Lesemodell kommt nicht zur Ruhe",
        f"„{name}“ und die Probe stehen nicht auf demselben Stand. Bitte später noch einmal.",
        kind="unavailable",
    )


@contextmanager
def _snapshot(models: ReadModels) -> Iterator[Conn]:
    with models.pool.connection() as conn, conn.transaction():
        conn.execute("set transaction isolation level repeatable read, read only")
        yield conn


def _same(mine: dict[str, int], theirs: dict[str, int], model: ReadModel) -> bool:
    return all(mine.get(source, 0) == theirs.get(source, 0) for source in model.sources)
