"""What is appended and replayed: a small aggregate, once in our form and once in that of others.

A dossier is opened and then noted in; its state is how often, and the sum of what was noted. Texts
have about the length of an event of ours.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid4

from shared.canonical import instant
from shared.database import Conn
from shared.decider import Decider
from shared.envelope import Origin
from shared.log import Command, Draft, History, Log, answer_of
from shared.schema import Catalogue

TEXT: Final = "Anschaffung von Material für das gemeinsame Kochen im Quartierstreff am Freitag."
NOTES_MAX: Final = 10  # Of one dossier; then a new one is opened.
PERSON: Final = "5b0e6d0c-1f0a-4d5c-8b43-7f1e6f9d2a10"


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier exists."""

    dossier_id: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something was noted in it."""

    dossier_id: str
    amount_ct: int
    text: str
    year: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """How often something was noted, and the sum."""

    notes: int = 0
    total_ct: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Note something."""

    dossier_id: str
    amount_ct: int
    text: str
    year: int


def decide(command: Note, dossier: Dossier | None, _today: date) -> list[Opened | Noted]:
    """Open what does not exist, else note."""
    if dossier is None:
        return [Opened(command.dossier_id)]
    return [Noted(command.dossier_id, command.amount_ct, command.text, command.year)]


def evolve(dossier: Dossier | None, event: Opened | Noted) -> Dossier:
    """Count and add up."""
    match event, dossier:
        case Noted(), Dossier():
            return Dossier(dossier.notes + 1, dossier.total_ct + event.amount_ct)
        case _:
            return Dossier()


DOSSIER: Final[Decider[Note, Dossier | None, Opened | Noted]] = Decider(None, decide, evolve)
CATALOGUE: Final = Catalogue(Opened, Noted)
LOG: Final = Log(CATALOGUE)


def note(dossier_id: str) -> Noted:
    """Return an event of the usual size."""
    return Noted(dossier_id, 123_456, TEXT, 2026)


def origin() -> Origin:
    """Return the frame of an append, made anew as for each command."""
    return Origin(
        {"sub": PERSON, "role": "bjl", "on_behalf_of": None},
        instant(datetime.now(UTC)),
        str(uuid4()),
        None,
        "kalk",
    )


def append(conn: Conn, events: int) -> int:
    """Append events of one command to a new stream, as `Writer` does; return how many."""
    command_id = str(uuid4())
    body = {"dossier_id": command_id, "amount_ct": 123_456, "text": TEXT, "year": 2026}
    command = Command.of(command_id, "bench.note", body, {"sub": "x", "role": "bjl"})
    draft = Draft()
    draft.add(History(f"dossier-{command_id}", 0, []), [note(command_id)] * events)
    lines = LOG.lines(draft, origin(), UUID(command_id))
    LOG.append(conn, draft, lines, command, answer_of(draft, lines, {}))
    return events


def fill(conn: Conn, events: int, per_command: int = 1) -> None:
    """Append events to new streams in few transactions: what is measured comes later."""
    for first in range(0, events, 1000):
        with conn.transaction():
            for _ in range(0, min(1000, events - first), per_command):
                append(conn, per_command)


def seal(conn: Conn) -> int:
    """Seal what waits, as the leader that the fence row names, 5,000 at a time."""
    total = 0
    while sealed := _number(conn, "select seal((select max(fence) from cursor), 5000)"):
        total += sealed
    return total


def _number(conn: Conn, query: str) -> int:
    row = conn.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


# ---- the same as a team would write it without us --------------------------------------------


def envelopes(stream: str, events: list[Noted]) -> Iterator[Mapping[str, Any]]:
    """Yield envelopes with the same content."""
    correlation_id = str(uuid4())
    for version, event in enumerate(events, 1):
        yield {
            "event_id": str(uuid4()),
            "stream": stream,
            "version": version,
            "type": "noted",
            "schema_version": 1,
            "occurred_at": datetime.now(UTC).isoformat(),
            "actor": {"sub": PERSON, "role": "bjl", "on_behalf_of": None},
            "reason": None,
            "correlation_id": correlation_id,
            "causation_id": None,
            "district": "kalk",
            "data": {
                "dossier_id": event.dossier_id,
                "amount_ct": event.amount_ct,
                "text": event.text,
                "year": event.year,
            },
        }


def rows(events: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows for a plain table: the columns of our table of events, without the id."""
    key = str(uuid4())
    stream = f"dossier-{key}"
    for told in envelopes(stream, [note(key)] * events):
        line = json.dumps(told, ensure_ascii=False)
        digest = sha256(line.encode()).digest()
        yield stream, told["version"], told["event_id"], told["type"], line, digest
