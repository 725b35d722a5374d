"""The end of projects: proposed, heard about, decided, and taken up again. Pure.

What it comes to rests on the checked statement of use; a recovery is claimed only after the Träger
was heard (§ 24 SGB X), and by somebody who has not proposed it.
"""

from datetime import date, timedelta
from typing import Final

from services.projects import (
    change_refusals,
    closing_refusals,
    commands,
    events,
    refusals,
    separation,
)
from services.projects.standing import Project
from shared.calendar import last_day
from shared.guideline import EDITION, Settlement
from shared.refusal import already_decided

RUNNING: Final = ("approved", "terminated", "revoked", "closed")
MONTHS_SINCE_KNOWN: Final = 12
"""§ 45 Abs. 4 Satz 2, § 47 Abs. 2 Satz 5 SGB X: so long an office may take back what is behind."""


def decide(
    command: commands.ClosingCommand, project: Project, today: date
) -> list[events.ProjectEvent]:
    """Settling as a table: which command, in which status, leads where."""
    check_status(command, project)
    match command, project:
        case commands.ProposeSettlement(), Project(status="approved" | "terminated" | "revoked"):
            return [proposed(command, today)]
        case commands.RecordHearing(), Project(status="approved" | "terminated" | "revoked"):
            return [answered(command, project, today)]
        case commands.Close(), Project(status="approved" | "terminated" | "revoked"):
            return [closed(command, project, today)]
        case commands.Close(), Project(status="closed", closed=events.Closed() as before):
            return closed_again(command, before)
        case commands.ReopenSettlement(), Project(closed=events.Closed() as before):
            return [reopened(command, project, before, today)]
    raise AssertionError(f"No row for {command} in {project}")


def check_status(command: commands.ClosingCommand, project: Project) -> None:
    """Only what was approved, and is not closed, is settled, by nobody of the recipient. Raises Refused."""
    separation.may_take_part(command.acting, project)
    is_closed = project.status == "closed"
    if isinstance(command, commands.ReopenSettlement):
        if not is_closed:
            raise closing_refusals.not_closed()
    elif project.status not in RUNNING or (is_closed and not isinstance(command, commands.Close)):
        raise refusals.not_running()


# ---- proposed, and heard about -------------------------------------------------------------


def proposed(command: commands.ProposeSettlement, today: date) -> events.SettlementProposed:
    """Return the fact of a proposal; the time to answer runs where something is to be paid back."""
    statement, made = _statement(command), _settlement(command)
    known_since = command.known_since or statement.checked_on
    if known_since > today:
        raise change_refusals.day_to_come("/known_since")
    hearing_days = timedelta(days=command.policy.settlement.hearing_days)
    return events.SettlementProposed(
        project_id=command.project_id,
        proposal_id=command.proposal_id,
        statement_id=statement.statement_id,
        final_grant_ct=dict(made.final_grant_ct),
        recovery_ct=made.recovery_ct,
        remaining_ct=made.remaining_ct,
        reason=command.reason.ref,
        hearing_until=today + hearing_days if made.recovery_ct else None,
        known_since=known_since,
        edition=EDITION,
        policy_position=command.policy.position,
        by=command.acting.by,
        proposed_on=today,
    )


def answered(
    command: commands.RecordHearing, project: Project, today: date
) -> events.HearingAnswered:
    """Return the fact that the Träger has answered; late counts too, as long as nothing is decided."""
    proposal = project.proposal
    if proposal is None or proposal.hearing_until is None:
        raise closing_refusals.nobody_asked()
    if not proposal.proposed_on <= command.answered_on <= today:
        raise closing_refusals.answer_out_of_time(proposal.proposed_on, today)
    return events.HearingAnswered(
        project_id=command.project_id,
        proposal_id=proposal.proposal_id,
        answer=command.answer.ref,
        answered_on=command.answered_on,
        by=command.acting.by,
        recorded_on=today,
    )


def taken_back_until(known_since: date) -> date:
    """Return the last day on which an office may take back what is behind."""
    return last_day(known_since + timedelta(days=1), MONTHS_SINCE_KNOWN)


# ---- decided -------------------------------------------------------------------------------


