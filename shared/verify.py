"""Checking a log as an auditor would: from the stored bytes, trusting nothing beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from shared.canonical import digest, leaf, parse

Stored = tuple[int, datetime, bytes, str, bytes]
"""(position, recorded_at, leaf, line, digest) as the tables hold them."""


@dataclass(slots=True)
class Verification:
    """How far the check has come: the next position, the latest time, each stream's version."""

    position: int = 0
    recorded_at: datetime | None = None
    versions: dict[str, int] = field(default_factory=dict)

    def faults(self, stored: Stored) -> Iterator[str]:
        """Yield what is wrong with the next event, in German; nothing if it is in order."""
        position, recorded_at, stored_leaf, line, stored_digest = stored
        if position != self.position + 1:
            yield f"Auf Position {self.position} folgt {position}."
        self.position = position
        if self.recorded_at is not None and recorded_at < self.recorded_at:
            yield f"Position {position} ist früher erfasst als die vorige."
        self.recorded_at = recorded_at
        computed = digest(line.encode())
        if computed != stored_digest:
            yield f"Position {position}: Der Inhalt passt nicht zu seinem Hash."
        if leaf(position, recorded_at, computed) != stored_leaf:
            yield f"Position {position}: Das Blatt passt nicht zu Inhalt, Position und Zeit."
        told = parse(line)
        expected = self.versions.get(told["stream"], 0) + 1
        if told["version"] != expected:
            yield f"Position {position}: {told['stream']} hat hier Version {told['version']}."
        self.versions[told["stream"]] = told["version"]


def verify(events: Iterable[Stored]) -> Iterator[str]:
    """Yield all faults of a log, first position first. It must begin at position 1."""
    state = Verification()
    for stored in events:
        yield from state.faults(stored)
