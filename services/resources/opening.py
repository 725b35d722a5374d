"""Opening hours (Öffnungszeiten) as rules: on which days from when to when, valid from day to day.

Pure. What is open beyond midnight has a rule until 24:00 and another one for the next day.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final, get_args

from services.resources.events.card import OpeningRule, Weekday

WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
ALWAYS: Final = (date.min, date.max)


def overlaps(rules: Sequence[OpeningRule]) -> Iterator[tuple[int, int]]:
    """Yield the places of two rules that speak of the same hour of the same day."""
    for (first, one), (second, other) in combinations(enumerate(rules), 2):
        if _overlap(one, other):
            yield first, second


def _overlap(one: OpeningRule, other: OpeningRule) -> bool:
    same_days = bool(set(one.days) & set(other.days))
    same_time = one.opens < other.closes and other.opens < one.closes
    first, last = _valid(one)
    other_first, other_last = _valid(other)
    return same_days and same_time and first <= other_last and other_first <= last


def _valid(rule: OpeningRule) -> tuple[date, date]:
    return rule.valid_from or ALWAYS[0], rule.valid_to or ALWAYS[1]


def next_day(weekday: Weekday, today: date) -> date:
    """Return the next day of this name, today included."""
    return today + timedelta(days=(WEEKDAYS.index(weekday) - today.weekday()) % 7)