def closed(command: commands.Close, project: Project, today: date) -> events.Closed:
    """Return the fact of the closing, with the figures that funding has settled. Raises Refused."""
    check(command, project)
    made, statement = _settlement(command), _statement(command)
    check_hearing(command, project, made.recovery_ct, today)
    is_claimed = bool(made.recovery_ct)
    proposal = project.proposal if is_claimed else None
    interest_from = command.interest_from or today
    if command.interest_from and not project.application.start <= interest_from <= today:
        raise closing_refusals.interest_out_of_range(project.application.start, today)
    due_days = timedelta(days=command.policy.settlement.due_days)
    return events.Closed(
        project_id=command.project_id,
        closing_id=command.closing_id,
        closed_on=today,
        final_grant_ct=dict(made.final_grant_ct),
        recovery_ct=made.recovery_ct,
        remaining_ct=made.remaining_ct,
        goals=tuple(sorted(statement.goals, key=lambda goal: goal.id)),
        cause=command.cause,
        edition=EDITION,
        statement_id=statement.statement_id,
        proposal_id=proposal.proposal_id if proposal else None,
        interest_from=interest_from if is_claimed else None,
        due_on=today + due_days if is_claimed else None,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
    )


def closed_again(command: commands.Close, before: events.Closed) -> list[events.ProjectEvent]:
    """The same once more causes nothing; another result needs the settlement taken up again."""
    same = _statement(command).statement_id == before.statement_id
    if not (same and command.cause == before.cause):
        raise already_decided("Das Projekt ist schon mit anderem Ergebnis abgeschlossen.")
    return []


def check(command: commands.Close, project: Project) -> None:
    """The statement is there and answers for every goal, once; and the cause fits. Raises Refused.

    The service asks this before funding holds a settlement, so that a slip holds no payments.
    """
    check_status(command, project)
    named = sorted(goal.id for goal in _statement(command).goals)
    if named != [goal.id for goal in project.application.goals]:
        raise closing_refusals.goals_incomplete(len(project.application.goals))
    if project.status in ("terminated", "revoked") and command.cause != "terminated":
        raise change_refusals.cause_does_not_fit()


def check_proposal(command: commands.ProposeSettlement, project: Project) -> None:
    """What is proposed rests on a checked statement. Raises Refused."""
    check_status(command, project)
    _statement(command)


def check_hearing(command: commands.Close, project: Project, recovery_ct: int, today: date) -> None:
    """Nobody pays back what nobody asked about. Raises Refused."""
    if not recovery_ct:
        return
    proposal = project.proposal
    if proposal is None or proposal.hearing_until is None:
        raise closing_refusals.hearing_missing(recovery_ct)
    if command.acting.by == proposal.by:
        raise closing_refusals.four_eyes()
    if proposal.statement_id != _statement(command).statement_id:
        raise closing_refusals.hearing_outdated(proposal.recovery_ct, recovery_ct)
    if recovery_ct > proposal.recovery_ct:
        raise closing_refusals.hearing_outdated(proposal.recovery_ct, recovery_ct)
    if project.answered is None and today <= proposal.hearing_until:
        raise closing_refusals.hearing_open(proposal.hearing_until)


def _statement(command: commands.ProposeSettlement | commands.Close) -> commands.Statement:
    if command.statement is None:
        raise closing_refusals.statement_not_checked()
    return command.statement


def _settlement(command: commands.ProposeSettlement | commands.Close) -> Settlement:
    if command.settlement is None:
        raise AssertionError("The service has funding settle first.")
    return command.settlement


# ---- taken up again ------------------------------------------------------------------------


def reopened(
    command: commands.ReopenSettlement, project: Project, before: events.Closed, today: date
) -> events.SettlementReopened:
    """Return the fact that a settlement no longer holds; what was decided stays visible."""
    effective_on = command.effective_on
    if effective_on and not before.closed_on <= effective_on <= today:
        raise closing_refusals.effective_out_of_range(before.closed_on, today)
    return events.SettlementReopened(
        project_id=command.project_id,
        closing_id=before.closing_id,
        grant_ct=project.grant_ct,
        status=project.ran_as,
        basis=command.basis,
        reason=command.reason.ref,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
        reopened_on=today,
        effective_on=effective_on,
    )
