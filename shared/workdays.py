"""Working days of a Land: a term that would end on another day ends on the next one.

§ 26 Abs. 3 SGB X and § 193 BGB: not on a Saturday, a Sunday or a public holiday.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final, Literal, get_args

from holidays import HolidayBase, country_holidays

Land = Literal[
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"
]
LAENDER: Final[tuple[Land, ...]] = get_args(Land)
SATURDAY: Final = 5


def is_working_day(day: date, land: Land) -> bool:
    """Tell whether authorities of this Land work on a day."""
    return day.weekday() < SATURDAY and day not in _holidays(land)


def working_day(day: date, land: Land) -> date:
    """Return the day itself or, if it is none, the next working day."""
    while not is_working_day(day, land):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int, land: Land) -> date:
    """Return the working day that is the so-manieth after a day; below zero, before it."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, land)
    return day


@cache
def _holidays(land: Land) -> HolidayBase:
    """Return the public holidays of a Land; each year is worked out when it is first asked for."""
    return country_holidays("DE", subdiv=land)
