"""From decisions to notices: what of the file goes into which letter. Pure.

The figures of an approval are computed again from what was decided, by the same rules, so that a
notice and its calculation cannot differ.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from services.projects import events
from services.projects.application import financing, lumps, quote
from services.projects.notices import approval, changing, interest, settling
from services.projects.notices.file import File, letter_of
from services.projects.notices.letter import OwnShare
from services.projects.notices.notice import Notice, Rejection
from services.projects.standing import Project
from shared import guideline
from shared.documents import DocumentRef
from shared.guideline import InKind, Policy, Quote, Step

HINT: Final = " (bitte prüfen)"

Told = (
    events.Approved
    | events.Rejected
    | events.Extended
    | events.Amended
    | events.Terminated
    | events.Revoked
    | events.ChangeRejected
    | events.SettlementProposed
    | events.Closed
    | events.InterestFixed
)
"""The decisions that a recipient is told of."""


def gather(event: Told, file: File) -> tuple[events.NoticeKind, Notice]:
    """Return the notice that tells of a decision, and its kind."""
    match event:
        case events.Approved():
            kind: events.NoticeKind = "approval-reduced" if event.reduced else "approval"
            return kind, _approval(event, file)
        case events.Rejected():
            letter = letter_of(file, event.rejected_on, as_deputy=event.as_deputy)
            return "rejection", Rejection(letter, event.reason_code, file.words(event.reason))
        case events.Extended():
            return "extension", changing.extension(event, file)
        case events.Amended():
            return "amendment", changing.amendment(event, file)
        case events.Terminated():
            return "termination", changing.termination(event, file)
        case events.Revoked():
            return "revocation", changing.revocation(event, file)
        case events.ChangeRejected():
            return "change-rejection", changing.change_rejection(event, file)
        case events.SettlementProposed():
            return "hearing", settling.hearing(event, file)
        case events.Closed():
            called: events.NoticeKind = "settlement-recovery" if event.recovery_ct else "settlement"
            return called, settling.final(event, file)
        case events.InterestFixed():
            return "interest", interest.interest(event, file)


def documents(event: Told, project: Project) -> list[str]:
    """Return the ids of the documents whose words a notice has in it."""
    if isinstance(event, events.InterestFixed):
        return [project.interest.proposed[event.proposal_id].reason.document_id]
    if isinstance(event, events.Closed):
        return [project.proposal.reason.document_id] if project.proposal else []
    found: list[DocumentRef | None] = [event.reason]
    if isinstance(event, events.Approved):
        found = [event.reason] if event.reduced else []  # Why it deviates is the office's affair.
        application = project.application
        found += [*event.conditions, application.full_funding_reason]
        found += [ref for goal in application.goals for ref in (goal.text, goal.qualitative)]
    return [ref.document_id for ref in found if ref is not None]


def _approval(event: events.Approved, file: File) -> approval.Approval:
    application = file.project.application
    made = granted(event, application, file.policy)
    employees = application.employees
    reason = application.full_funding_reason
    return approval.Approval(
        letter=letter_of(file, event.approved_on, as_deputy=event.as_deputy),
        start=event.start,
        end=event.end,
        financing_type=event.financing_type,
        edition=event.edition,
        goals=[_goal(goal, file) for goal in application.goals],
        employees=approval.Employees(employees.count, employees.method, employees.on),
        own_share=OwnShare(
            event.own_share.percent, event.own_share.amount_ct, made.in_kind_counted_ct
        ),
        years=_years(event, made),
        steps=_steps(event, application, made),
        conditions=[file.words(ref) for ref in event.conditions],
        full_funding_reason=file.words(reason) if reason else None,
        reduction=_reduction(event, file) if event.reduced else None,
    )


def granted(event: events.Approved, application: events.Applied, policy: Policy) -> Quote:
    """Return what the guideline makes of the plan that was approved."""
    if not event.reduced:
        return quote(application, policy)
    plan = event.plan.values()
    in_kind_ct = sum(it.in_kind_ct for it in plan)
    asked = replace(
        financing(application),
        plan=lumps(event.plan),
        own_cash_ct=sum(it.own_cash_ct for it in plan),
        in_kind=(InKind("goods", "Leistungen", value_ct=in_kind_ct),),
        requested_ct=None,
    )
    return guideline.finance(asked, policy)


def _years(event: events.Approved, made: Quote) -> Sequence[approval.Year]:
    """Lay the plan on its years; what third parties bring is what the rest leaves open."""
    plan = event.plan
    return [
        approval.Year(
            year=year,
            costs_ct=costs_ct,
            third_party_ct=plan[year].third_party_ct,
            own_cash_ct=made.own_cash_by_year_ct[year],
            grant_ct=event.grant_ct.get(year, 0),
            reserved=year in event.reservation_clause_years,
        )
        for year, costs_ct in sorted(made.costs_ct.items())
    ]


def _steps(event: events.Approved, application: events.Applied, made: Quote) -> Sequence[Step]:
    """Return the calculation as a recipient reads it: no hints for who checks, no made-up posts."""
    steps = [replace(step, text=step.text.replace(HINT, "")) for step in made.steps]
    if event.reduced or not application.details:
        return [step for step in steps if not step.rule.startswith("post-")]
    return steps


def _goal(goal: events.Goal, file: File) -> approval.Goal:
    named = [(goal.indicator, goal.target), *((it.indicator, it.target) for it in goal.further)]
    return approval.Goal(
        goal.id,
        file.words(goal.text),
        tuple(approval.Sign(*sign) for sign in named if any(sign)),
        file.words(goal.qualitative) if goal.qualitative else None,
    )


def _reduction(event: events.Approved, file: File) -> approval.Reduction:
    asked = quote(file.project.application, file.policy)
    code = cast("events.ReductionCode", event.reason_code)  # A reduction has reasons of its own.
    assert event.reason is not None, "A reduction is explained."
    return approval.Reduction(sum(asked.grant_ct.values()), code, file.words(event.reason))
