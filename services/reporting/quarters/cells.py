"""Cells of files with figures of the WJH, as Germans write them. Pure.

What cannot be understood is returned as it is, for the form to refuse.
"""

from re import compile as regex
from typing import Any, Final

_WHOLE: Final = regex("[0-9]{1,9}")
_AMOUNT: Final = regex(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,12})(?:,([0-9]{1,2}))?(?: ?€)?")


def whole(text: str) -> Any:
    """Read a whole number."""
    return int(text) if _WHOLE.fullmatch(text) else text


def amount(text: str) -> Any:
    """Read an amount: `183.600,00`."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return text
    euros, cents = match[1].replace(".", ""), (match[2] or "").ljust(2, "0")
    return {"amount": f"{euros}.{cents}", "currency": "EUR"}


def name_of(text: str) -> str:
    """Return by which key a Sozialraum is found, however it is spaced and spelled."""
    return " ".join(text.casefold().split())
