"""Finanzierung und Förderung: which gap the grant fills, and in which year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.guideline.costs import Costs, recognise
from shared.guideline.edition import Step, Summand
from shared.guideline.in_kind import Contribution, value
from shared.guideline.own_share import OwnShare, check_own_cash, own_share
from shared.guideline.plan import Financing, FinancingType, ThirdParty, YearPlan
from shared.guideline.policy import Policy
from shared.money import AMOUNT_CT_MAX, euros, split
from shared.refusal import Clause, Fault, Refused

GAP: Final = Clause(
    "Finanzierung und Förderung",
    "Gefördert wird in der Regel nur, was eigene und fremde Mittel an den förderfähigen Kosten"
    " offen lassen (Fehlbedarf).",
)
FULL_FUNDING: Final = Clause(
    "Finanzierung und Förderung",
    "Voll finanziert wird ein Projekt nur ausnahmsweise.",
)
INSTITUTIONAL: Final = Clause(
    "Eigenanteil",
    "Gefördert werden Projekte, niemals eine Einrichtung als solche.",
)


@dataclass(frozen=True, slots=True)
class Quote:
    """What the guideline makes of a plan. The grant (Zuwendung) is the maximum as well.

    `costs_ct`, `own_cash_by_year_ct` and `grant_ct` are cents by year; together with the money of
    third parties, own cash and the grant cover the costs to the cent.

    eligible_ct           recognised costs of all years
    disallowed_ct         costs of posts that are not recognised
    in_kind_ct            value of in-kind contributions
    in_kind_counted_ct    what of it can count towards the own share
    requested_ct          what was asked for; at least the grant
    """

    type: FinancingType
    costs_ct: Mapping[int, int]
    eligible_ct: int
    disallowed_ct: int
    third_party_ct: int
    own_share_percent: int
    own_share_ct: int
    own_cash_required_ct: int
    own_cash_ct: int
    in_kind_ct: int
    in_kind_counted_ct: int
    requested_ct: int
    own_cash_by_year_ct: Mapping[int, int]
    grant_ct: Mapping[int, int]
    policy_position: int
    steps: tuple[Step, ...] = field(compare=False)


def finance(asked: Financing, policy: Policy) -> Quote:
    """Return the grant for a plan, total and by year, with the steps that lead to it.

    Own cash is used in full and lies on the years in proportion to their costs; third-party money
    lies where it was planned. Raises Refused `institutional-funding-excluded`,
    `full-funding-needs-reason`, `flat-rate-unknown`, `flat-rate-twice`, `sum-too-large`,
    `own-share-too-small`, `no-gap` and `plan-not-balanced`.
    """
    check_type(asked.type, reason_given=asked.full_funding_reason_given)
    costs = recognise(asked.plan, policy)
    eligible_ct = sum(costs.by_year_ct.values())
    in_kind = value(asked.in_kind, eligible_ct, policy)
    check_size(eligible_ct, in_kind)
    share = own_share(eligible_ct, asked.employees, in_kind, asked.type, policy.model)
    check_own_cash(share, asked.own_cash_ct)
    third_party_ct = {year: third_party_of(it) for year, it in asked.plan.items()}
    gap_ct = eligible_ct - sum(third_party_ct.values()) - asked.own_cash_ct
    check_gap(gap_ct)
    check_balance(gap_ct, asked.requested_ct)
    own_cash_ct = split(asked.own_cash_ct, costs.by_year_ct)
    open_ct = {
        year: cents - third_party_ct[year] - own_cash_ct[year]
        for year, cents in costs.by_year_ct.items()
    }
    grant_ct = tranches(open_ct)
    return Quote(
        type=asked.type,
        costs_ct=costs.by_year_ct,
        eligible_ct=eligible_ct,
        disallowed_ct=costs.disallowed_ct,
        third_party_ct=sum(third_party_ct.values()),
        own_share_percent=share.percent,
        own_share_ct=share.amount_ct,
        own_cash_required_ct=share.cash_required_ct,
        own_cash_ct=asked.own_cash_ct,
        in_kind_ct=in_kind.value_ct,
        in_kind_counted_ct=in_kind.counted_ct,
        requested_ct=gap_ct if asked.requested_ct is None else asked.requested_ct,
        own_cash_by_year_ct=own_cash_ct,
        grant_ct=grant_ct,
        policy_position=policy.position,
        steps=(
            *explain_basis(costs, in_kind, share),
            *explain_third_party(asked.plan),
            *_explain_grant(costs, third_party_ct, own_cash_ct, grant_ct),
        ),
    )


def third_party_of(year: YearPlan) -> int:
    """Return all money of others in a year. Reading: what is not yet granted counts as well."""
    return sum(it.amount_ct for it in year.third_party)


def tranches(open_ct: Mapping[int, int]) -> dict[int, int]:
    """Return the grant by year for what is still open by year; both have the same sum, if not below 0.

    Reading: a year with more cover than cost gets nothing, and its surplus lowers the next year;
    what is left after the last year lowers the years before, the latest first.
    """
    grant_ct, surplus_ct = {}, 0
    for year in sorted(open_ct):
        rest_ct = open_ct[year] - surplus_ct
        grant_ct[year], surplus_ct = max(0, rest_ct), max(0, -rest_ct)
    for year in sorted(open_ct, reverse=True):
        taken_ct = min(grant_ct[year], surplus_ct)
        grant_ct[year] -= taken_ct
        surplus_ct -= taken_ct
    return grant_ct


def check_type(type_: FinancingType, *, reason_given: bool) -> None:
    """A part is the rule, the whole an exception with a reason; an institution gets nothing.

    Raises Refused `institutional-funding-excluded` or `full-funding-needs-reason`.
    """
    if type_ == "institutional":
        detail = "Gefördert werden nur Projekte mit eigenem Ziel und eigener Dauer."
        raise Refused(
            "institutional-funding-excluded",
            "Institutionelle Förderung ist nicht vorgesehen",
            detail,
            clause=INSTITUTIONAL,
            errors=(Fault("/financing_type", "institutional-funding-excluded", detail),),
        )
    if type_ == "full" and not reason_given:
        detail = "Vollfinanzierung ist die Ausnahme; dafür wird eine Begründung gebraucht."
        raise Refused(
            "full-funding-needs-reason",
            "Die Vollfinanzierung ist nicht begründet",
            detail,
            clause=FULL_FUNDING,
            errors=(Fault("/full_funding_reason", "full-funding-needs-reason", detail),),
        )


def check_size(eligible_ct: int, in_kind: Contribution) -> None:
    """No sum is larger than an amount can be told. Raises Refused `sum-too-large`."""
    sums_ct = {"/plan": eligible_ct, "/in_kind": in_kind.value_ct}
    detail = f"Summen sind hier höchstens {euros(AMOUNT_CT_MAX)}."
    errors = [
        Fault(it, "sum-too-large", detail) for it, ct in sums_ct.items() if ct > AMOUNT_CT_MAX
    ]
    if errors:
        raise Refused(
            "sum-too-large", "Die Summe ist zu groß", detail, kind="invalid", errors=tuple(errors)
        )


def check_gap(gap_ct: int) -> None:
    """Where nothing is open there is nothing to fund. Raises Refused `no-gap`."""
    if gap_ct <= 0:
        raise Refused(
            "no-gap",
            "Es gibt keinen Fehlbedarf",
            "Kein Fehlbedarf: Eigenes Geld und Mittel Dritter decken die förderfähigen Kosten schon"
            + (f" und übersteigen sie um {euros(-gap_ct)}." if gap_ct else "."),
            clause=GAP,
            facts={"surplus_ct": -gap_ct},
        )


def check_balance(gap_ct: int, requested_ct: int | None) -> None:
    """The whole has to be financed: who asks for less than the gap brings the rest as own cash.

    Raises Refused `plan-not-balanced`, which names the cents of own cash that are missing.
    """
    if requested_ct is not None and requested_ct < gap_ct:
        missing_ct = gap_ct - requested_ct
        detail = (
            f"Beantragt sind {euros(requested_ct)}, offen bleiben {euros(gap_ct)}: es fehlen"
            f" {euros(missing_ct)} eigenes Geld."
        )
        raise Refused(
            "plan-not-balanced",
            "Der Finanzierungsplan geht nicht auf",
            detail,
            clause=GAP,
            errors=(Fault("/own_cash", "plan-not-balanced", detail),),
            facts={"gap_ct": gap_ct, "requested_ct": requested_ct, "missing_ct": missing_ct},
        )


def explain_basis(costs: Costs, in_kind: Contribution, share: OwnShare) -> tuple[Step, ...]:
    """Say what comes before the gap: costs, in-kind contributions, own share."""
    return (*costs.steps, *in_kind.steps, *share.steps)


def explain_third_party(plan: Mapping[int, YearPlan]) -> tuple[Step, ...]:
    """Say whose money counts, and point out what is not certain yet. Nothing without any."""
    money = [(year, it) for year in sorted(plan) for it in plan[year].third_party]
    if not money:
        return ()
    waiting = [it.source for _, it in money if not it.granted]
    text = "Geld anderer für das Projekt geht der Zuwendung vor."
    if waiting:
        text += f" Noch nicht zugesagt (bitte prüfen): {', '.join(dict.fromkeys(waiting))}."
    return (
        Step(
            "third-party",
            text,
            tuple(_third_party(year, it) for year, it in money),
            sum(it.amount_ct for _, it in money),
            GAP.heading,
            flag="third-party-not-granted" if waiting else None,
        ),
    )


def _third_party(year: int, money: ThirdParty) -> Summand:
    return Summand(money.kind, f"{money.source} {year}", money.amount_ct)


def _explain_grant(
    costs: Costs,
    third_party_ct: Mapping[int, int],
    own_cash_ct: Mapping[int, int],
    grant_ct: Mapping[int, int],
) -> tuple[Step, ...]:
    cash = tuple(Summand(str(year), f"Eigenes Geld {year}", it) for year, it in own_cash_ct.items())
    grant = (
        Summand("eligible", "Förderfähige Kosten", sum(costs.by_year_ct.values())),
        Summand("third-party", "Mittel Dritter", -sum(third_party_ct.values())),
        Summand("own-cash", "Eigenes Geld", -sum(own_cash_ct.values())),
    )
    return (
        Step(
            "own-cash-by-year",
            "Eigenes Geld liegt auf den Jahren im Verhältnis ihrer Kosten.",
            cash,
            sum(own_cash_ct.values()),
            GAP.heading,
        ),
        Step(
            "grant",
            "Die Zuwendung ist der Fehlbedarf: Kosten ohne Mittel Dritter und eigenes Geld.",
            grant,
            sum(grant_ct.values()),
            GAP.heading,
        ),
        *(
            _explain_year(year, cents, third_party_ct[year], own_cash_ct[year], grant_ct[year])
            for year, cents in costs.by_year_ct.items()
        ),
    )


def _explain_year(
    year: int, costs_ct: int, third_party_ct: int, own_cash_ct: int, grant_ct: int
) -> Step:
    moved_ct = costs_ct - third_party_ct - own_cash_ct - grant_ct
    parts = [
        Summand("costs", f"Kosten {year}", costs_ct),
        Summand("third-party", f"Mittel Dritter {year}", -third_party_ct),
        Summand("own-cash", f"Eigenes Geld {year}", -own_cash_ct),
    ]
    if moved_ct:
        parts.append(Summand("surplus", "Überschuss anderer Jahre", -moved_ct))
    return Step(
        f"grant-{year}",
        f"Auf {year} entfällt, was dort offen bleibt, ohne Überschüsse anderer Jahre.",
        tuple(parts),
        grant_ct,
        GAP.heading,
    )
