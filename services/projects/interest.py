"""Interest on a recovery, or on money used late: proposed by one, fixed by another. Pure.

What it comes to is funding's to tell, which knows what was paid and came back on which day. A
proposal that no longer says so, because money has come in meanwhile, is proposed anew. What funding
tells before it has heard of the last notice, or of a settlement taken up again, counts for nothing.
"""

from datetime import date, timedelta

from services.projects import (
    change_refusals,
    commands,
    events,
    interest_refusals,
    refusals,
    separation,
)
from services.projects.closing import RUNNING
from services.projects.standing import Project
from shared.refusal import already_decided


def decide(
    command: commands.InterestCommand, project: Project, today: date
) -> list[events.InterestEvent]:
    """Interest as a table: which command leads where. Nobody of the recipient decides on it."""
    separation.may_take_part(command.acting, project)
    if project.status not in RUNNING:
        raise refusals.not_running()
    match command:
        case commands.ProposeInterest():
            check_day(command, today)
            return [_proposed(command, project, today)]
        case commands.FixInterest():
            return _fix(command, project, today)


def check_day(command: commands.ProposeInterest, today: date) -> None:
    """What has not passed bears nothing yet. Raises Refused."""
    if command.until > today:
        raise change_refusals.day_to_come("/until")


def _proposed(
    command: commands.ProposeInterest, project: Project, today: date
) -> events.InterestProposed:
    figures = _figures(command, command.ground, project)
    return events.InterestProposed(
        project_id=command.project_id,
        proposal_id=command.proposal_id,
        ground=command.ground,
        claim_id=figures.claim_id,
        until=command.until,
        amount_ct=figures.amount_ct,
        reason=command.reason.ref,
        by=command.acting.by,
        proposed_on=today,
    )


def proposal(command: commands.FixInterest, project: Project) -> events.InterestProposed:
    """Return what was proposed. Raises Refused where it was not, or by the same person."""
    proposed = project.interest.proposed.get(command.proposal_id)
    if proposed is None:
        raise interest_refusals.proposal_unknown()
    if proposed.by == command.acting.by:
        raise interest_refusals.four_eyes()
    return proposed


def is_fixed(command: commands.FixInterest, project: Project) -> bool:
    """Tell whether the same person has decided so already. Raises Refused if another has."""
    before = project.interest.fixed.get(command.proposal_id)
    if before is not None and before.by != command.acting.by:
        raise already_decided("Diese Zinsen sind schon festgesetzt.")
    return before is not None


def _fix(
    command: commands.FixInterest, project: Project, today: date
) -> list[events.InterestEvent]:
    proposed = proposal(command, project)
    if is_fixed(command, project):
        return []
    figures = _figures(command, proposed.ground, project)
    if (figures.claim_id, figures.amount_ct) != (proposed.claim_id, proposed.amount_ct):
        raise interest_refusals.proposal_outdated(proposed.amount_ct, figures.amount_ct)
    return [
        events.InterestFixed(
            project_id=command.project_id,
            interest_id=command.interest_id,
            proposal_id=command.proposal_id,
            ground=proposed.ground,
            claim_id=figures.claim_id,
            until=proposed.until,
            spans=tuple(figures.spans),
            earlier_ct=figures.earlier_ct,
            amount_ct=figures.amount_ct,
            due_on=today + timedelta(days=command.policy.settlement.due_days),
            by=command.acting.by,
            as_deputy=not command.acting.as_head,
            fixed_on=today,
        )
    ]


def _figures(
    command: commands.InterestCommand, ground: events.InterestGround, project: Project
) -> commands.InterestFigures:
    """Return what funding has told, if it knows of all that was decided here. Raises Refused."""
    figures = command.figures
    if figures is None:
        raise AssertionError("The service has funding tell them first.")
    closing_id = project.closed.closing_id if project.closed else None
    known = project.interest.fixed_ct(figures.claim_id)
    if figures.earlier_ct != known or (ground == "recovery" and figures.claim_id != closing_id):
        raise interest_refusals.not_yet_heard()
    return figures
