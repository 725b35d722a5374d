"""A follower applies each event once and in order, and knows by arithmetic when one is missing."""

import threading

import pytest

from shared import follower as following
from shared.broker import connection
from shared.canonical import parse
from shared.consumer import Consumer
from shared.hearing import GapError, Heard
from shared.publisher import event_exchange
from shared.settings import MEMORY_URI
from tests.checker import check
from tests.processes import wait_until
from tests.toy import Counted, Later, Opened, Toy, echo, toys

pytestmark = pytest.mark.postgres


@pytest.fixture
def both(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source", "sink") as both:
        yield both


def events(source):
    return [Heard.of(told) for told in source.fetch(0, None, 1000)]


def numbers(sink):
    rows = sink.rows("select line from event order by id")
    return [parse(line)["data"]["number"] for (line,) in rows]


def counted(source, count):
    source.add("one", *[Counted(n) for n in range(1, count + 1)])
    source.seal()


def checked(toy):
    toy.seal()
    check(toy.settings.database_url, models=(), published=False, seconds=0)


def test_what_was_heard_already_is_left_out(both):
    source, sink = both
    counted(source, 4)
    follower, told = echo(source, sink), events(source)

    for start, end in ((0, 2), (0, 2), (1, 3), (0, 4), (3, 4)):
        follower.hear(told[start:end])

    assert numbers(sink) == [1, 2, 3, 4]
    assert follower.position() == (4, told[-1].leaf)
    checked(sink)


@pytest.mark.parametrize("first", [2, 3, 4])
def test_what_is_missing_before_an_event_is_noticed_and_nothing_is_applied(both, first):
    source, sink = both
    counted(source, 4)
    follower = echo(source, sink)

    with pytest.raises(GapError, match=f"position 0, offered {first}"):
        follower.hear(events(source)[first - 1 :])

    assert numbers(sink) == []
    assert follower.position() == (0, None)


def test_what_is_missing_is_read_from_the_log(both):
    source, sink = both
    counted(source, 4)
    follower = echo(source, sink)
    follower.hear(events(source)[:1])

    assert follower.read_on() == 3
    assert follower.read_on() == 0
    assert numbers(sink) == [1, 2, 3, 4]
    checked(sink)


def test_a_log_longer_than_a_page_is_read_to_its_head(both, monkeypatch):
    monkeypatch.setattr(following, "PAGE", 3)
    source, sink = both
    counted(source, 10)

    assert echo(source, sink).read_on() == 10
    assert numbers(sink) == list(range(1, 11))


def test_events_that_do_not_concern_it_are_passed_over(both):
    source, sink = both
    source.add("one", Opened("a"), Counted(1), Opened("b"))
    source.seal()
    follower = echo(source, sink)

    follower.read_on()

    assert numbers(sink) == [1]
    assert follower.position()[0] == 3


def test_position_and_effect_are_one(both, monkeypatch):
    """The transaction fails after the effect and before the position is moved."""
    monkeypatch.setattr(following, "PAUSES_SECONDS", ())
    source, sink = both
    counted(source, 1)
    follower = echo(source, sink)

    def fails(*_):
        raise ConnectionAbortedError

    with monkeypatch.context() as patch:
        patch.setattr(follower, "_move", fails)
        with pytest.raises(ConnectionAbortedError):
            follower.read_on()
    assert numbers(sink) == []
    assert follower.position() == (0, None)

    assert follower.read_on() == 1
    assert numbers(sink) == [1]
    checked(sink)


def test_replicas_side_by_side_apply_each_event_once(both):
    source, sink = both
    counted(source, 60)
    told = events(source)
    barrier = threading.Barrier(4)

    def follow():
        follower = echo(source, sink)
        barrier.wait(timeout=30)
        for start in range(0, 60, 5):
            try:
                follower.hear(told[start : start + 5])
            except GapError:
                follower.read_on()

    replicas = [threading.Thread(target=follow) for _ in range(4)]
    for each in replicas:
        each.start()
    for each in replicas:
        each.join()

    assert numbers(sink) == list(range(1, 61))
    checked(sink)


def test_an_effect_has_the_correlation_of_its_cause_and_names_it(both):
    source, sink = both
    (event_id,) = source.add("one", Counted(1), correlation_id="k-7")["event_ids"]
    source.seal()
    echo(source, sink).read_on()

    ((line,),) = sink.rows("select line from event")
    assert parse(line)["causation_id"] == event_id


def test_what_was_parked_for_its_unknown_form_is_retried_at_the_next_start(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source", "sink") as (older, sink):
        source = Toy(older.settings, "source", Later.catalogue())
        source.add("one", Later.Counted(1, "piece", doubled=False))
        source.add("one", Later.Counted(2, "piece", doubled=False))
        source.seal()
        echo(source, sink, version=2).read_on()
        assert sink.value("select count(*) from parked") == 2

        with connection(MEMORY_URI) as broker:  # As the source's own publisher does.
            event_exchange("source")(broker.default_channel).declare()
        wiser = Consumer(lambda: connection(MEMORY_URI), echo(source, sink, version=3))
        thread = threading.Thread(target=wiser.run)
        thread.start()
        try:
            wait_until(lambda: numbers(sink) == [1, 2], "both have taken effect")
        finally:
            wiser.stop()
            thread.join()
            source.pool.close()

        assert sink.value("select count(*) from parked") == 0
        checked(sink)


def test_what_was_parked_for_its_own_fault_waits_for_an_operator(both, monkeypatch):
    monkeypatch.setattr(following, "PAUSES_SECONDS", ())
    source, sink = both
    counted(source, 1)
    faulty = echo(source, sink)

    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(faulty.target, "apply", fails)
    faulty.read_on()
    assert sink.rows("select state, error from parked") == [("failed", "ZeroDivisionError: ")]

    mended = echo(source, sink)
    assert mended.retry_unknown() == 0
    assert numbers(sink) == []
    assert mended.retry("one") == 1
    assert numbers(sink) == [1]
    checked(sink)
