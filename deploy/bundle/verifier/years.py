"""Closed book years: where each ends in the log, what the ledger came to there, what came later."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.bundle.verifier.logs import Entry, Tree

STREAM = "book-years"
BOOK_YEARS = f'"stream":"{STREAM}"'.encode()
ZONE_MAX = timedelta(hours=14)  # So far from UTC a year can end.


class Closing:
    """One closing: where it stands in the log, and what it says of its year."""

    def __init__(self, entry: Entry) -> None:
        told = entry.event["data"]
        self.position = entry.position
        self.at = entry.at
        self.year = int(told["year"])
        self.last = int(told["last_position"])
        self.root = str(told["root"])
        self.ended_at = str(told["ended_at"])
        self.end = datetime.fromisoformat(self.ended_at)
        self.closed_on = str(told["closed_on"])
        self.is_at_new_year = abs(self.end - datetime(self.year + 1, 1, 1, tzinfo=UTC)) <= ZONE_MAX


def closings(lines: Iterable[bytes]) -> list[Closing]:
    """Return the closings of a log. What cannot be read shows when the log itself is read."""
    found = []
    for raw in lines:
        if BOOK_YEARS in raw:
            with suppress(ValueError, KeyError, TypeError, OverflowError):
                entry = Entry(raw)
                if entry.stream == STREAM:
                    found.append(Closing(entry))
    return found


class YearsCheck:
    """Holds the closings of a log against its events, as these are read one after the other."""

    def __init__(self, service: str, closed: Iterable[Closing]) -> None:
        self._service = service
        self._closed = list(closed)
        self._ends = dict.fromkeys(range(len(self._closed)), 0)
        self._roots = {0: Tree().root().hex()}
        self._wanted = {it.last for it in self._closed}
        self._known = {it.position for it in self._closed}
        self._unread: list[int] = []

    def look(self, entry: Entry, tree: Tree) -> None:
        """See the next event, and the tree with it."""
        for number, closing in enumerate(self._closed):
            if entry.at < closing.end:
                self._ends[number] = tree.size
        if entry.stream == STREAM and entry.position not in self._known:
            self._unread.append(entry.position)
        if tree.size in self._wanted:
            self._roots[tree.size] = tree.root().hex()

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with each year, after the whole log."""
        for position in self._unread:
            yield f"{self._service}, Position {position}: Das schließt kein Buchungsjahr ab."
        before, year = 0, 0
        for number, closing in enumerate(self._closed):
            for position, text in self._faults(closing, self._ends[number], before):
                yield f"{self._service}, Position {position}: {text}"
            if closing.year <= year:
                text = f"{closing.year} wird nach {year} abgeschlossen."
                yield f"{self._service}, Position {closing.position}: {text}"
            before, year = closing.last, closing.year

    def _faults(self, closing: Closing, found: int, before: int) -> Iterator[tuple[int, str]]:
        year, last = closing.year, closing.last
        if not closing.is_at_new_year:
            yield closing.position, f"{year} endet nicht um {closing.ended_at}."
        if closing.at < closing.end:
            yield closing.position, f"{year} wurde abgeschlossen, bevor es vorbei war."
        if found != last:
            text = f"Das Buchungsjahr {year} endet mit Position {found}, abgeschlossen wurde es mit {last}."
            yield min(found, last) + 1, text
        if self._roots.get(last, closing.root) != closing.root:
            text = f"Die ersten {last} Ereignisse sind nicht die, mit denen {year} abgeschlossen wurde."
            yield before + 1, text


class Years:
    """What the tables say of the closed years of one log."""

    def __init__(self, service: str, closed: Iterable[Closing]) -> None:
        self._service = service
        self._closed = list(closed)

    def rows(self) -> Iterator[list[Any]]:
        """Yield one row for each closing."""
        for it in self._closed:
            place = [self._service, it.position, it.year, it.last, it.ended_at]
            yield [*place, it.closed_on, it.root]

    def ending(self, position: int) -> list[int]:
        """Return the years that end with a position."""
        return [it.year for it in self._closed if it.last == position]

    def late(self, entry: Entry) -> Iterator[list[Any]]:
        """Yield the row of an event that counts for a closed year and was recorded after its end."""
        if not self._closed or entry.position <= self._closed[0].last:
            return
        effective = datetime.fromisoformat(entry.event["occurred_at"])
        for it in self._closed:
            if it.last < entry.position and effective < it.end:
                place = [self._service, entry.position, entry.recorded_at]
                about = entry.event["data"].get("project_id")
                counts = entry.event["occurred_at"]
                yield [*place, counts, it.year, about, entry.event["type"], entry.event["stream"]]
                return
