"""The events of all logs in the order in which they were recorded, read from the database."""

import heapq
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from deploy.inspection import connect, settings_of
from services.registry import service_class
from shared.canonical import Json, parse_instant
from shared.log import Log
from shared.partition import away
from shared.schema import UnknownEventError

PAGE: Final = 1000
_EVENTS: Final = """
    select s.position, s.recorded_at, s.leaf, convert_to(e.line, 'UTF8')
    from sealed s left join event e on e.id = s.id order by s.position"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event in its newest form, with where and when it was recorded.

    title  its German name
    """

    service: str
    position: int
    recorded_at: datetime
    leaf: bytes
    line: bytes
    event: Json
    title: str

    @property
    def type(self) -> str:
        """Return what has happened."""
        return str(self.event["type"])

    @property
    def data(self) -> Json:
        """Return the facts."""
        told: Json = self.event["data"]
        return told

    @property
    def project_id(self) -> str | None:
        """Return the project that it is about, if it says so."""
        found: str | None = self.data.get("project_id")
        return found

    @property
    def effective_at(self) -> datetime:
        """Return for when it counts."""
        return parse_instant(self.event["occurred_at"])


def recorded(services: Sequence[str]) -> Iterator[Recorded]:
    """Yield the events of several logs as one."""
    with ExitStack() as stack:
        streams = [_of(service, stack) for service in services]
        yield from heapq.merge(*streams, key=lambda it: it.recorded_at)


def time_zone() -> Any:
    """Return the zone in which days are those of the instance."""
    return settings_of(os.environ).time_zone


def _of(service: str, stack: ExitStack) -> Iterator[Recorded]:
    conn = stack.enter_context(connect(service))
    cursor = stack.enter_context(conn.cursor("events", binary=True))
    cursor.itersize = PAGE
    catalogue = service_class(service).catalogue
    log = Log(catalogue)
    titles = {name: (it.__doc__ or "").partition(":")[0] for name, _, it in catalogue}
    for position, at, leaf, line in away.whole(conn, cursor.execute(_EVENTS), 3):
        try:
            event = log.newest(line)
        except UnknownEventError as unknown:
            raise UnknownEventError(f"{service}, Position {position}: {unknown}") from None
        yield Recorded(service, position, at, leaf, line, event, titles[event["type"]])
