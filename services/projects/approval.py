"""Approvals: what has to be so before money is granted, and what is granted. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from services.projects import commands, events, refusals
from services.projects.application import financing, lumps, quote
from services.projects.standing import Project, approval_id
from shared import guideline
from shared.guideline import EDITION, InKind, Policy, Quote
from shared.money import split
from shared.refusal import Refused, already_decided

Approving = commands.Approve | commands.ApproveReduced


def approved(command: commands.Approve, project: Project, today: date) -> events.Approved:
    """Return the fact of an approval as applied for. Raises Refused."""
    for refused in obstacles(project, command.policy, today):
        raise refused
    _check_reason(command, project)
    made = quote(project.application, command.policy)
    return _approved(command, project.application, made, today)


def approved_reduced(
    command: commands.ApproveReduced, project: Project, today: date
) -> events.Approved:
    """Return the fact of an approval of less than was applied for. Raises Refused.

    The revised plan has to balance like any other. What failed the content check is not approved
    with less either; every other deviation is explained by the reason that a reduction must have.
    """
    for refused in obstacles(project, command.policy, today):
        raise refused
    if _failed(project.content_check):
        raise refusals.content_check_failed()
    if command.plan.keys() != project.application.plan.keys():
        raise refusals.years_do_not_match(sorted(project.application.plan))
    made = _reduced(command, project.application)
    asked_ct = _total(quote(project.application, command.policy))
    if _total(made) >= asked_ct:
        raise refusals.not_reduced(_total(made), asked_ct)
    return replace(
        _approved(command, project.application, made, today),
        plan=_plan(command, made),
        reduced=True,
    )


def approved_again(command: commands.Approve, project: Project) -> list[events.ProjectEvent]:
    """Approving as it was approved causes nothing. Raises Refused `already-decided` for all else.

    Of texts only salted hashes are known: a decision that carries one is never the same again.
    """
    before = project.decided
    assert isinstance(before, events.Approved), "It runs, so it was approved."
    texts = (command.reason, before.reason, *command.conditions, *before.conditions)
    if before.reduced or command.reason_code != before.reason_code or any(texts):
        raise already_decided("Der Antrag ist schon mit anderem Inhalt genehmigt.")
    return []


def obstacles(project: Project, policy: Policy, today: date) -> Iterator[Refused]:
    """Yield all that keeps an application from being approved, whatever reason is given."""
    missing = [
        name
        for name, check in (
            ("content", project.content_check),
            ("arithmetic", project.arithmetic_check),
        )
        if check is None
    ]
    if missing:
        yield refusals.check_missing(missing)
    if project.co_signature is None:
        yield refusals.co_signature_missing()
    if _failed(project.arithmetic_check):
        yield refusals.arithmetic_check_failed()
    application = project.application
    early_from = application.applied_on if policy.early_start else None
    try:
        guideline.check_start(today, application.start, early_from=early_from)
    except Refused as refused:
        yield refused
    try:
        quote(application, policy)
    except Refused as refused:
        yield refused


def reason_needed(project: Project, waiting: Sequence[str]) -> events.ApprovalCode:
    """Return why an approval would be as it is: it follows the check and the waiting list, or not.

    Whoever deviates from both says so of the check: its text explains the rest.
    """
    check = project.content_check
    if check is not None and (check.result == "failed" or check.proposal != "approve"):
        return "deviates-from-check"
    return "deviates-from-priority" if waiting else "as-proposed"


def _check_reason(command: commands.Approve, project: Project) -> None:
    """A deviation is named, and has words; where there is none, none is claimed."""
    needed = reason_needed(project, command.waiting)
    if command.reason_code != needed:
        if _failed(project.content_check):
            raise refusals.content_check_failed()
        raise refusals.other_reason(needed, command.waiting)
    if needed != "as-proposed" and command.reason is None:
        raise refusals.reason_missing()


def _failed(check: events.ContentChecked | events.ArithmeticChecked | None) -> bool:
    return check is not None and check.result == "failed"


def _total(made: Quote) -> int:
    return sum(made.grant_ct.values())


def _reduced(command: commands.ApproveReduced, application: events.Applied) -> Quote:
    """Return what the guideline makes of the revised plan. Raises Refused."""
    asked = replace(
        financing(application),
        plan=lumps(command.plan),
        own_cash_ct=command.own_cash_ct,
        in_kind=(InKind("goods", "Leistungen", value_ct=command.in_kind_ct),),
        requested_ct=None,
    )
    return guideline.finance(asked, command.policy)


def _plan(command: commands.ApproveReduced, made: Quote) -> dict[int, events.PlanYear]:
    """Lay the revised plan on its years as the guideline has laid the own cash."""
    in_kind_ct = split(command.in_kind_ct, made.costs_ct)
    return {
        year: events.PlanYear(
            costs_ct,
            command.plan[year].third_party_ct,
            made.own_cash_by_year_ct[year],
            in_kind_ct[year],
        )
        for year, costs_ct in sorted(made.costs_ct.items())
    }


def _approved(command: Approving, it: events.Applied, made: Quote, today: date) -> events.Approved:
    return events.Approved(
        project_id=it.project_id,
        approval_id=id_of(command),
        application_version=it.application_version,
        start=it.start,
        end=it.end,
        eligible_ct=made.eligible_ct,
        own_share=events.OwnShare(
            made.own_share_percent, made.own_share_ct, made.own_cash_ct, made.in_kind_ct
        ),
        third_party_ct=made.third_party_ct,
        grant_ct=dict(made.grant_ct),
        edition=EDITION,
        policy_position=command.policy.position,
        approved_on=today,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
        reduced=False,
        plan=dict(it.plan),
        financing_type="full" if made.type == "full" else "gap",
        conditions=tuple(each.ref for each in command.conditions),
        reservation_clause_years=(),  # Known only when the money is reserved.
        reason_code=command.reason_code,
        reason=command.reason.ref if command.reason else None,
    )


Binding = Approving | commands.Extend | commands.Amend | commands.Terminate | commands.Revoke


def id_of(command: Binding) -> str:
    """Return the id of a decision that binds money, which has its future version in it."""
    if command.version < 1:
        raise AssertionError("The service says which version the decision will have.")
    return approval_id(command.project_id, command.version, command.command_id)
