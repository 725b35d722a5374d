"""One project as it stands: what decisions need to know, and what each event makes of it."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from services.projects import events
from shared.money import plus

Status = Literal["applied", "approved", "rejected", "closed"]
# beantragt, genehmigt, abgelehnt, abgeschlossen


@dataclass(frozen=True, slots=True)
class Project:
    """What later decisions need to know, and nothing that only readers would like to see.

    `approvals` are the ids of all acts that bound money and were taken, the closing included.
    """

    status: Status
    application: events.Applied
    end: date
    grant_ct: events.YearlyCents = field(default_factory=dict)
    extensions: int = 0
    approvals: frozenset[str] = frozenset()
    lapsed: frozenset[str] = frozenset()
    closed: events.Closed | None = None
    version: int = 1


def approval_id(project_id: str, version: int, command_id: str = "") -> str:
    """Return the id of a decision that binds money: its project, its version, and who prepares it.

    Several commands may prepare the same version and only one becomes it. With the command in the
    id, none of them touches what another has reserved, and each that is never taken can lapse.
    """
    return ":".join([project_id, str(version), *filter(None, [command_id])])


def evolve(project: Project | None, event: events.ProjectEvent) -> Project:
    """What an event makes of a project. One row per event; no `if`, no rule, no refusal."""
    match event, project:
        case events.Applied(), None:
            return Project("applied", event, event.end)
        case events.Approved(), Project():
            return _next(
                project,
                status="approved",
                grant_ct=event.grant_ct,
                approvals=project.approvals | {event.approval_id},
            )
        case events.Rejected(), Project():
            return _next(project, status="rejected")
        case events.Extended(), Project():
            return _next(
                project,
                end=event.new_end,
                grant_ct=plus(project.grant_ct, event.grant_change_ct),
                extensions=event.number,
                approvals=project.approvals | {event.approval_id},
            )
        case events.Closed(), Project():
            approvals = project.approvals | {event.closing_id}
            return _next(project, status="closed", closed=event, approvals=approvals)
        case events.ApprovalLapsed(), Project():
            return _next(project, lapsed=project.lapsed | {event.approval_id})

    raise AssertionError(f"No row for {event} in {project}")


def _next(project: Project, **changes: Any) -> Project:
    return replace(project, version=project.version + 1, **changes)
