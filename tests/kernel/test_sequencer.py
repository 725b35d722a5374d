"""Positions are gapless, follow the order of causes, and one leader at a time gives them."""

import random
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.broker import ConfirmingChannel, connection
from shared.engine import Blueprint, Engine
from shared.log import ConflictError, Draft
from shared.publisher import Publisher
from shared.sequencer import FencedError, Leader, Sequencer, leadership, seal_all
from shared.settings import MEMORY_URI
from tests.candidates import processes
from tests.checker import TailingReader, check
from tests.kernel.test_log import ORIGIN
from tests.processes import wait_until
from tests.toy import CATALOGUE, Counted, Opened, echo, toys

pytestmark = pytest.mark.postgres

TAKEOVER_SECONDS_MAX = 10


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        yield toy


def order(toy):
    """Return (position, stream, version) of what is sealed, by position."""
    return toy.rows(
        "select s.position, e.stream, e.version from sealed s join event e on e.id = s.id"
        " order by s.position"
    )


@contextmanager
def open_append(toy, stream, *events, expected=0):
    """Append in a transaction that stays open; yield its connection."""
    with toy.connect() as conn, conn.transaction():
        draft = Draft({stream: list(events)}, {stream: expected})
        lines = toy.log.lines(draft, ORIGIN, uuid4())
        toy.log.append(conn, draft, lines, None, "")
        yield conn


# ---- order ---------------------------------------------------------------------------------


def test_positions_begin_at_1_and_have_no_gap(source):
    for n in range(3):
        source.add("one", Counted(n), Counted(n))
    source.seal()

    assert [position for position, *_ in order(source)] == [1, 2, 3, 4, 5, 6]


def test_what_is_rolled_back_leaves_no_gap(source):
    source.add("one", Opened("a"))
    for _ in range(5):
        with suppress(ZeroDivisionError), open_append(source, "lost", Counted(1)):
            raise ZeroDivisionError
        with pytest.raises(ConflictError), open_append(source, "one", Counted(1), expected=7):
            pass
    source.add("one", Counted(2))
    source.seal()

    assert order(source) == [(1, "one", 1), (2, "one", 2)]


def test_what_commits_late_gets_a_late_position_and_is_not_passed_over(source):
    with open_append(source, "slow", Counted(1)):
        source.add("fast", Counted(2))
        source.seal()
        assert order(source) == [(1, "fast", 1)]
    source.seal()

    assert order(source) == [(1, "fast", 1), (2, "slow", 1)]


def test_an_open_transaction_does_not_hold_up_the_others(source):
    with open_append(source, "slow", Counted(1)):
        for n in range(10):
            source.add("fast", Counted(n))
        assert source.seal() == 10


def test_the_events_of_a_command_stand_side_by_side_in_their_order(source):
    with open_append(source, "one", Opened("a"), Counted(1)):
        source.add("two", Opened("b"), Counted(2), Counted(3))
    source.seal()

    assert order(source) == [
        (1, "one", 1),
        (2, "one", 2),
        (3, "two", 1),
        (4, "two", 2),
        (5, "two", 3),
    ]


def test_a_batch_takes_whole_commands_only(source, monkeypatch):
    monkeypatch.setattr("shared.sequencer.BATCH_MAX", 4)
    source.add("one", Counted(1), Counted(2), Counted(3))
    source.add("two", Counted(4), Counted(5), Counted(6))
    source.add("big", *[Counted(n) for n in range(9)])
    source.add("end", Counted(7))

    with source.connect() as conn:
        leader = Leader(conn, 0)
        assert [leader.seal() for _ in range(4)] == [6, 9, 1, 0]
    check(source.settings.database_url, models=(), seconds=0)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32 - 1), batch=st.integers(1, 7))
def test_no_event_stands_before_its_cause_in_any_chain_over_two_services(chain_of_two, seed, batch):
    """Each event names the event that its writer had seen when it was written."""
    source, sink = chain_of_two
    chance = random.Random(seed)
    seen = [None]
    for _ in range(12):
        writer, cause = chance.choice([source, sink]), chance.choice(seen)
        stream = chance.choice(["a", "b", "c"])
        made = [Counted(n) for n in range(chance.randint(1, 3))]
        seen += writer.add(stream, *made, causation_id=cause)["event_ids"]
        if chance.random() < 0.4:
            with chance.choice([source, sink]).connect() as conn:
                row = conn.execute("select max(fence) from cursor").fetchone()
                conn.execute("select seal(%s, %s)", [row[0], batch])
    source.seal()
    sink.seal()

    causes, places = {}, {}
    for toy in (source, sink):
        for event_id, line, position in toy.rows(
            "select e.event_id::text, e.line::jsonb, s.position"
            " from event e join sealed s on s.id = e.id"
        ):
            causes[event_id] = line["causation_id"]
            places[event_id] = toy.name, position
    for event_id in seen[1:]:
        name, position = places[event_id]
        ancestor = causes[event_id]
        while ancestor in places:
            assert places[ancestor][0] != name or places[ancestor][1] < position
            ancestor = causes[ancestor]
    check(source.settings.database_url, models=(), published=False, seconds=0)


