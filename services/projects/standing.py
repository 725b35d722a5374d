"""One project as it stands: what decisions need to know, and what each event makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal, TypeVar

from services.projects import events, interest_acts
from services.projects.interest_acts import InterestActs
from shared.guideline import MeasuredCosts
from shared.money import plus

Status = Literal[
    "applied",  # beantragt
    "returned",  # zur Ergänzung zurückgegeben
    "withdrawn",  # zurückgezogen
    "postponed",  # zurückgestellt
    "approved",  # genehmigt
    "rejected",  # abgelehnt
    "terminated",  # vorzeitig beendet
    "revoked",  # zurückgenommen oder widerrufen
    "closed",  # abgeschlossen
]
Outcome = Literal["pending", "granted", "rejected", "withdrawn"]
# in Prüfung, bewilligt, abgelehnt, zurückgezogen


@dataclass(frozen=True, slots=True)
class Request:
    """A change that was asked for, and what became of it."""

    asked: events.ChangeRequested
    outcome: Outcome = "pending"


@dataclass(frozen=True, slots=True)
class Project:
    """What later decisions need to know, and nothing that only readers would like to see.

    `approvals` are the ids of all acts that bound money and were taken, the closing included.
    `authors` are the random ids of those who handed the application in, in any of its versions.
    `own_share_ct` and `own_cash_ct` are fixed for the settlement, those of extensions included.
    `planned` are the costs that measured the own share, of the approval and of each extension;
    `ran_as` is the status before the closing, `proposal` the settlement proposed last;
    `counts_on` the day for which a settlement counts that is taken up again.
    `requests` are by their id, `amendments` counts all changes of the approval.
    `content`, `arithmetic` and `signed` are the last of their kind, of whichever version.
    """

    status: Status
    application: events.Applied
    end: date
    grant_ct: events.YearlyCents = field(default_factory=dict)
    own_share_ct: int = 0
    own_cash_ct: int = 0
    extensions: int = 0
    amendments: int = 0
    requests: Mapping[str, Request] = field(default_factory=dict)
    approvals: frozenset[str] = frozenset()
    lapsed: frozenset[str] = frozenset()
    closed: events.Closed | None = None
    ran_as: events.EndedAs = "approved"
    proposal: events.SettlementProposed | None = None
    answered: events.HearingAnswered | None = None
    counts_on: date | None = None
    interest: InterestActs = field(default_factory=InterestActs)
    planned: tuple[MeasuredCosts, ...] = ()
    version: int = 1
    authors: frozenset[str] = frozenset()
    content: events.ContentChecked | None = None
    arithmetic: events.ArithmeticChecked | None = None
    priority: int | None = None
    is_biased: bool = False
    decided: events.Approved | events.Rejected | events.Postponed | None = None
    returned: events.Returned | None = None
    withdrawn: events.Withdrawn | None = None
    signed: events.CoSigned | None = None

    @property
    def content_check(self) -> events.ContentChecked | None:
        """Return the content check of the current version; an older one is void."""
        return _of_version(self.content, self.application.application_version)

    @property
    def arithmetic_check(self) -> events.ArithmeticChecked | None:
        """Return the arithmetical check of the current version; an older one is void."""
        return _of_version(self.arithmetic, self.application.application_version)

    @property
    def co_signature(self) -> events.CoSigned | None:
        """Return who signed the current version for the recipient; an older one is void."""
        return _of_version(self.signed, self.application.application_version)


Check = TypeVar("Check", events.ContentChecked, events.ArithmeticChecked, events.CoSigned)


def _of_version(check: Check | None, version: int) -> Check | None:
    return check if check is not None and check.application_version == version else None


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
            return Project("applied", event, event.end, authors=_somebody(event.by))
        case event, Project() if isinstance(event, events.ApplicationEvent):
            return _handled(project, event)
        case event, Project() if isinstance(event, events.ChangeEvent):
            return _changed(project, event)
        case event, Project() if isinstance(event, events.ClosingEvent):
            return _closing(project, event)
        case event, Project() if isinstance(event, events.DecisionEvent):
            return _decided(project, event)
        case event, Project() if isinstance(event, events.InterestEvent):
            return _next(project, interest=interest_acts.evolve(project.interest, event))

    raise AssertionError(f"No row for {event} in {project}")


_ENDED_AS: Final[Mapping[Status, events.EndedAs]] = {
    "approved": "approved",
    "terminated": "terminated",
    "revoked": "revoked",
}


def _closing(project: Project, event: events.ClosingEvent) -> Project:
    """What leads to the end of a project, and back."""
    match event:
        case events.SettlementProposed():
            return _next(project, proposal=event, answered=None)
        case events.HearingAnswered():
            return _next(project, answered=event)
        case events.Closed():
            return _next(
                project,
                status="closed",
                closed=event,
                counts_on=None,
                ran_as=_ENDED_AS[project.status],
                approvals=project.approvals | {event.closing_id},
            )
        case events.SettlementReopened():
            return _next(
                project,
                status=project.ran_as,
                closed=None,
                proposal=None,
                answered=None,
                counts_on=event.effective_on,
            )


def _handled(project: Project, event: events.ApplicationEvent) -> Project:
    """What happens to an application before it is decided."""
    match event:
        case events.Resubmitted():
            authors = project.authors | _somebody(event.by)
            return _next(
                project,
                status="applied",
                application=event,
                end=event.end,
                authors=authors,
                returned=None,
                decided=None,
            )
        case events.Returned():
            return _next(project, status="returned", returned=event)
        case events.Withdrawn():
            return _next(project, status="withdrawn", withdrawn=event, returned=None)
        case events.CoSigned():
            return _next(project, signed=event)

    raise AssertionError(f"No row for {event} in {project}")


def _somebody(by: str) -> frozenset[str]:
    """Events of old do not say who acted."""
    return frozenset(filter(None, [by]))


def _changed(project: Project, event: events.ChangeEvent) -> Project:
    """What was asked to change of an approval, and what has changed."""
    match event:
        case events.ChangeRequested():
            return _next(project, requests={**project.requests, event.request_id: Request(event)})
        case events.ChangeWithdrawn():
            return _next(project, requests=_with(project, event.request_id, "withdrawn"))
        case events.ChangeRejected():
            return _next(project, requests=_with(project, event.request_id, "rejected"))
        case events.Extended():
            return _amended(
                project,
                event,
                end=event.new_end,
                extensions=event.number,
                requests=_with(project, event.request_id, "granted"),
                **_with_share(project, event.own_share, event.eligible_ct),
            )
        case events.Amended():
            return _amended(project, event, requests=_with(project, event.request_id, "granted"))
        case events.Terminated(refixed=None):
            return _amended(project, event, status="terminated", end=event.terminated_on)
        case events.Terminated(refixed=events.Refixed(own_share=share, eligible_ct=eligible_ct)):
            return _amended(
                project,
                event,
                status="terminated",
                end=event.terminated_on,
                own_share_ct=share.amount_ct,
                own_cash_ct=share.cash_ct,
                planned=(MeasuredCosts(share.percent, eligible_ct),),
            )
        case events.Revoked(extent="whole"):
            return _amended(project, event, status="revoked", end=event.end)
        case events.Revoked():
            return _amended(project, event)

    raise AssertionError(f"No row for {event} in {project}")


Amending = events.Extended | events.Amended | events.Terminated | events.Revoked


def _amended(project: Project, event: Amending, **changes: Any) -> Project:
    return _next(
        project,
        grant_ct=plus(project.grant_ct, event.grant_change_ct),
        amendments=event.amendment,
        approvals=project.approvals | {event.approval_id},
        **changes,
    )


def _with(project: Project, request_id: str | None, outcome: Outcome) -> dict[str, Request]:
    """Let a request have an outcome; what was granted of old was asked for without one."""
    asked = {key: it.asked for key, it in project.requests.items() if key == request_id}
    return {**project.requests, **{key: Request(it, outcome) for key, it in asked.items()}}


def _with_share(
    project: Project, share: events.OwnShare | None, eligible_ct: int
) -> dict[str, Any]:
    if share is None:
        return {}
    return {
        "own_share_ct": project.own_share_ct + share.amount_ct,
        "own_cash_ct": project.own_cash_ct + share.cash_ct,
        "planned": (*project.planned, MeasuredCosts(share.percent, eligible_ct)),
    }


def _decided(project: Project, event: events.DecisionEvent) -> Project:
    """What checks and decisions make of a project."""
    match event:
        case events.ContentChecked(priority=None):
            return _next(project, content=event)
        case events.ContentChecked():
            return _next(project, content=event, priority=event.priority)
        case events.ArithmeticChecked():
            return _next(project, arithmetic=event)
        case events.Approved():
            approvals = project.approvals | {event.approval_id}
            return _next(
                project,
                status="approved",
                grant_ct=event.grant_ct,
                own_share_ct=event.own_share.amount_ct,
                own_cash_ct=event.own_share.cash_ct,
                planned=(MeasuredCosts(event.own_share.percent, event.eligible_ct),),
                approvals=approvals,
                decided=event,
            )
        case events.Rejected():
            return _next(project, status="rejected", decided=event)
        case events.Postponed():
            return _next(project, status="postponed", priority=event.priority, decided=event)
        case events.Prioritised():
            return _next(project, priority=event.priority)
        case events.Reopened():
            return _next(project, status="applied", decided=None)
        case events.BiasDeclared():
            return _next(project, is_biased=True)
        case events.ApprovalLapsed():
            return _next(project, lapsed=project.lapsed | {event.approval_id})


def _next(project: Project, **changes: Any) -> Project:
    return replace(project, version=project.version + 1, **changes)
