"""A read model is built from the log alone, again and again, while it is fed and read."""

import os
import signal
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import psycopg
import pytest

from shared.broker import connection
from shared.engine import Blueprint, Engine
from shared.follower import Follower
from shared.projection import Generation
from shared.publisher import event_exchange
from shared.readmodel import ReadModels
from shared.refusal import Refused
from shared.settings import MEMORY_URI
from tests.candidates import processes
from tests.checker import check, dump
from tests.processes import wait_until
from tests.toy import CATALOGUE, TALLY, Counted, Opened, Toy, settings, toys

pytestmark = pytest.mark.postgres

MODELS = [("sink", "tally", TALLY)]


@pytest.fixture
def both(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source", "sink") as both:
        yield both


class Reading:
    """The service `sink` with the read model `tally` of `source`."""

    def __init__(self, both, model=TALLY, fetch=None):
        source, sink = both
        self.source, self.sink, self.model = source, sink, model
        self.models = ReadModels("sink", sink.pool, [model])
        self.outdated = self.models.prepare()
        self.fetch = fetch or source.fetch
        self.follower = Follower(sink.pool, Generation(model, "sink"), "source", self.fetch)

    def rebuild(self):
        return self.models.rebuild("tally", lambda _source: self.fetch)

    def ask(self, query="select stream, events, total from tally order by stream", at=None):
        return self.models.ask("tally", lambda conn: conn.execute(query).fetchall(), at)

    def check(self):
        return check(self.source.settings.database_url, models=MODELS, published=False, seconds=0)

    def rows(self, namespace):
        with psycopg.connect(self.source.settings.database_url) as conn:
            return dump(conn, namespace)


def filled(source, streams=3, events=4):
    for stream in range(streams):
        source.add(f"s-{stream}", Opened("a"), *[Counted(n) for n in range(1, events)])
    source.seal()


def test_a_read_model_shows_what_was_heard(both):
    reading = Reading(both)
    filled(both[0])
    assert reading.ask() == []

    reading.follower.read_on()

    assert reading.ask() == [("s-0", 4, 6), ("s-1", 4, 6), ("s-2", 4, 6)]
    reading.check()


def test_a_rebuilt_model_is_the_same_byte_for_byte(both):
    reading = Reading(both)
    filled(both[0])
    reading.follower.read_on()
    before = reading.rows("tally_g1")

    assert reading.rebuild() == "tally_g2"

    assert before["tally"]
    assert reading.rows("tally_g2") == before
    reading.check()


def test_a_rebuild_mends_what_was_damaged(both):
    source, sink = both
    reading = Reading(both)
    filled(source)
    reading.follower.read_on()
    with sink.connect() as conn:
        conn.execute("delete from tally_g1.tally")
    with pytest.raises(AssertionError, match="I10"):
        reading.check()

    reading.rebuild()

    reading.check()


def test_the_model_goes_on_where_the_rebuild_ended(both):
    reading = Reading(both)
    filled(both[0])
    reading.rebuild()

    assert reading.follower.position()[0] == 12
    both[0].add("s-0", Counted(100))
    both[0].seal()
    assert reading.follower.read_on() == 1
    assert reading.ask()[0] == ("s-0", 5, 106)
    reading.check()


def test_a_rebuild_has_no_other_effect_than_its_tables(both):
    source, _ = both
    reading = Reading(both)
    filled(source)
    reading.follower.read_on()

    def kept():
        tables = ("event", "command", "actor", "unsealed", "stream", "document", "parked")
        return [
            (toy.name, name, toy.rows(f"select * from {name}")) for toy in both for name in tables
        ]

    before = kept()
    reading.rebuild()
    assert kept() == before


def test_the_last_generation_stays_for_a_look_back_and_older_ones_go(both):
    reading = Reading(both)
    filled(both[0])
    for _ in range(3):
        reading.rebuild()

    states = both[1].rows("select namespace, state from read_model order by generation")
    assert states == [("tally_g3", "retired"), ("tally_g4", "live")]
    schemas = both[1].rows("select nspname from pg_namespace where nspname ~ '^tally' order by 1")
    assert schemas == [("tally_g3",), ("tally_g4",)]
    followers = both[1].rows("select follower from heard order by 1")
    assert followers == [("tally_g3",), ("tally_g4",)]


# ---- under load ----------------------------------------------------------------------------


def test_readers_and_followers_notice_nothing_of_rebuilds_under_load(both):
    """Each command adds two events of one number to two streams: a report that is mixed of two
    generations, or empty, or behind an earlier one, would show it.
    """
    source, _ = both
    reading = Reading(both)
    source.add("s-0", Counted(1), Counted(1))
    source.seal()
    reading.follower.read_on()
    done = threading.Event()
    failures: list[BaseException] = []

    def again_and_again(work):
        def run():
            try:
                while not done.is_set():
                    work()
            except BaseException as error:  # noqa: BLE001 - the test shows it
                failures.append(error)
                done.set()

        return threading.Thread(target=run)

    def write():
        source.add("s-0", Counted(1), Counted(1))
        source.seal()

    def follow():
        reading.follower.read_on()

    def reader():
        last = 0

        def read():
            nonlocal last
            ((events, total),) = reading.ask("select events, total from tally")
            assert events == total
            assert events >= last
            last = events

        return read

    threads = [again_and_again(it) for it in (write, follow, reader(), reader(), reader())]
    for each in threads:
        each.start()
    for _ in range(15):
        if not done.is_set():
            reading.rebuild()
    done.set()
    for each in threads:
        each.join()

    assert failures == []
    source.seal()
    reading.follower.read_on()
    reading.check()


def test_what_is_fed_during_a_rebuild_is_in_the_new_generation(both):
    """The live generation gets ahead after the new one has read to the head."""
    source, sink = both
    fetched = []

    def fetch(after, leaf, limit):
        told = source.fetch(after, leaf, limit)
        fetched.append(after)
        if len(fetched) == 1:
            source.add("s-9", Counted(1))
            source.seal()
            live.read_on()
        return told

    reading = Reading((source, sink), fetch=fetch)
    live = Follower(sink.pool, Generation(TALLY, "sink"), "source", source.fetch)
    filled(source)

    reading.rebuild()

    assert reading.ask("select count(*) from tally") == [(4,)]
    reading.check()


def test_a_reader_keeps_to_one_generation_from_begin_to_end(both):
    reading = Reading(both)
    filled(both[0])
    reading.follower.read_on()

    def ask(conn):
        first = conn.execute("select sum(events) from tally").fetchone()
        both[0].add("s-0", Counted(1))
        both[0].seal()
        reading.rebuild()
        return first, conn.execute("select sum(events) from tally").fetchone()

    first, second = reading.models.ask("tally", ask)
    assert first == second == (12,)
    assert reading.ask("select sum(events) from tally") == [(13,)]


def test_a_follower_that_waits_for_the_switch_goes_on_in_the_new_generation(both):
    """It had asked for the live generation when the switch had begun and was not yet committed."""
    source, sink = both
    reading = Reading(both)
    filled(source)
    reading.follower.read_on()
    reading.rebuild()
    source.add("s-0", Counted(100))
    source.seal()
    with sink.connect() as conn, psycopg.connect(source.settings.database_url) as watching:
        with conn.transaction():
            conn.execute("update read_model set state = 'retired' where namespace = 'tally_g2'")
            conn.execute("update read_model set state = 'live' where namespace = 'tally_g1'")
            following = threading.Thread(target=reading.follower.read_on)
            following.start()
            wait_until(
                lambda: _waits(watching) or not following.is_alive(), "the follower is there"
            )
        following.join()

    assert reading.follower.position()[0] == 13
    assert reading.ask()[0] == ("s-0", 5, 106)


def _waits(conn):
    (waiting,) = conn.execute(
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        " and datname = current_database()"
    ).fetchone()
    conn.rollback()
    return waiting


def test_a_second_rebuild_beside_one_is_refused_and_the_first_comes_to_its_end(both):
    """It would take the tables from under the first one."""
    source, sink = both
    filled(source)
    refused: list[tuple[str, str]] = []

    def fetch(after, leaf, limit):
        if not refused:
            with pytest.raises(Refused) as no:
                Reading((source, sink)).rebuild()
            refused.append((no.value.code, no.value.kind))
        return source.fetch(after, leaf, limit)

    reading = Reading((source, sink), fetch=fetch)
    reading.rebuild()

    assert refused == [("rebuild-under-way", "unavailable")]
    assert Reading((source, sink)).rebuild() == "tally_g3"
    reading.check()


# ---- killed and begun again ----------------------------------------------------------------

REBUILD = """
import sys
from tests.kernel.test_read_models import killed_at
killed_at(sys.argv[1], int(sys.argv[2]))
"""


def killed_at(url, position):
    """Rebuild in this process and kill it when the new generation has come to a position."""
    known = settings(url, Path("none"), "source", "sink")
    source, sink = Toy(known, "source"), Toy(known, "sink")

    def fetch(after, leaf, _limit):
        if after >= position:
            os.kill(os.getpid(), signal.SIGKILL)
        return source.fetch(after, leaf, 500)

    Reading((source, sink), fetch=fetch).rebuild()


def test_a_rebuild_that_was_killed_half_way_leaves_the_live_model_and_can_be_repeated(both):
    source, sink = both
    reading = Reading(both)
    source.add("s-0", *[Counted(1)] * 1000)
    source.seal()
    reading.follower.read_on()

    with processes() as start:
        process = start("-c", REBUILD, source.settings.database_url, "500")
        assert process.wait() == -signal.SIGKILL

    assert sink.rows("select namespace, state from read_model order by generation") == [
        ("tally_g1", "live"),
        ("tally_g2", "building"),
    ]
    assert sink.rows("select position from heard where follower = 'tally_g2'") == [(500,)]
    assert reading.ask() == [("s-0", 1000, 1000)]

    reading.rebuild()

    assert reading.ask() == [("s-0", 1000, 1000)]
    assert sink.value("select count(*) from read_model where state = 'building'") == 0
    reading.check()


# ---- other code ----------------------------------------------------------------------------


def test_a_model_of_older_code_is_outdated_and_one_of_this_code_is_not(both):
    assert Reading(both).outdated == []
    assert Reading(both).outdated == []
    other = replace(TALLY, tables=TALLY.tables + "create index on tally (total);")
    assert Reading(both, model=other).outdated == ["tally"]


@pytest.mark.parametrize(
    "change",
    [
        {"tables": TALLY.tables + " "},
        {"on": {**TALLY.on, "opened": "select 1"}},
        {"versions": {"opened": 1, "counted": 2}},
    ],
    ids=["tables", "statements", "versions"],
)
def test_each_change_of_a_model_changes_its_digest(change):
    assert replace(TALLY, **change).code_digest != TALLY.code_digest


def test_after_the_rebuild_by_newer_code_its_rows_are_those_of_the_newer_code(both):
    source, _ = both
    filled(source)
    Reading(both).follower.read_on()
    twice = "insert into tally values (%(stream)s, 1, 2 * %(number)s) on conflict (stream) do"
    newer = replace(
        TALLY,
        on={**TALLY.on, "counted": f"{twice} update set total = tally.total + excluded.total"},
    )

    reading = Reading(both, model=newer)
    assert reading.outdated == ["tally"]
    assert reading.ask("select sum(total) from tally") == [(18,)]
    reading.rebuild()

    assert reading.ask("select sum(total) from tally") == [(36,)]
    assert Reading(both, model=newer).outdated == []


def blueprint(model):
    own = replace(model, sources=("sink",))
    return Blueprint("sink", CATALOGUE, Path("none"), followed=False, read_models=(own,))


def test_replicas_of_newer_code_rebuild_its_models_once_at_their_start_and_follow_on(
    new_database, tmp_path, monkeypatch
):
    monkeypatch.setattr("shared.engine.REBUILD_PAUSE_SECONDS", 0.1)
    with toys(new_database(), tmp_path, "sink") as (sink,):
        sink.add("s-0", Counted(1), Counted(2))
        with connection(MEMORY_URI) as broker:  # As its publisher would, if it had one.
            event_exchange("sink")(broker.default_channel).declare()
        first = Engine(sink.settings, blueprint(TALLY))
        _live(first, lambda: _total(first) == 3)
        tenfold = str(TALLY.on["counted"]).replace("1, %(n", "1, 10 * %(n")
        newer = replace(TALLY, on={**TALLY.on, "counted": tenfold})
        second, third = (Engine(sink.settings, blueprint(newer)) for _ in range(2))
        assert _total(second) == 3
        sink.add("s-0", Counted(4))
        _live(second, lambda: _total(second) == 70, third)

        states = sink.rows("select namespace, state from read_model order by generation")
        assert states == [("tally_g1", "retired"), ("tally_g2", "live")]


def _total(engine):
    return engine.read_models.ask(
        "tally", lambda conn: conn.execute("select sum(total) from tally").fetchone()[0]
    )


def _live(engine, until, *others):
    """Let engines run until something is so."""
    for each in (engine, *others):
        each.start()
    try:
        wait_until(until, "the read model shows it")
    finally:
        for each in (engine, *others):
            each.stop()


# ---- as of ---------------------------------------------------------------------------------


def test_the_model_as_of_a_position_shows_no_event_behind_it(both):
    source, _ = both
    reading = Reading(both)
    source.add("s-0", *[Counted(n) for n in range(1, 11)])
    source.seal()
    reading.follower.read_on()

    for position, total in ((1, 1), (4, 10), (10, 55)):
        namespace = reading.models.as_of("tally", {"source": position}, lambda _: source.fetch)
        assert reading.ask(at=namespace) == [("s-0", position, total)]
    assert reading.ask() == [("s-0", 10, 55)]


def test_what_was_made_as_of_a_position_is_made_once(both):
    source, sink = both
    reading = Reading(both)
    filled(source)

    asked = partial(reading.models.as_of, "tally", {"source": 5})
    first = asked(lambda _: source.fetch)
    with sink.connect() as conn:
        conn.execute(f"update {first}.tally set total = 77")
    assert asked(lambda _: source.fetch) == first
    assert {total for _, _, total in reading.ask(at=first)} == {77}


def test_as_of_a_position_that_is_not_there_nothing_is_shown(both):
    reading = Reading(both)
    filled(both[0])
    with pytest.raises(LookupError, match="source has no position 13"):
        reading.models.as_of("tally", {"source": 13}, lambda _: both[0].fetch)


def test_what_lacks_an_event_is_not_shown_as_of_a_position(both, monkeypatch):
    source, sink = both
    monkeypatch.setattr("shared.follower.PAUSES_SECONDS", ())
    divided = (*TALLY.statements("counted"), "select 1 / (%(number)s - 3)")
    reading = Reading(both, replace(TALLY, on=dict(TALLY.on) | {"counted": divided}))
    source.add("s-0", *[Counted(n) for n in range(1, 6)])
    source.seal()

    asked = partial(reading.models.as_of, "tally", fetch=lambda _: source.fetch)
    assert reading.ask(at=asked(positions={"source": 2})) == [("s-0", 2, 3)]
    for _ in range(2):  # Asked again it is no better.
        with pytest.raises(Refused, match="as-of-incomplete"):
            asked(positions={"source": 4})
    with sink.connect() as conn:
        assert conn.execute("select count(*) from parked").fetchone() == (0,)


def test_of_the_models_made_as_of_a_position_only_the_newest_are_kept(both, monkeypatch):
    source, sink = both
    reading = Reading(both)
    filled(source)
    monkeypatch.setattr("shared.readmodel.AS_OF_KEPT", 3)
    made = [
        reading.models.as_of("tally", {"source": position}, lambda _: source.fetch)
        for position in (1, 2, 3, 4, 5)
    ]
    with sink.connect() as conn:
        rows = conn.execute("select nspname from pg_namespace where nspname like 'tally_at_%'")
        assert {name for (name,) in rows} == set(made[2:])
        kept = conn.execute("select follower from heard where follower like 'tally_at_%'")
        assert {name for (name,) in kept} == set(made[2:])
