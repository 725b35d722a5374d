"""Whether an application can be handed in: all that stands in the way of it, at once. Pure.

The same rules look at an application while it is a draft: what is not said yet, or not in form,
is None, and is the form's to refuse.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from services.projects import application_refusals as refusals
from services.projects import commands
from services.projects.refusals import unknown_master_data
from shared import guideline
from shared.canonical import Json
from shared.guideline import (
    Estimate,
    Financing,
    FinancingType,
    InKind,
    Policy,
    Quote,
    YearPlan,
    case_filter,
)
from shared.guideline.case_filter import Reference
from shared.refusal import Fault, Refused

NO_TEXTS: Final = frozenset(
    {
        *("sozialraum_id", "traeger_id", "start", "end", "on", "present", "abstained"),
        *("amount", "currency", "kind", "aim", "grade", "method", "financing_type"),
    }
)
"""Fields of an application that hold ids, days, sums and words of a list."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the rules look at, as far as it is said."""

    start: date | None = None
    end: date | None = None
    plan: Mapping[int, YearPlan] | None = None
    own_cash_ct: int | None = None
    in_kind: Sequence[InKind] = ()
    employees: commands.Headcount | None = None
    financing_type: FinancingType = "gap"
    full_funding_reason_given: bool = False
    requested_ct: int | None = None
    team_resolution: commands.Resolved | None = None
    no_individual_help: bool | None = None

    @classmethod
    def of(cls, it: commands.Application) -> "Parts":
        """Return the parts of a whole application."""
        return cls(
            it.start,
            it.end,
            it.plan,
            it.own_cash_ct,
            it.in_kind,
            it.employees,
            it.financing_type,
            it.full_funding_reason is not None,
            it.requested_ct,
            it.stated.team_resolution,
            it.stated.declared.no_individual_help,
        )


def check(
    application: commands.Application, known: commands.Known, today: date, unconfirmed: Json | None
) -> Quote:
    """Return what the guideline makes of an application. Raises Refused, for all reasons at once.

    unconfirmed  the words of an application that nobody has confirmed to be free of case data
    """
    found = list(objections(Parts.of(application), known, today))
    if unconfirmed is not None and (hits := case_references(unconfirmed, today)):
        found.append(case_filter.refused(hits))
    if found:
        raise refusals.together(found)
    return guideline.finance(_financing(Parts.of(application)), known.policy)


def case_references(told: Json, today: date) -> tuple[Reference, ...]:
    """Return what in the texts of an application looks like data of a client."""
    return case_filter.references(told, today, NO_TEXTS)


def objections(it: Parts, known: commands.Known, today: date) -> Iterator[Refused]:
    """Yield what rules say against an application, as far as it says anything."""
    if known.unknown:
        yield unknown_master_data(list(known.unknown))
    if known.traeger_is_inactive:
        yield refusals.traeger_inactive()
    yield from _of_the_period(it)
    yield from _of_the_employees(it, known.policy, today)
    yield from _of_the_team(it, known, today)
    if it.no_individual_help is False and known.policy.individual_help_gate:
        yield refusals.individual_help()
    yield from _of_the_money(it, known.policy)


def estimated(it: Parts, policy: Policy) -> Estimate:
    """Return the sums as far as they can be computed."""
    whole = _financing(it)
    said = {field.name: getattr(whole, field.name) for field in fields(whole)}
    plan = it.plan or None
    employees = None if it.employees is None else whole.employees
    asked = guideline.Incomplete(
        **said | {"plan": plan, "employees": employees, "own_cash_ct": it.own_cash_ct}
    )
    return guideline.estimate(asked, policy)


def _financing(it: Parts) -> Financing:
    head = it.employees
    return Financing(
        it.plan or {},
        guideline.whole_employees(head.hundredths) if head else 0,
        it.own_cash_ct or 0,
        tuple(it.in_kind),
        it.financing_type,
        it.full_funding_reason_given,
        it.requested_ct,
    )


def _of_the_period(it: Parts) -> Iterator[Refused]:
    if it.start is not None and it.end is not None:
        start, end = it.start, it.end
        yield from _refusal(lambda: guideline.check_duration(start, end))


def _of_the_employees(it: Parts, policy: Policy, today: date) -> Iterator[Refused]:
    head = it.employees
    if head is None:
        return
    method = policy.headcount_method
    yield from _refusal(lambda: guideline.check_headcount(head.method, head.hundredths, method))
    if head.on > today:
        yield refusals.day_to_come("/employees/on")


def _of_the_team(it: Parts, known: commands.Known, today: date) -> Iterator[Refused]:
    """The team applies, not one Träger: the ASD was there, and did not abstain.

    Nothing is said about members while nobody has been recorded for the team.
    """
    made, members = it.team_resolution, known.members
    if made is None:
        return
    if made.on > today:
        yield refusals.day_to_come("/team_resolution/on")
    if members is None:
        return
    strangers = [number for number, who in enumerate(made.present) if who not in members]
    if strangers:
        yield refusals.not_of_the_team(strangers)
    voting = set(made.present) - set(made.abstained)
    if not any(members.get(who) for who in voting):
        yield refusals.asd_missing()


def _of_the_money(it: Parts, policy: Policy) -> Iterator[Refused]:
    """One refusal of the guideline carries all that it has to say about the plan."""
    if None not in (it.plan, it.employees, it.own_cash_ct):
        for no in _refusal(lambda: guideline.finance(_financing(it), policy)):
            yield replace(no, errors=_problems(it, policy) or no.errors)
    elif problems := _problems(it, policy):
        yield refusals.plan_incomplete(problems)


def _problems(it: Parts, policy: Policy) -> tuple[Fault, ...]:
    """Return what stands in the way of the sums; what is missing, the form says."""
    found = [each for each in estimated(it, policy).problems if each.code != "missing"]
    return tuple(each if each.pointer else replace(each, pointer="/plan") for each in found)


def _refusal(rule: Callable[[], object]) -> Iterator[Refused]:
    try:
        rule()
    except Refused as no:
        yield no
