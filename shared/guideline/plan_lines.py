"""Bericht und Prüfung: the lines of an approved plan (Einzelansätze), over all its years."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.guideline.costs import flat_rate_ct, recognised_ct
from shared.guideline.plan import YearPlan
from shared.guideline.policy import Policy
from shared.guideline.settlement import REPORT
from shared.money import euros
from shared.refusal import Fault, Refused

OTHER: Final = "Kosten"
"""The line of what was approved as a sum, without posts and flat rates."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """Einzelansatz of posts of one function and grade: planned in cents over all years."""

    name: str
    grade: str | None
    planned_ct: int


@dataclass(frozen=True, slots=True)
class PlanLines:
    """The lines of an approved plan, each over all years.

    other_ct  approved as a sum, beside the lines
    in_sums   whether nothing but sums was approved: then the whole is one line
    """

    posts: tuple[PostLine, ...]
    flat_rates_ct: Mapping[str, int]
    other_ct: int
    total_ct: int
    in_sums: bool


def plan_lines(
    details: Mapping[int, YearPlan],
    approved_ct: Mapping[int, int],
    policy: Policy,
    *,
    reduced: bool = False,
) -> PlanLines:
    """Return the lines of a plan whose costs were approved by year.

    Reading: what an extension adds is a line of its own; where less was approved than the plan asked
    for, or the time was shortened, its lines bind nobody and the sum is the only line.
    """
    total_ct = sum(approved_ct.values())
    posts: dict[tuple[str, str | None], int] = {}
    spelt: dict[str, str] = {}
    rates: dict[str, int] = {}
    for plan in details.values():
        for post in plan.posts:
            key = spelt.setdefault(post.function.casefold(), post.function), post.grade
            posts[key] = posts.get(key, 0) + recognised_ct(post, policy)
        personnel_ct = sum(recognised_ct(post, policy) for post in plan.posts)
        for use in plan.flat_rates:
            cents = flat_rate_ct(use, policy.flat_rates[use.kind], personnel_ct)
            rates[use.kind] = rates.get(use.kind, 0) + cents
    named = _named(posts)
    other_ct = total_ct - sum(posts.values()) - sum(rates.values())
    in_sums = reduced or not details or other_ct < 0
    return PlanLines(named, rates, total_ct if in_sums else other_ct, total_ct, in_sums)


def _named(posts: Mapping[tuple[str, str | None], int]) -> tuple[PostLine, ...]:
    """Name each line by its function, and by its grade where the function alone is not enough.

    However a function is spelt from year to year, it is one line.
    """
    functions = [function for function, _ in posts]
    functions += [it for it in functions if it.casefold() == OTHER.casefold()]
    return tuple(
        PostLine(
            function if functions.count(function) == 1 else f"{function} ({grade or 'ohne'})",
            grade,
            cents,
        )
        for (function, grade), cents in posts.items()
    )


def by_name(plan: PlanLines) -> dict[str, int]:
    """Return what each line has; where only sums were approved there is none to move between."""
    if plan.in_sums:
        return {}
    other = {OTHER: plan.other_ct} if plan.other_ct else {}
    return {it.name: it.planned_ct for it in plan.posts} | dict(plan.flat_rates_ct) | other


def shifted(plan: PlanLines, moved_ct: Mapping[str, int]) -> PlanLines:
    """Return a plan whose lines have more or, below zero, less, as was approved beforehand.

    Where the lines bind nobody any more the whole stays as it is.
    """
    if plan.in_sums:
        return plan
    return replace(
        plan,
        posts=tuple(
            replace(it, planned_ct=it.planned_ct + moved_ct.get(it.name, 0)) for it in plan.posts
        ),
        flat_rates_ct={
            kind: cents + moved_ct.get(kind, 0) for kind, cents in plan.flat_rates_ct.items()
        },
        other_ct=plan.other_ct + moved_ct.get(OTHER, 0),
    )


def check_line_shift(plan: PlanLines, moved_ct: Mapping[str, int]) -> None:
    """A shift moves what lines of the plan have to others, and adds nothing. Raises Refused.

    The total of the plan stays binding; 20 % above a line count above what it has after the shift.
    What was approved as a sum is a line as long as it has something: else its receipts had no place.
    """
    lines = by_name(plan)
    faults = [
        Fault("/moves", "line-unknown", f"Eine Zeile „{name}“ hat der Plan nicht.")
        for name in moved_ct
        if name not in lines
    ]
    faults += [
        Fault("/moves", "line-too-small", f"„{name}“ hat nur {euros(lines[name])}.")
        for name, cents in moved_ct.items()
        if name in lines and lines[name] + cents < 0
    ]
    if OTHER in lines and lines[OTHER] + moved_ct.get(OTHER, 0) == 0:
        text = f"„{OTHER}“ gibt es nur, solange etwas darin steht; etwas muss bleiben."
        faults.append(Fault("/moves", "line-too-small", text))
    if sum(moved_ct.values()):
        text = "Die Verschiebungen zwischen den Zeilen müssen zusammen 0 ergeben."
        faults.append(Fault("/moves", "shift-not-balanced", text))
    if faults:
        raise Refused(
            "line-shift-not-possible",
            "So lassen sich die Ansätze nicht verschieben",
            " ".join(it.message for it in faults),
            clause=REPORT,
            errors=tuple(faults),
        )
