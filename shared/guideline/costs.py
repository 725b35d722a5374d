"""Förderfähige Kosten: what the guideline pays for, and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.guideline.edition import Step, Summand, fraction
from shared.guideline.plan import FlatRateUse, Post, YearPlan
from shared.guideline.policy import FlatRate, Policy
from shared.money import portion
from shared.refusal import Clause, Fault, Refused

COSTS: Final = Clause(
    "Förderfähige Kosten",
    "Gefördert werden Personalkosten für qualifiziertes Personal einschließlich der Hilfskräfte,"
    " und Sachkosten nach Pauschalsätzen.",
)
BETTER_PAY: Final = f"{COSTS.heading}; Nr. 1.3 ANBest-P (Besserstellungsverbot)"
FULL_POST_YEAR: Final = 100 * 12  # Percent of a full-time post times months.


@dataclass(frozen=True, slots=True)
class Costs:
    """Recognised costs in cents by year, and what of the posts was not recognised."""

    by_year_ct: Mapping[int, int]
    disallowed_ct: int
    steps: tuple[Step, ...]


def recognise(plan: Mapping[int, YearPlan], policy: Policy) -> Costs:
    """Return the eligible costs of a plan. Raises Refused for a flat rate that is not fixed."""
    check_flat_rates(plan, policy)
    years = {year: _year(year, plan[year], policy) for year in sorted(plan)}
    total_ct = sum(it.result_ct for it, _ in years.values())
    steps = [step for it, before in years.values() for step in (*before, it)]
    parts = tuple(
        Summand(str(year), f"Kosten {year}", it.result_ct) for year, (it, _) in years.items()
    )
    text = "Förderfähig sind die anerkannten Kosten aller Jahre zusammen."
    return Costs(
        {year: it.result_ct for year, (it, _) in years.items()},
        sum(disallowed_ct(post, policy) for it in plan.values() for post in it.posts),
        (*steps, Step("eligible-costs", text, parts, total_ct, COSTS.heading)),
    )


def charged_ct(post: Post) -> int:
    """Return what a post costs the Träger in the year, rounded once."""
    return portion(post.yearly_cost_ct, post.fte_percent * post.months, FULL_POST_YEAR)


def recognised_ct(post: Post, policy: Policy) -> int:
    """Return what is recognised of a post: at most what a comparable post of the city costs.

    Nobody paid out of the grant earns more than comparable employees of the city
    (Besserstellungsverbot). Reading: without a grade, or with one that the office's table does not
    have, nothing can be compared, and the post is recognised as it is.
    """
    comparable_ct = _comparable_ct(post, policy)
    yearly_ct = min(
        post.yearly_cost_ct, post.yearly_cost_ct if comparable_ct is None else comparable_ct
    )
    return portion(yearly_ct, post.fte_percent * post.months, FULL_POST_YEAR)


def disallowed_ct(post: Post, policy: Policy) -> int:
    """Return what the Träger bears itself of a post, because it pays better than the city."""
    return charged_ct(post) - recognised_ct(post, policy)


def _comparable_ct(post: Post, policy: Policy) -> int | None:
    return None if post.grade is None else policy.salaries_ct.get(post.grade)


def flat_rate_ct(use: FlatRateUse, rate: FlatRate, personnel_ct: int) -> int:
    """Return what a flat rate comes to, rounded once. It is no receipt and needs none."""
    amount_ct, numerator, denominator = _factors(use, rate, personnel_ct)
    return portion(amount_ct, numerator, denominator)


def _factors(use: FlatRateUse, rate: FlatRate, personnel_ct: int) -> tuple[int, int, int]:
    match rate.base:
        case "personnel-percent":
            return personnel_ct, rate.rate, 10_000
        case "fte-month":
            return rate.rate, use.quantity, 100
        case "participant-day" | "event":
            return rate.rate, use.quantity, 1


def check_flat_rates(plan: Mapping[int, YearPlan], policy: Policy) -> None:
    """Every flat rate is one that the office has fixed, and used once a year.

    Raises Refused `flat-rate-unknown` or `flat-rate-twice`, with a pointer to each.
    """
    unknown, twice = [], []
    for index, year in enumerate(plan.values()):
        seen: set[str] = set()
        for number, use in enumerate(year.flat_rates):
            pointer = f"/plan/{index}/flat_rates/{number}/kind"
            if use.kind not in policy.flat_rates:
                unknown.append((pointer, use.kind))
            elif use.kind in seen:
                twice.append((pointer, use.kind))
            seen.add(use.kind)
    _refuse(
        "flat-rate-unknown",
        "Der Pauschalsatz ist nicht festgelegt",
        "Einen Pauschalsatz „{}“ hat das Amt nicht festgelegt.",
        unknown,
    )
    _refuse(
        "flat-rate-twice",
        "Ein Pauschalsatz steht doppelt im Plan",
        "Der Pauschalsatz „{}“ steht in diesem Jahr schon im Plan.",
        twice,
    )


def _refuse(code: str, title: str, text: str, found: list[tuple[str, str]]) -> None:
    if found:
        faults = tuple(Fault(pointer, code, text.format(kind)) for pointer, kind in found)
        detail = " ".join(dict.fromkeys(fault.message for fault in faults))
        raise Refused(code, title, detail, clause=COSTS, errors=faults)


def _year(year: int, plan: YearPlan, policy: Policy) -> tuple[Step, tuple[Step, ...]]:
    """Return the step of a year's costs, and the steps before it."""
    posts = [_post(year, number, post, policy) for number, post in enumerate(plan.posts, 1)]
    personnel_ct = sum(step.result_ct for step in posts)
    rates = [
        rate_step(year, use, policy.flat_rates[use.kind], personnel_ct) for use in plan.flat_rates
    ]
    parts = [
        Summand(step.rule, post.function, step.result_ct)
        for step, post in zip(posts, plan.posts, strict=True)
    ]
    parts += [
        Summand(step.rule, f"Pauschale {use.kind}", step.result_ct)
        for step, use in zip(rates, plan.flat_rates, strict=True)
    ]
    total = Step(
        f"costs-{year}",
        f"Die Kosten {year}: Personal, und Sachkosten nach Pauschalsätzen.",
        tuple(parts),
        sum(part.amount_ct for part in parts),
        COSTS.heading,
    )
    return total, (*posts, *rates)


