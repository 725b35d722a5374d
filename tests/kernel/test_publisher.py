"""What is sealed reaches the exchange in order; the cursor moves when the broker has taken it."""

import secrets
import threading
from contextlib import contextmanager
from typing import Any

import pytest
from kombu import Queue
from structlog.testing import capture_logs

from shared.broker import ConfirmingChannel, connection
from shared.canonical import parse
from shared.consumer import Consumer
from shared.publisher import Publisher, event_exchange
from shared.schema import Catalogue
from shared.settings import MEMORY_URI
from tests.checker import check
from tests.processes import wait_until
from tests.toy import Counted, Later, Opened, Toy, echo, toys

pytestmark = [pytest.mark.postgres, pytest.mark.rabbitmq]


class Way:
    """A publisher of the toy `source` under a name that no other test uses, and a queue."""

    def __init__(self, source, uri, broker):
        self.source, self.uri, self.broker = source, uri, broker
        self.name = f"toy{secrets.token_hex(4)}"
        self.exchange = event_exchange(self.name)(broker.default_channel)
        self.exchange.declare()
        self.queue: Any = None

    def bind(self, **arguments):
        queue = Queue(f"{self.name}.heard", self.exchange, "#", queue_arguments=arguments)
        self.queue = queue(self.broker.default_channel)
        self.queue.declare()

    def publisher(self, log=None):
        return Publisher(
            self.name, log or self.source.log, self.source.connect, lambda: connection(self.uri)
        )

    def publish(self, fence=0, log=None):
        with self.source.connect() as conn, connection(self.uri) as broker:
            return self.publisher(log).publish_batch(conn, ConfirmingChannel(broker), fence)

    def cursor(self):
        return self.source.value("select position from cursor where name = 'published'")

    def messages(self):
        """Take all that lies in the queue."""
        found = []
        while (message := self.queue.get(no_ack=True)) is not None:
            body = message.body
            found.append((message, parse(body if isinstance(body, bytes) else body.encode())))
        return found

    def positions(self):
        return [told["position"] for _, told in self.messages()]


@pytest.fixture
def way(new_database, tmp_path, broker):
    with toys(new_database(), tmp_path, "source") as (source,), connection(broker) as opened:
        made = Way(source, broker, opened)
        yield made
        if made.queue is not None:
            made.queue.delete()
        made.exchange.delete()


def test_events_arrive_in_order_with_position_leaf_and_the_leaf_before(way):
    way.bind()
    way.source.add("one", Opened("Mädchentreff"), Counted(1))
    way.source.add("two", Counted(2))
    way.source.seal()

    assert way.publish() == (3, False)

    raw = way.source.rows("select s.position, encode(s.leaf, 'hex'), e.line::jsonb from sealed s"
                          " join event e on e.id = s.id order by 1")  # fmt: skip
    told = [it for _, it in way.messages()]
    assert [(it["position"], it["leaf"], it["event"]) for it in told] == raw
    assert [it["previous_leaf"] for it in told] == [None, raw[0][1], raw[1][1]]
    assert way.cursor() == 3


def test_a_message_is_persistent_and_says_which_event_it_tells_of(way):
    way.bind()
    (event_id,) = way.source.add("one", Counted(1))["event_ids"]
    way.source.seal()
    way.publish()

    ((message, _),) = way.messages()
    assert message.properties["delivery_mode"] == 2
    assert message.properties["message_id"] == event_id
    assert message.delivery_info["routing_key"] == "counted"
    assert message.content_type == "application/json"


def test_what_is_published_is_not_published_again(way):
    way.bind()
    way.source.add("one", Counted(1))
    way.source.seal()

    assert [way.publish(), way.publish()] == [(1, False), (0, False)]
    assert way.positions() == [1]


def test_the_cursor_does_not_pass_what_the_broker_did_not_take(way):
    """The queue is full and refuses: only who waits for the confirm gets to know."""
    way.bind(**{"x-max-length": 2, "x-overflow": "reject-publish"})
    way.source.add("one", *[Counted(n) for n in range(5)])
    way.source.seal()

    with pytest.raises(ConnectionError, match="the broker refused a message"):
        way.publish()

    assert way.cursor() == 0
    assert way.positions() == [1, 2]
    with pytest.raises(ConnectionError):
        way.publish()
    assert way.positions() == [1, 2]


def test_an_event_that_nobody_takes_stops_the_cursor_before_it(way):
    way.source.add("one", Counted(1), Counted(2))
    way.source.seal()

    assert way.publish() == (0, True)
    assert way.cursor() == 0

    way.bind()
    assert way.publish() == (2, False)
    assert way.cursor() == 2
    assert way.positions() == [1, 2]


