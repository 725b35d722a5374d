"""Which edition of the guideline this is, and how its sums explain themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

EDITION: Final = "2026-1"  # Recorded with every decision: an old decision keeps its old rules.


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a sum that explains itself: which rule made which cents out of which."""

    rule: str
    text: str
    inputs: Mapping[str, int]
    result_ct: int
    basis: str
    edition: str = EDITION
