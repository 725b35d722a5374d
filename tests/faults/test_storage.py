"""What is done to the storage, and to those who write to it, loses nothing and doubles nothing."""

import json
import os
import random
import secrets
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from kombu import Queue

from deploy.bench.projects import STATEMENTS, goods, year_plan
from deploy.embedded import programs
from deploy.processes import run
from shared.broker import connection
from shared.canonical import parse
from shared.follower import Follower
from shared.hearing import Heard, RewoundError
from shared.projection import Generation
from shared.publisher import event_exchange
from shared.readmodel import ReadModels
from shared.refusal import Refused
from shared.schema import Catalogue, UnknownEventError
from shared.sequencer import Sequencer
from shared.writer import Turn
from tests.candidates import processes
from tests.checker import TailingReader, check, dump
from tests.direct import direct
from tests.journal import Journal
from tests.processes import Late, euros, wait_until
from tests.toy import CATALOGUE, TALLY, Counted, Later, Opened, Toy, call, echo, settings, toys

pytestmark = pytest.mark.postgres

COMMAND_ID = "6d5a1bb4-8a5e-4b1c-9d0e-1f2a3b4c5d6e"
GATE = 4711
TAKEOVER_SECONDS_MAX = 10


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        yield toy


@pytest.fixture
def both(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source", "sink") as both:
        yield both


@contextmanager
def sealing(toy):
    """Seal in a thread, as a process of the service would."""
    sequencer = Sequencer(toy.name, toy.connect, 0.005)
    thread = threading.Thread(target=sequencer.run)
    thread.start()
    try:
        yield
    finally:
        sequencer.stop()
        thread.join(timeout=30)


@contextmanager
def gate(toy, stream):
    """Let appends to a stream wait inside the database, after they have drawn their ids."""
    with toy.owner() as holder:
        holder.execute(
            "create function wait_at_gate() returns trigger language plpgsql as $$ begin"
            f" if new.stream = '{stream}' then set local lock_timeout = 0;"
            f" perform pg_advisory_xact_lock({GATE}); end if; return new; end $$;"
            "create trigger gate before insert on event for each row execute function wait_at_gate()"
        )
        holder.execute("select pg_advisory_lock(%s)", [GATE])

        def waiting(count=1):
            (found,) = holder.execute(
                "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                " and objid = %s and database = (select oid from pg_database"
                " where datname = current_database())",
                [GATE],
            ).fetchone()
            return found >= count

        yield holder, waiting


def opened(holder):
    holder.execute("select pg_advisory_unlock(%s)", [GATE])


def lines(toy):
    return [parse(line) for (line,) in toy.rows("select line from event order by id")]


def checked(toy, journal=None, readers=(), seconds=30):
    return check(
        toy.settings.database_url, journal, readers, models=(), published=False, seconds=seconds
    )


# ---- slow, rolled back, in the way ---------------------------------------------------------


def test_a_slow_transaction_with_a_lower_number_is_neither_waited_for_nor_passed_over(source):
    reader = TailingReader(source.settings.database_url, "source")
    reader.start()
    with sealing(source), gate(source, "slow") as (holder, waiting):
        slow = threading.Thread(target=source.add, args=["slow", Counted(1)])
        slow.start()
        wait_until(waiting, "the slow append waits")
        for n in range(20):
            source.add(f"s-{n % 3}", Counted(n))
        wait_until(lambda: len(reader.seen) == 20, "the reader has seen all others")
        opened(holder)
        slow.join()
        checked(source, readers=[reader])

    by_id = source.rows("select stream from event order by id")
    by_position = source.rows(
        "select e.stream from event e join sealed s on s.id = e.id order by s.position"
    )
    assert by_id[0] == by_position[-1] == ("slow",)


def test_appends_that_are_rolled_back_leave_no_trace_in_the_order(source):
    reader = TailingReader(source.settings.database_url, "source")
    reader.start()
    kept = []

    def write(number):
        chance = random.Random(number)
        for n in range(20):
            with suppress(ZeroDivisionError), source.pool.connection() as conn, conn.transaction():

                def decide(turn: Turn) -> None:
                    turn.add(f"s-{number}", [Counted(n), Counted(n)])  # noqa: B023 - used at once

                source.writer.effect(conn, call(), uuid4(), [f"s-{number}"], decide)
                if chance.random() < 0.3:
                    raise ZeroDivisionError
                kept.append((number, n))

    with sealing(source), ThreadPoolExecutor(6) as threads:
        list(threads.map(write, range(6)))
        found = checked(source, readers=[reader])

    assert 0 < len(kept) < 120
    assert found["source"].head == 2 * len(kept)


def test_neither_an_idle_session_nor_a_backup_nor_another_database_holds_up_sealing(
    source, new_database
):
    other = psycopg.connect(new_database())
    other.execute("create table t (n integer)")
    other.execute("insert into t values (1)")
    idle, backup = source.connect(), source.connect()
    try:
        idle.execute("begin")
        idle.execute("insert into actor values (%s, 'idle')", [uuid4()])
        backup.execute("begin isolation level repeatable read read only")
        backup.execute("select count(*) from event")
        reader = TailingReader(source.settings.database_url, "source")
        reader.start()
        with sealing(source):
            for n in range(20):
                source.add("one", Counted(n))
            wait_until(lambda: len(reader.seen) == 20, "all is sealed and seen")
            checked(source, readers=[reader])
    finally:
        for each in (other, idle, backup):
            each.close()


# ---- the same version, the same command ----------------------------------------------------


def test_of_20_that_follow_the_same_version_one_succeeds_and_all_others_are_told(source):
    journal = Journal()
    source.add("one", Opened("a"))
    barrier = threading.Barrier(20)

    def write(number):
        command_id = str(uuid4())
        barrier.wait(timeout=30)
        with suppress(Refused):
            journal.call(
                lambda *_: source.add(
                    "one", Counted(number), command_id=command_id, expected_version=1
                ),
                "source",
                "count",
                {"command_id": command_id},
            )

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(write, range(20)))

    refusals = [code for it in journal.entries.values() for code in it.refusals]
    assert refusals == ["stale-version"] * 19
    assert [it.acknowledged for it in journal.entries.values()].count(True) == 1
    source.seal()
    assert checked(source, journal)["source"].head == 2


def test_copies_of_a_command_from_several_processes_have_one_effect(source, tmp_path):
    """All wait inside the database for the first of them when it is let go."""
    url = source.settings.database_url
    with gate(source, "one") as (holder, waiting), processes() as start:
        clients = [
            start("-m", "tests.faults.clients", "append", url, str(tmp_path / f"{n}"), COMMAND_ID,
                  "one", "no")
            for n in range(4)
        ]  # fmt: skip
        wait_until(waiting, "the first append waits")
        wait_until(lambda: _active(holder) == 4, "the others wait for the first")
        opened(holder)
        assert [client.wait() for client in clients] == [0] * 4

    source.seal()
    answers = []
    for n in range(4):
        journal = Journal(tmp_path / f"{n}")
        answers += journal.entries[COMMAND_ID].answers
        checked(source, journal)
    assert answers == [answers[0]] * 4
    assert len(lines(source)) == 1


def _active(holder):
    (count,) = holder.execute(
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and usename = 'test_source' and state = 'active' and query like '%append%'"
    ).fetchone()
    return count


def test_a_command_whose_client_was_killed_after_sending_is_answered_to_its_repeat(
    source, tmp_path
):
    """It was killed while the database was at work, which went on and committed."""
    with gate(source, "one") as (holder, waiting), processes() as start:
        client = start("-m", "tests.faults.clients", "append", source.settings.database_url,
                       str(tmp_path / "journal"), COMMAND_ID, "one", "no")  # fmt: skip
        wait_until(waiting, "the append waits")
        client.kill()
        opened(holder)
        wait_until(lambda: lines(source), "the database has finished")

    journal = Journal(tmp_path / "journal")
    assert [it.command_id for it in journal.unknown()] == [COMMAND_ID]
    _repeat(source, journal)
    source.seal()
    checked(source, journal)
    assert len(lines(source)) == 1


def test_a_command_whose_client_was_killed_before_the_commit_is_carried_out_by_its_repeat(
    source, tmp_path
):
    with processes() as start:
        client = start("-m", "tests.faults.clients", "append", source.settings.database_url,
                       str(tmp_path / "journal"), COMMAND_ID, "one", "yes")  # fmt: skip
        client.says("appended")
        client.kill()
    assert lines(source) == []

    journal = Journal(tmp_path / "journal")
    _repeat(source, journal)
    source.seal()
    checked(source, journal)
    assert len(lines(source)) == 1


def _repeat(toy, journal):
    """Send what is unknown once more, as its client would."""
    for entry in journal.unknown():
        stream = entry.body.get("stream", "one")
        number = entry.body.get("number", 1)
        body = {name: entry.body[name] for name in ("stream", "number") if name in entry.body}
        answer = toy.add(stream, Counted(number), command_id=entry.command_id, body=body)
        journal.answered(entry.command_id, answer)


# ---- the server dies -----------------------------------------------------------------------


def power_failure(server):
    server.kill()
    server.start()


def killed_postmaster(server):
    server.kill_hard()
    server.start()


def killed_backend(server):
    """The postmaster ends all others and recovers, and its clients only see a broken line."""
    pid = server.psql(
        "select pid from pg_stat_activity where usename = 'test_source' order by backend_start"
        " limit 1"
    )
    os.kill(int(pid), signal.SIGKILL)


@pytest.mark.parametrize("kill", [power_failure, killed_postmaster, killed_backend])
def test_what_was_acknowledged_outlives_the_server_and_the_rest_can_be_repeated(
    own_postgres, tmp_path, kill
):
    url = own_postgres.create_database()
    journal, done = Journal(), threading.Event()
    with toys(url, tmp_path, "source") as (source,):
        reader = TailingReader(url, "source")
        reader.start()

        def write(number):
            counted = 0
            while not done.is_set():
                counted += 1
                body = {"stream": f"s-{number}", "number": counted}
                command_id = str(uuid4())
                try:
                    journal.call(
                        lambda _service, _method, asked: source.add(
                            asked["stream"],
                            Counted(asked["number"]),
                            command_id=asked["command_id"],
                            body={name: asked[name] for name in ("stream", "number")},
                        ),
                        "source",
                        "count",
                        {**body, "command_id": command_id},
                    )
                except psycopg.OperationalError:
                    time.sleep(0.05)

        def acknowledged():
            return sum(it.acknowledged for it in list(journal.entries.values()))

        writers = [threading.Thread(target=write, args=[n]) for n in range(6)]
        with sealing(source):
            for each in writers:
                each.start()
            try:
                wait_until(lambda: acknowledged() > 100, "the writers write")
                kill(own_postgres)
                before = acknowledged()
                wait_until(lambda: acknowledged() > before + 100, "the writers write again", 60)
            finally:
                done.set()
                for each in writers:
                    each.join()
            unknown = journal.unknown()
            assert unknown, "Nobody was interrupted; the fault tested nothing."
            _repeat(source, journal)
            found = checked(source, journal, [reader])
    assert found["source"].head == len(journal.entries)


# ---- two leaders ---------------------------------------------------------------------------


@pytest.mark.rabbitmq
def test_a_leader_that_was_stopped_loses_sealing_and_publication_to_another(
    new_database, tmp_path, broker
):
    name = f"toy{secrets.token_hex(4)}"
    url = new_database()
    with (
        toys(url, tmp_path, name) as (toy,),
        connection(broker) as opened_broker,
        processes() as start,
    ):
        channel = opened_broker.default_channel
        event_exchange(name)(channel).declare()
        queue = Queue(f"{name}.heard", event_exchange(name), "#")(channel)
        queue.declare()
        try:
            reader = TailingReader(url, name)
            reader.start()

            def published(position):
                sql = "select position from cursor where name = 'published'"
                wait_until(lambda: toy.value(sql) == position, f"{position} are published")

            first = start("-m", "tests.candidate", url, name, broker)
            first.says("leading")
            second = start("-m", "tests.candidate", url, name, broker)
            second.says("candidate")
            toy.add("one", Counted(1))
            published(1)

            first.pause()
            toy.add("one", Counted(2))
            assert second.says("leading", seconds=TAKEOVER_SECONDS_MAX) == "leading 2"
            published(2)
            first.resume()
            for n in range(3, 40):
                toy.add("one", Counted(n))
            published(39)
            second.kill()
            assert first.says("leading", seconds=TAKEOVER_SECONDS_MAX) == "leading 3"
            toy.add("one", Counted(40))
            published(40)

            heard = []
            while (message := queue.get(no_ack=True)) is not None:
                heard.append(parse(message.body)["position"])
            assert list(dict.fromkeys(heard)) == list(range(1, 41))
            check(url, readers=[reader], models=())
        finally:
            queue.delete()
            event_exchange(name)(channel).delete()


# ---- old events ----------------------------------------------------------------------------

ACTOR = "3eb0af41-6085-4d97-bf32-000000000001"


def golden(number, place, told, data):
    """One line as an older program wrote it; typed by hand, never made by ours."""
    stream, version = place
    type_, schema_version = told
    event_id = f"0b8f7c1e-3d52-4a64-8c0f-{number:012}"
    return (
        event_id,
        stream,
        version,
        type_,
        '{"actor":{"on_behalf_of":null,"role":"head","sub":"' + ACTOR + '"},'
        '"causation_id":null,"correlation_id":"c-1","data":' + data + ',"district":"kalk",'
        f'"event_id":"{event_id}","occurred_at":"2023-03-01T08:00:00.000000Z","reason":null,'
        f'"schema_version":{schema_version},"stream":"{stream}","type":"{type_}",'
        f'"version":{version}}}',
    )


OLD = (
    golden(1, ("one", 1), ("opened", 1), '{"title":"Mädchentreff"}'),
    golden(2, ("one", 2), ("counted", 1), '{"number":3}'),
    golden(3, ("one", 3), ("counted", 2), '{"number":4,"unit":"hour"}'),
    golden(4, ("two", 1), ("counted", 1), '{"number":5}'),
    golden(5, ("one", 4), ("counted", 3), '{"doubled":true,"number":6,"unit":"hour"}'),
)
UNITS = replace(
    TALLY,
    tables="create table tally (stream text not null, number integer not null,"
    " unit text not null, doubled boolean not null);",
    on={
        "counted": "insert into tally values (%(stream)s, %(number)s, %(unit)s, %(doubled)s)",
    },
    versions={"counted": 3},
)


def store(toy, rows):
    """Store lines as they are, as the program of their time did."""
    with toy.pool.connection() as conn:
        for event_id, stream, version, type_, line in rows:
            conn.execute(
                "select append(null, null, '', %s, %s, %s, %s, %s)",
                [stream, f"{version - 1} 1", event_id, type_, line],
            )
    toy.seal()


@pytest.fixture
def grown(both):
    """The source holds events of all forms it ever had, and runs the newest code."""
    old, sink = both
    newer = Toy(old.settings, "source", Later.catalogue())
    store(newer, OLD)
    yield newer, sink
    newer.pool.close()


def test_old_events_are_folded_in_their_newest_form_and_stored_as_they_were(grown):
    source, _ = grown
    with source.pool.connection() as conn:
        assert source.log.read(conn, "one")["one"].events == [
            Later.Opened("Mädchentreff"),
            Later.Counted(3, "piece", doubled=False),
            Later.Counted(4, "hour", doubled=False),
            Later.Counted(6, "hour", doubled=True),
        ]
    assert source.rows("select line from event order by id") == [(line,) for *_, line in OLD]
    checked(source, seconds=0)


def test_a_follower_hears_old_events_in_their_newest_form(grown):
    source, sink = grown
    echo(source, sink, version=3).read_on()
    sink.seal()

    heard = [(it["data"]["stream"], it["data"]["number"]) for it in lines(sink)]
    assert heard == [("one", 3), ("one", 4), ("two", 5), ("one", 6)]
    checked(source, seconds=0)


def test_a_read_model_built_from_old_events_and_its_rebuild_are_the_same(grown):
    source, sink = grown
    models = ReadModels("sink", sink.pool, [UNITS])
    models.prepare()
    Follower(sink.pool, Generation(UNITS, "sink"), "source", source.fetch).read_on()
    models.rebuild("tally", lambda _: source.fetch)

    with psycopg.connect(source.settings.database_url) as conn:
        assert dump(conn, "tally_g1") == dump(conn, "tally_g2")
        assert dump(conn, "tally_g2")["tally"] == [
            '{"doubled":false,"number":3,"stream":"one","unit":"piece"}',
            '{"doubled":false,"number":4,"stream":"one","unit":"hour"}',
            '{"doubled":false,"number":5,"stream":"two","unit":"piece"}',
            '{"doubled":true,"number":6,"stream":"one","unit":"hour"}',
        ]
    checked(source, seconds=0)


def test_new_events_follow_old_ones_in_the_same_stream(grown):
    source, _ = grown
    answer = source.add("one", Later.Counted(7, "hour", doubled=False))
    assert answer["version"] == 5
    assert lines(source)[-1]["schema_version"] == 3
    source.seal()
    checked(source, seconds=0)


def test_a_rebuild_stops_at_an_unknown_event_with_a_clear_message_and_leaves_the_live_model(grown):
    source, sink = grown
    models = ReadModels("sink", sink.pool, [UNITS])
    models.prepare()
    Follower(sink.pool, Generation(UNITS, "sink"), "source", source.fetch).read_on()
    store(source, [golden(6, ("two", 2), ("melted", 1), "{}")])

    with pytest.raises(UnknownEventError, match="melted version 1 is not known to this code"):
        models.rebuild("tally", lambda _: source.fetch)

    assert sink.rows("select namespace from read_model where state = 'live'") == [("tally_g1",)]
    count = "select count(*) from tally"
    assert models.ask("tally", lambda conn: conn.execute(count).fetchone()) == (4,)


def test_a_command_on_a_stream_with_an_unknown_event_appends_nothing(grown):
    source, _ = grown
    store(source, [golden(6, ("two", 2), ("melted", 1), "{}")])

    with pytest.raises(UnknownEventError, match="melted version 1 is not known to this code"):
        source.add("two", Later.Counted(1, "piece", doubled=False))
    assert source.value("select version from stream where stream = 'two'") == 2
    source.add("one", Later.Counted(1, "piece", doubled=False))


def test_a_form_that_is_too_new_for_a_follower_parks_its_stream_and_no_other(grown):
    source, sink = grown
    follower = echo(source, sink, version=2)
    store(source, [golden(6, ("three", 1), ("opened", 1), '{"title":"x"}')])
    follower.read_on()

    parked = sink.rows("select position, stream, state from parked order by position")
    assert parked == [(2, "one", "failed"), (3, "one", "waiting"), (4, "two", "failed"),
                      (5, "one", "waiting")]  # fmt: skip
    assert follower.position()[0] == 6
    (error,) = {it for (it,) in sink.rows("select error from parked where state = 'failed'")}
    assert "counted version 3 is not known here" in error

    wiser = echo(source, sink, version=3)
    assert [wiser.retry("one"), wiser.retry("two")] == [3, 1]
    sink.seal()
    checked(source, seconds=0)


def test_code_that_was_set_back_stops_at_events_of_the_newer_code(grown):
    source, _ = grown
    older = Toy(source.settings, "source", CATALOGUE)
    try:
        with older.pool.connection() as conn:
            with pytest.raises(UnknownEventError, match="counted version 2"):
                older.log.read(conn, "one")
            assert older.log.read(conn, "two")["two"].events == [Counted(5)]
    finally:
        older.pool.close()


def test_a_catalogue_without_an_old_event_stops_the_fold(grown):
    source, _ = grown
    forgetful = Toy(source.settings, "source", Catalogue(Opened))
    try:
        with forgetful.pool.connection() as conn, pytest.raises(UnknownEventError):
            forgetful.log.read(conn, "two")
    finally:
        forgetful.pool.close()


# ---- a source that was set back ------------------------------------------------------------


@pytest.fixture
def set_back(new_database, tmp_path):
    """A sink that has heard 10 events of a source, and that source restored from a dump of 6."""
    url, restored_url = new_database(), new_database()
    with toys(url, tmp_path, "source", "sink") as (source, sink):
        source.add("one", *[Counted(n) for n in range(6)])
        source.seal()
        dumped = tmp_path / "dump.sql"
        run(programs() / "pg_dump", f"--file={dumped}", "--schema=source", url)
        source.add("one", *[Counted(n) for n in range(6, 10)])
        source.seal()
        echo(source, sink).read_on()
        run(programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", str(dumped), restored_url)
        restored = Toy(settings(restored_url, tmp_path, "source"), "source")
        yield source, restored, sink
        restored.pool.close()


def test_a_source_restored_from_an_old_dump_is_noticed_and_nothing_is_applied(set_back, capfd):
    _, restored, sink = set_back
    follower = echo(restored, sink)
    before = sink.rows("select * from event"), follower.position()

    for _ in range(2):
        with pytest.raises(RewoundError, match="Position 10"):
            follower.read_on()

    assert follower.rewound
    assert (sink.rows("select * from event"), follower.position()) == before
    assert capfd.readouterr().out.count("log_rewound") == 1


def test_it_is_noticed_too_when_the_restored_source_has_grown_past_its_reader(set_back):
    _, restored, sink = set_back
    restored.add("one", *[Counted(100 + n) for n in range(8)])
    restored.seal()
    assert restored.head() == 14
    follower = echo(restored, sink)
    before = sink.rows("select * from event"), follower.position()

    with pytest.raises(RewoundError, match="Position 10"):
        follower.read_on()
    assert follower.rewound
    assert (sink.rows("select * from event"), follower.position()) == before


def test_it_is_noticed_by_the_next_message_alone(set_back):
    """The message of position 11 says what leaf stands before it, and it is another."""
    _, restored, sink = set_back
    restored.add("one", *[Counted(100 + n) for n in range(8)])
    restored.seal()
    follower = echo(restored, sink)
    before = sink.rows("select * from event"), follower.position()
    tenth, eleventh = restored.fetch(9, None, 2)

    with pytest.raises(RewoundError, match="position 10 has another leaf"):
        follower.hear([Heard.of({**eleventh, "previous_leaf": tenth["leaf"]})])
    assert follower.rewound
    assert (sink.rows("select * from event"), follower.position()) == before


def test_the_source_as_it_was_is_followed_again(set_back):
    source, restored, sink = set_back
    follower = echo(restored, sink)
    with pytest.raises(RewoundError):
        follower.read_on()

    source.add("one", Counted(10))
    source.seal()
    follower.fetch = source.fetch
    assert follower.read_on() == 1
    assert not follower.rewound
    sink.seal()
    checked(source, seconds=0)


def test_a_restored_source_whose_readers_had_not_read_further_is_followed_on(
    new_database, tmp_path
):
    with toys(new_database(), tmp_path, "source", "sink") as (source, sink):
        source.add("one", *[Counted(n) for n in range(6)])
        source.seal()
        echo(source, sink).read_on()
        copy = new_database()
        dumped = tmp_path / "dump.sql"
        run(
            programs() / "pg_dump",
            f"--file={dumped}",
            "--schema=source",
            source.settings.database_url,
        )
        run(programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", str(dumped), copy)
        restored = Toy(settings(copy, tmp_path, "source"), "source")
        restored.add("one", Counted(6))
        restored.seal()
        assert echo(restored, sink).read_on() == 1
        restored.pool.close()


# ---- the last money of a year --------------------------------------------------------------


def application(ids, title):
    """Return an application for 20,000 euros of 2026."""
    return {
        **ids,
        "title": title,
        "need": "Im Viertel fehlt ein Treff.",
        "goals": [{"text": "Der Treff wird genutzt.", "indicator": "Gäste", "target": "20"}],
        "target_group": "Mädchen",
        "measures": "Treff",
        "start": "2026-02-01",
        "end": "2026-12-31",
        "plan": [year_plan(2026, 20_500_00)],
        "own_cash": euros("500.00"),
        "in_kind": goods(115_00),
        "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
        **STATEMENTS,
    }


def test_of_two_processes_that_approve_20000_of_30000_at_once_one_wins_and_one_is_told_why(
    new_database, tmp_path
):
    url = new_database()
    known = settings(url, tmp_path, "projects", "funding", "reporting", APP_ENV="demo")
    with direct(known, "projects", "funding", "reporting") as services, processes() as start:
        services.ask(
            "funding",
            "set_budget",
            {"year": 2026, "amount": euros("30000.00"), "resolution": "Beschluss 1"},
        )
        traeger = services.ask("projects", "register_traeger", {"name": "Jugendwerk"})
        area = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
        sozialraum = services.ask("projects", "register_sozialraum", area)
        ids = {
            "traeger_id": traeger["traeger_id"],
            "sozialraum_id": sozialraum["sozialraum_id"],
        }
        clients = []
        for n in range(2):
            project_id = services.apply(application(ids, f"Treff {n}"))
            command_id = str(uuid5(UUID(COMMAND_ID), str(n)))
            clients.append(
                start("-m", "tests.faults.clients", "approve", url, str(tmp_path / f"{n}"),
                      project_id, command_id)
            )  # fmt: skip
        for client in clients:
            client.says("ready")
        with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watching:
            holder.execute("select from funding.stream where stream = 'budget-2026' for update")
            for client in clients:
                client.tell("go")
            with suppress(Late):  # They give up waiting after 2 s.
                wait_until(lambda: _waiting(watching) == 2, "both want the last money", 1.5)
        outcomes = sorted(client.says("approved", "refused") for client in clients)
        services.settle()

        approved, refused = outcomes
        assert approved.startswith("approved ")
        told = json.loads(refused.removeprefix("refused "))
        assert told["code"] == "insufficient-budget"
        assert "2026" in told["detail"]
        budget = services.ask("funding", "get_budget", {"year": 2026})
        assert budget["accounts"]["frei"] == euros("10000.00")
        assert budget["accounts"]["festgelegt"] == euros("20000.00")
        assert budget["accounts"]["reserviert"] == euros("0.00")
        for n in range(2):
            check(url, Journal(tmp_path / f"{n}"), published=False, seconds=0)


def test_of_16_clients_in_two_processes_who_approve_on_one_year_none_overspends_it(
    new_database, tmp_path
):
    """Each wants 20,000 of the last 210,000: ten have it, six are told that there is no more."""
    url = new_database()
    known = settings(url, tmp_path, "projects", "funding", "reporting", APP_ENV="demo")
    with direct(known, "projects", "funding", "reporting") as services, processes() as start:
        year = {"year": 2026, "amount": euros("210000.00"), "resolution": "Beschluss 1"}
        services.ask("funding", "set_budget", year)
        traeger = services.ask("projects", "register_traeger", {"name": "Jugendwerk"})
        area = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
        sozialraum = services.ask("projects", "register_sozialraum", area)
        ids = {
            "traeger_id": traeger["traeger_id"],
            "sozialraum_id": sozialraum["sozialraum_id"],
        }
        projects = [services.apply(application(ids, f"Treff {n}")) for n in range(16)]
        services.settle()
        both = [
            start("-m", "tests.faults.clients", "decide", url, str(tmp_path / name),
                  ",".join(mine))
            for name, mine in (("first", projects[::2]), ("second", projects[1::2]))
        ]  # fmt: skip
        for each in both:
            each.says("ready")
        for each in both:
            each.tell("go")
        told = [it for each in both for it in json.loads(each.says("done").removeprefix("done "))]
        services.settle()

        short = "insufficient-budget: Im Budget 2026 fehlen 10.000,00 €."
        assert Counter(told) == {"approved": 10, short: 6}
        budget = services.ask("funding", "get_budget", {"year": 2026})
        assert budget["accounts"]["frei"] == euros("10000.00")
        assert budget["accounts"]["festgelegt"] == euros("200000.00")
        assert budget["accounts"]["reserviert"] == euros("0.00")
        open_ = services.ask("projects", "list_open_applications", {})["applications"]
        assert len(open_) == 6
        for name in ("first", "second"):
            check(url, Journal(tmp_path / name), published=False, seconds=0)


def test_of_16_clients_in_two_processes_each_gets_what_is_there_or_is_told_that_it_is_not(
    new_database, tmp_path
):
    """128 times 5 euros of 500 are asked for: 100 are there."""
    url = new_database()
    known = settings(url, tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services, processes() as start:
        year = {"year": 2026, "amount": euros("500.00"), "resolution": "Beschluss 1"}
        services.ask("funding", "set_budget", year)
        both = [
            start("-m", "tests.faults.clients", "reserve", url, str(tmp_path / name),
                  name, "8")
            for name in ("first", "second")
        ]  # fmt: skip
        for each in both:
            each.says("ready")
        for each in both:
            each.tell("go")
        told = [json.loads(each.says("done").removeprefix("done ")) for each in both]

        outcomes = sum((Counter(it) for it in told), Counter())
        assert outcomes == {"reserved": 100, "insufficient-budget": 28}
        budget = services.ask("funding", "get_budget", {"year": 2026})
        assert budget["accounts"]["frei"] == euros("0.00")
        assert budget["accounts"]["reserviert"] == euros("500.00")
        services.settle()
        for name in ("first", "second"):
            check(url, Journal(tmp_path / name), published=False, seconds=0)


def _waiting(conn):
    (count,) = conn.execute(
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        " and datname = current_database()"
    ).fetchone()
    return count
