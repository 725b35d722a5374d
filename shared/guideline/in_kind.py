"""Eigenanteil: what goods, work and unpaid work of the Träger are worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.guideline.edition import Step, Summand, fraction
from shared.guideline.plan import InKind
from shared.guideline.policy import Policy
from shared.money import percent_of, portion, split
from shared.refusal import Clause

IN_KIND: Final = Clause(
    "Eigenanteil",
    "Auf den Eigenanteil zählen eigenes Geld ebenso wie Sach- und Arbeitsleistungen, auch"
    " unbezahlte.",
)
MINUTES_PER_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Contribution:
    """What in-kind contributions are worth in cents, and how much of it counts under the cap."""

    value_ct: int
    counted_ct: int
    steps: tuple[Step, ...]


def value(offered: tuple[InKind, ...], eligible_ct: int, policy: Policy) -> Contribution:
    """Return the value of in-kind contributions; a volunteer's minutes are rounded once together.

    Reading: a cap, if the office has fixed one, is a percentage of the eligible costs.
    """
    minutes = sum(it.minutes or 0 for it in offered)
    volunteering_ct = portion(policy.volunteer_hour_ct, minutes, MINUTES_PER_HOUR)
    value_ct = volunteering_ct + sum(it.value_ct or 0 for it in offered)
    counted_ct = value_ct
    if policy.in_kind_cap_percent is not None:
        counted_ct = min(value_ct, percent_of(eligible_ct, policy.in_kind_cap_percent))
    return Contribution(
        value_ct, counted_ct, _explain(offered, policy, volunteering_ct, value_ct - counted_ct)
    )


def proven(
    by_year: Mapping[int, tuple[InKind, ...]], eligible_ct: int, policy: Policy
) -> tuple[dict[int, int], tuple[Step, ...]]:
    """Return what proven contributions count in cents by year, and the steps of their sum.

    All are valued together, so that nothing is rounded twice; the years share what counts.
    """
    everything = tuple(each for year in sorted(by_year) for each in by_year[year])
    found = value(everything, eligible_ct, policy)
    weights = {year: value(it, eligible_ct, policy).value_ct for year, it in by_year.items()}
    return split(found.counted_ct, weights) if weights else {}, found.steps


def _explain(
    offered: tuple[InKind, ...], policy: Policy, volunteering_ct: int, above_ct: int
) -> tuple[Step, ...]:
    if not offered:
        return ()
    minutes = sum(it.minutes or 0 for it in offered)
    parts = [Summand(it.kind, it.text, it.value_ct) for it in offered if it.value_ct is not None]
    steps = []
    if minutes:
        parts.insert(0, Summand("volunteering", "Unbezahlte Arbeit", volunteering_ct))
        text = "Unbezahlte Arbeit: die Minuten aller mal der Stundenwert, einmal gerundet."
        steps.append(
            Step(
                "volunteering",
                text,
                fraction(
                    "Stunden mal Stundenwert", policy.volunteer_hour_ct, minutes, MINUTES_PER_HOUR
                ),
                volunteering_ct,
                IN_KIND.heading,
                {"minutes": minutes, "volunteer_hour_ct": policy.volunteer_hour_ct},
            )
        )
    inputs = {}
    if policy.in_kind_cap_percent is not None:
        inputs["cap_percent"] = policy.in_kind_cap_percent
    if above_ct:
        parts.append(Summand("above-cap", "Mehr als höchstens zählt", -above_ct))
    total_ct = sum(part.amount_ct for part in parts)
    text = "Sach- und Arbeitsleistungen, soweit sie auf den Eigenanteil zählen können."
    return (*steps, Step("in-kind", text, tuple(parts), total_ct, IN_KIND.heading, inputs))
