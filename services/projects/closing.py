"""The end of projects: what the table of `project` does with it. Pure."""

from datetime import date

from services.projects import change_refusals, commands, events
from services.projects.standing import Project
from shared import guideline
from shared.guideline import EDITION, Settlement
from shared.refusal import Fault, Refused, already_decided


def closed(command: commands.Close, project: Project, today: date) -> events.Closed:
    """Return the fact of the closing, with the figures that funding has settled."""
    check_goals(command, project.application)
    if project.status != "approved" and command.cause != "terminated":
        raise change_refusals.cause_does_not_fit()
    made = _settlement(command)
    return events.Closed(
        project_id=command.project_id,
        closing_id=command.closing_id,
        closed_on=today,
        final_grant_ct=dict(made.final_grant_ct),
        recovery_ct=made.recovery_ct,
        remaining_ct=made.remaining_ct,
        goals=tuple(sorted(command.goals, key=lambda goal: goal.id)),
        cause=command.cause,
        edition=EDITION,
    )


def closed_again(command: commands.Close, before: events.Closed) -> list[events.ProjectEvent]:
    """Compare what does not depend on later payments: goals, cause, and the final grant."""
    made = _settlement(command)
    goals = tuple(sorted(command.goals, key=lambda goal: goal.id))
    asked = (made.final_grant_ct, goals, command.cause)
    if asked != (before.final_grant_ct, before.goals, before.cause):
        raise already_decided("Das Projekt ist schon mit anderem Ergebnis abgeschlossen.")
    return []


def check_goals(command: commands.Close, application: events.Applied) -> None:
    """Every goal of the application is answered for, once. Raises Refused `goals-incomplete`.

    The service asks this before funding holds a settlement, so that a slip holds no payments.
    """
    if sorted(goal.id for goal in command.goals) != [goal.id for goal in application.goals]:
        text = f"Zu jedem der {len(application.goals)} Ziele wird genau eine Angabe gebraucht."
        raise Refused(
            "goals-incomplete",
            "Die Angaben zu den Zielen sind unvollständig",
            text,
            kind="invalid",
            clause=guideline.REPORT,
            errors=(Fault("/goals", "goals-incomplete", text),),
        )


def _settlement(command: commands.Close) -> Settlement:
    if command.settlement is None:
        raise AssertionError("The service has funding settle first.")
    return command.settlement
