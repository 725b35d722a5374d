"""File numbers (Aktenzeichen): one counter for each year, so that no number is given twice.

The counter's event is appended together with the application that it numbers; whoever is second
finds the stream's version changed and counts again.
"""

from datetime import date

from services.projects import commands, events
from shared.decider import Decider


def decide(command: commands.AssignNumber, last: int, _today: date) -> list[events.NumberAssigned]:
    """Return the next number: year, number of the district, running number of at least 3 digits."""
    running = last + 1
    number = f"{command.year}-{command.district}-{running:03}"
    return [events.NumberAssigned(command.project_id, command.year, running, number)]


def evolve(_last: int, event: events.NumberAssigned) -> int:
    """Remember the running number given last."""
    return event.running


NUMBER: Decider[commands.AssignNumber, int, events.NumberAssigned] = Decider(0, decide, evolve)
