"""Packages on their way out: made once, handed over in pieces.

What is in a package depends on the position of the directory alone. So the one that was made last is kept
by each service of this process until another is asked for: whoever asks for its next piece does not let it
be made anew, and a process that has forgotten it makes the same bytes.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from weakref import WeakKeyDictionary

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """A package, and how many cards are in it."""

    content: bytes
    cards: int
    sha256: str

    @classmethod
    def of(cls, content: bytes, cards: int) -> "Archive":
        """Return a package with its hash."""
        return cls(content, cards, sha256(content).hexdigest())


class Archives:
    """The package made last by each service, one for each at most."""

    def __init__(self) -> None:
        self._last: WeakKeyDictionary[Any, tuple[Key, Archive]] = WeakKeyDictionary()

    def known(self, owner: object, key: Key) -> Archive | None:
        """Return the package of a key, if it is the last one."""
        last = self._last.get(owner)
        return last[1] if last is not None and last[0] == key else None

    def keep(self, owner: object, key: Key, made: Archive) -> Archive:
        """Keep a package in place of the last one, and return it."""
        self._last[owner] = key, made
        return made


ARCHIVES: Final = Archives()