def test_the_cursor_goes_up_to_the_first_event_that_nobody_takes(way):
    queue = Queue(f"{way.name}.heard", way.exchange, "opened")
    way.queue = queue(way.broker.default_channel)
    way.queue.declare()
    way.source.add("one", Opened("a"), Opened("b"), Counted(1), Opened("c"))
    way.source.seal()

    assert way.publish() == (2, True)
    assert way.cursor() == 2


def test_old_forms_are_published_in_their_newest(way):
    way.bind()
    way.source.add("one", Counted(4))
    way.source.seal()
    newer = Toy(way.source.settings, "source", Later.catalogue())

    way.publish(log=newer.log)
    newer.pool.close()

    ((_, told),) = way.messages()
    assert told["event"]["schema_version"] == 3
    assert told["event"]["data"] == {"number": 4, "unit": "piece", "doubled": False}


@contextmanager
def running(publisher):
    over = threading.Event()
    thread = threading.Thread(target=publisher.run, args=[0, over])
    thread.start()
    try:
        yield
    finally:
        over.set()
        publisher.wake()
        thread.join(timeout=30)
    assert not thread.is_alive()


def test_publication_stops_before_an_event_that_it_does_not_know_and_goes_on_with_newer_code(
    way, capfd
):
    way.bind()
    way.source.add("one", Opened("a"), Counted(1))
    way.source.seal()
    older = Toy(way.source.settings, "source", Catalogue(Opened))

    with running(way.publisher(older.log)):
        wait_until(lambda: "publication_stopped" in capfd.readouterr().out, "it says so")
    older.pool.close()
    assert way.cursor() == 0

    with running(way.publisher()):
        wait_until(lambda: way.cursor() == 2, "all is published")


def test_a_fault_that_nobody_foresaw_does_not_end_publication(way, monkeypatch):
    monkeypatch.setattr("shared.publisher.PAUSE_SECONDS_MAX", 0.05)
    way.bind()
    way.source.add("one", Counted(1))
    way.source.seal()
    publisher, times = way.publisher(), []

    def fails_twice(*row):
        times.append(1)
        if len(times) < 3:
            raise ZeroDivisionError
        return Publisher.message(publisher, *row)

    monkeypatch.setattr(publisher, "message", fails_twice)
    with running(publisher):
        wait_until(lambda: way.cursor() == 1, "it is published")
    assert way.positions() == [1]


def test_a_fault_that_nobody_foresaw_does_not_end_following(new_database, tmp_path, broker):
    with toys(new_database(), tmp_path, "source", "sink") as (source, sink):
        source.add("one", Counted(1))
        source.seal()
        times = []

        def fetch(after, leaf, limit):
            times.append(after)
            if len(times) < 3:
                raise ZeroDivisionError
            return source.fetch(after, leaf, limit)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shared.consumer.PAUSE_SECONDS_MAX", 0.05)
            follower = echo(source, sink, fetch)
            follower.target.name = f"sink{secrets.token_hex(4)}"
            with connection(broker) as opened:  # As the source's own publisher does.
                event_exchange("source")(opened.default_channel).declare()
            consumer = Consumer(lambda: connection(broker), follower)
            thread = threading.Thread(target=consumer.run)
            thread.start()
            try:
                wait_until(lambda: follower.position()[0] == 1, "the event is heard")
            finally:
                consumer.stop()
                thread.join(timeout=30)
        with connection(broker) as opened:
            channel = opened.default_channel
            channel.queue_delete(f"{follower.target.name}.source.events")
            channel.exchange_delete("source.events")
        sink.seal()
        assert sink.rows("select stream from event") == [("echo-one",)]
        check(source.settings.database_url, models=(), published=False, seconds=0)


@pytest.mark.parametrize("transport", ["amqp", "memory"])
def test_a_follower_that_starts_before_its_source_waits_and_calls_it_no_trouble(
    new_database, tmp_path, broker, transport
):
    uri = broker if transport == "amqp" else MEMORY_URI
    with (
        toys(new_database(), tmp_path, "source", "sink") as (source, sink),
        connection(uri) as opened,
    ):
        channel = opened.default_channel
        source.add("one", Counted(1))
        source.seal()
        follower = echo(source, sink)
        follower.source = f"late{secrets.token_hex(4)}"
        consumer = Consumer(lambda: connection(uri), follower)
        thread = threading.Thread(target=consumer.run)
        with capture_logs() as said:
            thread.start()
            try:
                wait_until(lambda: said, "it waits")
                event_exchange(follower.source)(channel).declare()
                wait_until(lambda: follower.position()[0] == 1, "the event is heard")
            finally:
                consumer.stop()
                thread.join(timeout=30)
        channel.queue_delete(f"{follower.target.name}.{follower.source}.events")
        channel.exchange_delete(f"{follower.source}.events")
    assert said[0]["event"] == "waiting_for_source"
    assert {it["log_level"] for it in said} == {"info"}
