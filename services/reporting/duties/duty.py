"""A duty of a recipient (Pflicht), from its planning to its fulfilment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.reporting import commands, events, refusals
from services.reporting.duties import schedule
from services.reporting.events import DutyKind, Reminder
from services.reporting.onboarding import refusals as onboarding_refusals
from shared.decider import Decider
from shared.workdays import working_day, working_days_after

Standing = Literal["open", "fulfilled", "dropped"]  # offen, erfüllt, entfallen


@dataclass(frozen=True, slots=True)
class Interim:
    """What is asked in an interim report, by whom, and the answers once there are any."""

    asked: events.InterimReportRequested
    told: events.InterimReportSubmitted | None = None


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Who is to be introduced into the concept, and what was confirmed of it."""

    owed: events.OnboardingOwed
    confirmed: events.OnboardingConfirmed | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed until when; the last reminder of that day, and whether it was told as late."""

    duty_id: str
    project_id: str
    kind: DutyKind
    year: int
    due_on: date
    standing: Standing = "open"
    reminded: Reminder | None = None
    overdue: bool = False
    interim: Interim | None = None
    onboarding: Onboarding | None = None


def decide(command: commands.DutyCommand, duty: Duty | None, today: date) -> list[events.DutyEvent]:
    """The life of a duty as a table: which command, in which state, leads where."""
    match command, duty:
        case commands.PlanDuty(), _:
            return _plan(command, duty, today)

        case commands.RequestInterimReport(), None:
            return [_requested(command, today)]

        case commands.SubmitInterimReport(), Duty():
            return _answered(command, duty, today)

        case commands.OweQuarter(), _:
            return _quarter_owed(command, duty, today)
        case commands.OweOnboarding(), _:
            return _onboarding_owed(command, duty, today)
        case commands.ConfirmOnboarding(), Duty(onboarding=Onboarding() as onboarding):
            return _confirmed(command, duty, onboarding, today)

        case commands.DropDuty(cause=cause), Duty(standing="open"):
            return [events.DutyDropped(duty.duty_id, duty.project_id, cause, today)]
        case commands.DropDuty(), _:
            return []

        case commands.RemindOfDuty(), Duty(standing="open"):
            return [*_reminded(command, duty, today), *_overdue(duty, today)]
        case commands.RemindOfDuty() | commands.RequestInterimReport(), Duty():
            return []

        case commands.FulfilDuty(), Duty(standing="open"):
            return [events.DutyFulfilled(duty.duty_id, duty.project_id, today)]
        case commands.FulfilDuty(), Duty(standing="fulfilled"):
            return []
        case commands.FulfilDuty(), Duty():
            raise refusals.duty_dropped()
        case _, None:
            raise refusals.duty_unknown()

    raise AssertionError(f"No row for {command} in {duty}")


def _plan(command: commands.PlanDuty, duty: Duty | None, today: date) -> list[events.DutyEvent]:
    """What is owed already is owed anew only until another day, or if it was sent back."""
    match command, duty:
        case _, None:
            return [_planned(command, today)]
        case commands.PlanDuty(cause="returned"), Duty(standing="fulfilled"):
            return [_replanned(command, duty, today)]
        case commands.PlanDuty(due_on=due_on), Duty(standing="open" | "fulfilled") if (
            duty.due_on == due_on
        ):
            return []
        case _, Duty():
            return [_replanned(command, duty, today)]


def _planned(command: commands.PlanDuty, today: date) -> events.DutyPlanned:
    return events.DutyPlanned(
        command.duty_id,
        command.project_id,
        command.kind,
        command.year,
        command.due_on,
        command.cause,
        today,
    )


def _replanned(command: commands.PlanDuty, duty: Duty, today: date) -> events.DutyReplanned:
    return events.DutyReplanned(
        command.duty_id,
        command.project_id,
        command.year,
        command.due_on,
        duty.due_on,
        command.cause,
        today,
    )


def _requested(
    command: commands.RequestInterimReport, today: date
) -> events.InterimReportRequested:
    """A deadline is moved to the next working day; too early is one only without a reason."""
    least = schedule.INTERIM_WORKING_DAYS
    earliest = working_days_after(today, least, command.land)
    if command.due_on <= today:
        raise refusals.due_day_passed()
    if command.due_on < earliest and command.short_notice is None:
        raise refusals.notice_too_short(earliest, least)
    return events.InterimReportRequested(
        duty_id=command.duty_id,
        project_id=command.project_id,
        questions=tuple(it.ref for it in command.questions),
        due_on=working_day(command.due_on, command.land),
        short_notice=command.short_notice.ref if command.short_notice else None,
        by=command.by,
        requested_on=today,
    )


def _answered(
    command: commands.SubmitInterimReport, duty: Duty, today: date
) -> list[events.DutyEvent]:
    match duty:
        case Duty(interim=None):
            raise refusals.no_interim_report()
        case Duty(standing="open", interim=Interim() as interim):
            return _submitted(command, duty, interim, today)
        case Duty(standing="fulfilled"):
            raise refusals.already_handed_in()
    raise refusals.duty_dropped()


def _submitted(
    command: commands.SubmitInterimReport, duty: Duty, interim: Interim, today: date
) -> list[events.DutyEvent]:
    """Each question has its answer; then the duty is fulfilled."""
    questions, answers = len(interim.asked.questions), len(command.answers)
    if answers != questions:
        raise refusals.answers_do_not_fit(questions, answers)
    refs = tuple(it.ref for it in command.answers)
    return [
        events.InterimReportSubmitted(duty.duty_id, duty.project_id, refs, command.by, today),
        events.DutyFulfilled(duty.duty_id, duty.project_id, today),
    ]


def _quarter_owed(
    command: commands.OweQuarter, duty: Duty | None, today: date
) -> list[events.DutyEvent]:
    """Planned once; which Sozialraum and quarter it is about stands beside it."""
    if duty is not None:
        return []
    plan = commands.PlanDuty(
        command.duty_id, "", "wjh-quarter", command.year, command.due_on, "quarterly"
    )
    about = command.duty_id, command.sozialraum_id, command.year, command.quarter
    return [_planned(plan, today), events.QuarterOwed(*about)]


def _onboarding_owed(
    command: commands.OweOnboarding, duty: Duty | None, today: date
) -> list[events.DutyEvent]:
    """Owed once, and anew from another first day; who has been introduced is not introduced again."""
    match duty:
        case Duty(standing="fulfilled"):
            return []
        case Duty(standing="open", onboarding=Onboarding(owed=owed)) if (
            owed.began_on == command.began_on
        ):
            return []
    plan = commands.PlanDuty(
        command.duty_id, "", "wjh-onboarding", command.began_on.year, command.due_on, "joined"
    )
    owed = events.OnboardingOwed(command.duty_id, command.person_id, command.began_on)
    return [*decide(plan, duty, today), owed]


def _confirmed(
    command: commands.ConfirmOnboarding, duty: Duty, onboarding: Onboarding, today: date
) -> list[events.DutyEvent]:
    """Confirmed for a day on which the person was there; the same again is nothing."""
    if onboarding.confirmed is not None:
        if onboarding.confirmed.held_on == command.held_on:
            return []
        raise onboarding_refusals.already_confirmed(onboarding.confirmed.held_on)
    if not onboarding.owed.began_on <= command.held_on <= today:
        raise onboarding_refusals.not_on_that_day(onboarding.owed.began_on, today)
    fulfilled = decide(commands.FulfilDuty(duty.duty_id), duty, today)
    person_id = onboarding.owed.person_id
    told = duty.duty_id, person_id, command.held_on, command.by, today
    return [events.OnboardingConfirmed(*told), *fulfilled]


def _reminded(
    command: commands.RemindOfDuty, duty: Duty, today: date
) -> Sequence[events.DutyReminded]:
    """Only the last reminder whose day has come: who was away for weeks gets one, not four."""
    reminder = schedule.reminder_for(duty.due_on, today, command.land)
    if reminder is None or not schedule.is_later(reminder, duty.reminded):
        return []
    return [events.DutyReminded(duty.duty_id, duty.project_id, reminder, duty.due_on, today)]


def _overdue(duty: Duty, today: date) -> Sequence[events.DutyOverdue]:
    if duty.overdue or today <= duty.due_on:
        return []
    return [events.DutyOverdue(duty.duty_id, duty.project_id, duty.due_on, today)]


def evolve(duty: Duty | None, event: events.DutyEvent) -> Duty:
    """What an event makes of a duty. One row per event; no `if`, no rule, no refusal."""
    match event, duty:
        case events.DutyPlanned(), None:
            return Duty(event.duty_id, event.project_id, event.kind, event.year, event.due_on)
        case events.InterimReportRequested(), None:
            year, asked = event.requested_on.year, Interim(event)
            ids = event.duty_id, event.project_id
            return Duty(*ids, "interim-report", year, event.due_on, interim=asked)
        case events.InterimReportSubmitted(), Duty(interim=Interim() as interim):
            return replace(duty, interim=replace(interim, told=event))
        case events.QuarterOwed(), Duty():
            return duty
        case events.OnboardingOwed(), Duty():
            return replace(duty, onboarding=Onboarding(event))
        case events.OnboardingConfirmed(), Duty(onboarding=Onboarding() as onboarding):
            return replace(duty, onboarding=replace(onboarding, confirmed=event))
        case events.DutyReplanned(), Duty():
            return Duty(duty.duty_id, duty.project_id, duty.kind, event.year, event.due_on)
        case events.DutyDropped(), Duty():
            return replace(duty, standing="dropped")
        case events.DutyReminded(), Duty():
            return replace(duty, reminded=event.reminder)
        case events.DutyOverdue(), Duty():
            return replace(duty, overdue=True)
        case events.DutyFulfilled(), Duty():
            return replace(duty, standing="fulfilled")

    raise AssertionError(f"No row for {event} in {duty}")


DUTY: Decider[commands.DutyCommand, Duty | None, events.DutyEvent] = Decider(None, decide, evolve)
