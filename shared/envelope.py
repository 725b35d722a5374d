"""The line of an event: what happened, to what, by whom, why and because of what."""

from dataclasses import dataclass
from hashlib import sha1
from typing import Final, NamedTuple
from uuid import UUID

from shared.canonical import Json, canonical

_VARIANT: Final = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


@dataclass(frozen=True, slots=True)
class Origin:
    """What all events of one command share. It is made once per append, in one place.

    actor    {sub: random id, role, on_behalf_of: random id | None}
    occurred_at  when it counts, an instant as `canonical.instant` writes it
    acted_at     when it was done, where it counts for another day
    reason   a code, or None; longer reasons are documents
    """

    actor: Json
    occurred_at: str
    correlation_id: str
    causation_id: str | None
    district: str
    reason: str | None = None
    acted_at: str | None = None


class Line(NamedTuple):
    """One event ready for the log: its place and its text. The log computes the digest."""

    stream: str
    version: int
    type: str
    event_id: str
    text: str


def event_id(seed: UUID, number: int) -> str:
    """Return `str(uuid5(seed, str(number)))`, in a third of its time: each event needs one."""
    made = sha1(seed.bytes + str(number).encode(), usedforsecurity=False).hexdigest()
    variant = _VARIANT[made[16]]
    return f"{made[:8]}-{made[8:12]}-5{made[13:16]}-{variant}{made[17:20]}-{made[20:32]}"


def line(  # noqa: PLR0913, PLR0917 - the place and the content of one event
    origin: Origin,
    stream: str,
    version: int,
    event_id: str,
    type_: str,
    schema_version: int,
    data: Json,
) -> Line:
    """Write an event's envelope as canonical JSON."""
    told = {
        "event_id": event_id,
        "stream": stream,
        "version": version,
        "type": type_,
        "schema_version": schema_version,
        "occurred_at": origin.occurred_at,
        "actor": origin.actor,
        "reason": origin.reason,
        "correlation_id": origin.correlation_id,
        "causation_id": origin.causation_id,
        "district": origin.district,
        "data": data,
    }
    if origin.acted_at is not None:
        told["acted_at"] = origin.acted_at
    return Line(stream, version, type_, event_id, canonical(told).decode())


def acted_at(event: Json) -> str:
    """Return when it was done, an instant: for most events the same as when they count."""
    at: str = event.get("acted_at") or event["occurred_at"]
    return at
