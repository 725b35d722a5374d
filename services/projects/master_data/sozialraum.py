"""A Sozialraum and its team: what they are called. Pure; the state is what was registered."""

from dataclasses import replace
from datetime import date

from services.projects import commands, events
from shared.decider import Decider
from shared.refusal import Refused, already_decided

Sozialraum = events.SozialraumRegistered
Happened = list[events.SozialraumEvent]


def decide(
    command: commands.SozialraumCommand, sozialraum: Sozialraum | None, _today: date
) -> Happened:
    """Register what is new, rename what is there; the same again causes nothing."""
    match command, sozialraum:
        case commands.RegisterSozialraum(), _:
            registered = events.SozialraumRegistered(
                command.sozialraum_id, command.name, command.team_id, command.team_name
            )
            if sozialraum is None:
                return [registered]
            if sozialraum != registered:
                raise already_decided("Unter dieser Kennung ist schon etwas anderes erfasst.")
            return []
        case commands.RenameSozialraum(), None:
            raise unknown_sozialraum()
        case commands.RenameSozialraum(), events.SozialraumRegistered():
            renamed = events.SozialraumRenamed(
                command.sozialraum_id, command.name, command.team_name
            )
            return [] if evolve(sozialraum, renamed) == sozialraum else [renamed]

    raise AssertionError(f"No row for {command} in {sozialraum}")


def evolve(sozialraum: Sozialraum | None, event: events.SozialraumEvent) -> Sozialraum:
    """What an event makes of a Sozialraum."""
    match event, sozialraum:
        case events.SozialraumRegistered(), None:
            return event
        case events.SozialraumRenamed(), events.SozialraumRegistered():
            return replace(sozialraum, name=event.name, team_name=event.team_name)

    raise AssertionError(f"No row for {event} in {sozialraum}")


SOZIALRAUM: Decider[commands.SozialraumCommand, Sozialraum | None, events.SozialraumEvent] = (
    Decider(None, decide, evolve)
)


def sozialraum_stream(sozialraum_id: str) -> str:
    """Return the stream of a Sozialraum."""
    return f"sozialraum-{sozialraum_id}"


def unknown_sozialraum() -> Refused:
    """There is no such Sozialraum."""
    return Refused(
        "sozialraum-unknown",
        "Der Sozialraum ist nicht bekannt",
        "Zu dieser Kennung gibt es keinen Sozialraum.",
        kind="unknown",
    )
