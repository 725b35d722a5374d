"""Applications: what they ask of the guideline, and the facts of handing them in. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.projects import commands, events
from shared import guideline
from shared.documents import Document, DocumentRef
from shared.guideline import Financing, InKind, Policy, Post, Quote, ThirdParty, Year, YearPlan
from shared.money import split


def quote(application: events.Applied, policy: Policy) -> Quote:
    """Return what the guideline makes of an application, with its steps. Raises Refused."""
    return guideline.finance(financing(application), policy)


def financing(application: events.Applied) -> Financing:
    """Return what an application asks the guideline for; one of old knows nothing but sums."""
    own_cash_ct = sum(it.own_cash_ct for it in application.plan.values())
    employees = application.employees.count
    if not application.details:
        in_kind_ct = sum(it.in_kind_ct for it in application.plan.values())
        in_kind = (InKind("goods", "Leistungen", value_ct=in_kind_ct),)
        return Financing(lumps(application.plan), employees, own_cash_ct, in_kind)
    return Financing(
        application.details,
        employees,
        own_cash_ct,
        application.in_kind,
        application.financing_type,
        application.full_funding_reason is not None,
        application.requested_ct,
    )


def lumps(plan: Mapping[int, Year | events.PlanYear]) -> dict[int, YearPlan]:
    """Return a plan of sums by year as the guideline takes it: one post, one third party."""
    return {
        year: YearPlan(
            (Post("Kosten", "", None, 100, 12, it.costs_ct),),
            (),
            (ThirdParty("Dritte", "public", it.third_party_ct, granted=True),),
        )
        for year, it in plan.items()
    }


def applied(command: commands.Apply, made: Quote, today: date) -> events.Applied:
    """Return the fact of a new application, of which the guideline has made a quote."""
    if not (command.project_id and command.number and command.acting.by):
        raise AssertionError("The service names the project, and who acts.")
    return events.Applied(
        project_id=command.project_id,
        number=command.number,
        application_version=1,
        sozialraum_id=command.sozialraum_id,
        team_id=command.team_id,
        traeger_id=command.traeger_id,
        applied_on=today,
        by=command.acting.by,
        **_said(command.application, made),
    )


def resubmitted(
    command: commands.Resubmit, before: events.Applied, made: Quote, today: date
) -> events.Resubmitted:
    """Return the fact of the next version of an application. What it belongs to stays."""
    if not command.acting.by:
        raise AssertionError("The service says who acts.")
    return events.Resubmitted(
        project_id=before.project_id,
        number=before.number,
        application_version=before.application_version + 1,
        sozialraum_id=before.sozialraum_id,
        team_id=before.team_id,
        traeger_id=before.traeger_id,
        applied_on=before.applied_on,
        by=command.acting.by,
        resubmitted_on=today,
        **_said(command.application, made),
    )


def _said(it: commands.Application, made: Quote) -> dict[str, Any]:
    """Return what every version says, as events hold it."""
    return {
        "title": it.title,
        "start": it.start,
        "end": it.end,
        "need": it.need.ref,
        "goals": tuple(_goal(number, goal) for number, goal in enumerate(it.goals, start=1)),
        "target_group": it.target_group.ref,
        "measures": it.measures.ref,
        "plan": _plan(it, made),
        "employees": _employees(it.employees),
        "details": dict(sorted(it.plan.items())),
        "in_kind": tuple(it.in_kind),
        "financing_type": made.type,
        "full_funding_reason": _ref(it.full_funding_reason),
        "requested_ct": it.requested_ct,
        "statements": _statements(it.stated),
        "policy_position": made.policy_position,
    }


def _plan(it: commands.Application, made: Quote) -> dict[int, events.PlanYear]:
    """Sum the plan up by year; own cash and in-kind contributions lie there by the costs."""
    in_kind_ct = split(made.in_kind_ct, made.costs_ct)
    return {
        year: events.PlanYear(
            costs_ct,
            sum(each.amount_ct for each in it.plan[year].third_party),
            made.own_cash_by_year_ct[year],
            in_kind_ct[year],
        )
        for year, costs_ct in sorted(made.costs_ct.items())
    }


def _employees(it: commands.Headcount) -> events.Employees:
    count = guideline.whole_employees(it.hundredths)
    return events.Employees(count, it.method, it.on, it.hundredths)


def _goal(number: int, it: commands.PlannedGoal) -> events.Goal:
    return events.Goal(
        number, it.text.ref, it.indicator, it.target, tuple(it.further), _ref(it.qualitative)
    )


def _statements(it: commands.Stated) -> events.Statements:
    resolved, declared = it.team_resolution, it.declared
    return events.Statements(
        existing_offers=it.existing_offers.ref,
        participation=events.Participation(
            it.participation.text.ref, tuple(it.participation.groups)
        ),
        aims=tuple(events.Aim(each.aim, each.how.ref) for each in it.aims),
        access=events.Access(it.access.kind, _ref(it.access.reason)),
        place=it.place,
        partners=tuple(it.partners),
        resources=tuple(it.resources),
        sustainability=it.sustainability.ref,
        team_resolution=events.TeamResolution(
            resolved.on, tuple(resolved.present), tuple(resolved.abstained)
        ),
        declarations=events.Declarations(
            not_begun=True,
            no_individual_help=declared.no_individual_help,
            complete_and_true=True,
            subsidy_relevant=True,
            other_funding=_ref(declared.other_funding),
            vat_deduction=declared.vat_deduction,
        ),
    )


def _ref(text: Document | None) -> DocumentRef | None:
    return None if text is None else text.ref