@pytest.fixture(scope="module")
def chain_of_two(database_url, tmp_path_factory):
    with toys(database_url, tmp_path_factory.mktemp("chain"), "source", "sink") as both:
        yield both


def test_an_effect_is_sealed_after_what_came_before_it_in_its_own_log(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source", "sink") as (source, sink):
        for n in range(3):
            source.add("one", Counted(n))
            sink.add("own", Counted(n))
        source.seal()
        echo(source, sink).read_on()
        sink.seal()

        assert [stream for _, stream, _ in order(sink)] == ["own"] * 3 + ["echo-one"] * 3
        check(source.settings.database_url, models=(), published=False, seconds=0)


def test_16_writers_at_once_leave_no_gap_and_no_reader_misses_anything(source):
    reader = TailingReader(source.settings.database_url, "source")
    reader.start()
    sequencer = Sequencer("source", source.connect, 0.005)
    sealing = threading.Thread(target=sequencer.run)
    sealing.start()

    def write(number):
        for n in range(15):
            source.add(f"s-{number % 5}", *[Counted(n)] * (1 + n % 3))

    writers = [threading.Thread(target=write, args=[n]) for n in range(16)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    try:
        found = check(source.settings.database_url, readers=[reader], models=())
    finally:
        sequencer.stop()
        sealing.join()
    assert found["source"].head == 16 * 30


# ---- time ----------------------------------------------------------------------------------


def test_the_recorded_time_does_not_fall_when_the_clock_of_the_database_is_behind(source):
    ahead = datetime(2199, 1, 1, tzinfo=UTC)
    source.add("one", Counted(1))
    source.seal()
    with source.connect() as conn:
        conn.execute("update cursor set recorded_at = %s where name = 'sealed'", [ahead])
    source.add("one", Counted(2))
    source.add("one", Counted(3))
    source.seal()

    times = [at for (at,) in source.rows("select recorded_at from sealed order by position")]
    assert times[0] < ahead
    assert times[1:] == [ahead, ahead]
    check(source.settings.database_url, models=(), seconds=0)


def test_nothing_is_notified(source):
    """A NOTIFY in the transaction of an append would make all commits wait for one another."""
    with source.owner() as conn:
        for channel in ("source", "event", "sealed", "unsealed"):
            conn.execute(f"listen {channel}")
        source.add("one", Counted(1))
        source.seal()
        assert list(conn.notifies(timeout=0.2, stop_after=1)) == []
        sources = conn.execute(
            "select prosrc from pg_proc where pronamespace = 'source'::regnamespace"
        ).fetchall()
    assert [text for (text,) in sources if "notify" in text.lower()] == []


# ---- one leader ----------------------------------------------------------------------------


def test_only_one_leads_at_a_time(source):
    stopping = threading.Event()
    stopping.set()
    with leadership(source.connect, "source", threading.Event()) as first:
        assert first is not None
        with leadership(source.connect, "source", stopping) as second:
            assert second is None


def test_two_services_of_one_database_have_a_leader_each(new_database, tmp_path):
    with (
        toys(new_database(), tmp_path, "source", "sink") as (source, sink),
        leadership(source.connect, "source", threading.Event()) as first,
        leadership(sink.connect, "sink", threading.Event()) as second,
    ):
        assert first is not None
        assert second is not None


def test_each_leader_raises_the_fence_of_both_cursors(source):
    for fence in (1, 2, 3):
        with leadership(source.connect, "source", threading.Event()) as leader:
            assert leader is not None
            assert leader.fence == fence
        assert source.rows("select name, fence from cursor order by name") == [
            ("published", fence),
            ("sealed", fence),
        ]


def test_a_replaced_leader_cannot_seal(source):
    source.add("one", Counted(1))
    with source.connect() as old, source.connect() as new:
        replaced = Leader(old, 0)
        new.execute("update cursor set fence = fence + 1")
        with pytest.raises(FencedError, match="fence 0 has been passed"):
            replaced.seal()
        assert source.head() == 0
        assert seal_all(new) == 1


def test_a_leader_is_replaced_while_it_seals_only_after_its_seal(source):
    """The fence is checked on a row that is held: it cannot be raised under a seal that is open."""
    source.add("one", Counted(1))
    with source.owner() as holder, source.connect() as old, source.connect() as new:
        holder.execute(
            "create function wait_at_gate() returns trigger language plpgsql as $$ begin"
            " perform pg_advisory_xact_lock(4711); return new; end $$;"
            "create trigger gate before insert on sealed for each row execute function"
            " wait_at_gate()"
        )
        holder.execute("select pg_advisory_lock(4711)")
        sealing = threading.Thread(target=Leader(old, 0).seal)
        sealing.start()
        try:
            wait_until(lambda: _one_waits(holder), "the leader has checked its fence and seals")
            new.execute("set lock_timeout = 100")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                new.execute("update cursor set fence = fence + 1")
        finally:
            holder.execute("select pg_advisory_unlock(4711)")
            sealing.join()
        new.execute("update cursor set fence = fence + 1")
    assert source.head() == 1


def _one_waits(conn):
    (count,) = conn.execute(
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        " and datname = current_database()"
    ).fetchone()
    return count


def test_a_replaced_leader_cannot_move_the_cursor_of_publication(source):
    source.add("one", Counted(1))
    source.seal()
    publisher = Publisher("source", source.log, source.connect, lambda: connection(MEMORY_URI))
    with source.connect() as conn, connection(MEMORY_URI) as broker:
        channel = ConfirmingChannel(broker)
        conn.execute("update cursor set fence = fence + 1")
        with pytest.raises(FencedError, match="fence 0 has been passed"):
            publisher.publish_batch(conn, channel, 0)
        assert source.value("select position from cursor where name = 'published'") == 0

        assert publisher.publish_batch(conn, channel, 1) == (1, False)
    assert source.value("select position from cursor where name = 'published'") == 1


def test_the_cursor_of_publication_never_moves_back(source, monkeypatch):
    source.add("one", Counted(1), Counted(2))
    source.seal()
    publisher = Publisher("source", source.log, source.connect, lambda: connection(MEMORY_URI))
    with source.connect() as conn, connection(MEMORY_URI) as broker:
        channel = ConfirmingChannel(broker)
        publish = channel.publish

        def overtaken(exchange, messages):
            with source.connect() as other:
                other.execute("update cursor set position = 2 where name = 'published'")
            return publish(exchange, messages[:1])

        monkeypatch.setattr(channel, "publish", overtaken)
        with pytest.raises(FencedError):
            publisher.publish_batch(conn, channel, 0)
    assert source.value("select position from cursor where name = 'published'") == 2


def test_a_leader_that_was_stopped_is_replaced_and_gives_up_when_it_wakes(source):
    """Its session ends by its silence, with its lock; sealing goes on in another process."""
    url = source.settings.database_url
    with processes() as start:
        first = start("-m", "tests.candidate", url, "source")
        assert first.says("leading") == "leading 1"
        second = start("-m", "tests.candidate", url, "source")
        second.says("candidate")
        source.add("one", Counted(1))
        wait_until(lambda: source.head() == 1, "the first leader seals")

        first.pause()
        source.add("one", Counted(2))
        assert second.says("leading", seconds=TAKEOVER_SECONDS_MAX) == "leading 2"
        wait_until(lambda: source.head() == 2, "the second leader seals")

        first.resume()
        source.add("one", Counted(3))
        wait_until(lambda: source.head() == 3, "sealing goes on")
        second.kill()
        assert first.says("leading", seconds=TAKEOVER_SECONDS_MAX) == "leading 3"
        source.add("one", Counted(4))
        wait_until(lambda: source.head() == 4, "the first leads again")
    check(url, models=(), seconds=0)


def test_a_fault_that_nobody_foresaw_does_not_end_sealing(source):
    """Whatever the database says: it is told, and tried again."""
    with source.owner() as conn:
        conn.execute("alter table sealed add constraint odd check (position < 2)")
    sequencer = Sequencer("source", source.connect, 0.01)
    sealing = threading.Thread(target=sequencer.run)
    sealing.start()
    try:
        source.add("one", Counted(1))
        wait_until(lambda: source.head() == 1, "the first event is sealed")
        source.add("one", Counted(2))
        wait_until(lambda: source.value("select max(fence) from cursor") > 1, "it leads again")
        with source.owner() as conn:
            conn.execute("alter table sealed drop constraint odd")
        wait_until(lambda: source.head() == 2, "the second event is sealed")
    finally:
        sequencer.stop()
        sealing.join()


def test_an_event_that_waits_too_long_for_its_position_shows_in_the_health(source):
    """Whoever should seal it may be stopped; so it is told by a process that does not lead."""
    engine = Engine(source.settings, Blueprint("source", CATALOGUE, Path("none"), followed=False))
    try:
        source.add("one", Counted(1))
        assert engine.health()["status"] == "ok"
        with source.owner() as conn:
            conn.execute("update unsealed set at = at - interval '1 h'")
        told = engine.health()
        assert told["status"] == "degraded"
        assert told["log"]["head"] == 0
        assert 3600 <= told["log"]["oldest_unsealed_seconds"] < 3700

        source.seal()
        assert engine.health()["status"] == "ok"
    finally:
        engine.pool.close()
