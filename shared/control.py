"""What a service says must hold over its streams, beyond each event: for audits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Control:
    """A check over the whole histories of some kinds of streams.

    kinds   `budget` for streams such as `budget-2026`
    faults  stream → its (position, event) in order  ↦  (position, what is wrong, in German)
    """

    kinds: frozenset[str]
    faults: Callable[[Mapping[str, Sequence[tuple[int, Any]]]], Iterable[tuple[int, str]]]
