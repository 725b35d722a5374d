"""Rows 5 and 6: seal, and seal and publish with confirms."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from threading import Event, Thread
from typing import Any, Final

from kombu import Connection as Broker
from kombu import Exchange, Queue

from deploy.bench import samples
from deploy.bench.appending import sequencer
from deploy.bench.figures import OURS, Figure, Target, interleaved, per_second, timed
from deploy.bench.place import Place, connect
from deploy.bench.size import Size
from shared.broker import connection
from shared.consumer import QUEUE_ARGUMENTS
from shared.publisher import Publisher, event_exchange
from shared.sequencer import Sequencer
from shared.settings import Settings

PUBLISH_SECONDS: Final = 60
WINDOW: Final = 500
KOMBU: Final = "kombu, pipelined confirms"


def sealing(place: Place, size: Size) -> Iterator[Figure]:
    """Give positions to events of one command each, the worst case."""
    settings = place.small()
    found = []
    with connect(settings) as conn:
        for number in range(size.rounds + 1):
            samples.fill(conn, size.events)
            value = timed(partial(samples.seal, conn))
            if number:
                found.append(value)
    yield Figure("seal", "seal, 1 event per command", "events/s", found, target=Target(15_000))


def waiting(place: Place, size: Size) -> Iterator[Figure]:
    """How long the oldest event waits for its position, when little happens and when much does."""
    settings = place.small()
    writers = max(size.writers[:2])
    with ExitStack() as stack:
        conns = [stack.enter_context(connect(settings)) for _ in range(writers)]
        stack.enter_context(sequencer(settings))
        quiet = [partial(_now_and_then, conns[0])]
        busy = [partial(samples.append, each, 1) for each in conns]
        measures: dict[str, Callable[[], float]] = {
            "at rest": lambda: _oldest(settings, quiet, size.seconds),
            f"{writers} writers": lambda: _oldest(settings, busy, size.seconds),
        }
        found = interleaved(measures, size.rounds)
    for (when, values), limit in zip(found.items(), (50, 1000), strict=True):
        what, target = f"oldest event without position, {when}", Target(limit, at_least=False)
        yield Figure("unsealed", what, "ms", values, target=target)


def _oldest(settings: Settings, steps: Sequence[Callable[[], int]], seconds: float) -> float:
    """Append meanwhile; return the greatest age of an unsealed event, in milliseconds."""
    watch = _Watch(settings)
    per_second(steps, seconds)
    return watch.oldest()


def _now_and_then(conn: Any) -> int:
    time.sleep(0.1)
    return samples.append(conn, 1)


class _Watch:
    """Looks at the oldest unsealed event every few milliseconds and remembers the worst."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._over = Event()
        self._worst = 0.0
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        query = "select coalesce(extract(epoch from clock_timestamp() - min(at)), 0) from unsealed"
        with connect(self._settings) as conn:
            while not self._over.wait(0.005):
                row = conn.execute(query.encode()).fetchone()
                self._worst = max(self._worst, float(row[0]) if row else 0)

    def oldest(self) -> float:
        """Stop watching; return the greatest age seen, in milliseconds."""
        self._over.set()
        self._thread.join()
        return self._worst * 1000


# ---- publishing ------------------------------------------------------------------------------


def publishing(place: Place, size: Size) -> Iterator[Figure]:
    """Seal and publish all that waits, against publishing the same bodies and nothing else."""
    settings = place.small()
    uri = place.amqp_uri
    _bind(uri, event_exchange("bench"), "bench.ours")
    _bind(uri, Exchange("bench.bare", type="topic", durable=True), "bench.bare")
    with connect(settings) as conn:
        ours = _Ours(settings, uri, conn, size.messages)
        theirs = _Theirs(uri, ours.bodies())
        measures: dict[str, Callable[[], float]] = {OURS: ours.measure, KOMBU: theirs.measure}
        found = interleaved(measures, size.rounds)
        theirs.close()
    what = f"seal and publish {size.messages:,} events, quorum queue"
    yield Figure("publish", what, "events/s", found[OURS], KOMBU, found[KOMBU], Target(0.7))


