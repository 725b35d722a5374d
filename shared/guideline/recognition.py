"""Bericht und Prüfung: what of the money that was spent is recognised, line by line of the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.guideline.costs import (
    BETTER_PAY,
    COSTS,
    FULL_POST_YEAR,
    rate_step,
)
from shared.guideline.edition import Step, Summand
from shared.guideline.plan import FlatRateUse
from shared.guideline.plan_lines import OTHER, PlanLines
from shared.guideline.policy import Policy
from shared.guideline.settlement import REPORT
from shared.money import portion, split

OVERRUN_PERCENT: Final = 20
"""A line may cost so many percent more than planned; exactly so many are allowed."""
LINES: Final = f"{REPORT.heading}; Nr. 1.2 ANBest-P (Einzelansätze)"


@dataclass(frozen=True, slots=True)
class PostSpent:
    """What was paid in a year for the posts of a line, and for how much work.

    fte_months     hundredths of months of a full post: 600 are eight months of three quarters
    disallowed_ct  what of it cannot be recognised, by its receipts
    """

    line: str
    paid_ct: int
    fte_months: int
    disallowed_ct: int = 0


@dataclass(frozen=True, slots=True)
class YearSpent:
    """What was spent in a year: on posts, by flat rates, and else."""

    posts: tuple[PostSpent, ...] = ()
    flat_rates: tuple[FlatRateUse, ...] = ()
    other_ct: int = 0
    other_disallowed_ct: int = 0


@dataclass(frozen=True, slots=True)
class RecognisedCosts:
    """Recognised costs in cents by year.

    disallowed_ct  what was paid, or comes from a flat rate, and is not recognised
    unmatched_ct   what is recognised beyond the whole plan: no line has saved it
    """

    by_year_ct: Mapping[int, int]
    disallowed_ct: int
    unmatched_ct: int
    steps: tuple[Step, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Spending:
    """What a line comes to by year, before its limit."""

    name: str
    by_year_ct: Mapping[int, int]


def recognise_spent(
    plan: PlanLines, spent: Mapping[int, YearSpent], policy: Policy
) -> RecognisedCosts:
    """Return what is recognised of what was spent, by year, with its steps.

    Posts cost at most what comparable ones of the city do; flat rates are computed again on what is
    recognised of the posts; a line counts up to 20 % above its plan. Reading: lines are held against
    the plan of all years together, and what exceeds the plan as a whole is recognised, because the
    grant never rises above what was approved, and pays extra costs out of extra income.
    """
    steps: list[Step] = []
    posts = [_post_spending(line.name, line.grade, spent, policy, steps) for line in plan.posts]
    others = _Spending(OTHER, {year: _other(year, it, steps) for year, it in spent.items()})
    limits = {it.name: it.planned_ct for it in plan.posts} | {OTHER: plan.other_ct}
    if plan.in_sums:
        counted = [*posts, others]
    else:
        counted = [_limited(it, limits[it.name], steps) for it in [*posts, others]]
    personnel = {year: sum(it.by_year_ct[year] for it in counted[:-1]) for year in spent}
    rates = [_rate(kind, spent, personnel, policy, steps) for kind in _kinds(spent)]
    stated_ct = _stated_ct(spent) + sum(sum(it.by_year_ct.values()) for it in rates)
    if plan.in_sums:
        whole = _Spending(OTHER, _sums([*counted, *rates], spent))
        counted = [_limited(whole, plan.other_ct, steps)]
    else:
        counted += [_limited(it, plan.flat_rates_ct.get(it.name, 0), steps) for it in rates]
    by_year_ct = _by_year(counted, sorted(spent), steps)
    total_ct = sum(by_year_ct.values())
    unmatched_ct = max(0, total_ct - plan.total_ct)
    steps.append(_total(by_year_ct, plan.total_ct, unmatched_ct))
    return RecognisedCosts(by_year_ct, stated_ct - total_ct, unmatched_ct, tuple(steps))


def _stated_ct(spent: Mapping[int, YearSpent]) -> int:
    return sum(it.other_ct + sum(post.paid_ct for post in it.posts) for it in spent.values())


def _kinds(spent: Mapping[int, YearSpent]) -> list[str]:
    return sorted({use.kind for it in spent.values() for use in it.flat_rates})


def _sums(spendings: Iterable[_Spending], years: Iterable[int]) -> dict[int, int]:
    found = list(spendings)
    return {year: sum(it.by_year_ct[year] for it in found) for year in years}


def _post_spending(
    name: str,
    grade: str | None,
    spent: Mapping[int, YearSpent],
    policy: Policy,
    steps: list[Step],
) -> _Spending:
    comparable_ct = None if grade is None else policy.salaries_ct.get(grade)
    by_year_ct = {}
    for year, it in spent.items():
        found = [post for post in it.posts if post.line == name]
        made = [_post(year, post, comparable_ct, len(steps) + n) for n, post in enumerate(found, 1)]
        steps += made
        by_year_ct[year] = sum(step.result_ct for step in made)
    return _Spending(name, by_year_ct)


def _post(year: int, post: PostSpent, comparable_ct: int | None, number: int) -> Step:
    open_ct = post.paid_ct - post.disallowed_ct
    inputs = {"fte_months": post.fte_months}
    over_ct = 0
    if comparable_ct is not None:
        inputs["comparable_cost_ct"] = comparable_ct
        over_ct = max(0, open_ct - portion(comparable_ct, post.fte_months, FULL_POST_YEAR))
    parts = (
        Summand("paid", "Gezahlt", post.paid_ct),
        Summand("receipts", "Belege, die nicht anerkannt werden", -post.disallowed_ct),
        Summand("disallowed", "Mehr als bei einer vergleichbaren Stelle", -over_ct),
    )
    return Step(
        f"spent-{year}-{number}",
        f"{post.line} {year}: anerkannt wird höchstens, was eine vergleichbare Stelle kostet.",
        _told(parts),
        open_ct - over_ct,
        COSTS.heading if comparable_ct is None else BETTER_PAY,
        inputs,
    )


def _other(year: int, it: YearSpent, steps: list[Step]) -> int:
    result_ct = it.other_ct - it.other_disallowed_ct
    if it.other_ct:
        parts = (
            Summand("paid", "Gezahlt", it.other_ct),
            Summand("receipts", "Belege, die nicht anerkannt werden", -it.other_disallowed_ct),
        )
        text = f"{OTHER} {year}, soweit ihre Belege anerkannt werden."
        steps.append(Step(f"spent-{year}-other", text, _told(parts), result_ct, COSTS.heading))
    return result_ct


def _rate(
    kind: str,
    spent: Mapping[int, YearSpent],
    personnel_ct: Mapping[int, int],
    policy: Policy,
    steps: list[Step],
) -> _Spending:
    """Compute a flat rate again on what was really done. Nobody needs a receipt for it."""
    by_year_ct = dict.fromkeys(spent, 0)
    for year, it in spent.items():
        for use in it.flat_rates:
            if use.kind == kind:
                step = rate_step(year, use, policy.flat_rates[kind], personnel_ct[year])
                steps.append(step)
                by_year_ct[year] += step.result_ct
    return _Spending(kind, by_year_ct)


def _limited(it: _Spending, planned_ct: int, steps: list[Step]) -> _Spending:
    """Cut what lies more than 20 % above the plan of a line, in proportion to the years."""
    actual_ct = sum(it.by_year_ct.values())
    limit_ct = planned_ct * (100 + OVERRUN_PERCENT) // 100
    above_ct = max(0, actual_ct - limit_ct)
    if not any(it.by_year_ct.values()) and not planned_ct:
        return it
    parts = (
        Summand("actual", "Ausgaben dieser Zeile in allen Jahren", actual_ct),
        Summand("above", f"Mehr als {OVERRUN_PERCENT} % über dem Ansatz", -above_ct),
    )
    text = f"{it.name}: anerkannt bis {OVERRUN_PERCENT} % über dem Ansatz der Zeile."
    inputs = {"planned_ct": planned_ct, "limit_ct": limit_ct}
    flag = "line-cut" if above_ct else None
    steps.append(
        Step(f"line-{it.name}", text, _told(parts), actual_ct - above_ct, LINES, inputs, flag)
    )
    weights = {
        year: max(0, cents) for year, cents in it.by_year_ct.items()
    }  # Refunds weigh nothing.
    cuts = split(above_ct, weights)
    return _Spending(it.name, {year: cents - cuts[year] for year, cents in it.by_year_ct.items()})


def _by_year(
    counted: Sequence[_Spending], years: Sequence[int], steps: list[Step]
) -> dict[int, int]:
    found = {}
    for year in years:
        parts = tuple(Summand(it.name, it.name, it.by_year_ct[year]) for it in counted)
        found[year] = sum(part.amount_ct for part in parts)
        text = f"Anerkannte Kosten {year}."
        steps.append(Step(f"recognised-{year}", text, _told(parts), found[year], REPORT.heading))
    return found


def _total(by_year_ct: Mapping[int, int], planned_ct: int, unmatched_ct: int) -> Step:
    parts = tuple(Summand(str(year), f"Kosten {year}", it) for year, it in by_year_ct.items())
    return Step(
        "recognised-costs",
        "Anerkannte Kosten aller Jahre zusammen.",
        parts,
        sum(by_year_ct.values()),
        REPORT.heading,
        {"planned_ct": planned_ct, "unmatched_ct": unmatched_ct},
        "overrun-unmatched" if unmatched_ct else None,
    )


def _told(parts: Sequence[Summand]) -> tuple[Summand, ...]:
    """Parts of nothing but the first are left out."""
    return tuple(it for number, it in enumerate(parts) if it.amount_ct or not number)
