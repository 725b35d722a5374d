"""The end of projects: what the table of `project` does with it. Pure."""

from datetime import date

from services.projects import change_refusals, commands, events
from services.projects.standing import Project
from shared import guideline
from shared.guideline import EDITION, Settlement
from shared.refusal import Fault, Refused, already_decided


def closed(command: commands.Close, project: Project, today: date) -> events.Closed:
    """Return the fact of the closing, with the figures that funding has settled."""
    check_answers(command, project)
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
    _check_same(command, before)
    if _settlement(command).final_grant_ct != before.final_grant_ct:
        raise _closed_otherwise()
    return []


def _check_same(command: commands.Close, before: events.Closed) -> None:
    goals = tuple(sorted(command.goals, key=lambda goal: goal.id))
    if (goals, command.cause) != (before.goals, before.cause):
        raise _closed_otherwise()


def _closed_otherwise() -> Refused:
    return already_decided("Das Projekt ist schon mit anderem Ergebnis abgeschlossen.")


def check_answers(command: commands.Close, project: Project) -> None:
    """The cause fits, and every goal of the application is answered for, once. Raises Refused.

    The service asks this before funding holds a settlement, so that a slip holds no payments.
    """
    if project.status in ("terminated", "revoked") and command.cause != "terminated":
        raise change_refusals.cause_does_not_fit()
    application = project.application
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
    if project.closed is not None:
        _check_same(command, project.closed)


def _settlement(command: commands.Close) -> Settlement:
    if command.settlement is None:
        raise AssertionError("The service has funding settle first.")
    return command.settlement
