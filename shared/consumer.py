"""A follower's ear: its own connection, one queue per source, one thread, messages in order.

A message is acknowledged when its effect is committed, or was before. Whatever else arrives, or
does not, the log of the source decides: it is read on at the start, after each reconnect, where a
message is missing, and after some silence, since the lost message may have been the last.
"""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

import structlog
from kombu import Connection, Queue

from shared.broker import BROKER_TROUBLE
from shared.canonical import Json, parse
from shared.database import TROUBLE
from shared.follower import Follower
from shared.hearing import GapError, Heard, RewoundError
from shared.publisher import event_exchange
from shared.refusal import Refused

log = structlog.get_logger(__name__)

SILENCE_SECONDS: Final = 5
PREFETCH: Final = 200
QUEUE_MAX: Final = 10_000  # What falls off the front is read from the log.
PAUSE_SECONDS_MAX: Final = 5.0
NOT_FOUND: Final = "404"  # AMQP 0-9-1, 1.8; kombu in memory has it as text
DOUBT_SECONDS: Final = 1.0  # A message that was heard already may come from a rewound source.

QUEUE_ARGUMENTS: Final = {
    "x-queue-type": "quorum",
    "x-single-active-consumer": True,
    "x-max-length": QUEUE_MAX,
    "x-overflow": "drop-head",
}


def queue_of(follower: Follower) -> Queue:
    """Return the queue of a follower and its source; all event types, since positions count.

    The exchange is the source's to make: a follower waits until it is there, so it needs no right
    to anything of the source's but to read.
    """
    exchange = event_exchange(follower.source)
    exchange.passive = True
    return Queue(
        f"{follower.target.name}.{follower.source}.events",
        exchange=exchange,
        routing_key="#",
        durable=True,
        queue_arguments=QUEUE_ARGUMENTS,
    )


class Consumer:
    """Feeds one follower from its queue and its source's log."""

    def __init__(self, broker: Callable[[], Connection], follower: Follower) -> None:
        self.broker = broker
        self.follower = follower
        self.connected = False
        self._first_time = True
        self._messages: list[Any] = []
        self._doubted_at = 0.0

    def stop(self) -> None:
        """End after the batch under way."""
        self.follower.stopping.set()

    def run(self) -> None:
        """Follow until stopped. The trouble of broker, source and database is waited out."""
        pause, stopping = 0.1, self.follower.stopping
        while not stopping.is_set():
            try:
                with self.broker() as connection:
                    self._listen(connection)
                    pause = 0.1
                    self._hear_until_stopped(connection)
            except RewoundError:
                stopping.wait(PAUSE_SECONDS_MAX)  # The alarm is given; nothing is applied.
            except (Refused, *TROUBLE, *BROKER_TROUBLE) as trouble:
                self._tell(trouble)
                stopping.wait(pause)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            except Exception:
                log.exception(
                    "follower_failed",
                    follower=self.follower.target.name,
                    source=self.follower.source,
                )
                stopping.wait(PAUSE_SECONDS_MAX)
            finally:
                self.connected = False
                self._messages.clear()

    def _tell(self, trouble: Exception) -> None:
        """Whoever starts before its source waits for it; that alone is no trouble."""
        told = {"follower": self.follower.target.name, "source": self.follower.source}
        if self._first_time and str(getattr(trouble, "reply_code", None)) == NOT_FOUND:
            log.info("waiting_for_source", **told)
        else:
            log.warning("follower_trouble", **told, error=repr(trouble)[:200])

    def _listen(self, connection: Connection) -> None:
        channel = connection.default_channel
        channel.basic_qos(0, PREFETCH, False)  # noqa: FBT003 - AMQP's own order
        queue = queue_of(self.follower)
        try:
            queue(channel).declare()
            connection.Consumer(queue, channel=channel, on_message=self._messages.append).consume()
        except TimeoutError:
            self._give_up(queue)
            raise
        self.connected = True
        self.follower.read_on()
        if self._first_time:
            self.follower.retry_unknown()
            self._first_time = False

    def _give_up(self, queue: Queue) -> None:
        """Delete a queue that is declared but dead; the next attempt declares it anew.

        A broker that dies within minutes of declaring a quorum queue may come back with a queue
        that neither delivers nor confirms, which stops the publisher. Its messages are no loss:
        they are read from the log.
        """
        log.error("queue_given_up", queue=queue.name)
        with self.broker() as connection:
            queue(connection.default_channel).delete()

    def _hear_until_stopped(self, connection: Connection) -> None:
        silent_since = time.monotonic()
        while not self.follower.stopping.is_set():
            if self._drain(connection):
                silent_since = time.monotonic()
                messages, self._messages[:] = list(self._messages), []
                self._hear(messages)
                for message in messages:
                    message.ack()
            elif time.monotonic() - silent_since >= SILENCE_SECONDS:
                silent_since = time.monotonic()
                self.follower.read_on()

    def _drain(self, connection: Connection) -> bool:
        """Collect what has arrived; wait up to a second for the first message."""
        wait = 1.0
        while len(self._messages) < PREFETCH:
            try:
                connection.drain_events(timeout=wait)
            except TimeoutError:
                break
            wait = 0.001
        if not self._messages:
            connection.heartbeat_check()
        return bool(self._messages)

    def _hear(self, messages: Sequence[Any]) -> None:
        try:
            events = _consecutive([_read(message) for message in messages])
            self.follower.hear(events)
        except GapError:
            self.follower.read_on()
        else:
            self._doubt(events)

    def _doubt(self, events: Sequence[Heard]) -> None:
        """Look at the source again where it sends what was heard before: it may be another log."""
        newest = self.follower.position()[0]
        if events[-1].position < newest and time.monotonic() - self._doubted_at > DOUBT_SECONDS:
            self._doubted_at = time.monotonic()
            self.follower.read_on()

    def state(self) -> Json:
        """Return {follower, source, position, connected, rewound}."""
        return {
            "follower": self.follower.target.name,
            "source": self.follower.source,
            "position": self.follower.standing(),
            "connected": self.connected,
            "rewound": self.follower.rewound,
        }


def _read(message: Any) -> Heard:
    """Return what a message tells. Raises GapError where it is no event: then the log is asked."""
    body = message.body
    try:
        told = parse(body.encode() if isinstance(body, str) else bytes(body))
        return Heard.of(told)
    except (ValueError, KeyError, TypeError) as error:
        log.warning("unreadable_message", size=len(body))
        raise GapError("a message could not be read") from error


def _consecutive(events: Sequence[Heard]) -> Sequence[Heard]:
    """Return the events if they follow one another. Raises GapError."""
    for before, event in pairwise(events):
        if event.position != before.position + 1:
            raise GapError(f"position {event.position} came after {before.position}")
    return events
