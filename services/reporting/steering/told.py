"""Bodies and their meetings as they are shown. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from services.reporting.duties.duty import Duty
from services.reporting.events import BodyAction, MeetingCorrected
from services.reporting.steering.body import Group, Membership
from services.reporting.steering.meeting import Meeting, Record
from shared.canonical import Json
from shared.documents import text_of

Texts = Mapping[str, str]


def group(told: Group, today: date) -> Json:
    """Return who belongs to a body today, and who should and does not."""
    return {
        "members": [_member(it) for it in told.on(today)],
        "lacks": told.lacks_on(today),
    }


def _member(it: Membership) -> Json:
    appointed = it.appointed
    return {
        "member_id": appointed.member_id,
        "person_id": appointed.person_id,
        "part": appointed.part,
        "function": appointed.function,
        "traeger_id": appointed.traeger_id or None,
        "start": appointed.start,
        "end": it.end,
    }


def duties(owed: Iterable[Duty], today: date) -> list[Json]:
    """Return what a body owes, and whether it is late."""
    return [
        {
            "kind": it.kind,
            "year": it.year,
            "due_on": it.due_on,
            "standing": it.standing,
            "overdue": it.standing == "open" and it.due_on < today,
        }
        for it in owed
    ]


def teams(told: Group, areas: Sequence[Json], today: date) -> list[Json]:
    """Return each team with who accompanies it, also those that nobody does, or nobody any more."""
    found = []
    for area in areas:
        it = told.teams.get(area["sozialraum_id"])
        member = told.members.get(it.member_id) if it else None
        stays = member is not None and member.belongs_on(today)
        next_on = it.next_on if it else None
        found.append(
            {
                "sozialraum_id": area["sozialraum_id"],
                "sozialraum_name": area["name"],
                "member_id": it.member_id if it and stays else None,
                "function": member.appointed.function if member and stays else None,
                "since": it.since if it and stays else None,
                "contact_on": it.contact_on if it else None,
                "next_on": next_on,
                "overdue": next_on is not None and next_on < today,
            }
        )
    return found


def listed(meetings: Iterable[Meeting]) -> list[Json]:
    """Return meetings with their agenda and the titles of what was resolved."""
    return [
        {
            "meeting_id": id_of(it),
            "on": it.day,
            "held": it.held is not None,
            "cancelled_on": it.cancelled.cancelled_on if it.cancelled else None,
            "record_version": len(it.records),
            "present": len(it.held.present) if it.held else None,
            "agenda": list(_agenda(it)),
            "resolutions": [
                {"number": one.number, "kind": one.kind, "title": one.title}
                for one in (it.held.resolutions if it.held else ())
            ],
        }
        for it in meetings
    ]


def open_actions(meetings: Iterable[Meeting], today: date) -> list[Json]:
    """Return what is still to be done, the first due first."""
    counting = (it for it in meetings if it.held is not None)
    found = [one for it in counting for one in actions(it, {}, today) if one["done_on"] is None]
    return sorted(found, key=lambda it: it["due_on"])


def done_actions(meetings: Iterable[Meeting], year: int, today: date) -> list[Json]:
    """Return what was done in a year, the first done first."""
    counting = (it for it in meetings if it.held is not None)
    found = [one for it in counting for one in actions(it, {}, today)]
    done = [it for it in found if it["done_on"] is not None and it["done_on"].year == year]
    return sorted(done, key=lambda it: it["done_on"])


def actions(meeting: Meeting, texts: Texts, today: date) -> list[Json]:
    """Return the actions of a meeting; nothing is late any more in one that was called off."""
    if meeting.record is None:
        return []
    remarks = {it.number: it.remark for it in meeting.done}
    counts = meeting.held is not None
    return [
        {
            "meeting_id": meeting.record.meeting_id,
            **_action(it),
            "done_on": (done := meeting.done_on(it.number)),
            "overdue": counts and done is None and it.due_on < today,
            "remark": text_of(texts, remarks.get(it.number)),
        }
        for it in meeting.record.actions
    ]


def in_full(version: int, meeting: Meeting, texts: Texts, today: date) -> Json:
    """Return a meeting with all that was said in it, and all that its record had said before."""
    off = meeting.cancelled
    said = [_record(number, it, texts) for number, it in enumerate(meeting.records, 1)]
    return {
        "version": version,
        "meeting_id": id_of(meeting),
        "body": meeting.body,
        "on": meeting.day,
        "held": meeting.held is not None,
        "cancelled_on": off.cancelled_on if off else None,
        "cancelled_because": text_of(texts, off.reason) if off else None,
        **(said[-1] if said else {**UNRECORDED, "agenda": list(_agenda(meeting))}),
        "actions": actions(meeting, texts, today),
        "earlier": said[:-1],
    }


UNRECORDED: Final[Json] = {
    "record_version": 0,
    "recorded_on": None,
    "reason": None,
    "present": [],
    "resolutions": [],
    "reviews": [],
}


def _record(number: int, it: Record, texts: Texts) -> Json:
    """Return what one record said; `reason`: why it was written in place of the one before."""
    return {
        "record_version": number,
        "recorded_on": it.recorded_on,
        "reason": text_of(texts, it.reason) if isinstance(it, MeetingCorrected) else None,
        "on": it.held_on,
        "agenda": list(it.agenda),
        "present": list(it.present),
        "resolutions": [
            {
                "number": one.number,
                "kind": one.kind,
                "title": one.title,
                "text": text_of(texts, one.text),
            }
            for one in it.resolutions
        ],
        "actions": [_action(one) for one in it.actions],
        "reviews": [
            {
                "project_id": one.project_id,
                "implementation": one.implementation,
                "effect": one.effect,
                "text": text_of(texts, one.text),
            }
            for one in it.reviews
        ],
    }


def _action(it: BodyAction) -> Json:
    return {
        "number": it.number,
        "title": it.title,
        "responsible": it.responsible,
        "due_on": it.due_on,
    }


def last_reviews(meetings: Iterable[Meeting]) -> dict[str, Json]:
    """Return what was seen of each project last."""
    return {
        review.project_id: {
            "on": it.held.held_on,
            "implementation": review.implementation,
            "effect": review.effect,
        }
        for it in meetings
        if it.held is not None
        for review in it.held.reviews
    }


def _agenda(it: Meeting) -> Sequence[str]:
    if it.record is not None:
        return it.record.agenda
    return it.planned.agenda if it.planned else ()


def id_of(it: Meeting) -> str:
    """Return the id of a meeting."""
    told = it.record or it.planned
    assert told is not None, "It is planned or held."
    return told.meeting_id
