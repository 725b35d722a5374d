"""One card of the resource network (Ressourcenkarte): recorded once, amended as things change.

Pure. The state is what the card says now.
"""

from dataclasses import asdict, fields
from datetime import date

from services.resources import commands, events
from shared.canonical import Json
from shared.decider import Decider
from shared.documents import DocumentRef
from shared.refusal import Refused, already_decided


def decide(
    command: commands.CardCommand, card: events.CardEvent | None, _today: date
) -> list[events.CardEvent]:
    """The life of a card as a table. A description is never the same as an earlier one."""
    match command, card:
        case commands.RecordCard(), None:
            return [events.CardRecorded(**_content(command, command.description.ref))]
        case commands.RecordCard(), _:
            raise already_decided("Unter dieser Kennung gibt es schon eine Karte.")
        case commands.AmendCard(), None:
            raise Refused(
                "card-unknown",
                "Die Karte ist nicht bekannt",
                "Zu dieser Kennung gibt es keine Karte.",
                kind="unknown",
            )
        case commands.AmendCard(), events.CardRecorded() | events.CardAmended():
            description = command.description.ref if command.description else card.description
            amended = events.CardAmended(**_content(command, description))
            return [] if asdict(amended) == asdict(card) else [amended]

    raise AssertionError(f"No row for {command} in {card}")


def _content(command: commands.CardCommand, description: DocumentRef) -> Json:
    content = {it.name: getattr(command, it.name) for it in fields(command)}
    return {**content, "description": description}


def evolve(_card: events.CardEvent | None, event: events.CardEvent) -> events.CardEvent:
    """The card says what it was last made to say."""
    return event


CARD: Decider[commands.CardCommand, events.CardEvent | None, events.CardEvent] = Decider(
    None, decide, evolve
)
