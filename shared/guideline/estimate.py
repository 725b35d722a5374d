"""What can be said of a plan that is not finished: the rules of `finance`, as far as they reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

from shared.guideline.costs import check_flat_rates, recognise
from shared.guideline.edition import Step
from shared.guideline.financing import (
    check_balance,
    check_gap,
    check_size,
    check_type,
    explain_basis,
    explain_third_party,
    finance,
    third_party_of,
)
from shared.guideline.in_kind import value
from shared.guideline.own_share import check_own_cash, own_share, own_share_percent
from shared.guideline.plan import Financing, FinancingType, InKind, YearPlan
from shared.guideline.policy import Policy
from shared.refusal import Fault, Refused


@dataclass(frozen=True, slots=True)
class Incomplete:
    """What a form says about money while it is filled in; None is not said yet."""

    plan: Mapping[int, YearPlan] | None = None
    employees: int | None = None
    own_cash_ct: int | None = None
    in_kind: tuple[InKind, ...] = ()
    type: FinancingType = "gap"
    full_funding_reason_given: bool = False
    requested_ct: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A `Quote` with gaps: None is what cannot be computed yet. `problems` says what stands in the way."""

    type: FinancingType
    problems: tuple[Fault, ...]
    policy_position: int
    costs_ct: Mapping[int, int] | None = None
    eligible_ct: int | None = None
    disallowed_ct: int | None = None
    third_party_ct: int | None = None
    own_share_percent: int | None = None
    own_share_ct: int | None = None
    own_cash_required_ct: int | None = None
    own_cash_ct: int | None = None
    in_kind_ct: int | None = None
    in_kind_counted_ct: int | None = None
    requested_ct: int | None = None
    own_cash_by_year_ct: Mapping[int, int] | None = None
    grant_ct: Mapping[int, int] | None = None
    steps: tuple[Step, ...] = ()


def estimate(asked: Incomplete, policy: Policy) -> Estimate:
    """Return what `finance` makes of a plan or, where it would refuse, all it would refuse for."""
    if asked.plan and asked.employees is not None and asked.own_cash_ct is not None:
        complete = Financing(
            asked.plan,
            asked.employees,
            asked.own_cash_ct,
            asked.in_kind,
            asked.type,
            asked.full_funding_reason_given,
            asked.requested_ct,
        )
        try:
            quote = finance(complete, policy)
        except Refused:
            pass  # What it refuses for is told below, together with all else.
        else:
            told = {each.name: getattr(quote, each.name) for each in fields(quote)}
            return Estimate(problems=(), **told)
    return _partly(asked, policy)


def _partly(asked: Incomplete, policy: Policy) -> Estimate:
    problems = [*_missing(asked), *_faults(lambda: _check_type(asked))]
    made = Estimate(
        asked.type,
        (),
        policy.position,
        own_share_percent=_percent(asked),
        own_cash_ct=asked.own_cash_ct,
        requested_ct=asked.requested_ct,
    )
    if asked.plan:
        plan = asked.plan
        problems += _faults(lambda: check_flat_rates(plan, policy))
        made, more = _of_plan(made, replace(asked, plan=_known(plan, policy)), policy)
        problems += more
    return replace(made, problems=tuple(problems))


def _of_plan(made: Estimate, asked: Incomplete, policy: Policy) -> tuple[Estimate, list[Fault]]:
    """Add what follows from the plan; return what would be refused as well."""
    assert asked.plan is not None, "Its caller has looked."
    costs = recognise(asked.plan, policy)
    eligible_ct = sum(costs.by_year_ct.values())
    in_kind = value(asked.in_kind, eligible_ct, policy)
    third_party_ct = sum(third_party_of(it) for it in asked.plan.values())
    made = replace(
        made,
        costs_ct=costs.by_year_ct,
        eligible_ct=eligible_ct,
        disallowed_ct=costs.disallowed_ct,
        third_party_ct=third_party_ct,
        in_kind_ct=in_kind.value_ct,
        in_kind_counted_ct=in_kind.counted_ct,
        steps=(*costs.steps, *in_kind.steps, *explain_third_party(asked.plan)),
    )
    problems = _faults(lambda: check_size(eligible_ct, in_kind))
    if asked.employees is None:
        return made, problems
    share = own_share(eligible_ct, asked.employees, in_kind, asked.type, policy.model)
    made = replace(
        made,
        own_share_ct=share.amount_ct,
        own_cash_required_ct=share.cash_required_ct,
        steps=(*explain_basis(costs, in_kind, share), *explain_third_party(asked.plan)),
    )
    if asked.own_cash_ct is None:
        return made, problems
    own_cash_ct = asked.own_cash_ct
    gap_ct = eligible_ct - third_party_ct - own_cash_ct
    return made, [
        *problems,
        *_faults(lambda: check_own_cash(share, own_cash_ct)),
        *_faults(lambda: check_gap(gap_ct)),
        *_faults(lambda: check_balance(gap_ct, asked.requested_ct)),
    ]


def _missing(asked: Incomplete) -> list[Fault]:
    wanted = {
        "/plan": (asked.plan, "Der Finanzierungsplan fehlt."),
        "/employees": (asked.employees, "Die Zahl der Mitarbeitenden fehlt."),
        "/own_cash": (asked.own_cash_ct, "Das eigene Geld fehlt."),
    }
    return [
        Fault(pointer, "missing", message)
        for pointer, (given, message) in wanted.items()
        if given is None or given == {}
    ]


def _check_type(asked: Incomplete) -> None:
    check_type(asked.type, reason_given=asked.full_funding_reason_given)


def _percent(asked: Incomplete) -> int | None:
    if asked.type == "full":
        return 0
    return None if asked.employees is None else own_share_percent(asked.employees)


def _known(plan: Mapping[int, YearPlan], policy: Policy) -> dict[int, YearPlan]:
    """Leave out what the office has not fixed: it has been pointed out already."""
    return {
        year: replace(
            it,
            flat_rates=tuple(
                {use.kind: use for use in it.flat_rates if use.kind in policy.flat_rates}.values()
            ),
        )
        for year, it in plan.items()
    }


def _faults(check: Callable[[], None]) -> list[Fault]:
    """Return what a check refuses for; one without a place concerns the whole."""
    try:
        check()
    except Refused as no:
        return list(no.errors) or [Fault("", no.code, no.detail)]
    return []
