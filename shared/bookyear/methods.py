"""What every service answers about its book years."""

from dataclasses import replace
from typing import Any

from shared.bookyear import ending
from shared.bookyear.closing import BOOK_YEARS, CLOSING, CloseBookYear
from shared.bookyear.forms import BookYearsAnswer, CloseBookYearAnswer, CloseBookYearSchema
from shared.call import Call
from shared.canonical import Json, parse_instant
from shared.database import Conn
from shared.kernel_forms import EmptySchema
from shared.wire import command, query
from shared.writer import Turn


class KeepingYears:
    """The methods; a service inherits them."""

    kernel: Any

    @command(
        CloseBookYearSchema,
        "Schließt ein Buchungsjahr ab: hält fest, mit welcher Position es endet",
        CloseBookYearAnswer,
    )
    def close_book_year(self, call: Call, asked: CloseBookYear) -> Json:
        """Fix the last position of a year and the root up to there. Return them.

        What is said about that year afterwards is recorded in the next.
        """
        kernel = self.kernel
        zone = kernel.settings.time_zone

        def decide(turn: Turn) -> Json:
            years = turn.state(CLOSING, BOOK_YEARS)
            before = years.newest.last_position if years.newest else 0
            with kernel.pool.connection() as conn:
                found = ending.find(conn, asked.year, zone, before)
            full = replace(asked, found=found, by=turn.actor)
            turn.add(BOOK_YEARS, CLOSING.decide(full, years, call.today))

            def hold(conn: Conn) -> None:
                ending.hold(conn, parse_instant(found.ended_at), found.last_position)

            turn.beside.append(hold)
            return {"year": asked.year, "last_position": found.last_position, "root": found.root}

        answer: Json = kernel.writer.execute(call, [BOOK_YEARS], decide)
        return answer

    @query(EmptySchema, "Listet die abgeschlossenen Buchungsjahre", BookYearsAnswer)
    def list_book_years(self, _call: Call, _asked: Json) -> Json:
        """Return {book_years}: each with its last position, the root, who closed it, and when."""
        kernel = self.kernel
        with kernel.pool.connection() as conn:
            closed = kernel.log.read(conn, BOOK_YEARS)[BOOK_YEARS].events
        return {
            "book_years": [
                {
                    "year": it.year,
                    "last_position": it.last_position,
                    "root": it.root,
                    "ended_at": it.ended_at,
                    "closed_on": it.closed_on.isoformat(),
                    "by": it.by,
                }
                for it in closed
            ]
        }
