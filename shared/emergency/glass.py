"""Who has taken emergency access in one service, as what, and until when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

from shared.canonical import instant, parse_instant
from shared.decider import Decider
from shared.documents import Document
from shared.emergency.events import GlassBroken

HOURS_MAX: Final = 24
EMERGENCIES: Final = "emergencies"


_BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """Notfallzugriff eröffnen: to read what a role reads. The last three the service supplies."""

    role: str
    reason: Document
    hours: int
    access_id: str = ""
    by: str = ""
    now: datetime = _BEFORE_ALL


@dataclass(frozen=True, slots=True)
class Emergencies:
    """All emergency access that was ever taken, by its id."""

    taken: Mapping[str, GlassBroken] = field(default_factory=dict)

    def of(self, by: str, now: datetime) -> tuple[GlassBroken, ...]:
        """Return what somebody has taken that is not over yet."""
        return tuple(
            it for it in self.taken.values() if it.by == by and now < parse_instant(it.until)
        )


def decide(command: BreakGlass, emergencies: Emergencies, _today: date) -> list[GlassBroken]:
    """Everybody who may break the glass may do so at any time; it is only never kept quiet."""
    if command.access_id in emergencies.taken:
        return []
    until = instant(command.now + timedelta(hours=command.hours))
    return [
        GlassBroken(command.access_id, command.by, command.role, command.reason.ref, until),
    ]


def evolve(emergencies: Emergencies, event: GlassBroken) -> Emergencies:
    """One more was taken."""
    return Emergencies({**emergencies.taken, event.access_id: event})


GLASS: Final[Decider[BreakGlass, Emergencies, GlassBroken]] = Decider(Emergencies(), decide, evolve)


def uses_stream(access_id: str) -> str:
    """Return the stream of what was read by one emergency access."""
    return f"emergency-{access_id}"
