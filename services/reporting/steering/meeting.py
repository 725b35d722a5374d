"""A meeting of a body (Sitzung): planned, held, corrected or called off, and what came of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from services.reporting import commands, events
from services.reporting.events import Body
from services.reporting.steering import refusals
from shared.decider import Decider
from shared.documents import Document, DocumentRef
from shared.refusal import Fault

Record = events.MeetingHeld | events.MeetingCorrected


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was planned, all records of what was held, what was called off, and which actions are done."""

    body: Body
    planned: events.MeetingPlanned | None = None
    records: tuple[Record, ...] = ()
    cancelled: events.MeetingCancelled | None = None
    done: tuple[events.BodyActionDone, ...] = ()

    @property
    def record(self) -> Record | None:
        """Return the newest record, also of a meeting that does not count any more."""
        return self.records[-1] if self.records else None

    @property
    def held(self) -> Record | None:
        """Return the record that counts; None before the meeting, or if it was called off."""
        return None if self.cancelled else self.record

    @property
    def day(self) -> date:
        """Return the day of the meeting: when it was, or when it shall be."""
        if self.record is not None:
            return self.record.held_on
        assert self.planned is not None, "It is planned or held."
        return self.planned.on

    def done_on(self, number: int) -> date | None:
        """Return when an action was done; None while it is open."""
        return next((it.done_on for it in self.done if it.number == number), None)


def decide(
    command: commands.MeetingCommand, meeting: Meeting | None, today: date
) -> list[events.MeetingEvent]:
    """The life of a meeting as a table: which command, in which state, leads where."""
    match command, meeting:
        case commands.PlanMeeting(), _:
            return [_planned(command, today)]

        case _, Meeting(body=body) if body != command.body:
            raise refusals.meeting_unknown()
        case _, Meeting(cancelled=events.MeetingCancelled() as cancelled):
            raise refusals.meeting_cancelled(cancelled.cancelled_on)
        case commands.RecordMeeting(), None | Meeting(record=None):
            told = _recorded(command, today)
            return [events.MeetingHeld(**told, by=command.by, recorded_on=today)]
        case commands.RecordMeeting(), Meeting():
            raise refusals.already_held()

        case _, None:
            raise refusals.meeting_unknown()
        case commands.CancelMeeting(), Meeting():
            ids = command.meeting_id, command.body
            return [events.MeetingCancelled(*ids, command.reason.ref, command.by, today)]
        case _, Meeting(record=None):
            raise refusals.not_held()
        case commands.CompleteBodyAction(), Meeting(record=record) if record is not None:
            return [_done(command, meeting, record, today)]
        case commands.CorrectMeeting(), Meeting(record=record) if record is not None:
            return [_corrected(command, meeting, record, today)]

    raise AssertionError(f"No row for {command} in {meeting}")


def _planned(command: commands.PlanMeeting, today: date) -> events.MeetingPlanned:
    if command.on < today:
        text = "Geplant wird für heute oder später; was war, wird niedergeschrieben."
        raise refusals.does_not_fit([Fault("/on", "day-passed", text)])
    return events.MeetingPlanned(
        command.meeting_id, command.body, command.on, command.agenda, command.by, today
    )


def _recorded(command: commands.RecordMeeting, today: date, *more: Fault) -> dict[str, Any]:
    """Return what a record says. Raises Refused with all that contradicts itself."""
    faults = [
        *_of_the_day(command, today),
        *_of_who_was_there(command),
        *_of_actions(command),
        *_of_reviews(command.reviews),
        *more,
    ]
    if faults:
        raise refusals.does_not_fit(faults)
    return {
        "meeting_id": command.meeting_id,
        "body": command.body,
        "held_on": command.held_on,
        "present": command.present,
        "agenda": command.agenda,
        "resolutions": tuple(
            events.BodyResolution(number, it.kind, it.title, _ref(it.text))
            for number, it in enumerate(command.resolutions, 1)
        ),
        "actions": command.actions,
        "reviews": tuple(
            events.ProjectReviewed(it.project_id, it.implementation, it.effect, _ref(it.text))
            for it in command.reviews
        ),
    }


