"""From decisions to notices: what of the file goes into which letter. Pure.

The figures of an approval are computed again from what was decided, by the same rules, so that a
notice and its calculation cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from services.projects import events
from services.projects.application import financing, lumps, quote
from services.projects.notices import approval, changes
from services.projects.notices.issued import Issued, next_amendment, parents
from services.projects.notices.letter import Addressee, Letter, OwnShare
from services.projects.notices.notice import Notice, Rejection
from services.projects.notices.office import Office
from services.projects.standing import Project
from shared import guideline
from shared.documents import DocumentRef
from shared.guideline import InKind, Policy, Quote, Step

GONE: Final = "Dieser Text wird nicht mehr aufbewahrt."
HINT: Final = " (bitte prüfen)"
UNCERTAIN: Final = " (nur soweit der Rat dafür Mittel bereitstellt)"

Told = events.Approved | events.Rejected | events.Extended | events.Amended | events.Terminated
"""The decisions that a recipient is told of."""


@dataclass(frozen=True, slots=True)
class File:
    """What a notice needs to know besides the decision.

    project   as it stood before the decision
    texts     words of documents, by id
    as_deputy "i. V.", where the decision itself does not say so
    reserved  years of the decision that the council has not resolved on
    """

    office: Office
    project: Project
    addressee: Addressee
    sozialraum: str
    texts: Mapping[str, str]
    issued: Issued
    policy: Policy
    as_deputy: bool
    reserved: tuple[int, ...] = ()
    is_draft: bool = False

    def words(self, document: DocumentRef) -> str:
        """Return the words of a document."""
        return self.texts.get(document.document_id, GONE)


def gather(event: Told, file: File) -> tuple[events.NoticeKind, Notice]:
    """Return the notice that tells of a decision, and its kind."""
    match event:
        case events.Approved():
            kind: events.NoticeKind = "approval-reduced" if event.reduced else "approval"
            return kind, _approval(event, file)
        case events.Rejected():
            letter = _letter(file, event.rejected_on, as_deputy=event.as_deputy)
            return "rejection", Rejection(letter, event.reason_code, file.words(event.reason))
        case events.Extended():
            return "extension", _extension(event, file)
        case events.Amended():
            return "amendment", _amendment(event, file)
        case events.Terminated():
            return "amendment", _end(event, file)


def documents(event: Told, project: Project) -> list[str]:
    """Return the ids of the documents whose words a notice has in it."""
    found: list[DocumentRef | None] = [event.reason]
    if isinstance(event, events.Approved):
        found = [event.reason] if event.reduced else []  # Why it deviates is the office's affair.
        application = project.application
        found += [*event.conditions, application.full_funding_reason]
        found += [ref for goal in application.goals for ref in (goal.text, goal.qualitative)]
    return [ref.document_id for ref in found if ref is not None]


def _letter(file: File, dated: date, *, as_deputy: bool) -> Letter:
    application = file.project.application
    return Letter(
        office=file.office,
        addressee=file.addressee,
        file_number=application.number,
        title=application.title,
        sozialraum=file.sozialraum,
        dated=dated,
        applied_on=application.applied_on,
        application_version=application.application_version,
        as_deputy=as_deputy,
        is_draft=file.is_draft,
    )


def _approval(event: events.Approved, file: File) -> approval.Approval:
    application = file.project.application
    made = granted(event, application, file.policy)
    employees = application.employees
    reason = application.full_funding_reason
    return approval.Approval(
        letter=_letter(file, event.approved_on, as_deputy=event.as_deputy),
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


def _extension(event: events.Extended, file: File) -> changes.Extension:
    project, share = file.project, event.own_share
    assert isinstance(project.decided, events.Approved), "Only what is approved can be extended."
    parent, between = parents(file.issued, project.decided.approved_on)
    start = project.decided.start
    return changes.Extension(
        letter=_letter(file, event.extended_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        start=start,
        old_end=event.old_end,
        new_end=event.new_end,
        tranches=[
            changes.Tranche(
                year,
                project.grant_ct.get(year, 0),
                project.grant_ct.get(year, 0) + event.grant_change_ct.get(year, 0),
                reserved=year in file.reserved,
            )
            for year in range(start.year, event.new_end.year + 1)
        ],
        reason_code=event.reason_code,
        reason=file.words(event.reason),
        own_share=OwnShare(share.percent, share.amount_ct, share.in_kind_ct) if share else None,
    )


def _amendment(event: events.Amended, file: File) -> changes.Amendment:
    parent, between = parents(file.issued, _approved_on(file.project))
    return changes.Amendment(
        letter=_letter(file, event.amended_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        amounts=_tranches(event.grant_change_ct, file),
        dates=(),
        reason=file.words(event.reason),
    )


def _end(event: events.Terminated, file: File) -> changes.Amendment:
    parent, between = parents(file.issued, _approved_on(file.project))
    return changes.Amendment(
        letter=_letter(file, event.decided_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        amounts=[*_tranches(event.grant_change_ct, file), *_fixed_anew(event, file.project)],
        dates=[changes.DateChange("Ende des Projekts", event.old_end, event.terminated_on)],
        reason=file.words(event.reason),
        heard_on=event.heard_on,
    )


def _approved_on(project: Project) -> date:
    assert isinstance(project.decided, events.Approved), "Only what is approved can change."
    return project.decided.approved_on


def _tranches(change_ct: events.YearlyCents, file: File) -> Sequence[changes.AmountChange]:
    """Return the years whose tranche changes; of an uncertain one, that it is uncertain."""
    before_ct = file.project.grant_ct
    return [
        changes.AmountChange(
            f"Zuwendung {year}{UNCERTAIN if year in file.reserved else ''}",
            before_ct.get(year, 0),
            before_ct.get(year, 0) + cents,
        )
        for year, cents in sorted(change_ct.items())
        if cents
    ]


def _fixed_anew(event: events.Terminated, project: Project) -> Sequence[changes.AmountChange]:
    if event.refixed is None:
        return ()
    share = event.refixed.own_share
    found = (
        changes.AmountChange("Eigenanteil", project.own_share_ct, share.amount_ct),
        changes.AmountChange("Eigenes Geld", project.own_cash_ct, share.cash_ct),
    )
    return [it for it in found if it.old_ct != it.new_ct]
