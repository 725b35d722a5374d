"""What has happened with emergency access: that somebody took it, and what was read with it."""

from dataclasses import dataclass

from shared.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class GlassBroken:
    """Notfallzugriff eröffnet: somebody may read what a role reads, until a moment (UTC).

    by  the random id of who did it, in this service
    """

    access_id: str
    by: str
    role: str
    reason: DocumentRef
    until: str


@dataclass(frozen=True, slots=True)
class GlassUsed:
    """Notfallzugriff genutzt: this method was called by it; `ids` are those that were named."""

    access_id: str
    method: str
    ids: tuple[str, ...]


EVENTS = (GlassBroken, GlassUsed)
