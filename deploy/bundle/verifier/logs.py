"""The log of a service as it stands in the bundle: each line, its leaf, and the tree over all."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FAULTS_MAX = 20
Event = dict[str, Any]


class Tree:
    """A Merkle tree that grows leaf by leaf (RFC 9162, 2.1): the roots of its complete parts."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf; parts of the same size become one."""
        place = self.size
        self.size += 1
        while place & 1:
            leaf = _node(self._parts.pop(), leaf)
            place >>= 1
        self._parts.append(leaf)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._parts:
            return hashlib.sha256(b"").digest()
        found = self._parts[-1]
        for part in reversed(self._parts[:-1]):
            found = _node(part, found)
        return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Entry:
    """One line of a log in the bundle: position, recorded time, and the event as it was stored."""

    def __init__(self, raw: bytes) -> None:
        head, _, rest = raw.rstrip(b"\n").partition(b',"line":')
        told = json.loads(head + b"}")
        self.position: int = told["position"]
        self.recorded_at: str = told["recorded_at"]
        self.at = datetime.fromisoformat(self.recorded_at)
        self.line = rest[:-1]
        self.event: Event = json.loads(self.line)
        self.stream: str = self.event["stream"]
        self.version: int = self.event["version"]

    @property
    def digest(self) -> bytes:
        """SHA-256 of the event as it was stored."""
        return hashlib.sha256(self.line).digest()

    def leaf(self) -> bytes:
        """SHA-256(0x00 ‖ position ‖ recorded time in µs ‖ digest), integers as 8 bytes."""
        count = (self.at - EPOCH) // MICROSECOND
        place = self.position.to_bytes(8, "big") + count.to_bytes(8, "big")
        return hashlib.sha256(b"\x00" + place + self.digest).digest()


class LogCheck:
    """Reads one log from its first line on and keeps what is wrong with it, and each root asked for.

    stated  size → root, as the checkpoints have it
    """

    def __init__(self, service: str, stated: dict[int, bytes]) -> None:
        self.service = service
        self.tree = Tree()
        self.faults: list[str] = []
        self._stated = stated
        self._versions: dict[str, int] = {}
        self._recorded_at = ""
        self._good = 0

    def read(self, lines: Iterable[bytes]) -> Iterator[Entry]:
        """Yield each entry that can be read, checking it. The first fault of a kind is enough."""
        for number, raw in enumerate(lines, 1):
            try:
                entry = Entry(raw)
            except (ValueError, KeyError, TypeError):
                self.faults.append(f"{self.service}: Zeile {number} ist kein Ereignis.")
                return
            self._check(entry, number)
            yield entry
        for size in sorted(self._stated):
            if size > self.tree.size:
                self.faults.append(
                    f"{self.service}: Das Protokoll endet bei Position {self.tree.size}, der"
                    f" Prüfpunkt nennt {size} Ereignisse."
                )

    def _check(self, entry: Entry, number: int) -> None:
        if entry.position != number:
            self._fault(number, f"An dieser Stelle steht Position {entry.position}.")
        if entry.recorded_at < self._recorded_at:
            self._fault(number, "Sie ist früher erfasst als die vorige.")
        if entry.version != self._versions.get(entry.stream, 0) + 1:
            self._fault(number, f"{entry.stream} hat hier Version {entry.version}.")
        self._recorded_at = entry.recorded_at
        self._versions[entry.stream] = entry.version
        self.tree.add(entry.leaf())
        stated = self._stated.get(self.tree.size)
        if stated is not None and stated != self.tree.root():
            self._fault(number, f"Die Wurzel passt nicht; bis Position {self._good} passte sie.")
        elif stated is not None:
            self._good = number

    def _fault(self, position: int, text: str) -> None:
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(f"{self.service}, Position {position}: {text}")
