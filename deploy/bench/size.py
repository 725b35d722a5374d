"""How long and how much is measured."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a run.

    seconds   of one slice; each round has one slice of ours and one of each peer
    rounds    that count; one more before them warms everything up
    events    of a log that is read or sealed
    messages  of one round of publishing
    logs      the sizes of the logs that are compared with each other, ascending
    cards     the sizes of the directory that is searched
    """

    seconds: float
    rounds: int
    writers: tuple[int, ...]
    events: int
    messages: int
    caught_up: int
    logs: tuple[int, ...]
    calls: int
    projects: int
    cards: tuple[int, ...]


TINY: Final = Size(0.05, 1, (1, 2), 50, 50, 20, (40, 80), 5, 2, (30,))
QUICK: Final = Size(
    0.7, 3, (1, 8, 16), 10_000, 2_000, 20_000, (10_000, 30_000), 300, 100, (5_000, 100_000)
)
NORMAL: Final = Size(
    1.5, 5, (1, 8, 16), 50_000, 5_000, 20_000, (10_000, 100_000), 1_000, 200, (5_000, 100_000)
)
FULL: Final = Size(
    seconds=2.5,
    rounds=7,
    writers=(1, 8, 16),
    events=100_000,
    messages=5_000,
    caught_up=50_000,
    logs=(10_000, 100_000, 1_000_000),
    calls=2_000,
    projects=500,
    cards=(5_000, 100_000),
)
