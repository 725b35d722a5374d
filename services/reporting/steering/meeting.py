"""A meeting of a body (Sitzung): planned, held, and what came of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.reporting import commands, events
from services.reporting.events import Body
from services.reporting.steering import refusals
from shared.decider import Decider
from shared.documents import Document, DocumentRef
from shared.refusal import Fault


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was planned, what was held, and which of its actions are done when."""

    body: Body
    planned: events.MeetingPlanned | None = None
    held: events.MeetingHeld | None = None
    done: tuple[events.BodyActionDone, ...] = ()

    @property
    def day(self) -> date:
        """Return the day of the meeting: when it was, or when it shall be."""
        if self.held is not None:
            return self.held.held_on
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
        case commands.RecordMeeting(), None | Meeting(held=None):
            return [_held(command, today)]
        case commands.RecordMeeting(), Meeting():
            raise refusals.already_held()

        case _, None:
            raise refusals.meeting_unknown()
        case commands.CompleteBodyAction(), Meeting(held=None):
            raise refusals.not_held()
        case commands.CompleteBodyAction(), Meeting(held=events.MeetingHeld() as held):
            return [_done(command, meeting, held, today)]

    raise AssertionError(f"No row for {command} in {meeting}")


def _planned(command: commands.PlanMeeting, today: date) -> events.MeetingPlanned:
    if command.on < today:
        text = "Geplant wird für heute oder später; was war, wird niedergeschrieben."
        raise refusals.does_not_fit([Fault("/on", "day-passed", text)])
    return events.MeetingPlanned(
        command.meeting_id, command.body, command.on, command.agenda, command.by, today
    )


def _held(command: commands.RecordMeeting, today: date) -> events.MeetingHeld:
    faults = [
        *_of_the_day(command, today),
        *_of_who_was_there(command),
        *_of_actions(command),
        *_of_reviews(command.reviews),
    ]
    if faults:
        raise refusals.does_not_fit(faults)
    return events.MeetingHeld(
        meeting_id=command.meeting_id,
        body=command.body,
        held_on=command.held_on,
        present=command.present,
        agenda=command.agenda,
        resolutions=tuple(
            events.BodyResolution(number, it.kind, it.title, _ref(it.text))
            for number, it in enumerate(command.resolutions, 1)
        ),
        actions=command.actions,
        reviews=tuple(
            events.ProjectReviewed(it.project_id, it.implementation, it.effect, _ref(it.text))
            for it in command.reviews
        ),
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


def _of_reviews(reviews: Sequence[commands.GivenReview]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, it in enumerate(reviews):
        if it.project_id in seen:
            text = "Dieses Projekt steht schon da."
            yield Fault(f"/reviews/{number}/project_id", "project-twice", text)
        seen.add(it.project_id)


def _done(
    command: commands.CompleteBodyAction,
    meeting: Meeting,
    held: events.MeetingHeld,
    today: date,
) -> events.BodyActionDone:
    if command.number not in [it.number for it in held.actions]:
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
            return Meeting(event.body, held=event)
        case events.MeetingHeld(), Meeting():
            return replace(meeting, held=event)
        case events.BodyActionDone(), Meeting():
            return replace(meeting, done=(*meeting.done, event))

    raise AssertionError(f"No row for {event} in {meeting}")


MEETING: Final[Decider[commands.MeetingCommand, Meeting | None, events.MeetingEvent]] = Decider(
    None, decide, evolve
)
