"""One observation (Beobachtung): recorded once, and withdrawn where it should not have been. Pure."""

from datetime import date

from services.resources.needs import commands, events, refusals
from shared.decider import Decider
from shared.refusal import already_decided

Observation = tuple[events.ObservationRecorded, events.ObservationWithdrawn | None]


def decide(
    command: commands.ObservationCommand, observation: Observation | None, today: date
) -> list[events.ObservationEvent]:
    """The life of an observation as a table."""
    match command, observation:
        case commands.RecordObservation(observed_on=observed_on), None if observed_on > today:
            raise refusals.not_observed_yet()
        case commands.RecordObservation(), None:
            return [_recorded(command)]
        case commands.RecordObservation(), _:
            raise already_decided("Unter dieser Kennung gibt es schon eine Beobachtung.")
        case commands.WithdrawObservation(), None:
            raise refusals.observation_unknown()
        case commands.WithdrawObservation(), (_, None):
            return [
                events.ObservationWithdrawn(command.observation_id, command.reason_code, command.by)
            ]
        case commands.WithdrawObservation(reason_code="case-data"), (
            _,
            events.ObservationWithdrawn(reason_code="mistaken" | "duplicate"),
        ):  # What is found out later goes as well.
            return [events.ObservationWithdrawn(command.observation_id, "case-data", command.by)]
        case commands.WithdrawObservation(reason_code=reason_code), (
            _,
            events.ObservationWithdrawn(reason_code=before),
        ) if reason_code != before:
            raise already_decided("Die Beobachtung wurde schon aus anderem Grund zurückgenommen.")
        case commands.WithdrawObservation(), _:
            return []

    raise AssertionError(f"No row for {command} in {observation}")


def _recorded(command: commands.RecordObservation) -> events.ObservationRecorded:
    return events.ObservationRecorded(
        observation_id=command.observation_id,
        sozialraum_id=command.sozialraum_id,
        seen_by=command.seen_by,
        observed_on=command.observed_on,
        text=command.text.ref,
        subjects=command.subjects,
        age_from=command.age_from,
        age_to=command.age_to,
        took_part=command.took_part,
        by=command.by,
    )


def evolve(observation: Observation | None, event: events.ObservationEvent) -> Observation:
    """Keep what was recorded, and that it was withdrawn."""
    match event, observation:
        case events.ObservationRecorded(), _:
            return event, None
        case events.ObservationWithdrawn(), (recorded, _):
            return recorded, event
    raise AssertionError(f"{event} of nothing")


OBSERVATION: Decider[commands.ObservationCommand, Observation | None, events.ObservationEvent] = (
    Decider(None, decide, evolve)
)
