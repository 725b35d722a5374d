"""How many years each class of documents is kept, where the office says otherwise than the product."""

import re
from collections.abc import Mapping
from typing import Final

YEARS_MAX: Final = 100
_ONE: Final = re.compile(r"([a-z][a-z-]*)=([1-9][0-9]{0,2})")


def retention_settings(text: str) -> tuple[Mapping[str, int], list[str]]:
    """Read `grant-file=10 network=5`; return class → years, and what is wrong in German."""
    found: dict[str, int] = {}
    for part in text.split():
        told = _ONE.fullmatch(part)
        if told is None or int(told[2]) > YEARS_MAX:
            return {}, [f"RETENTION_YEARS: „{part}“ ist keine Frist (Klasse=Jahre, 1 bis 100)."]
        found[told[1]] = int(told[2])
    return found, []
