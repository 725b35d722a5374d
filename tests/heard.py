"""Events of another service as a follower hears them, without that service."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from shared.canonical import Json
from shared.hearing import Heard
from shared.schema import Catalogue


def stream_of(event: Any) -> str:
    """Return the stream in which an event stands: of projects and teams, or the one of policies."""
    kinds = ("project", "sozialraum", "team", "traeger")
    kind = next((it for it in kinds if hasattr(event, f"{it}_id")), None)
    if kind is None:
        return "policy"
    return f"{kind}-{getattr(event, f'{kind}_id')}"


class Source:
    """Tells the followers in a service what has happened elsewhere, in order, each once."""

    def __init__(self, name: str, catalogue: Catalogue, service: Any) -> None:
        self.name, self.catalogue = name, catalogue
        self.followers = [
            it.follower for it in service.kernel.consumers if it.follower.source == name
        ]
        self.told: list[Heard] = []

    def tell(self, *events: object, on: date) -> None:
        """Let events happen at noon of a day, and be heard."""
        begin = len(self.told)
        for event in events:
            self.told.append(self._heard(event, on))
        self.again(*self.told[begin:])

    def again(self, *heard: Heard) -> None:
        """Let events be heard, whether they were heard before or not."""
        for follower in self.followers:
            follower.hear(heard)

    def fetch(self, after: int, _leaf: str | None, limit: int) -> list[Json]:
        """Return what was told after a position, as `read_log` does."""
        page = self.told[after : after + limit]
        return [{"position": it.position, "leaf": it.leaf, "event": it.event} for it in page]

    def _heard(self, event: Any, on: date) -> Heard:
        position = len(self.told) + 1
        name = self.catalogue.name(event)
        told = {
            "type": name,
            "stream": stream_of(event),
            "version": position,
            "schema_version": self.catalogue.version_of(name),
            "event_id": str(uuid5(NAMESPACE_OID, f"{self.name} {position}")),
            "correlation_id": str(uuid5(NAMESPACE_OID, "correlation")),
            "occurred_at": f"{on.isoformat()}T12:00:00.000000Z",
            "district": "8",
            "data": self.catalogue.dump(event),
        }
        return Heard(position, f"{position:064x}", None, told)
