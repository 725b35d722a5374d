"""What a team or a project wants to do better (Entwicklungsziel), and what became of it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from services.reporting import commands, events
from services.reporting.quality import refusals
from shared.decider import Decider
from shared.refusal import Fault

DevelopmentStanding = Literal["open", "reached", "given-up"]  # offen, erreicht, aufgegeben


@dataclass(frozen=True, slots=True)
class Development:
    """A goal as agreed, until when, how it stands, and what was said of it since."""

    agreed: events.DevelopmentGoalAgreed
    due_on: date
    standing: DevelopmentStanding = "open"
    followed_up: tuple[events.DevelopmentGoalFollowedUp, ...] = ()


def decide(
    command: commands.DevelopmentCommand, goal: Development | None, today: date
) -> list[events.DevelopmentEvent]:
    """The life of a goal as a table: which command, in which state, leads where."""
    match command, goal:
        case commands.AgreeDevelopmentGoal(), _:
            return [_agreed(command, today)]
        case commands.FollowUpDevelopmentGoal(), None:
            raise refusals.goal_unknown()
        case commands.FollowUpDevelopmentGoal(), Development(standing="open"):
            return [_followed_up(command, goal, today)]
        case commands.FollowUpDevelopmentGoal(), Development():
            raise refusals.goal_done()

    raise AssertionError(f"No row for {command} in {goal}")


def _agreed(command: commands.AgreeDevelopmentGoal, today: date) -> events.DevelopmentGoalAgreed:
    faults = [*_of_the_indicator(command), *_of_the_day(command.due_on, today)]
    if faults:
        raise refusals.goal_does_not_fit(faults)
    return events.DevelopmentGoalAgreed(
        goal_id=command.goal_id,
        sozialraum_id=command.sozialraum_id,
        project_id=command.project_id,
        traeger_id=command.traeger_id,
        indicator=command.indicator,
        target=command.target,
        text=command.text.ref,
        due_on=command.due_on,
        by=command.by,
        agreed_on=today,
    )


def _of_the_indicator(command: commands.AgreeDevelopmentGoal) -> Iterator[Fault]:
    if command.indicator not in command.known:
        text = "Diesen Indikator gibt es im geltenden Katalog hier nicht."
        yield Fault("/indicator", "indicator-unknown", text)


def _of_the_day(due_on: date | None, today: date) -> Iterator[Fault]:
    if due_on is None:
        text = "Was weiter verfolgt wird, braucht einen neuen Tag."
        yield Fault("/due_on", "missing", text)
    elif due_on <= today:
        yield Fault("/due_on", "due-day-passed", "Der Tag muss nach dem heutigen liegen.")


def _followed_up(
    command: commands.FollowUpDevelopmentGoal, goal: Development, today: date
) -> events.DevelopmentGoalFollowedUp:
    goes_on = command.outcome == "continued"
    faults = list(_of_the_day(command.due_on, today)) if goes_on else []
    if faults:
        raise refusals.goal_does_not_fit(faults)
    return events.DevelopmentGoalFollowedUp(
        goal_id=goal.agreed.goal_id,
        outcome=command.outcome,
        text=command.text.ref,
        due_on=(goes_on and command.due_on) or goal.due_on,
        by=command.by,
        followed_up_on=today,
    )


def evolve(goal: Development | None, event: events.DevelopmentEvent) -> Development:
    """What an event makes of a goal. One row per event; no `if`, no rule, no refusal."""
    match event, goal:
        case events.DevelopmentGoalAgreed(), _:
            return Development(event, event.due_on)
        case events.DevelopmentGoalFollowedUp(outcome="continued"), Development():
            said = (*goal.followed_up, event)
            return replace(goal, due_on=event.due_on, followed_up=said)
        case events.DevelopmentGoalFollowedUp(outcome="reached"), Development():
            return replace(goal, standing="reached", followed_up=(*goal.followed_up, event))
        case events.DevelopmentGoalFollowedUp(outcome="given-up"), Development():
            return replace(goal, standing="given-up", followed_up=(*goal.followed_up, event))

    raise AssertionError(f"No row for {event} in {goal}")


DEVELOPMENT: Final[
    Decider[commands.DevelopmentCommand, Development | None, events.DevelopmentEvent]
] = Decider(None, decide, evolve)
