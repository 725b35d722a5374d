"""What was changed in a time: who, when, what, from which value to which, why, with which euros. Pure.

Old values are the last ones that were told of the same thing. Who was turned away is listed too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from deploy.audit.events import Recorded
from deploy.bundle.verifier.postings import MOVES, postings
from shared.canonical import Json

Subject = tuple[str, str, tuple[str, ...]]
"""(service, what kind of thing, which one)"""

BOOKKEEPING: Final = frozenset(
    {"by", "edition", "policy_position", "amendment", "amends", "cause", "position", "changed"}
)
"""Fields that each act says anew: that they differ says nothing."""
KEPT: Final = ("due_on", "ends_on")
"""Days that are part of a thing, not of the act."""
SUBJECTS: Final = (
    *("project_id", "traeger_id", "sozialraum_id", "person_id", "card_id", "contact_id", "duty_id"),
    *("statement_id", "assessment_id", "goal_id", "meeting_id", "topic_id", "observation_id"),
    *(
        "request_id",
        "delegation_id",
        "member_id",
        "feed_id",
        "waiver_id",
        "body",
        "year",
        "quarter",
    ),
    *("number",),
)
"""Fields that say of which thing an event speaks."""
SAME: Final = {
    "applied": "application",
    "resubmitted": "application",
    "traeger_registered": "traeger",
    "traeger_amended": "traeger",
    "sozialraum_registered": "sozialraum",
    "sozialraum_renamed": "sozialraum",
    "person_registered": "person",
    "person_amended": "person",
    "duty_planned": "duty",
    "duty_replanned": "duty",
    "card_recorded": "card",
    "card_amended": "card",
    "proposal_accepted": "card",
    "contact_named": "contact",
    "consent_renewed": "contact",
    "development_goal_agreed": "goal",
    "development_goal_followed_up": "goal",
    "meeting_held": "meeting",
    "meeting_corrected": "meeting",
}
"""Events of several types that tell of the same thing, first and anew."""
SINGLE: Final = ("policy_adopted", "catalogue_adopted")
"""Things of which a service has one."""
ACTS: Final = frozenset(
    {
        *("bias_declared", "returned", "hearing_answered", "notice_issued", "grant_changed"),
        *("recovery_received", "recovery_claimed", "duty_reminded", "card_remarked"),
        *("contacts_opened", "receipts_imported", "receipts_removed", "in_kind_recorded"),
        *("in_kind_removed", "project_report_returned", "statement_returned", "team_contacted"),
        *("receipts_disallowed", "number_assigned"),
    }
)
"""What may happen to one thing several times, without one taking the place of the other."""
REPLACED: Final = {"old_end": ("end", "new_end"), "old_due_on": ("due_on", "due_on")}
"""Fields in which an event itself says what was before: what they are called, where the new stands."""


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
    """What was told last of each thing, field by field, and the file numbers of projects."""

    values: dict[Subject, Json] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def changed(self, it: Recorded) -> list[Json]:
        """Return what an event tells otherwise than was told of the same thing, and keep it."""
        if it.type == "number_assigned":
            self.numbers[it.data["project_id"]] = it.data["number"]
        found = [
            {"field": name, "old": it.data[old], "new": it.data.get(new)}
            for old, (name, new) in REPLACED.items()
            if it.data.get(old) and new in it.data
        ]
        thing = subject(it)
        if thing is None:
            return found
        before = self.values.get(thing, {})
        self.values[thing] = {**before, **it.data}
        told = {each["field"] for each in found}
        for name in before.keys() & it.data.keys() - told:
            if not _says_anew(name):
                found += _differences(name, before[name], it.data[name])
        return sorted(found, key=lambda each: str(each["field"]))


def subject(it: Recorded) -> Subject | None:
    """Return which thing an event tells anew; None for an act that stands for itself.

    Streams hold many things (all reservations of a year), so that two events of one stream say
    nothing of each other by that alone.
    """
    if it.type in ACTS or it.event["stream"].startswith("budget-"):
        return None
    ids = tuple(f"{name}={it.data[name]}" for name in SUBJECTS if it.data.get(name) is not None)
    if not ids and it.type not in SINGLE:
        return None
    return it.service, SAME.get(it.type, it.type), ids


def _says_anew(name: str) -> bool:
    is_of_the_act = name.endswith(("_id", "_on", "_by")) and name not in KEPT
    return name in BOOKKEEPING or is_of_the_act


def changes(events: Iterable[Recorded], asked: Asked) -> Iterator[Json]:
    """Yield the changes that are asked for, in the order in which they were recorded."""
    known = _Known()
    for it in events:
        changed = known.changed(it)
        if asked.holds(it):
            yield _told(it, changed, known.numbers.get(it.project_id or ""))


def _told(it: Recorded, changed: list[Json], number: str | None) -> Json:
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
        "number": number,
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


def _differences(name: str, old: Any, new: Any) -> Iterator[Json]:
    """Yield what was and is; of lists what went and came, with its ids; of parts each by its path."""
    if old == new:
        return
    if isinstance(old, list) and isinstance(new, list):
        yield {
            "field": name,
            "removed": [each for each in old if each not in new],
            "added": [each for each in new if each not in old],
        }
    elif isinstance(old, dict) and isinstance(new, dict) and "document_id" not in old:
        for key in sorted({*old, *new}):
            yield from _differences(f"{name}.{key}", old.get(key), new.get(key))
    else:
        yield {"field": name, "old": old, "new": new}
