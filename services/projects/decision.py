"""Decisions on applications: what the table of `project` does with them. Pure."""

from datetime import date

from services.projects import approval, checks, commands, events, separation
from services.projects.standing import Project, Status
from shared.refusal import Refused, already_decided

OPEN = ("applied", "returned", "postponed")  # Nothing is decided for good yet.
RUNNING = ("approved", "terminated", "revoked", "closed")  # It was approved once.


def decide(
    command: commands.DecisionCommand, project: Project, today: date
) -> list[events.ProjectEvent]:
    """Checks and decisions as a table: which command, in which status, leads where."""
    _may(command, project)
    match command, project.status:
        case commands.CheckContent(), "applied" | "postponed":
            return [checks.content_checked(command, project, today)]
        case commands.CheckArithmetic(), "applied" | "postponed":
            return [checks.arithmetic_checked(command, project, today)]
        case commands.Approve(), "applied":
            return [approval.approved(command, project, today)]
        case commands.ApproveReduced(), "applied":
            return [approval.approved_reduced(command, project, today)]
        case commands.Approve(), status if status in RUNNING:
            return approval.approved_again(command, project)
        case commands.Reject(), status if status in OPEN:
            return [rejected(command, today)]
        case commands.Postpone(), "applied":
            return [postponed(command, project, today)]
        case commands.Prioritise(), "applied" | "postponed":
            return [_prioritised(command, today)]
        case commands.Reopen(), "postponed":
            return [_reopened(command, today)]
        case commands.Reopen(), "applied":
            return []
        case commands.DeclareBias(), status if status in (*OPEN, "approved", "terminated"):
            return [] if project.is_biased else [_bias_declared(command, today)]
    raise too_late(project.status)


def _may(command: commands.DecisionCommand, project: Project) -> None:
    """Who may not is told so before anything else. Checks are asked about in `checks`."""
    match command:
        case (
            commands.Approve() | commands.ApproveReduced() | commands.Reject() | commands.Postpone()
        ):
            separation.may_decide(command.acting, project)
        case commands.Prioritise() | commands.Reopen():
            separation.may_take_part(command.acting, project)
        case commands.DeclareBias():
            separation.may_declare_bias(command.acting)


def rejected(command: commands.Reject, today: date) -> events.Rejected:
    """Return the fact of a rejection."""
    return events.Rejected(
        project_id=command.project_id,
        reason_code=command.reason_code,
        reason=command.reason.ref,
        rejected_on=today,
        by=command.acting.by,
        as_deputy=_stands_in(command.acting),
    )


def postponed(command: commands.Postpone, project: Project, today: date) -> events.Postponed:
    """Return the fact that the application waits."""
    return events.Postponed(
        project_id=command.project_id,
        application_version=project.application.application_version,
        reason_code=command.reason_code,
        priority=command.priority,
        reason=command.reason.ref,
        postponed_on=today,
        by=command.acting.by,
        as_deputy=_stands_in(command.acting),
    )


def _stands_in(acting: commands.Acting) -> bool:
    """Whoever is not the head decides in the head's place."""
    return not acting.as_head


def _prioritised(command: commands.Prioritise, today: date) -> events.Prioritised:
    return events.Prioritised(
        project_id=command.project_id,
        priority=command.priority,
        reason=command.reason.ref,
        prioritised_on=today,
        by=command.acting.by,
    )


def _reopened(command: commands.Reopen, today: date) -> events.Reopened:
    return events.Reopened(
        project_id=command.project_id,
        cause="by-hand" if command.year is None else "budget-set",
        year=command.year,
        reopened_on=today,
        by=command.acting.by,
    )


def _bias_declared(command: commands.DeclareBias, today: date) -> events.BiasDeclared:
    return events.BiasDeclared(command.project_id, command.reason_code, today, command.acting.by)


def too_late(status: Status) -> Refused:
    """Tell why nothing can be checked or decided now."""
    waiting = {
        "returned": "Der Antrag liegt zur Nachbesserung beim Sozialraumteam.",
        "postponed": "Der Antrag ist zurückgestellt; er wird erst wieder aufgenommen.",
        "applied": "Der Antrag ist nicht zurückgestellt.",
    }
    if status in waiting:
        return Refused(
            "application-not-open",
            "Der Antrag ist gerade nicht zu entscheiden",
            waiting[status],
            kind="conflict",
            facts={"status": status},
        )
    return already_decided(DECIDED.get(status, "Über den Antrag ist schon entschieden."))


DECIDED = {
    "approved": "Der Antrag ist schon genehmigt.",
    "rejected": "Der Antrag ist schon abgelehnt.",
    "withdrawn": "Der Antrag ist zurückgezogen.",
}


def lapsed(command: commands.Lapse, project: Project, today: date) -> list[events.ProjectEvent]:
    """Return the fact that a prepared decision never came; nothing, if it came or has lapsed."""
    if not command.approval_id.startswith(f"{command.project_id}:"):
        raise Refused(
            "approval-unknown",
            "Die Genehmigung ist nicht bekannt",
            "Die Kennung gehört nicht zu diesem Projekt.",
            kind="unknown",
        )
    if command.approval_id in project.approvals | project.lapsed:
        return []
    return [events.ApprovalLapsed(command.project_id, command.approval_id, today)]
