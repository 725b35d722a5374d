"""The bytes that are hashed: one canonical text for each JSON value, and the leaf of an event.

Canonical JSON is RFC 8785 for the values that we allow: no floats, integers of at most 53 bits,
ASCII keys (so that sorting by bytes is sorting by UTF-16 units).
"""

from datetime import UTC, datetime
from hashlib import sha256
from struct import Struct
from typing import Any, Final

import orjson

Json = dict[str, Any]

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE: Final = Struct(">xQQ")  # 0x00, position, time


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a value. Raises TypeError for what JSON or we do not know."""
    return orjson.dumps(value, option=_OPTIONS)


def parse(text: bytes | str) -> Any:
    """Read JSON. Raises ValueError."""
    return orjson.loads(text)


def digest(line: bytes) -> bytes:
    """Return SHA-256 of the line, 32 bytes."""
    return sha256(line).digest()


def microseconds(at: datetime) -> int:
    """Return whole microseconds since 1970, exactly; `timestamp()` would pass through a float."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def leaf(position: int, recorded_at: datetime, line_digest: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ position ‖ recorded_at in µs ‖ digest), integers as 8 bytes, big end first.

    The 0x00 keeps leaves and inner nodes of a Merkle tree apart (RFC 9162, 2.1.1).
    """
    return leaf_at(position, microseconds(recorded_at), line_digest)


def leaf_at(position: int, recorded_us: int, line_digest: bytes) -> bytes:
    """Return the leaf where the time is counted already: many events share one."""
    return sha256(_PLACE.pack(position, recorded_us) + line_digest).digest()


def instant(at: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with microseconds and `Z`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def parse_instant(text: str) -> datetime:
    """Read what `instant` wrote."""
    return datetime.fromisoformat(text)
