"""Changes of approved projects: asked for, rejected, granted. Pure.

A request says what shall change; nothing does until somebody else decides on it. What was asked for
in time stays so however long the decision takes.
"""

from collections.abc import Callable, Iterator
from datetime import date

from services.projects import change_refusals, commands, ending, events, refusals, separation
from services.projects.approval import id_of
from services.projects.standing import Project
from shared import guideline
from shared.guideline import EDITION, Changed, Decided, Financing, Policy, Quote, Shift
from shared.money import split
from shared.refusal import Refused, already_decided


def decide(
    command: commands.ChangeCommand, project: Project, today: date
) -> list[events.ProjectEvent]:
    """Changes as a table: which command, in which status, leads where."""
    _may(command, project)
    match command, project.status:
        case commands.RequestChange(), "approved":
            return [requested(command, project, today)]
        case commands.WithdrawChange(), "approved":
            return [withdrawn(command, project, today)]
        case commands.RejectChange(), "approved":
            return [rejected(command, project, today)]
        case commands.Extend(), "approved":
            return [extended(command, project, today)]
        case commands.Amend(), "approved":
            return [amended(command, project, today)]
        case commands.Terminate(), "approved":
            return [ending.terminated(command, project, today)]
        case commands.Revoke(), "approved" | "terminated":
            return [ending.revoked(command, project, today)]
        case commands.Terminate(), "terminated":
            raise already_decided("Das Projekt ist schon vorzeitig beendet.")
        case commands.Revoke(), "revoked":
            raise already_decided("Die Zuwendung ist schon ganz zurückgenommen oder widerrufen.")
    raise refusals.not_running()


def _may(command: commands.ChangeCommand, project: Project) -> None:
    """Who may not is told so before anything else; who may ask, the table of roles says."""
    match command:
        case commands.Extend() | commands.Amend() | commands.RejectChange():
            request = project.requests.get(command.request_id)
            separation.may_change(command.acting, project, request.asked.by if request else None)
        case commands.Terminate() | commands.Revoke():
            separation.may_change(command.acting, project, None)


# ---- requests ------------------------------------------------------------------------------


def requested(
    command: commands.RequestChange, project: Project, today: date
) -> events.ChangeRequested:
    """Return the fact of a request. Raises Refused where it could not be granted as it is."""
    if not (command.request_id and command.acting.by):
        raise AssertionError("The service names the request, and who acts.")
    effect = command.effect_on_goals
    asked = events.ChangeRequested(
        project_id=command.project_id,
        request_id=command.request_id,
        what=command.what.ref,
        why=command.why.ref,
        known_since=command.known_since,
        effect_on_goals=effect.ref if effect else None,
        new_end=command.new_end,
        shifts=tuple(
            events.RequestedShift(it.year, it.amount_ct, it.reason.ref) for it in command.shifts
        ),
        costs=_costs(command.costs),
        by=command.acting.by,
        requested_on=today,
    )
    found = list(_obstacles(asked, project, command.policy))
    if found:
        raise change_refusals.together(found)
    return asked


def _costs(costs: commands.PlannedCosts | None) -> events.RequestedCosts | None:
    if costs is None:
        return None
    return events.RequestedCosts(
        plan=dict(costs.plan),
        reasons={year: text.ref for year, text in costs.reasons.items()},
        own_cash_ct=costs.own_cash_ct,
        in_kind=tuple(costs.in_kind),
        employees=costs.employees,
        counted_on=costs.counted_on,
    )


def withdrawn(
    command: commands.WithdrawChange, project: Project, today: date
) -> events.ChangeWithdrawn:
    """Return the fact that a request is not to be decided any more. Raises Refused."""
    _pending(command.request_id, project)
    return events.ChangeWithdrawn(
        command.project_id, command.request_id, command.reason.ref, command.acting.by, today
    )


def rejected(
    command: commands.RejectChange, project: Project, today: date
) -> events.ChangeRejected:
    """Return the fact that a request is not granted. Raises Refused."""
    _pending(command.request_id, project)
    return events.ChangeRejected(
        project_id=command.project_id,
        request_id=command.request_id,
        reason_code=command.reason_code,
        reason=command.reason.ref,
        rejected_on=today,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
    )


def _pending(request_id: str, project: Project) -> events.ChangeRequested:
    request = project.requests.get(request_id)
    if request is None:
        raise change_refusals.unknown_request()
    if request.outcome != "pending":
        raise already_decided("Über diesen Änderungsantrag ist schon entschieden.")
    return request.asked


# ---- what a request comes to ---------------------------------------------------------------


def terms(asked: events.ChangeRequested, project: Project, policy: Policy) -> Changed:
    """Return what a request would make of the grant as it stands. Raises Refused."""
    for refused in _checks(asked, project, policy):
        raise refused
    return _terms(asked, project, policy)


def _terms(asked: events.ChangeRequested, project: Project, policy: Policy) -> Changed:
    before = Decided(project.grant_ct, project.own_share_ct, project.own_cash_ct)
    costs = None if asked.costs is None else _financing(asked.costs, project)
    return guideline.change(before, _shifts(asked), costs, policy)


