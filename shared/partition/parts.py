"""The parts of one log: which there are, what lies in each, and whether it still grows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shared.canonical import Json, instant
from shared.database import Conn
from shared.refusal import Refused

_LISTED: Final = """
    select p.number, p.name, p.first_id, p.last_id, p.detached_at, p.detached_by::text,
        i.last_value < p.last_id, x.*
    from partition p, insertion i, lateral (
        select count(*), coalesce(min(s.position), 0), coalesce(max(s.position), 0) from sealed s
        where s.id >= p.first_id and s.id <= coalesce(p.last_id, 9223372036854775807)) x
    order by p.number"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the events whose insertion ids lie between two numbers.

    last_id     None while it is open
    is_filling  whether ids are still given that belong to it, though it was cut off
    events      how many have a position, between the first and the last
    """

    number: int
    name: str
    first_id: int
    last_id: int | None
    detached_at: datetime | None
    detached_by: str | None
    is_filling: bool | None
    events: int
    first_position: int
    last_position: int

    @property
    def state(self) -> str:
        """Return open, filling, attached or detached."""
        if self.last_id is None:
            return "open"
        if self.is_filling:
            return "filling"
        return "attached" if self.detached_at is None else "detached"

    def to_json(self) -> Json:
        """Return it for programs."""
        return {
            "number": self.number,
            "name": self.name,
            "state": self.state,
            "events": self.events,
            "first_position": self.first_position,
            "last_position": self.last_position,
            "detached_at": instant(self.detached_at) if self.detached_at else None,
            "detached_by": self.detached_by,
        }


def listed(conn: Conn) -> list[Part]:
    """Return all parts, the open one last."""
    rows: list[Any] = conn.execute(_LISTED).fetchall()
    return [Part(*row) for row in rows]


def named(conn: Conn, name: str, *states: str) -> Part:
    """Return a part that is in one of these states. Raises Refused."""
    found = next((part for part in listed(conn) if part.name == name), None)
    if found is None:
        raise Refused(
            "partition-unknown",
            "Diesen Teil gibt es nicht",
            f"Das Protokoll hat keinen Teil {name}.",
            kind="unknown",
        )
    if found.state not in states:
        raise Refused(*_STANDING[found.state], kind="conflict", facts={"name": name})
    return found


_STANDING: Final = {
    "open": (
        "partition-open",
        "Der Teil ist noch offen",
        "In ihn wird geschrieben. Zuerst mit „sozialraum partitions cut“ abschneiden.",
    ),
    "filling": (
        "partition-filling",
        "Der Teil wird noch gefüllt",
        "Der Schnitt wurde nicht zu Ende geführt. „sozialraum partitions cut“ beendet ihn.",
    ),
    "attached": ("partition-attached", "Der Teil ist angehängt", "Da ist nichts anzuhängen."),
    "detached": (
        "partition-already-detached",
        "Der Teil ist schon abgehängt",
        "Da ist nichts abzuhängen.",
    ),
}
