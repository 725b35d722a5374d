"""The engine as a question about the past sees it: log, read models and other services end there.

What was recorded by the end of a day ends at one position per log, and a position never changes its
meaning. What held at the end of a day, as is known now, is read up to the newest position, without the
events that count for a later day. So a question needs no second wording: it asks the same tables and
streams, of which only the beginning is there.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from shared.asof import positions
from shared.asof.forms import EFFECTIVE, end_of
from shared.call import Context
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.log import History, Log
from shared.partition import away
from shared.projection import ReadModel

POSITION_SECONDS: Final = 5

_EVENTS: Final = """
    from event e join sealed p on p.id = e.id
    where p.position <= %(position)s
        and (%(until)s::timestamptz is null
            or (e.line::jsonb ->> 'occurred_at')::timestamptz < %(until)s)"""
_READ: Final = (
    "select e.stream, e.version, convert_to(e.line, 'UTF8')"
    + _EVENTS
    + " and e.stream = any(%(streams)s) order by e.stream, e.version"
)
_STREAMS: Final = (
    "select s.stream from stream s where starts_with(s.stream, %(kind)s) and exists (select"  # noqa: S608 - ours
    + _EVENTS
    + " and e.stream = s.stream) order by s.stream"
)


class Past:
    """One look back. It finds each position when it is needed first, and keeps it for the answer.

    until  where it is asked by effect: the end of the day
    """

    def __init__(self, kernel: Engine, asked: Json, cause: Context) -> None:
        self._kernel = kernel
        self._cause = cause
        self.day: date = asked["day"]
        self.by: str = asked["by"]
        self._given: Mapping[str, int] = asked["positions"]
        self._found: dict[str, tuple[int, str]] = {}
        end = end_of(self.day, kernel.settings.time_zone)
        self.until = end if self.by == EFFECTIVE else None
        self._recorded = None if self.by == EFFECTIVE else self.day
        self.log = PastLog(self, kernel.log)
        self.read_models = PastModels(self, kernel)
        self.rpc = PastRpc(self, kernel)

    def __getattr__(self, name: str) -> Any:
        """Return whatever has no past: settings, the pool, the vault."""
        return getattr(self._kernel, name)

    def position(self, source: str) -> int:
        """Return where the log of a source ends. Raises Refused where it cannot be asked."""
        if source == self._kernel.name:
            with self._kernel.pool.connection() as conn:
                return self.own_position(conn)
        if source not in self._found:
            day = None if self._recorded is None else self._recorded.isoformat()
            asked = {"day": day, "position": self._given.get(source)}
            context = self._kernel.context(self._cause, self._cause.causation_id)
            rpc = self._kernel.rpc
            self._keep(source, rpc.call(source, "position_at", asked, context, POSITION_SECONDS))
        return self._found[source][0]

    def own_position(self, conn: Conn) -> int:
        """Return where the service's own log ends, asked on a connection that is held already."""
        name = self._kernel.name
        if name not in self._found:
            given = self._given.get(name)
            self._keep(name, positions.found(conn, self._kernel, self._recorded, given))
        return self._found[name][0]

    def _keep(self, source: str, answer: Json) -> None:
        self._found[source] = answer["position"], answer["root"]

    def wire(self) -> Json:
        """Return how another service is asked for the same."""
        known = {source: position for source, (position, _) in self._found.items()}
        positions = {**self._given, **known}
        return {"day": self.day.isoformat(), "by": self.by, "positions": positions}

    def learn(self, header: Json) -> None:
        """Keep from where another service has told."""
        for source, position in header["positions"].items():
            self._found[source] = position, header["roots"][source]

    def told(self) -> Json:
        """Return what the answer says of it."""
        found = sorted(self._found.items())
        return {
            "day": self.day.isoformat(),
            "by": self.by,
            "positions": {source: position for source, (position, _) in found},
            "roots": {source: root for source, (_, root) in found},
        }


def standing(kernel: Any) -> Json | None:
    """Return what an answer says of the day that it stands at; None where it is of now."""
    return kernel.told() if isinstance(kernel, Past) else None


class PastLog(Log):
    """The beginning of the service's own log."""

    def __init__(self, past: Past, log: Log) -> None:
        self.catalogue = log.catalogue
        self._past = past

    def read(self, conn: Conn, *streams: str) -> dict[str, History]:
        """Return what had happened in streams."""
        away.check(conn, *streams)
        rows = conn.execute(_READ, {**self._bounds(conn), "streams": list(streams)}, binary=True)
        events: dict[str, list[Any]] = {stream: [] for stream in streams}
        versions = dict.fromkeys(streams, 0)
        for stream, version, line in rows.fetchall():
            events[stream].append(self.decode(line))
            versions[stream] = version
        return {name: History(name, versions[name], found) for name, found in events.items()}

    def streams(self, conn: Conn, kind: str) -> list[str]:
        """Return the names of the streams of a kind that there were, in order."""
        away.check(conn, *super().streams(conn, kind))
        rows = conn.execute(_STREAMS, {**self._bounds(conn), "kind": f"{kind}-"})
        return [name for (name,) in rows.fetchall()]

    def _bounds(self, conn: Conn) -> dict[str, Any]:
        return {"position": self._past.own_position(conn), "until": self._past.until}


class PastModels:
    """The read models as they would be if nothing more had been heard."""

    def __init__(self, past: Past, kernel: Engine) -> None:
        self._past = past
        self._live = kernel.read_models
        self._fetch = kernel.fetch

    def ask(self, name: str, query: Callable[[Conn], Any]) -> Any:
        """Run a query on a generation that ends there."""
        until: datetime | None = self._past.until
        positions = self._positions(self._live.models[name])
        namespace = self._live.as_of(name, positions, self._fetch, until)
        return self._live.ask(name, query, namespace)

    def live_positions(self, _conn: Conn, model: ReadModel) -> dict[str, int]:
        """Return source → position where a model ends."""
        return self._positions(model)

    def _positions(self, model: ReadModel) -> dict[str, int]:
        return {source: self._past.position(source) for source in model.sources}


class PastRpc:
    """Other services, asked for the same day; one that answers for now is not taken for it."""

    def __init__(self, past: Past, kernel: Engine) -> None:
        self._past = past
        self._rpc = kernel.rpc

    def call(self, service: str, method: str, body: Json, context: Context, timeout: float) -> Json:
        """Ask a method that looks back, and keep from where it has told."""
        asked = {**body, "as_of": self._past.wire()}
        answer = self._rpc.call(service, method, asked, context, timeout)
        if "as_of" not in answer:
            raise LookupError(f"{service}.{method} does not look back")
        self._past.learn(answer["as_of"])
        return {name: value for name, value in answer.items() if name != "as_of"}