def _post(year: int, number: int, post: Post, policy: Policy) -> Step:
    comparable_ct = _comparable_ct(post, policy)
    inputs = {
        "yearly_cost_ct": post.yearly_cost_ct,
        "fte_percent": post.fte_percent,
        "months": post.months,
    }
    over_ct = disallowed_ct(post, policy)
    text = (
        f"{post.function}: {post.fte_percent} % einer vollen Stelle, {post.months}"
        f" {'Monat' if post.months == 1 else 'Monate'} in {year}."
    )
    flag = None
    if comparable_ct is not None:
        inputs["comparable_cost_ct"] = comparable_ct
        text += f" Anerkannt wird höchstens, was eine vergleichbare Stelle ({post.grade}) kostet."
    elif post.grade is not None:
        flag = "grade-unknown"
        text += f" Für {post.grade} ist kein Vergleichswert festgelegt (bitte prüfen)."
    parts = [Summand("charged", "Kosten der Stelle", charged_ct(post))]
    if over_ct:
        parts.append(Summand("disallowed", "Mehr als bei einer vergleichbaren Stelle", -over_ct))
    return Step(
        f"post-{year}-{number}",
        text,
        tuple(parts),
        recognised_ct(post, policy),
        BETTER_PAY if post.grade else COSTS.heading,
        inputs,
        flag,
    )


_SAID: Final = {
    "personnel-percent": "Ein Hundertsatz der anerkannten Personalkosten des Jahres.",
    "fte-month": "Ein Betrag je Monat einer vollen Stelle.",
    "participant-day": "Ein Betrag je Tag und teilnehmender Person.",
    "event": "Ein Betrag je Veranstaltung.",
}


def rate_step(year: int, use: FlatRateUse, rate: FlatRate, personnel_ct: int) -> Step:
    """Return what a flat rate comes to in a year, explained."""
    amount_ct, numerator, denominator = _factors(use, rate, personnel_ct)
    if rate.base == "personnel-percent":
        inputs = {"personnel_ct": personnel_ct, "percent_hundredths": rate.rate}
    else:
        inputs = {"rate_ct": rate.rate, "quantity": use.quantity}
    return Step(
        f"flat-rate-{year}-{use.kind}",
        f"Pauschale „{use.kind}“ {year}: {_SAID[rate.base]}",
        fraction("Satz mal Menge", amount_ct, numerator, denominator),
        flat_rate_ct(use, rate, personnel_ct),
        COSTS.heading,
        inputs,
    )
