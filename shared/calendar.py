"""Terms in months and the years they touch (§§ 187, 188 BGB). All days are inclusive."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


def last_day(start: date, months: int) -> date:
    """Return the last day of a term of so many months (at least 1) whose first day is `start`.

    It is the day before the one with the same number, or, where the last month has no such day,
    the last of that month (§ 188 Abs. 2 und 3 BGB): 29.2.2024 + 24 months end on 28.2.2026.
    Raises ValueError beyond the year 9999.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    if start.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, start.day) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Return the last day of a term of so many months that an event on this day starts.

    It has the number of that day or, where its month has no such day, is the last of that month
    (§§ 187 Abs. 1, 188 Abs. 2 und 3 BGB): 31.1.2026 + 1 month end on 28.2.2026.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def years_of(start: date, end: date) -> list[int]:
    """Return the calendar years that a period touches, ascending."""
    return list(range(start.year, end.year + 1))


def german(day: date) -> str:
    """Return a day as Germans write it: `28.02.2026`."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def newest_begun(dated: Iterable[tuple[date, T]], day: date) -> T | None:
    """Return what holds on a day: the last of those, in the order of their making, that has begun."""
    found = [it for first, it in dated if first <= day]
    return found[-1] if found else None
