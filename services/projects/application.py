"""Applications: what the table of `project` does with them. Pure."""

from collections.abc import Mapping
from datetime import date

from services.projects import commands, events
from shared import guideline
from shared.guideline import Financing, InKind, Policy, Post, Quote, ThirdParty, Year, YearPlan
from shared.money import split


def quote(application: events.Applied, policy: Policy) -> Quote:
    """Return what the guideline makes of an application, with its steps. Raises Refused."""
    return guideline.finance(financing(application), policy)


def financing(application: events.Applied) -> Financing:
    """Return what an application asks the guideline for."""
    own_cash_ct = sum(it.own_cash_ct for it in application.plan.values())
    in_kind_ct = sum(it.in_kind_ct for it in application.plan.values())
    in_kind = (InKind("goods", "Leistungen", value_ct=in_kind_ct),)
    return Financing(lumps(application.plan), application.employees.count, own_cash_ct, in_kind)


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


def applied(command: commands.Apply, today: date) -> events.Applied:
    """Return the fact of a new application. Raises Refused where it could not be approved as it is."""
    if not (command.project_id and command.number):
        raise AssertionError("The service names the project.")
    guideline.check_duration(command.start, command.end)
    goals = enumerate(command.goals, start=1)
    head = command.employees
    application = events.Applied(
        project_id=command.project_id,
        number=command.number,
        application_version=1,
        sozialraum_id=command.sozialraum_id,
        team_id=command.team_id,
        traeger_id=command.traeger_id,
        title=command.title,
        start=command.start,
        end=command.end,
        need=command.need.ref,
        goals=tuple(events.Goal(n, it.text.ref, it.indicator, it.target) for n, it in goals),
        target_group=command.target_group.ref,
        measures=command.measures.ref,
        plan=_plan(command),
        employees=events.Employees(head.count, "heads", head.on),
        applied_on=today,
    )
    quote(application, command.policy)  # What cannot be approved as it stands is refused at once.
    return application


def _plan(command: commands.Apply) -> dict[int, events.PlanYear]:
    """Lay cash and in-kind contributions, given as totals, on the years by their costs."""
    costs_ct = {year: it.costs_ct for year, it in command.plan.items()}
    cash_ct, in_kind_ct = split(command.own_cash_ct, costs_ct), split(command.in_kind_ct, costs_ct)
    return {
        year: events.PlanYear(it.costs_ct, it.third_party_ct, cash_ct[year], in_kind_ct[year])
        for year, it in sorted(command.plan.items())
    }
