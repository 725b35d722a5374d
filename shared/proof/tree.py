"""The Merkle tree over a log, as RFC 9162 (section 2.1) has it: roots, proofs, and their checks.

Everything here is pure. Hashes of leaves come in ready (`shared.canonical.leaf`); a proof is asked of
whoever knows the hashes of ranges of leaves, so the same code serves tables, files and tests.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()
"""The root of a tree without leaves."""

Range = Callable[[int, int], bytes]
"""MTH(D[first:end]): the hash over the leaves from `first` (counted from 0) up to before `end`."""


Complete = Callable[[int, int, bytes], None]
TOLD_FROM: Final = 8
"""Levels below are not told of: subtrees of less than 256 leaves concern nobody."""


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """Return the largest power of two smaller than a number of leaves (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


class Growing:
    """A tree to which leaves are added one by one; it keeps one hash per complete subtree.

    complete  told of each subtree that is complete: its level (0: leaves), number and hash
    """

    def __init__(self, complete: Complete | None = None) -> None:
        self.size = 0
        self._tell = complete
        self._complete: list[bytes] = []  # Largest subtree first.

    def add(self, leaf: bytes) -> None:
        """Add the next leaf."""
        complete, size, level = self._complete, self.size, 0
        while size & 1:
            leaf = sha256(b"\x01" + complete.pop() + leaf).digest()
            size >>= 1
            level += 1
            if level >= TOLD_FROM and self._tell is not None:
                self._tell(level, size, leaf)
        complete.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves added so far."""
        if not self._complete:
            return EMPTY
        *rest, found = self._complete
        for left in reversed(rest):
            found = node(left, found)
        return found


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves."""
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def range_of(leaves: Sequence[bytes]) -> Range:
    """Return what knows all ranges of leaves that lie in memory."""
    return lambda first, end: root(leaves[first:end])


# ---- proofs ---------------------------------------------------------------------------------


def inclusion(index: int, size: int, known: Range) -> list[bytes]:
    """Return the proof that the leaf `index` is in the tree of `size` leaves, deepest hash first."""
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + split(end - first)
        if index < middle:
            path.append(known(middle, end))
            end = middle
        else:
            path.append(known(first, middle))
            first = middle
    return path[::-1]


def consistency(old: int, size: int, known: Range) -> list[bytes]:
    """Return the proof that the tree of `old` leaves (1 … size) is the beginning of that of `size`."""
    path: list[bytes] = []
    first, end, is_whole = 0, size, True
    while end != old:
        middle = first + split(end - first)
        if old <= middle:
            path.append(known(middle, end))
            end = middle
        else:
            path.append(known(first, middle))
            first, is_whole = middle, False
    if not is_whole:
        path.append(known(first, end))
    return path[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], known_root: bytes) -> bool:
    """Tell whether a proof shows that a leaf is in the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == known_root


def extends(old: int, size: int, path: Sequence[bytes], old_root: bytes, known_root: bytes) -> bool:
    """Tell whether a proof shows that one tree is the beginning of another (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == known_root
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node(sibling, before), node(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == known_root
