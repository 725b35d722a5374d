"""Which edition of the guideline this is, and how its sums explain themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.money import portion

EDITION: Final = "2026-1"  # Recorded with every decision: an old decision keeps its old rules.


@dataclass(frozen=True, slots=True)
class Summand:
    """One line of a sum: what is added or, below zero, taken away."""

    name: str
    text: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Step:
    """One figure that explains itself: its parts sum to the result, to the cent.

    inputs  what else the rule needed: a percentage, employees, months
    basis   the heading of the guideline under which the rule stands, or the statute
    flag    what a person should look at
    """

    rule: str
    text: str
    parts: tuple[Summand, ...]
    result_ct: int
    basis: str
    inputs: Mapping[str, int] = field(default_factory=dict)
    flag: str | None = None
    edition: str = EDITION


def fraction(text: str, amount_ct: int, numerator: int, denominator: int) -> tuple[Summand, ...]:
    """Explain a fraction of an amount: its whole cents, and the cent that rounding adds."""
    down_ct = amount_ct * numerator // denominator
    rounding_ct = portion(amount_ct, numerator, denominator) - down_ct
    whole = Summand("whole-cents", text, down_ct)
    if not rounding_ct:
        return (whole,)
    return (whole, Summand("rounding", "Auf den Cent gerundet, ab einem halben auf", rounding_ct))
