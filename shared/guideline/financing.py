"""Finanzierung und Förderung: which gap the grant fills, and in which year."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from shared.guideline import own_share
from shared.guideline.edition import Step
from shared.money import euros, percent_of, split
from shared.refusal import Clause, Refused

GAP: Final = Clause(
    "Finanzierung und Förderung",
    "Gefördert wird in der Regel nur, was eigene und fremde Mittel an den förderfähigen Kosten"
    " offen lassen (Fehlbedarf).",
)


@dataclass(frozen=True, slots=True)
class Year:
    """What the plan says about one year: eligible costs, and money of third parties."""

    costs_ct: int
    third_party_ct: int = 0


@dataclass(frozen=True, slots=True)
class Financing:
    """What an application says about money. The employees are heads on the day of application."""

    plan: Mapping[int, Year]
    employees: int
    own_cash_ct: int = 0
    in_kind_ct: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What the guideline makes of a plan. The grant (Zuwendung) is the maximum as well.

    `grant_ct` and `own_cash_by_year_ct` are cents by year; the first sums to the whole grant.
    """

    eligible_ct: int
    third_party_ct: int
    own_share_percent: int
    own_share_ct: int
    own_cash_ct: int
    in_kind_ct: int
    own_cash_by_year_ct: Mapping[int, int]
    grant_ct: Mapping[int, int]
    steps: tuple[Step, ...] = field(compare=False)


def finance(asked: Financing) -> Quote:
    """Return the grant for a plan, total and by year, with the steps that lead to it.

    Own cash is used in full and lies on the years in proportion to their costs; third-party money
    lies where it was planned. Reading: in-kind contributions count towards the own share only, they
    neither raise the costs nor the grant. Raises Refused `own-share-too-small` and `no-gap`.
    """
    eligible_ct = sum(year.costs_ct for year in asked.plan.values())
    third_party_ct = sum(year.third_party_ct for year in asked.plan.values())
    percent = own_share.own_share_percent(asked.employees)
    own_share_ct = percent_of(eligible_ct, percent)
    own_share.check_own_share(own_share_ct, asked.own_cash_ct, asked.in_kind_ct)
    gap_ct = eligible_ct - third_party_ct - asked.own_cash_ct
    _check_gap(gap_ct)
    own_cash_ct = split(asked.own_cash_ct, {y: year.costs_ct for y, year in asked.plan.items()})
    quote = Quote(
        eligible_ct=eligible_ct,
        third_party_ct=third_party_ct,
        own_share_percent=percent,
        own_share_ct=own_share_ct,
        own_cash_ct=asked.own_cash_ct,
        in_kind_ct=asked.in_kind_ct,
        own_cash_by_year_ct=own_cash_ct,
        grant_ct=tranches(
            {
                y: year.costs_ct - year.third_party_ct - own_cash_ct[y]
                for y, year in asked.plan.items()
            }
        ),
        steps=(),
    )
    return replace(quote, steps=_explain(asked, quote))


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


def _check_gap(gap_ct: int) -> None:
    if gap_ct <= 0:
        raise Refused(
            "no-gap",
            "Es gibt keinen Fehlbedarf",
            "Kein Fehlbedarf: Eigenes Geld und Mittel Dritter decken die förderfähigen Kosten schon"
            + (f" und übersteigen sie um {euros(-gap_ct)}." if gap_ct else "."),
            clause=GAP,
            facts={"surplus_ct": -gap_ct},
        )


def _explain(asked: Financing, quote: Quote) -> tuple[Step, ...]:
    grant_ct = sum(quote.grant_ct.values())
    return (
        Step(
            "eligible-costs",
            "Förderfähig sind die Kosten aller Jahre zusammen.",
            {str(y): year.costs_ct for y, year in sorted(asked.plan.items())},
            quote.eligible_ct,
            GAP.heading,
        ),
        own_share.explain_own_share(quote.eligible_ct, asked.employees, quote.own_share_ct),
        own_share.explain_own_cash(quote.own_share_ct, quote.in_kind_ct),
        Step(
            "grant",
            "Die Zuwendung ist der Fehlbedarf: Kosten ohne Mittel Dritter und eigenes Geld.",
            {
                "eligible_ct": quote.eligible_ct,
                "third_party_ct": quote.third_party_ct,
                "own_cash_ct": quote.own_cash_ct,
            },
            grant_ct,
            GAP.heading,
        ),
        *(_explain_year(y, asked.plan[y], quote) for y in sorted(asked.plan)),
    )


def _explain_year(year: int, plan: Year, quote: Quote) -> Step:
    own_cash_ct, grant_ct = quote.own_cash_by_year_ct[year], quote.grant_ct[year]
    return Step(
        f"grant-{year}",
        f"Auf {year} entfällt, was dort offen bleibt, ohne Überschüsse anderer Jahre.",
        {
            "costs_ct": plan.costs_ct,
            "third_party_ct": plan.third_party_ct,
            "own_cash_ct": own_cash_ct,
            "surplus_of_other_years_ct": plan.costs_ct
            - plan.third_party_ct
            - own_cash_ct
            - grant_ct,
        },
        grant_ct,
        GAP.heading,
    )
