"""How answers leave: cents become amounts, `grant_ct: 4550000` becomes `grant: {amount, currency}`."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from shared.money import to_wire

SUFFIX = "_ct"


def at_the_edge(value: Any) -> Any:
    """Return a value as JSON for the outside.

    Keys that end in `_ct` lose the ending and their cents become amounts, also cents by year:
    those become a list of {year, amount}. Days become ISO 8601, dataclasses objects.
    """
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return dict(_entry(str(key), item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return [at_the_edge(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _entry(key: str, value: Any) -> tuple[str, Any]:
    if not key.endswith(SUFFIX):
        return key, at_the_edge(value)
    return key.removesuffix(SUFFIX), _amounts(value)


def _amounts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [
            {"year": int(year), "amount": to_wire(cents)} for year, cents in sorted(value.items())
        ]
    return None if value is None else to_wire(value)
