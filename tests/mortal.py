"""Services that die wherever they write, each place once, and are started anew over what they left.

A place is before an append, between it and its commit, between the commit and what follows (a
reply, the next event). `Deaths` knows no list of places: it finds each by passing it, so a new
commit of the product is died at without a word about it here.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from psycopg.pq import TransactionStatus

from shared.call import Context
from shared.follower import Follower
from shared.log import Log
from shared.refusal import Refused
from shared.settings import Settings
from shared.writer import Writer
from tests.direct import Direct, Line
from tests.journal import UNDECIDED

Made = TypeVar("Made")
RESTARTS_MAX = 60  # For one act: more would mean that it never gets on.


class Death(BaseException):
    """The process is gone: nothing catches this, and nothing after it is carried out."""


class Deaths:
    """Dies at each place that is passed, once for each act.

    only  the places concerned, by what their names begin with; all if nothing is said
    """

    def __init__(self, *only: str) -> None:
        self.only, self.armed = only or ("",), False
        self.places: list[str] = []

    def pass_by(self, place: str) -> None:
        """Die here, unless this place was died at during the same act."""
        if self.armed and place.startswith(self.only) and place not in self.places:
            self.places.append(place)
            raise Death(place)

    def install(self, monkeypatch: Any) -> None:
        """Make all places of the kernel deadly."""
        append, attempt = Log.append, Writer._attempt
        move, tell = Follower._move, Follower._tell
        written: list[str] = []

        def dying_append(log: Log, conn: Any, draft: Any, lines: Any, *rest: Any) -> None:
            what = ", ".join(sorted({line.type for line in lines})) or "nothing"
            how = "heard" if rest[0] is None else "asked"
            self.pass_by(f"{how}: before {what}")
            append(log, conn, draft, lines, *rest)
            if conn.info.transaction_status == TransactionStatus.INTRANS:
                self.pass_by(f"{how}: amid {what}")
            written.append(what)

        def dying_attempt(*given: Any, **named: Any) -> Any:
            before = len(written)
            answer = attempt(*given, **named)
            for what in written[before:]:
                self.pass_by(f"asked: after {what}")
            return answer

        def dying_move(follower: Follower, conn: Any, name: str, last: Any) -> None:
            move(follower, conn, name, last)
            if last.type in follower.target.versions:
                self.pass_by(f"heard by {follower.target.name}: amid {last.type}")

        def dying_tell(follower: Follower, events: Any) -> None:
            if events[-1].type in follower.target.versions:
                self.pass_by(f"heard by {follower.target.name}: after {events[-1].type}")
            tell(follower, events)

        monkeypatch.setattr(Log, "append", dying_append)
        monkeypatch.setattr(Writer, "_attempt", dying_attempt)
        monkeypatch.setattr(Follower, "_move", dying_move)
        monkeypatch.setattr(Follower, "_tell", dying_tell)


class Mortal:
    """Some services of one instance, started anew after each death.

    alone  whether only the service that passes a place dies, while who asked it is told that no
           answer came; else all die together
    """

    def __init__(self, known: Settings, deaths: Deaths, *names: str, alone: bool = False) -> None:
        self.known, self.names, self.deaths = known, names, deaths
        self.services = Direct(known, *names)
        self.alone = alone
        self._let_askers_live()

    def restart(self) -> None:
        """Start all services anew; who is signed in stays so."""
        desk = self.services.desk
        self.services.close()
        self.services = Direct(self.known, *self.names)
        self.services.desk = desk
        self._let_askers_live()

    def settle(self) -> None:
        """Seal and hear until nothing is under way."""
        self.services.settle()

    def _let_askers_live(self) -> None:
        for service in self.services.services.values() if self.alone else ():
            service.kernel.rpc = Asker(service.kernel.rpc)

    def outlive(self, act: Callable[[], Made], between: Callable[[], None]) -> Made:
        """Repeat an act until it is done without a death; `between` is done after each one.

        Raises Refused whatever is not about a death.
        """
        for _ in range(RESTARTS_MAX):
            self.deaths.armed = True
            try:
                return act()
            except Death:
                pass
            except Refused as refused:
                if refused.kind not in UNDECIDED:
                    raise
            finally:
                self.deaths.armed = False
            self.restart()
            between()
        raise AssertionError(f"It does not come to an end: {self.deaths.places}")


class Asker:
    """Asks another service and survives its death."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def call(
        self, service: str, method: str, body: dict[str, Any], context: Context, timeout: float
    ) -> dict[str, Any]:
        try:
            return self.line.call(service, method, body, replace(context), timeout)
        except Death as death:
            title = "Der Dienst ist gestorben"
            raise Refused("request-timeout", title, str(death), kind="timeout") from death

    def close(self) -> None:
        """Nothing is open."""
