"""Money not used without delay (nicht alsbald verwendet): what it bears until it is, § 50 Abs. 2a Satz 3 SGB X.

What a project spends counts as spent of its grant first, the oldest payment first (Reading: so
nobody bears interest for the order in which it takes its own money). A payment is used in time
until the end of so many months; what is used later bears interest from the next day until the day of
its use, which does not count. What was spent before a payment came was used on its day; what came
back later was used all the same (Reading). What is never used is no matter of this rule: the
settlement claims it back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shared.calendar import german, months_after
from shared.guideline.edition import Step, Summand
from shared.guideline.interest import Interest, interest
from shared.guideline.policy import BaseRate

BASIS: Final = "§ 50 Abs. 2a Satz 3 SGB X"


@dataclass(frozen=True, slots=True)
class Late:
    """So much of the payment of a day was used late: it bears from `first` until `used_on`."""

    paid_on: date
    first: date
    used_on: date
    amount_ct: int


def late(
    paid_ct: Mapping[date, int], spent_ct: Mapping[date, int], months: int
) -> tuple[Late, ...]:
    """Return what was used late, payment by payment; both amounts are told by day."""
    found: list[Late] = []
    uses = _uses(spent_ct)
    day, left_ct = next(uses, (date.max, 0))
    for paid_on, cents in sorted(paid_ct.items()):
        first, open_ct = months_after(paid_on, months) + timedelta(days=1), cents
        while open_ct > 0 and left_ct > 0:
            part_ct = min(open_ct, left_ct)
            if day > first:
                found.append(Late(paid_on, first, day, part_ct))
            open_ct, left_ct = open_ct - part_ct, left_ct - part_ct
            if not left_ct:
                day, left_ct = next(uses, (date.max, 0))
    return tuple(found)


def _uses(spent_ct: Mapping[date, int]) -> Iterator[tuple[date, int]]:
    """Yield on which day how much more was spent than ever before; a refund undoes no use."""
    sum_ct = most_ct = 0
    for day, cents in sorted(spent_ct.items()):
        sum_ct += cents
        if sum_ct > most_ct:
            yield day, sum_ct - most_ct
            most_ct = sum_ct


def late_use(
    found: Iterable[Late], until: date, base_rates: Iterable[BaseRate], earlier_ct: int = 0
) -> Interest:
    """Return the interest on what was used late until a day. Raises Refused where a rate is missing."""
    changes: dict[date, int] = {}
    for it in found:
        changes[it.first] = changes.get(it.first, 0) + it.amount_ct
        changes[it.used_on] = changes.get(it.used_on, 0) - it.amount_ct
    owed_ct, open_ct = {}, 0
    for day, cents in sorted(changes.items()):
        open_ct += cents
        owed_ct[day] = open_ct
    return interest(owed_ct, until, base_rates, earlier_ct)


def step(found: Iterable[Late]) -> Step:
    """Explain what was used late: each payment, since when, and until when."""
    parts = [
        Summand(f"paid-{it.paid_on}-used-{it.used_on}", _said(it), it.amount_ct) for it in found
    ] or [Summand("nothing", "Alles ist alsbald verwendet", 0)]
    text = "Zu spät verwendet: was nach Ablauf der Frist noch nicht für den Zweck ausgegeben war."
    return Step("late-use", text, tuple(parts), sum(it.amount_ct for it in parts), BASIS)


def _said(it: Late) -> str:
    last = german(it.first - timedelta(days=1))
    return (
        f"Gezahlt am {german(it.paid_on)}, zu verwenden bis {last}, verwendet am"
        f" {german(it.used_on)}"
    )
