"""Book years that were closed, held against the log: the end of each, and the root up to there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from deploy.audit.finding import Check
from shared.bookyear.closing import BOOK_YEARS
from shared.bookyear.ending import last_position
from shared.canonical import Json, parse, parse_instant
from shared.database import Conn
from shared.proof.stored import Stored
from shared.verify import Fault

ZONE_MAX: Final = timedelta(hours=14)  # So far from UTC a year can end.

_CLOSED: Final = """
    select s.position, s.recorded_at, convert_to(e.line, 'UTF8')
    from event e join sealed s on s.id = e.id where e.stream = %s order by s.position"""


@dataclass(frozen=True, slots=True)
class Closed:
    """One closing: where it stands in the log, and what it says."""

    position: int
    recorded_at: datetime
    data: Json

    @property
    def end(self) -> datetime:
        """Return the first moment after the year."""
        return parse_instant(self.data["ended_at"])


def check(conn: Conn, head: int) -> Check:
    """Hold each closed year against a log of this length."""
    found = Check("book-years", "Abgeschlossene Buchungsjahre, deren Ende und Wurzel stimmen")
    rows: list[Any] = conn.execute(_CLOSED, [BOOK_YEARS], binary=True).fetchall()
    before, year = 0, 0
    for position, recorded_at, line in rows:
        closed = Closed(position, recorded_at, parse(bytes(line))["data"])
        faults = list(_faults(conn, closed, head, before))
        if closed.data["year"] <= year:
            text = f"Position {position}: {closed.data['year']} wird nach {year} abgeschlossen."
            faults.append(Fault(position, text))
        found.add(faults)
        found.checked += not faults
        before, year = closed.data["last_position"], closed.data["year"]
    return found


def _faults(conn: Conn, closed: Closed, head: int, before: int) -> Iterator[Fault]:
    year, last = closed.data["year"], closed.data["last_position"]
    if abs(closed.end - datetime(year + 1, 1, 1, tzinfo=UTC)) > ZONE_MAX:
        text = f"Position {closed.position}: {year} endet nicht um {closed.data['ended_at']}."
        yield Fault(closed.position, text)
    if closed.recorded_at < closed.end:
        text = f"Position {closed.position}: {year} wurde abgeschlossen, bevor es vorbei war."
        yield Fault(closed.position, text)
    found = last_position(conn, closed.end)
    if found != last:
        text = f"Das Buchungsjahr {year} endet mit Position {found}, abgeschlossen wurde es mit {last}."
        yield Fault(min(found, last) + 1, text)
    if last <= head and Stored(conn, last).root().hex() != closed.data["root"]:
        text = f"Die ersten {last} Ereignisse sind nicht die, mit denen {year} abgeschlossen wurde."
        yield Fault(before + 1, text)
