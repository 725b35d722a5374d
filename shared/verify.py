"""Checking a log as an auditor would: from the stored bytes, trusting nothing beside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from shared.canonical import leaf_at, microseconds

Stored = tuple[int, datetime, bytes, bytes, bytes]
"""(position, recorded_at, leaf, line, digest) as the tables hold them; the line's bytes."""

_STREAM: Final = b'"stream":"'


def place(line: bytes) -> tuple[bytes, int] | None:
    """Return (stream, version) of a line, None if it has none.

    Keys of canonical JSON are sorted (RFC 8785, 3.2.3), so both stand at the end of the line, and
    reading them there takes a quarter of the time of parsing all of it.
    """
    _, known, end = line.rpartition(_STREAM)
    stream, _, rest = end.partition(b'"')
    version = rest[rest.rfind(b":") + 1 : -1]
    return (stream, int(version)) if known and version.isdigit() else None


@dataclass(slots=True)
class Verification:
    """How far the check has come: the next position, the latest time, each stream's version."""

    position: int = 0
    recorded_at: datetime | None = None
    recorded_us: int = 0
    versions: dict[bytes, int] = field(default_factory=dict)

    def faults(self, stored: Stored) -> Sequence[str]:
        """Return what is wrong with the next event, in German; nothing if it is in order."""
        position, recorded_at, stored_leaf, line, stored_digest = stored
        found: list[str] = []
        if position != self.position + 1:
            found.append(f"Auf Position {self.position} folgt {position}.")
        self.position = position
        if recorded_at != self.recorded_at:
            if self.recorded_at is not None and recorded_at < self.recorded_at:
                found.append(f"Position {position} ist früher erfasst als die vorige.")
            self.recorded_at, self.recorded_us = recorded_at, microseconds(recorded_at)
        computed = sha256(line).digest()
        if computed != stored_digest:
            found.append(f"Position {position}: Der Inhalt passt nicht zu seinem Hash.")
        if leaf_at(position, self.recorded_us, computed) != stored_leaf:
            found.append(
                f"Position {position}: Das Blatt passt nicht zu Inhalt, Position und Zeit."
            )
        told = place(line)
        if told is None:
            found.append(f"Position {position}: Das ist kein Ereignis.")
            return found
        stream, version = told
        if version != self.versions.get(stream, 0) + 1:
            found.append(f"Position {position}: {stream.decode()} hat hier Version {version}.")
        self.versions[stream] = version
        return found


def verify(events: Iterable[Stored]) -> Iterator[str]:
    """Yield all faults of a log, first position first. It must begin at position 1."""
    state = Verification()
    for stored in events:
        if found := state.faults(stored):
            yield from found
