"""The tree of one service in its database: grown after sealing, asked for roots and proofs.

The append knows nothing of it, and a leaf is in it as soon as it is sealed: the hashes kept here only
save work. They follow from the leaves alone, which nothing can change, so any replica may compute them
and no fence is needed: what a late one computes is the same, and its rows are there already.
"""

from typing import Any, Final

from shared.database import Conn
from shared.proof import tree
from shared.refusal import Refused

WIDTH: Final = 256
"""Leaves of the smallest subtree that is kept, and subtrees of each larger one."""

STEP_MAX: Final = 64  # Subtrees of one transaction: 16,384 leaves.

_DONE: Final = "select number + 1 from subtree where level = 1 order by number desc limit 1"
_LEAVES: Final = """
    select leaf from sealed where position > %s and position <= %s order by position"""
_SUBTREES: Final = """
    select hash from subtree where level = %s and number >= %s and number < %s order by number"""
_ADD: Final = """
    insert into subtree (level, number, hash) values (%s, %s, %s) on conflict do nothing"""


def grow(conn: Conn) -> int:
    """Keep the hashes of the subtrees that have become complete; return how many leaves they took."""
    grown = 0
    while step := _grow(conn):
        grown += step
    return grown


def _grow(conn: Conn) -> int:
    with conn.transaction():
        row = conn.execute(_DONE).fetchone()
        done: int = row[0] if row else 0
        leaves = _hashes(conn, _LEAVES, done * WIDTH, (done + STEP_MAX) * WIDTH)
        whole = len(leaves) // WIDTH
        made = [
            (1, done + each, tree.root(leaves[each * WIDTH : (each + 1) * WIDTH]))
            for each in range(whole)
        ]
        while made:
            with conn.cursor() as cursor:
                cursor.executemany(_ADD, made)
            made = [
                (level + 1, number // WIDTH, _larger(conn, level, number + 1))
                for level, number, _ in made
                if (number + 1) % WIDTH == 0
            ]
        return whole * WIDTH


def _larger(conn: Conn, level: int, end: int) -> bytes:
    return tree.root(_hashes(conn, _SUBTREES, level, end - WIDTH, end))


def _hashes(conn: Conn, query: str, *given: int) -> list[bytes]:
    return [hash_ for (hash_,) in conn.execute(query, given, binary=True)]


class Stored:
    """The tree of the first `size` events, as the tables hold it. For one question."""

    def __init__(self, conn: Conn, size: int) -> None:
        self._conn = conn
        self.size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def root(self) -> bytes:
        """Return the root."""
        return self._range(0, self.size) if self.size else tree.EMPTY

    def leaf(self, position: int) -> bytes:
        """Return the leaf at a position."""
        return self._range(position - 1, position)

    def inclusion(self, position: int) -> list[bytes]:
        """Return the proof that the event at a position (from 1) is in the tree."""
        return tree.inclusion(position - 1, self.size, self._range)

    def consistency(self, old: int) -> list[bytes]:
        """Return the proof that the log of `old` events is the beginning of this one."""
        return tree.consistency(old, self.size, self._range)

    def _range(self, first: int, end: int) -> bytes:
        """Return the hash over a range of leaves that begins where a subtree of its size may."""
        count = end - first
        if count & (count - 1):
            middle = first + tree.split(count)
            return tree.node(self._range(first, middle), self._range(middle, end))
        level, width = 0, 1
        while width * WIDTH <= count:
            level, width = level + 1, width * WIDTH
        tile, start = divmod(first // width, WIDTH)
        return tree.root(self._tile(level, tile)[start : start + count // width])

    def _tile(self, level: int, number: int) -> list[bytes]:
        """Return up to 256 neighbours of a level; those not yet kept are made from the level below."""
        found = self._tiles.get((level, number))
        if found is None:
            first = number * WIDTH
            if level == 0:
                end = min(first + WIDTH, self.size)
                found = _hashes(self._conn, _LEAVES, first, end)
            else:
                end = min(first + WIDTH, self.size // WIDTH**level)
                found = _hashes(self._conn, _SUBTREES, level, first, end)
                found += [
                    tree.root(self._tile(level - 1, each))
                    for each in range(first + len(found), end)
                ]
            self._tiles[level, number] = found
        return found


def sealed_size(conn: Conn) -> int:
    """Return how many events the log has."""
    row: Any = conn.execute("select coalesce(max(position), 0) from sealed").fetchone()
    return int(row[0])


def stored(conn: Conn, size: int | None) -> Stored:
    """Return the tree of a size, or of all that is sealed. Raises Refused `log-shorter`."""
    head = sealed_size(conn)
    if size is not None and size > head:
        raise Refused(
            "log-shorter",
            "So lang ist das Protokoll nicht",
            f"Gefragt ist nach {size} Ereignissen, das Protokoll hat {head}.",
            kind="conflict",
        )
    return Stored(conn, head if size is None else size)
