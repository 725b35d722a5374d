"""What is told of changes: those asked for, amount by amount, and those that were made. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from services.projects import change, events
from services.projects.project import PROJECT
from services.projects.standing import Amending, Outcome, Project, Request
from shared import guideline
from shared.canonical import Json
from shared.documents import DocumentRef
from shared.edge import at_the_edge
from shared.guideline import Decided, Policy, Quote, Step
from shared.money import plus
from shared.refusal import Fault, Refused

KINDS: Final[dict[type, str]] = {
    events.Extended: "extended",
    events.Amended: "amended",
    events.Terminated: "terminated",
    events.Revoked: "revoked",
}
STATUS: Final[dict[Outcome, str]] = {
    "pending": "in Prüfung",
    "granted": "bewilligt",
    "rejected": "abgelehnt",
    "withdrawn": "zurückgezogen",
}
VOID: Final = "erledigt"  # The project ended before anybody had decided.


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that a request would change, before and after, and the texts that say why."""

    name: str
    year: int | None
    old_ct: int
    new_ct: int
    reasons: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a request would change or has changed; problems are what stands in the way now."""

    amounts: tuple[Amount, ...]
    added: Quote | None
    steps: tuple[Step, ...]
    problems: tuple[Fault, ...]


def shown(project: Project, history: Sequence[events.ProjectEvent]) -> Json:
    """Return what a project tells of its changes."""
    first_end = project.application.end
    told: Json = at_the_edge(
        {
            "extensions": project.extensions,
            "extension_months": guideline.extension_months(first_end, project.end),
            "extension_months_max": guideline.EXTENSION_MONTHS_MAX,
            "change_requests": [_listed(it, project) for it in project.requests.values()],
            "amendments": [_amendment(it) for it in history if isinstance(it, Amending)],
        }
    )
    return told


def request(project: Project, of: Request) -> Json:
    """Return a request as it was made, without its words."""
    asked = of.asked
    told: Json = at_the_edge(
        {
            **_listed(of, project),
            "by": asked.by,
            "known_since": asked.known_since,
            "old_end": project.end,
            "plan": asked.costs and asked.costs.plan,
            "own_cash_ct": asked.costs and asked.costs.own_cash_ct,
            "in_kind": asked.costs and asked.costs.in_kind,
            "employees": asked.costs and asked.costs.employees,
            "counted_on": asked.costs and asked.costs.counted_on,
        }
    )
    return told


def before(history: Sequence[events.ProjectEvent], request_id: str) -> Project | None:
    """Return the project as it stood when a request was decided; as it stands if it was not."""
    decisive = (events.Extended, events.Amended, events.ChangeRejected, events.ChangeWithdrawn)
    for number, event in enumerate(history):
        if isinstance(event, decisive) and event.request_id == request_id:
            return PROJECT.fold(history[:number])
    return PROJECT.fold(history)


def granted(
    history: Sequence[events.ProjectEvent], request_id: str
) -> events.Extended | events.Amended | None:
    """Return the act that granted a request."""
    for event in history:
        if isinstance(event, (events.Extended, events.Amended)) and event.request_id == request_id:
            return event
    return None


def difference(
    asked: events.ChangeRequested,
    project: Project,
    act: events.Extended | events.Amended | None,
    policy: Policy,
) -> Difference:
    """Return what a request changes of a project that stands as before; what was granted is a fact."""
    old = Decided(project.grant_ct, project.own_share_ct, project.own_cash_ct)
    if act is not None:
        return Difference(_amounts(old, _after(old, act), asked), None, (), ())
    try:
        made = change.terms(asked, project, policy)
    except Refused as no:
        faults = tuple(no.errors) or (Fault("", no.code, no.detail),)
        return Difference((), None, (), faults)
    return Difference(_amounts(old, made.decided, asked), made.added, made.steps, ())


def documents(asked: events.ChangeRequested) -> dict[str, DocumentRef]:
    """Return the texts of a request by their places."""
    effect = asked.effect_on_goals
    return {
        "what": asked.what,
        "why": asked.why,
        **({"effect_on_goals": effect} if effect else {}),
        **{f"shift-{it.year}": it.reason for it in asked.shifts},
        **{f"plan-{year}": it for year, it in (asked.costs.reasons if asked.costs else {}).items()},
    }


def _listed(of: Request, project: Project) -> Json:
    asked = of.asked
    void = of.outcome == "pending" and project.status != "approved"
    return {
        "request_id": asked.request_id,
        "outcome": "void" if void else of.outcome,
        "status": VOID if void else STATUS[of.outcome],
        "requested_on": asked.requested_on,
        "new_end": asked.new_end,
        "shift_ct": guideline.moved(
            [guideline.Shift(it.year, it.amount_ct) for it in asked.shifts]
        ),
        "with_costs": asked.costs is not None,
    }


def _amendment(event: Amending) -> Json:
    new_end, decided_on = _days(event)
    return {
        "amendment": event.amendment,
        "kind": KINDS[type(event)],
        "approval_id": event.approval_id,
        "amends": event.amends,
        "request_id": getattr(event, "request_id", None),
        "decided_on": decided_on,
        "old_end": getattr(event, "old_end", None),
        "new_end": new_end,
        "grant_change_ct": event.grant_change_ct,
        "reservation_clause_years": getattr(event, "reservation_clause_years", ()),
        "as_deputy": event.as_deputy,
    }


def _days(event: Amending) -> tuple[date | None, date]:
    """Return the end that an act sets, if it does, and the day of the act."""
    match event:
        case events.Extended():
            return event.new_end, event.extended_on
        case events.Amended():
            return None, event.amended_on
        case events.Terminated():
            return event.terminated_on, event.decided_on
        case events.Revoked():
            return event.end, event.revoked_on


def _after(old: Decided, act: events.Extended | events.Amended) -> Decided:
    after = replace(old, grant_ct=plus(old.grant_ct, act.grant_change_ct))
    share = act.own_share if isinstance(act, events.Extended) else None
    if share is None:
        return after
    return replace(
        after,
        own_share_ct=old.own_share_ct + share.amount_ct,
        own_cash_ct=old.own_cash_ct + share.cash_ct,
    )


def _amounts(old: Decided, new: Decided, asked: events.ChangeRequested) -> tuple[Amount, ...]:
    reasons = _reasons(asked)
    grant = [
        Amount("grant", year, old.grant_ct.get(year, 0), cents, reasons.get(year, ()))
        for year, cents in sorted(new.grant_ct.items())
    ]
    whole = [
        Amount("own_share", None, old.own_share_ct, new.own_share_ct, (asked.why,)),
        Amount("own_cash", None, old.own_cash_ct, new.own_cash_ct, (asked.why,)),
    ]
    return tuple(it for it in (*grant, *whole) if it.old_ct != it.new_ct)


def _reasons(asked: events.ChangeRequested) -> Mapping[int, tuple[DocumentRef, ...]]:
    reasons: dict[int, tuple[DocumentRef, ...]] = {it.year: (it.reason,) for it in asked.shifts}
    for year, reason in (asked.costs.reasons if asked.costs else {}).items():
        reasons[year] = (*reasons.get(year, ()), reason)
    return reasons


def with_words(told: Difference, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the amounts with the words of their reasons; of a text that is gone there is none."""
    return [
        {
            **at_the_edge(replace(it, reasons=())),
            "reasons": [words[ref.document_id] for ref in it.reasons if ref.document_id in words],
        }
        for it in told.amounts
    ]
