"""What of a statement is recognised, year by year: the guideline asked about its figures. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from services.reporting import commands, events
from shared.guideline import (
    InKind,
    PostSpent,
    Step,
    YearSpent,
    proven,
    recognise_spent,
)
from shared.guideline.plan_lines import OTHER

Cuts = Mapping[tuple[int, str], int]
"""Cents by year and line that a check does not recognise, beside what days forbid."""

NO_CUTS: Final[Cuts] = {}


@dataclass(frozen=True, slots=True)
class Recognition:
    """What is recognised by year; what is not; what no line has saved; and how that comes about."""

    by_year: Mapping[int, events.Recognised]
    disallowed_ct: int
    unmatched_ct: int
    steps: tuple[Step, ...] = field(compare=False)


def recognise(
    years: Mapping[int, events.StatedYear],
    basis: commands.StatementBasis,
    in_kind: Mapping[int, tuple[InKind, ...]],
    cuts: Cuts = NO_CUTS,
) -> Recognition:
    """Return what is recognised of a statement, by the policy of the decision."""
    spent = {year: _spent(year, it, basis, cuts) for year, it in sorted(years.items())}
    costs = recognise_spent(basis.lines, spent, basis.policy)
    worth, steps = proven(in_kind, sum(costs.by_year_ct.values()), basis.policy)
    return Recognition(
        {
            year: events.Recognised(
                costs_ct=costs.by_year_ct[year],
                third_party_ct=sum(each.amount_ct for each in it.third_party),
                in_kind_ct=worth.get(year, 0),
                own_cash_ct=it.own_cash_ct,
            )
            for year, it in sorted(years.items())
        },
        costs.disallowed_ct,
        costs.unmatched_ct,
        (*costs.steps, *steps),
    )


def _spent(
    year: int, stated: events.StatedYear, basis: commands.StatementBasis, cuts: Cuts
) -> YearSpent:
    def disallowed_ct(line: str, paid_ct: int) -> int:
        by_days_ct = basis.receipts.get((year, line), commands.ReceiptSum()).disallowed_ct
        return min(max(0, paid_ct), by_days_ct + cuts.get((year, line), 0))

    return YearSpent(
        tuple(
            PostSpent(it.line, it.paid_ct, it.fte_months, disallowed_ct(it.line, it.paid_ct))
            for it in stated.posts
        ),
        stated.flat_rates,
        stated.other_ct,
        disallowed_ct(OTHER, stated.other_ct),
    )
