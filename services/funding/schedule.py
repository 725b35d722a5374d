"""The plan of instalments as the policy has it: equal parts of a year, as far as they lie ahead. Pure."""

from datetime import date
from typing import Final

from services.funding.commands import Due
from shared.calendar import last_day
from shared.guideline import PaymentRhythm
from shared.money import split

MONTHS: Final[dict[PaymentRhythm, int]] = {
    "monthly": 1,
    "quarterly": 3,
    "half-yearly": 6,
    "yearly": 12,
}
"""How many months an instalment is for; none on request."""


def by_rule(
    year: int, amount_ct: int, period: tuple[date, date], rhythm: PaymentRhythm, today: date
) -> tuple[Due, ...]:
    """Return the instalments of a year, due at the beginning of what each is for, never before today.

    An instalment weighs as much as it has months of the project in it. If none lies ahead, all is
    due at once: the project is over, and what is left is owed to it. On request nothing is planned.
    """
    if rhythm == "on-request" or amount_ct <= 0:
        return ()
    first, last = max(period[0], date(year, 1, 1)), min(period[1], date(year, 12, 31))
    found: list[tuple[date, int]] = []
    for month in range(1, 13, MONTHS[rhythm]):
        begin = date(year, month, 1)
        end = last_day(begin, MONTHS[rhythm])
        begins, ends = max(begin, first), min(end, last)
        if begins <= ends and ends >= today:
            found.append((max(begins, today), ends.month - begins.month + 1))
    if not found:
        return (Due(max(today, date(year, 1, 1)), amount_ct),)
    parts = split(amount_ct, {place: weight for place, (_, weight) in enumerate(found)})
    return tuple(Due(day, parts[place]) for place, (day, _) in enumerate(found) if parts[place])
