"""Shifts between lines of a plan (Verschiebung von Einzelansätzen). Pure.

Beforehand: it is asked for, and approved, while the project runs. What was approved counts for the
whole plan, and the next request is held against the plan as it stands then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.reporting import commands, events
from services.reporting.line_shifts import refusals
from shared.decider import Decider
from shared.guideline import check_line_shift
from shared.refusal import already_decided


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, and what became of it."""

    asked: events.LineShiftRequested
    decided: events.LineShiftDecided | None = None


Shifts = Mapping[str, Request]


def moved_ct(asked: events.LineShiftRequested) -> dict[str, int]:
    """Return what a request moves, by line."""
    return {it.line: it.amount_ct for it in asked.moves}


def decide(
    command: commands.LineShiftCommand, shifts: Shifts, today: date
) -> list[events.LineShiftEvent]:
    """Shifts as a table: which command leads where."""
    match command:
        case commands.RequestLineShift():
            return [_requested(command, today)]
        case commands.DecideLineShift():
            return _decide(command, shifts, today)


def _requested(command: commands.RequestLineShift, today: date) -> events.LineShiftRequested:
    if today > command.last_day:
        raise refusals.too_late(command.last_day)
    asked = events.LineShiftRequested(
        project_id=command.project_id,
        request_id=command.request_id,
        moves=tuple(command.moves),
        reason=command.reason.ref,
        by=command.by,
        requested_on=today,
    )
    assert command.plan is not None, "The service says what was approved."
    check_line_shift(command.plan, moved_ct(asked))
    return asked


def _decide(
    command: commands.DecideLineShift, shifts: Shifts, today: date
) -> list[events.LineShiftEvent]:
    """By somebody else, once, and approved only as far as the lines still have so much."""
    request = shifts.get(command.request_id)
    if request is None:
        raise refusals.request_unknown()
    if request.decided is not None:
        same = (request.decided.outcome, request.decided.by) == (command.outcome, command.by)
        if not same:
            raise already_decided("Über diese Verschiebung ist schon entschieden.")
        return []
    if request.asked.by == command.by:
        raise refusals.four_eyes()
    if command.outcome == "approved":
        if today > command.last_day:
            raise refusals.too_late(command.last_day)
        assert command.plan is not None, "The service says what was approved."
        check_line_shift(command.plan, moved_ct(request.asked))
    return [
        events.LineShiftDecided(
            project_id=command.project_id,
            request_id=command.request_id,
            outcome=command.outcome,
            reason=command.reason.ref,
            by=command.by,
            decided_on=today,
        )
    ]


def evolve(shifts: Shifts, event: events.LineShiftEvent) -> Shifts:
    """What an event makes of the shifts. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.LineShiftRequested():
            return {**shifts, event.request_id: Request(event)}
        case events.LineShiftDecided():
            decided = replace(shifts[event.request_id], decided=event)
            return {**shifts, event.request_id: decided}


SHIFTS: Decider[commands.LineShiftCommand, Shifts, events.LineShiftEvent] = Decider(
    {}, decide, evolve
)
