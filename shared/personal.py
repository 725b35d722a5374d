"""What is personal in a function, which the log keeps for ever. Pure."""

from re import compile as regex
from typing import Final

PERSONAL_TEXT: Final = (
    "In die Funktion gehören weder Namen noch Kontaktdaten: sie steht im Protokoll."
)
_WORD: Final = regex(r"[\w-]{3,}")
_CONTACT: Final = regex(r"@|[0-9]{4}")


def is_personal(function: str, name: str) -> bool:
    """Tell whether a function holds a name or a way to reach somebody."""
    words = {word.casefold() for word in _WORD.findall(function)}
    named = {word.casefold() for word in _WORD.findall(name)}
    return bool(words & named) or _CONTACT.search(function) is not None