def _corrected(
    command: commands.CorrectMeeting, meeting: Meeting, record: Record, today: date
) -> events.MeetingCorrected:
    """What is done stays what it was: an action that is done keeps its number and its title."""
    told = _recorded(command.record, today, *_of_what_is_done(command.record, meeting, record))
    version = len(meeting.records) + 1
    return events.MeetingCorrected(
        **told,
        record_version=version,
        reason=command.reason.ref,
        by=command.by,
        recorded_on=today,
    )


def _ref(text: Document | None) -> DocumentRef | None:
    return None if text is None else text.ref


def _of_the_day(command: commands.RecordMeeting, today: date) -> Iterator[Fault]:
    if command.held_on > today:
        yield Fault("/held_on", "day-to-come", "Dieser Tag kommt erst noch.")


def _of_who_was_there(command: commands.RecordMeeting) -> Iterator[Fault]:
    for number, it in enumerate(command.present):
        if it not in command.members:
            text = "An diesem Tag gehörte das niemandem, der Mitglied war."
            yield Fault(f"/present/{number}", "member-unknown", text)
        elif it in command.present[:number]:
            yield Fault(f"/present/{number}", "member-twice", "Dieses Mitglied steht schon da.")


def _of_actions(command: commands.RecordMeeting) -> Iterator[Fault]:
    for number, it in enumerate(command.actions):
        if it.due_on <= command.held_on:
            text = "Eine Maßnahme hat ihre Frist nach der Sitzung."
            yield Fault(f"/actions/{number}/due_on", "due-day-passed", text)


def _of_what_is_done(
    command: commands.RecordMeeting, meeting: Meeting, record: Record
) -> Iterator[Fault]:
    given = {it.number: it.title for it in command.actions}
    for it in record.actions:
        if meeting.done_on(it.number) is not None and given.get(it.number) != it.title:
            text = f"Die erledigte Maßnahme {it.number} behält ihre Stelle und ihren Titel."
            yield Fault("/actions", "action-done", text)


def _of_reviews(reviews: Sequence[commands.GivenReview]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, it in enumerate(reviews):
        if it.project_id in seen:
            text = "Dieses Projekt steht schon da."
            yield Fault(f"/reviews/{number}/project_id", "project-twice", text)
        seen.add(it.project_id)


def _done(
    command: commands.CompleteBodyAction, meeting: Meeting, record: Record, today: date
) -> events.BodyActionDone:
    if command.number not in [it.number for it in record.actions]:
        raise refusals.action_unknown(command.number)
    if meeting.done_on(command.number) is not None:
        raise refusals.action_done()
    remark = _ref(command.remark)
    return events.BodyActionDone(
        command.meeting_id, command.body, command.number, remark, command.by, today
    )


def evolve(meeting: Meeting | None, event: events.MeetingEvent) -> Meeting:
    """What an event makes of a meeting. One row per event; no `if`, no rule, no refusal."""
    match event, meeting:
        case events.MeetingPlanned(), _:
            return Meeting(event.body, event)
        case events.MeetingHeld(), None:
            return Meeting(event.body, records=(event,))
        case events.MeetingHeld() | events.MeetingCorrected(), Meeting():
            return replace(meeting, records=(*meeting.records, event))
        case events.MeetingCancelled(), Meeting():
            return replace(meeting, cancelled=event)
        case events.BodyActionDone(), Meeting():
            return replace(meeting, done=(*meeting.done, event))

    raise AssertionError(f"No row for {event} in {meeting}")


MEETING: Final[Decider[commands.MeetingCommand, Meeting | None, events.MeetingEvent]] = Decider(
    None, decide, evolve
)
