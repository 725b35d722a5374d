"""Drawing cases by chance that nobody can have chosen: the seed is published, and anybody can repeat it.

Each case has a number: SHA-256 of seed, a line break and its id. The smallest numbers are drawn. So
a case is drawn or not whatever others there are, and a larger sample holds the smaller one.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

POPULATIONS: Final[Mapping[str, tuple[str, str]]] = {
    "projects": ("projects", "applied"),
    "approvals": ("projects", "approved"),
    "payments": ("funding", "paid"),
    "statements": ("reporting", "statement_checked"),
    "receipts": ("reporting", "receipts_imported"),
}
"""What can be drawn from → the service, and the event that makes a case of it, or that tells of cases."""


def number(seed: str, case: str) -> str:
    """Return the number of a case under a seed, in hex."""
    return sha256(f"{seed}\n{case}".encode()).hexdigest()


def drawn(population: Iterable[str], seed: str, count: int) -> list[str]:
    """Return the cases that are drawn, in the order of their numbers."""
    return sorted(set(population), key=lambda case: number(seed, case))[:count]


def digest(population: Iterable[str]) -> str:
    """Return SHA-256 of all ids, sorted, one a line: which cases there were to draw from."""
    return sha256("".join(f"{case}\n" for case in sorted(set(population))).encode()).hexdigest()
