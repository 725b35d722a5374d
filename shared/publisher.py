"""The way out: sealed events to the service's exchange, in order of position, at least once.

Messages go out pipelined and persistent; the cursor moves when the broker has confirmed them, and
only for the leader whose fence still stands. What the broker could not route comes back
(`mandatory`): the cursor pauses before it and the publication resumes once somebody is bound.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from kombu import Connection, Exchange

from shared.broker import BROKER_TROUBLE, ConfirmingChannel
from shared.canonical import canonical, instant
from shared.database import TROUBLE, Conn
from shared.log import Log
from shared.partition import away
from shared.schema import UnknownEventError
from shared.sequencer import FencedError

log = structlog.get_logger(__name__)

BATCH_MAX: Final = 500
PAUSE_SECONDS_MAX: Final = 5.0

_PENDING: Final = """
    select s.position, s.recorded_at, s.leaf, e.type, convert_to(e.line, 'UTF8'), e.event_id,
        before.leaf
    from sealed s left join event e on e.id = s.id
    left join sealed before on before.position = s.position - 1
    where s.position > %s order by s.position limit %s"""

_ADVANCE: Final = """
    update cursor set position = %s
    where name = 'published' and fence = %s and position < %s"""

# A cursor that a crash of the database sets back lets some events go out again, which followers
# pass over. What they tell of is durable: it was sealed in an earlier transaction.
_SOON_DURABLE: Final = "set synchronous_commit = off"


def event_exchange(service: str) -> Exchange:
    """Return the exchange of a service's events, declared exactly as nameko declares it."""
    return Exchange(f"{service}.events", type="topic", durable=True, delivery_mode=2)


class Publisher:
    """Publishes one service's sealed events while its process leads."""

    def __init__(
        self, service: str, log_: Log, connect: Callable[[], Conn], broker: Callable[[], Connection]
    ) -> None:
        self.service = service
        self.log = log_
        self.connect = connect
        self.broker = broker
        self.awake = threading.Event()
        self.unroutable = False

    def wake(self) -> None:
        """Something was sealed."""
        self.awake.set()

    def run(self, fence: int, over: threading.Event) -> None:
        """Publish until the reign is over. The broker's and the database's trouble is waited out."""
        try:
            self._publish_while_leading(fence, over)
        finally:
            self.unroutable = False  # What the next leader cannot route is its own to tell.

    def _publish_while_leading(self, fence: int, over: threading.Event) -> None:
        pause = 0.1
        while not over.is_set():
            try:
                with self.connect() as conn, self.broker() as broker:
                    conn.execute(_SOON_DURABLE)
                    event_exchange(self.service)(broker.default_channel).declare()
                    channel = ConfirmingChannel(broker)
                    pause = 0.1
                    self._publish_until(conn, channel, fence, over)
            except FencedError:
                log.warning("publisher_fenced", service=self.service, fence=fence)
                return
            except UnknownEventError as unknown:
                log.exception("publication_stopped", service=self.service, error=str(unknown))
                over.wait(PAUSE_SECONDS_MAX)
            except (*TROUBLE, *BROKER_TROUBLE) as trouble:
                log.warning("publisher_trouble", service=self.service, error=repr(trouble)[:200])
                over.wait(pause)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            except Exception:
                log.exception("publisher_failed", service=self.service)
                over.wait(PAUSE_SECONDS_MAX)

    def _publish_until(
        self, conn: Conn, channel: ConfirmingChannel, fence: int, over: threading.Event
    ) -> None:
        beat_at, pause = time.monotonic(), 0.1
        while not over.is_set():
            self.awake.clear()
            published, blocked = self.publish_batch(conn, channel, fence)
            self._tell(blocked)
            if blocked:
                over.wait(pause)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            elif published:
                pause = 0.1
                continue
            if time.monotonic() - beat_at > 1:
                beat_at = time.monotonic()
                channel.breathe()
            self.awake.wait(0.5)

    def publish_batch(self, conn: Conn, channel: ConfirmingChannel, fence: int) -> tuple[int, bool]:
        """Publish the next events; return how many, and whether one could not be routed.

        Raises FencedError where another leader has taken over, `TimeoutError` where the broker
        did not confirm in time.
        """
        row: Any = conn.execute("select position from cursor where name = 'published'").fetchone()
        rows = conn.execute(_PENDING, [row[0], BATCH_MAX], binary=True).fetchall()
        away.present(conn, rows, 4)
        if not rows:
            return 0, False
        messages = [(each[3], str(each[5]), self.message(*each)) for each in rows]
        routed = channel.publish(f"{self.service}.events", messages)
        if routed:
            position = rows[routed - 1][0]
            moved = conn.execute(_ADVANCE, [position, fence, position]).rowcount
            if not moved:
                raise FencedError(f"fence {fence} has been passed")
        return routed, routed < len(rows)

    def message(  # noqa: PLR0913, PLR0917 - one row
        self, position: int, at: Any, leaf: bytes, name: str, line: bytes, _id: Any, before: Any
    ) -> bytes:
        """Write a message: {position, recorded_at, leaf, previous_leaf, event}.

        `previous_leaf` lets a follower notice a source that was rewound and has grown again.
        """
        head = canonical(
            {
                "position": position,
                "recorded_at": instant(at),
                "leaf": leaf.hex(),
                "previous_leaf": before.hex() if before else None,
            }
        )
        return b'{"event":' + self._newest(name, line) + b"," + head[1:]

    def _newest(self, name: str, line: bytes) -> bytes:
        """Return the line as it is where no upcast can be needed, else raised to its newest form."""
        if self.log.catalogue.knows(name, 1) and self.log.catalogue.version_of(name) == 1:
            return line
        return canonical(self.log.newest(line))

    def _tell(self, blocked: bool) -> None:
        if blocked and not self.unroutable:
            log.error("unroutable", service=self.service, hint="no queue is bound; paused")
        if self.unroutable and not blocked:
            log.info("routable_again", service=self.service)
        self.unroutable = blocked
