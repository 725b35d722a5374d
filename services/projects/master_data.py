"""Master data (Stammdaten): who can receive grants, and which Sozialräume with which teams exist.

One stream for each Träger and each Sozialraum; their state is what was registered.
"""

from datetime import date

from services.projects import commands, events
from shared.decider import Decider
from shared.refusal import already_decided

Registered = events.TraegerRegistered | events.SozialraumRegistered


def decide(
    command: commands.MasterDataCommand, registered: Registered | None, _today: date
) -> list[Registered]:
    """Register what is new; the same again causes nothing."""
    match command:
        case commands.RegisterTraeger():
            event: Registered = events.TraegerRegistered(
                command.traeger_id, command.name, command.expert
            )
        case commands.RegisterSozialraum():
            event = events.SozialraumRegistered(
                command.sozialraum_id, command.name, command.team_id, command.team_name
            )
    if registered is None:
        return [event]
    if registered != event:
        raise already_decided("Unter dieser Kennung ist schon etwas anderes erfasst.")
    return []


def evolve(_registered: Registered | None, event: Registered) -> Registered:
    """What is registered is the state."""
    return event


MASTER_DATA: Decider[commands.MasterDataCommand, Registered | None, Registered] = Decider(
    None, decide, evolve
)
