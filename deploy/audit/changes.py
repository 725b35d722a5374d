"""What was changed in a time: who, when, what, from which value to which, why, with which euros. Pure.

Old values are the last ones that the same stream has told. Who was turned away is listed too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from deploy.audit.events import Recorded
from deploy.bundle.verifier.postings import MOVES, postings
from shared.canonical import Json

BOOKKEEPING: Final = frozenset({"by", "edition", "policy_position", "amendment", "amends"})
"""Fields that each act says anew: that they differ says nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes: days inclusive, by when they were recorded or for when they count."""

    first: date
    last: date
    zone: ZoneInfo
    by_effect: bool = False
    project_id: str | None = None

    def holds(self, it: Recorded) -> bool:
        """Tell whether an event is asked for."""
        at = it.effective_at if self.by_effect else it.recorded_at
        day = at.astimezone(self.zone).date()
        about = self.project_id is None or it.project_id == self.project_id
        return about and self.first <= day <= self.last


@dataclass(slots=True)
class _Known:
    """What each stream has told last, field by field."""

    values: dict[str, Json] = field(default_factory=dict)

    def changed(self, it: Recorded) -> list[Json]:
        """Return what an event tells otherwise than its stream did before, and keep it."""
        before = self.values.setdefault(it.event["stream"], {})
        found = [
            _difference(name, before[name], value)
            for name, value in it.data.items()
            if name in before and before[name] != value and not _says_anew(name)
        ]
        before.update(it.data)
        return found


def _says_anew(name: str) -> bool:
    return name in BOOKKEEPING or name.endswith(("_id", "_on", "_ids", "_by"))


def changes(events: Iterable[Recorded], asked: Asked) -> Iterator[Json]:
    """Yield the changes that are asked for, in the order in which they were recorded."""
    known = _Known()
    for it in events:
        changed = known.changed(it)
        if asked.holds(it):
            yield _told(it, changed)


def _told(it: Recorded, changed: list[Json]) -> Json:
    actor, document = it.event["actor"], it.data.get("reason")
    return {
        "service": it.service,
        "position": it.position,
        "recorded_at": it.recorded_at.isoformat(),
        "effective_at": it.event["occurred_at"],
        "what": it.title,
        "type": it.type,
        "stream": it.event["stream"],
        "project_id": it.project_id,
        "person": actor["sub"],
        "role": actor["role"],
        "on_behalf_of": actor["on_behalf_of"],
        "reason": it.data.get("reason_code") or it.event["reason"],
        "reason_document": document.get("document_id") if isinstance(document, dict) else None,
        "correlation_id": it.event["correlation_id"],
        "caused_by": it.event["causation_id"],
        "refused": it.type == "access_denied",
        "changed": changed,
        "moved_ct": _moved(it),
    }


def _moved(it: Recorded) -> dict[str, int]:
    """Return account → cents that the event moves in its budget year."""
    if it.type not in MOVES or not it.event["stream"].startswith("budget-"):
        return {}
    return dict(postings(it.type, it.data))


def _difference(name: str, old: Any, new: Any) -> Json:
    """Return what was and is; of lists what went and came, with its ids."""
    told: Json = {"field": name, "old": old, "new": new}
    if isinstance(old, list) and isinstance(new, list):
        told = {
            "field": name,
            "removed": [each for each in old if each not in new],
            "added": [each for each in new if each not in old],
        }
    return told
