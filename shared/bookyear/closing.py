"""Book years: closed one after the other, each once, when it is over and all of it has a position. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.bookyear.events import BookYearClosed
from shared.decider import Decider
from shared.refusal import Refused

BOOK_YEARS: Final = "book-years"


@dataclass(frozen=True, slots=True)
class Found:
    """What the log says about a year that shall be closed.

    last_position  of what was recorded by its end, 0 if nothing was;  root  up to there, in hex
    ended_at       the first moment after it (UTC)
    is_over        by the log's clock: nothing is recorded before that moment any more
    open_since     the year of the first event that lies in no closed year, if there is one
    unsealed       how many events were appended in it and have no position
    """

    last_position: int
    root: str
    ended_at: str
    is_over: bool
    open_since: int | None
    unsealed: int


@dataclass(frozen=True, slots=True)
class CloseBookYear:
    """Buchungsjahr abschließen. The last two the service supplies."""

    year: int
    found: Found = Found(0, "", "", is_over=False, open_since=None, unsealed=0)
    by: str = ""


@dataclass(frozen=True, slots=True)
class BookYears:
    """Those that are closed, in order."""

    closed: Mapping[int, BookYearClosed] = field(default_factory=dict)

    @property
    def newest(self) -> BookYearClosed | None:
        """Return the one that was closed last."""
        return next(reversed([*self.closed.values()]), None)


def decide(command: CloseBookYear, years: BookYears, today: date) -> list[BookYearClosed]:
    """Fix the end of the year. A year without events may be passed over, one with events may not."""
    year, found, newest = command.year, command.found, years.newest
    if year in years.closed:
        raise _closed(years.closed[year])
    if not found.is_over:
        raise _not_over(year)
    if newest is not None and year < newest.year:
        raise _out_of_order(f"Abgeschlossen ist schon {newest.year}.")
    if found.open_since is not None and found.open_since < year:
        raise _out_of_order(f"Zuerst ist {found.open_since} abzuschließen.")
    if found.unsealed:
        raise _unsealed(found.unsealed)
    return [
        BookYearClosed(year, found.last_position, found.root, found.ended_at, today, command.by)
    ]


def evolve(years: BookYears, event: BookYearClosed) -> BookYears:
    """One more is closed."""
    return BookYears({**years.closed, event.year: event})


CLOSING: Final[Decider[CloseBookYear, BookYears, BookYearClosed]] = Decider(
    BookYears(), decide, evolve
)


def _closed(event: BookYearClosed) -> Refused:
    return Refused(
        "book-year-closed",
        "Das Buchungsjahr ist schon abgeschlossen",
        f"{event.year} wurde am {event.closed_on:%d.%m.%Y} mit Position {event.last_position}"
        " abgeschlossen.",
        kind="conflict",
    )


def _not_over(year: int) -> Refused:
    return Refused(
        "book-year-not-over",
        "Das Buchungsjahr ist noch nicht vorbei",
        f"Nach der Uhr des Protokolls kann für {year} noch etwas erfasst werden. Abgeschlossen wird"
        " erst danach.",
        kind="conflict",
    )


def _out_of_order(detail: str) -> Refused:
    return Refused(
        "book-year-out-of-order",
        "Buchungsjahre werden der Reihe nach abgeschlossen",
        detail,
        kind="conflict",
    )


def _unsealed(count: int) -> Refused:
    return Refused(
        "book-year-unsealed",
        "Noch nicht alles aus dem Jahr hat eine Position",
        f"Es fehlt sie {count} Ereignissen. Bitte gleich noch einmal versuchen.",
        kind="conflict",
    )
