"""What has happened to book years: stream `book-years`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BookYearClosed:
    """Buchungsjahr abgeschlossen: the log up to this position is what was recorded by the year's end.

    root      of the tree over the events up to there, in hex
    ended_at  the first moment after the year in the instance's time zone (UTC)
    by        the random id of who closed it
    """

    year: int
    last_position: int
    root: str
    ended_at: str
    closed_on: date
    by: str


EVENTS = (BookYearClosed,)