def _obstacles(
    asked: events.ChangeRequested, project: Project, policy: Policy
) -> Iterator[Refused]:
    """Yield all that is wrong with a request on the day on which it is made."""
    if asked.known_since > asked.requested_on:
        yield change_refusals.day_to_come("/known_since")
    if asked.costs is not None and asked.costs.counted_on > asked.requested_on:
        yield change_refusals.day_to_come("/employees/on")
    if asked.new_end is not None:
        yield from _of(lambda: guideline.check_in_time(asked.requested_on, project.end))
    yield from _checks(asked, project, policy)
    yield from _of(lambda: _terms(asked, project, policy))


def _checks(asked: events.ChangeRequested, project: Project, policy: Policy) -> Iterator[Refused]:
    """Yield what keeps a request from being granted, its sums left aside."""
    first_end, end, new_end = project.application.end, project.end, asked.new_end
    if new_end is not None:
        yield from _of(lambda: guideline.check_extension(first_end, end, new_end))
    start, last = project.application.start, max(end, new_end or end)
    yield from _of(lambda: guideline.check_shifts(_shifts(asked), project.grant_ct, start, last))
    if asked.costs is not None and new_end is not None:
        costs, fixed = asked.costs, policy.headcount_method
        head = costs.employees
        yield from _of(lambda: guideline.check_headcount(head.method, head.hundredths, fixed))
        if new_end > end:
            yield from _of(lambda: guideline.check_added_years(costs.plan, end, new_end))


def _of(check: Callable[[], object]) -> Iterator[Refused]:
    try:
        check()
    except Refused as refused:
        yield refused


def _shifts(asked: events.ChangeRequested) -> tuple[Shift, ...]:
    return tuple(Shift(it.year, it.amount_ct) for it in asked.shifts)


def _financing(costs: events.RequestedCosts, project: Project) -> Financing:
    """An extension is financed as the project is: full funding has been reasoned for once."""
    before = project.decided
    assert isinstance(before, events.Approved), "It runs, so it was approved."
    return Financing(
        plan=costs.plan,
        employees=guideline.whole_employees(costs.employees.hundredths),
        own_cash_ct=costs.own_cash_ct,
        in_kind=costs.in_kind,
        type=before.financing_type,
        full_funding_reason_given=True,
    )


# ---- granting ------------------------------------------------------------------------------


def extended(command: commands.Extend, project: Project, today: date) -> events.Extended:
    """Return the fact of an extension as it was asked for. Raises Refused by the guideline."""
    asked = _pending(command.request_id, project)
    if asked.new_end is None:
        raise change_refusals.asks_otherwise("Der Antrag will kein anderes Ende.")
    made = terms(asked, project, command.policy)
    return events.Extended(
        project_id=command.project_id,
        approval_id=id_of(command),
        number=project.extensions + 1,
        old_end=project.end,
        new_end=asked.new_end,
        grant_change_ct=dict(made.grant_change_ct),
        own_share=_own_share(made.added),
        reason_code=command.reason_code,
        reason=command.reason.ref,
        edition=EDITION,
        policy_position=command.policy.position,
        extended_on=today,
        amendment=project.amendments + 1,
        amends=ending.amended_by(project),
        request_id=asked.request_id,
        requested_on=asked.requested_on,
        eligible_ct=made.added.eligible_ct if made.added else 0,
        third_party_ct=made.added.third_party_ct if made.added else 0,
        plan=_plan(asked, made.added),
        employees=asked.costs.employees if asked.costs else None,
        reservation_clause_years=(),  # Known only when the money is reserved.
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
    )


def amended(command: commands.Amend, project: Project, today: date) -> events.Amended:
    """Return the fact that money lies on other years, as it was asked for. Raises Refused."""
    asked = _pending(command.request_id, project)
    if asked.new_end is not None:
        raise change_refusals.asks_otherwise("Der Antrag will ein anderes Ende.")
    made = terms(asked, project, command.policy)
    return events.Amended(
        project_id=command.project_id,
        approval_id=id_of(command),
        amendment=project.amendments + 1,
        amends=ending.amended_by(project),
        request_id=asked.request_id,
        requested_on=asked.requested_on,
        grant_change_ct=dict(made.grant_change_ct),
        reason_code=command.reason_code,
        reason=command.reason.ref,
        edition=EDITION,
        policy_position=command.policy.position,
        reservation_clause_years=(),
        amended_on=today,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
    )


def _own_share(added: Quote | None) -> events.OwnShare | None:
    if added is None:
        return None
    return events.OwnShare(
        added.own_share_percent, added.own_share_ct, added.own_cash_ct, added.in_kind_ct
    )


def _plan(asked: events.ChangeRequested, added: Quote | None) -> dict[int, events.PlanYear]:
    """Sum the plan of the added time up; own cash and in-kind contributions lie by the costs."""
    if asked.costs is None or added is None:
        return {}
    in_kind_ct = split(added.in_kind_ct, added.costs_ct)
    return {
        year: events.PlanYear(
            costs_ct,
            sum(it.amount_ct for it in asked.costs.plan[year].third_party),
            added.own_cash_by_year_ct[year],
            in_kind_ct[year],
        )
        for year, costs_ct in sorted(added.costs_ct.items())
    }
