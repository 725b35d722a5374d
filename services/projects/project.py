"""One project (Vorhaben): what may happen to it, and what it becomes.

Pure. `decide` returns the events a command causes, or raises `Refused`; asking for what is already
so causes nothing. A decision that carries a text is never the same as an earlier one: of texts only
salted hashes are known. `evolve` never refuses: what has happened has happened.
"""

from datetime import date

from services.projects import (
    change,
    closing,
    commands,
    decision,
    events,
    interest,
    refusals,
    resubmission,
)
from services.projects.standing import Project, Status, approval_id, evolve
from shared.decider import Decider

__all__ = ["PROJECT", "Project", "Status", "approval_id", "decide", "evolve"]


def decide(
    command: commands.ProjectCommand, project: Project | None, today: date
) -> list[events.ProjectEvent]:
    """The life of a project as a table: which command, in which state, leads where."""
    match command, project:
        case command, _ if isinstance(command, commands.ApplicationCommand):
            return resubmission.decide(command, project, today)
        case _, None:
            raise refusals.unknown(command.project_id)

        case command, Project() if isinstance(command, commands.DecisionCommand):
            return decision.decide(command, project, today)

        case command, Project() if isinstance(command, commands.ChangeCommand):
            return change.decide(command, project, today)

        case command, Project() if isinstance(command, commands.ClosingCommand):
            return closing.decide(command, project, today)

        case command, Project() if isinstance(command, commands.InterestCommand):
            return [*interest.decide(command, project, today)]

        case commands.Lapse(), Project():
            return decision.lapsed(command, project, today)

    raise AssertionError(f"No row for {command} in {project}")


PROJECT: Decider[commands.ProjectCommand, Project | None, events.ProjectEvent] = Decider(
    None, decide, evolve
)
