"""Figures: measured side by side in interleaved rounds, and judged by their ratio in each round.

A machine that is shared with others is fast in one second and slow in the next. Ratios of slices
that lie next to each other move far less than the figures themselves.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median
from typing import Any

OURS = "ours"
Measure = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Target:
    """What shall be reached: the ratio to a peer, or the figure itself where there is none."""

    limit: float
    at_least: bool = True

    def reached(self, value: float) -> bool:
        """Tell whether a value reaches the limit."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of ours, beside that of a peer in the same rounds."""

    row: str
    what: str
    unit: str
    ours: Sequence[float]
    peer: str = ""
    theirs: Sequence[float] = ()
    target: Target | None = None
    note: str = ""

    @property
    def ratios(self) -> list[float]:
        """Return ours by theirs, round by round."""
        return [ours / their for ours, their in zip(self.ours, self.theirs, strict=False)]

    @property
    def judged(self) -> float:
        """Return what the target speaks of."""
        return median(self.ratios) if self.peer else median(self.ours)

    @property
    def reached(self) -> bool | None:
        """Tell whether the target is reached; None where there is none."""
        return self.target.reached(self.judged) if self.target else None

    def to_json(self) -> dict[str, Any]:
        """Return the figure for a file."""
        return {
            "row": self.row,
            "what": self.what,
            "unit": self.unit,
            "ours": spread(self.ours),
            "peer": self.peer or None,
            "theirs": spread(self.theirs) if self.peer else None,
            "ratio": spread(self.ratios) if self.peer else None,
            "target": str(self.target) if self.target else None,
            "reached": self.reached,
            "note": self.note or None,
        }


@dataclass(slots=True)
class Skipped:
    """A row that could not be measured, and why."""

    row: str
    why: str


@dataclass(slots=True)
class Results:
    """What a run has found so far."""

    figures: list[Figure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Return median, min, max and the values themselves, rounded to what they can mean."""
    shown = [float(f"{value:.4g}") for value in values]
    middle = float(f"{median(values):.4g}")
    return {"median": middle, "min": min(shown), "max": max(shown), "rounds": shown}


def interleaved(subjects: Mapping[str, Measure], rounds: int) -> dict[str, list[float]]:
    """Measure A B A B …; the first round warms up and does not count."""
    found: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, measure in subjects.items():
            value = measure()
            if number:
                found[name].append(value)
    return found


def per_second(steps: Sequence[Callable[[], int]], seconds: float) -> float:
    """Run steps again and again side by side, a thread each; return how much they did a second.

    A step returns how many things it did.
    """
    until = time.perf_counter() + seconds

    def loop(step: Callable[[], int]) -> int:
        done = 0
        while time.perf_counter() < until:
            done += step()
        return done

    started = time.perf_counter()
    with ThreadPoolExecutor(len(steps)) as threads:
        done = sum(threads.map(loop, steps))
    return done / (time.perf_counter() - started)


def timed(work: Callable[[], int]) -> float:
    """Do a piece of work once; return how many things it did a second."""
    started = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - started)