def _bind(uri: str, exchange: Exchange, name: str) -> None:
    with connection(uri) as broker:
        queue = Queue(name, exchange, routing_key="#", queue_arguments=QUEUE_ARGUMENTS)
        queue(broker.default_channel).declare()


class _Ours:
    """Fills the log, then lets a sequencer and its publisher work until all is published."""

    def __init__(self, settings: Settings, uri: str, conn: Any, messages: int) -> None:
        self.settings, self.uri, self.conn, self.messages = settings, uri, conn, messages

    def _publisher(self) -> Publisher:
        connects = partial(connect, self.settings)
        return Publisher("bench", samples.LOG, connects, partial(connection, self.uri))

    def bodies(self) -> list[bytes]:
        """Return the messages of a first round, as the publisher makes them."""
        samples.fill(self.conn, self.messages)
        samples.seal(self.conn)
        made = self._publisher()
        pending = (
            "select s.position, s.recorded_at, s.leaf, e.type, convert_to(e.line, 'UTF8'), e.event_id, null"
            " from sealed s join event e on e.id = s.id order by s.position"
        )
        rows: list[Any] = self.conn.execute(pending.encode(), binary=True).fetchall()
        return [made.message(*row) for row in rows]

    def measure(self) -> float:
        """Return how many events were sealed and published a second."""
        with connection(self.uri) as broker:
            broker.default_channel.queue_purge("bench.ours")
        self.conn.execute("update cursor set position = (select max(position) from sealed)")
        publisher = self._publisher()
        leader = Sequencer(
            "bench",
            partial(connect, self.settings),
            self.settings.poll_seconds,
            lead=publisher.run,
            sealed=publisher.wake,
        )
        thread = Thread(target=leader.run, daemon=True)
        thread.start()

        def work() -> int:
            leader.wake()
            self._await_published()
            return self.messages

        try:
            with self.conn.transaction():  # Nothing can be seen, and so sealed, before its end.
                samples.fill(self.conn, self.messages)
            return timed(work)
        finally:
            leader.stop()
            publisher.wake()
            thread.join(10)

    def _await_published(self) -> None:
        deadline = time.monotonic() + PUBLISH_SECONDS
        query = (
            "select 1 from cursor p, cursor s where p.name = 'published' and s.name = 'sealed'"
            " and p.position = s.position and not exists (select from unsealed)"
        )
        while not self.conn.execute(query.encode()).fetchone():
            if time.monotonic() > deadline:
                raise TimeoutError("not all was published in time")
            time.sleep(0.005)


class _Theirs:
    """Publishes bodies in order, with at most 500 unconfirmed, in kombu's ordinary settings."""

    def __init__(self, uri: str, bodies: list[bytes]) -> None:
        self.bodies = bodies
        self.broker = Broker(uri)
        self.channel = self.broker.channel()
        self.channel.confirm_select()
        self.channel.events["basic_ack"].add(self._on_ack)
        self.sent = self.confirmed = 0

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        # Acks come in order or as „all up to here“, so counting them is enough.
        self.confirmed = delivery_tag if multiple else self.confirmed + 1

    def measure(self) -> float:
        """Return how many bodies were confirmed a second."""
        self.channel.queue_purge("bench.bare")
        return timed(self._publish)

    def _publish(self) -> int:
        for body in self.bodies:
            message = self.channel.prepare_message(
                body,
                content_type="application/json",
                content_encoding="utf-8",
                properties={"delivery_mode": 2},
            )
            self.channel.basic_publish(message, "bench.bare", "noted", mandatory=True)
            self.sent += 1
            if self.sent - self.confirmed >= WINDOW:
                self._await(self.sent - WINDOW // 2)
        self._await(self.sent)
        return len(self.bodies)

    def _await(self, tag: int) -> None:
        while self.confirmed < tag:
            self.broker.drain_events(timeout=10)

    def close(self) -> None:
        """End the connection."""
        self.broker.close()
