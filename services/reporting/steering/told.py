"""Bodies and their meetings as they are shown. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.reporting.duty import Duty
from services.reporting.steering.body import Group, Membership
from services.reporting.steering.meeting import Meeting
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
    """Return each team with who accompanies it, also those that nobody does."""
    found = []
    for area in areas:
        it = told.teams.get(area["sozialraum_id"])
        member = told.members.get(it.member_id) if it else None
        next_on = it.next_on if it else None
        found.append(
            {
                "sozialraum_id": area["sozialraum_id"],
                "sozialraum_name": area["name"],
                "member_id": it.member_id if it else None,
                "function": member.appointed.function if member else None,
                "since": it.since if it else None,
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
            "meeting_id": _id(it),
            "on": it.day,
            "held": it.held is not None,
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
    found = [one for it in meetings for one in actions(it, {}, today) if one["done_on"] is None]
    return sorted(found, key=lambda it: it["due_on"])


def actions(meeting: Meeting, texts: Texts, today: date) -> list[Json]:
    """Return the actions of a meeting."""
    if meeting.held is None:
        return []
    remarks = {it.number: it.remark for it in meeting.done}
    return [
        {
            "meeting_id": meeting.held.meeting_id,
            "number": it.number,
            "title": it.title,
            "responsible": it.responsible,
            "due_on": it.due_on,
            "done_on": (done := meeting.done_on(it.number)),
            "overdue": done is None and it.due_on < today,
            "remark": text_of(texts, remarks.get(it.number)),
        }
        for it in meeting.held.actions
    ]


def in_full(version: int, meeting: Meeting, texts: Texts, today: date) -> Json:
    """Return a meeting with all that was said in it."""
    held = meeting.held
    return {
        "version": version,
        "meeting_id": _id(meeting),
        "body": meeting.body,
        "on": meeting.day,
        "held": held is not None,
        "agenda": list(_agenda(meeting)),
        "present": list(held.present) if held else [],
        "resolutions": [
            {
                "number": it.number,
                "kind": it.kind,
                "title": it.title,
                "text": text_of(texts, it.text),
            }
            for it in (held.resolutions if held else ())
        ],
        "actions": actions(meeting, texts, today),
        "reviews": [
            {
                "project_id": it.project_id,
                "implementation": it.implementation,
                "effect": it.effect,
                "text": text_of(texts, it.text),
            }
            for it in (held.reviews if held else ())
        ],
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
    if it.held is not None:
        return it.held.agenda
    return it.planned.agenda if it.planned else ()


def _id(it: Meeting) -> str:
    told = it.held or it.planned
    assert told is not None, "It is planned or held."
    return told.meeting_id
