"""Checking a log as an auditor would: from the stored bytes, trusting nothing beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from shared.canonical import leaf_at, microseconds
from shared.proof.tree import Growing

Stored = tuple[int, datetime, bytes, bytes | None, bytes | None]
"""(position, recorded_at, leaf, line, digest) as the tables hold them; the line's bytes.

Line and digest are None where the part that holds them is detached: then the leaf is taken as it is.
"""

Subtrees = Mapping[tuple[int, int], bytes]
"""(level, number) → hash of a complete subtree of 256^level leaves, as it is kept."""

_STREAM: Final = b'"stream":"'
_TILE_LEVELS: Final = 8  # 256 leaves


class Fault(NamedTuple):
    """What is wrong, in German, and the first position at which something is."""

    position: int
    text: str


class Mark(NamedTuple):
    """A root that somebody has signed or kept for a size; `who` says so in German."""

    size: int
    root: bytes
    who: str


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
    leaf: bytes = b""
    """The leaf of the last event, computed from its bytes where they are there."""
    away: int = 0
    """How many events were passed whose bytes are not there."""

    def faults(self, stored: Stored) -> Sequence[Fault]:
        """Return what is wrong with the next event; nothing if it is in order."""
        position, recorded_at, stored_leaf, line, stored_digest = stored
        found: list[Fault] = []
        if position != self.position + 1:
            found.append(
                Fault(self.position + 1, f"Auf Position {self.position} folgt {position}.")
            )
        self.position = position
        if recorded_at != self.recorded_at:
            if self.recorded_at is not None and recorded_at < self.recorded_at:
                text = f"Position {position} ist früher erfasst als die vorige."
                found.append(Fault(position, text))
            self.recorded_at, self.recorded_us = recorded_at, microseconds(recorded_at)
        if line is None:
            self.away += 1
            self.leaf = stored_leaf
            return found
        computed = sha256(line).digest()
        if computed != stored_digest:
            text = f"Position {position}: Der Inhalt passt nicht zu seinem Hash."
            found.append(Fault(position, text))
        self.leaf = leaf_at(position, self.recorded_us, computed)
        if self.leaf != stored_leaf:
            text = f"Position {position}: Das Blatt passt nicht zu Inhalt, Position und Zeit."
            found.append(Fault(position, text))
        told = place(line)
        if told is None:
            found.append(Fault(position, f"Position {position}: Das ist kein Ereignis."))
            return found
        stream, version = told
        expected = self.versions.get(stream, 0) + 1
        if version != expected and not (self.away and version > expected):
            text = f"Position {position}: {stream.decode()} hat hier Version {version}."
            found.append(Fault(position, text))
        self.versions[stream] = version
        return found


class Audit:
    """A log from its first byte to its root, held against what was kept and signed of it.

    subtrees  the hashes kept beside the log;  marks  the roots of checkpoints, smallest size first
    """

    def __init__(self, subtrees: Subtrees, marks: Iterable[Mark]) -> None:
        self.state = Verification()
        self.tree = Growing(self._complete)
        self.matched = 0
        """Up to here a kept or signed hash says that nothing was changed since."""
        self.checked = 0
        """How many marks hold."""
        self._subtrees = subtrees
        self._marks = sorted(marks)[::-1]
        self._found: list[Fault] = []
        self._compared = 0
        self._differed = False

    def faults(self, events: Iterable[Stored]) -> Iterator[Fault]:
        """Yield all faults of the events that follow, first position first."""
        look, add = self.state.faults, self.tree.add
        marks = self._marks
        for stored in events:
            if found := look(stored):
                self._differed = True  # What follows in the tree differs because of it.
                yield from found
            add(self.state.leaf)
            if self._found:
                yield from self._found
                self._found.clear()
            while marks and marks[-1].size == self.tree.size:
                yield from self._compare(marks.pop())

    def ended(self) -> Iterator[Fault]:
        """Yield what is wrong with the end of the log: it is empty, cut, or was never signed for."""
        head = self.state.position
        if not head:
            yield Fault(1, "Das Protokoll ist leer: Da ist nichts, was sich prüfen ließe.")
        for mark in self._marks[::-1]:
            if mark.size > head:
                text = (
                    f"Das Protokoll endet bei Position {head}, aber {mark.who} nennt {mark.size}"
                    " Ereignisse: Das Ende fehlt."
                )
                yield Fault(head + 1, text)
        missing = len(self._subtrees) - self._compared
        if head and missing and not self._differed:
            text = f"{missing} gespeicherte Teilbäume gehören zu keinem Ereignis mehr."
            yield Fault(head + 1, text)

    def _compare(self, mark: Mark) -> Iterator[Fault]:
        if self.tree.root() == mark.root:
            self.matched, self.checked = mark.size, self.checked + 1
        elif not self._differed:  # Every later root differs because of the same.
            yield self._differs(mark.size, f"{mark.who} hat eine andere Wurzel")

    def _complete(self, level: int, number: int, made: bytes) -> None:
        """Hold a complete subtree against the one that is kept."""
        tiles, rest = divmod(level, _TILE_LEVELS)
        kept = None if rest or self._differed else self._subtrees.get((tiles, number))
        if kept is None:
            return
        self._compared += 1
        if kept == made:
            self.matched = max(self.matched, (number + 1) << level)
        else:
            first, last = (number << level) + 1, (number + 1) << level
            text = f"Der gespeicherte Teilbaum {first}–{last} ist ein anderer"
            self._found.append(self._differs(last, text, first))

    def _differs(self, last: int, what: str, first: int = 1) -> Fault:
        self._differed = True
        first = max(first, min(self.matched + 1, last))
        where = f"Position {first}" if first == last else f"Position {first} bis {last}"
        return Fault(first, f"{what}: {where} wurde etwas verändert und passend gemacht.")


def verify(events: Iterable[Stored]) -> Iterator[Fault]:
    """Yield all faults of a log, first position first. It must begin at position 1."""
    return Audit({}, ()).faults(events)
