"""Parts of a log over a real PostgreSQL: cut off, detached when all is over, attached as they were."""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest

from deploy.audit import years
from deploy.audit.events import recorded
from deploy.audit.logs import Known, audit
from deploy.bundle import writing
from deploy.cli import main
from deploy.embedded import programs
from services.projects.service import ProjectsService
from shared import migrations
from shared.asof.past import PastLog
from shared.bookyear.closing import BOOK_YEARS
from shared.bookyear.ending import last_position
from shared.bookyear.events import EVENTS as YEARS
from shared.bookyear.events import BookYearClosed
from shared.canonical import instant
from shared.follower import Follower
from shared.history import envelopes
from shared.log import ConflictError, Draft
from shared.partition import away, moving, parts
from shared.partition.events import ENDS, EVENTS, PartitionAttached, PartitionDetached
from shared.projection import Generation
from shared.proof.keeper import Keeper
from shared.proof.stored import Stored
from shared.readmodel import ReadModels
from shared.refusal import Refused
from shared.retention.due import due
from shared.schema import Catalogue
from tests.checker import check, dump
from tests.direct import direct
from tests.toy import NO_SQL, TALLY, Counted, Echoed, Opened, Toy, call, settings, toys

pytestmark = pytest.mark.postgres

CATALOGUE = Catalogue(Opened, Counted, Echoed, *YEARS, *EVENTS)
OVER = Echoed("", 0)
"""What ends a stream here."""
OLD, NEW = "2031-12-31T22:59:59Z", "2031-12-31T23:00:00Z"  # Around midnight in Berlin.
ZONE = ZoneInfo("Europe/Berlin")
SECRET = "p" * 40


class Books:
    """A log of 2031 and 2032, and what its owner does to it."""

    def __init__(self, toy):
        self.toy = toy
        self.keeper = Keeper(
            settings("postgresql://", toy.settings.data, "source", SOURCE_CHECKPOINT_KEY=SECRET),
            "source",
        )

    def add(self, stream, *events, **given):
        return self.toy.add(stream, *events, **given)

    def it_is(self, at):
        """Let the next event be recorded not before a moment."""
        with self.toy.pool.connection() as conn:
            conn.execute("update cursor set recorded_at = %s where name = 'sealed'", [at])

    def close(self, year):
        with self.toy.pool.connection() as conn:
            end = datetime(year + 1, 1, 1, tzinfo=ZONE).astimezone(UTC)
            last = last_position(conn, end)
            root = Stored(conn, last).root().hex()
        closed = BookYearClosed(year, last, root, instant(end), end.date(), str(uuid4()))
        self.add(BOOK_YEARS, closed)
        self.toy.seal()

    def move(self, how, *names, step=lambda _: None, **given):
        with self.toy.owner() as conn:
            kept = {"followed": False, **given}
            return how(
                moving.Kept(
                    conn=conn,
                    log=self.toy.log,
                    ends=ENDS | {"echoed"},
                    zone=ZONE,
                    district="test",
                    sub="olga.kalk",
                    step=step,
                    **kept,
                ),
                *names,
            )

    def cut(self, **given):
        return self.move(moving.cut, **given)

    def detach(self, name="event_1", **given):
        return self.move(moving.detach, name, **given)

    def attach(self, name="event_1", **given):
        return self.move(moving.attach, name, **given)

    def states(self):
        with self.toy.owner() as conn:
            return [(it.name, it.state) for it in parts.listed(conn)]

    def sql(self, *statements, replica=False):
        """Run as the owner, a superuser; `replica`: without triggers."""
        with self.toy.owner() as conn:
            if replica:
                conn.execute("set session_replication_role = replica")
            for statement in statements:
                conn.execute(statement)

    def rows(self, query):
        with self.toy.owner() as conn:
            return conn.execute(query).fetchall()

    def bytes(self):
        """All that is stored of the log, wherever its parts are."""
        tables = [name for name, _ in self.states()]
        every = " union all ".join(f"select * from {it}" for it in tables)
        return self.rows(
            f"select s.*, e.* from sealed s join ({every}) e on e.id = s.id order by 1"
        )

    def proofs(self):
        """The root at each size, each inclusion in the newest tree, consistency with each size."""
        with self.toy.connect() as conn:
            head = self.toy.head()
            tree = Stored(conn, head)
            return (
                [Stored(conn, size).root() for size in range(1, head + 1)],
                [tree.inclusion(position) for position in range(1, head + 1)],
                [tree.consistency(size) for size in range(1, head)],
            )

    def sign(self):
        with self.toy.connect() as conn:
            return self.keeper.make(conn)

    def audited(self):
        with self.toy.connect() as conn, conn.transaction():
            found = audit(conn, "source", Known("test", [self.keeper.signers[0].verifier]))
            found.checks.append(years.check(conn, found.head))
        return found

    def faults(self):
        return [tuple(fault) for fault in self.audited().faults]


def refused(do, *given, **named):
    with pytest.raises(Refused) as no:
        do(*given, **named)
    return no.value


@pytest.fixture
def books(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "source")
    migrations.migrate(known, {"source": NO_SQL})
    toy = Toy(known, "source", CATALOGUE)
    try:
        yield Books(toy)
    finally:
        toy.pool.close()


@pytest.fixture
def two_years(books):
    """Five events of two ended cases in 2031, cut off; a third case in 2032; 2031 is closed."""
    books.it_is(OLD)
    books.add("case-1", Opened("a"), Counted(1), OVER)
    books.add("case-2", Opened("b"), OVER)
    books.toy.seal()
    books.cut()
    books.it_is(NEW)
    books.add("case-3", Opened("c"), Counted(3))
    books.toy.seal()
    books.close(2031)
    books.sign()
    return books


@pytest.fixture
def detached(two_years):
    two_years.detach()
    two_years.toy.seal()
    return two_years


# ---- a cut ---------------------------------------------------------------------------------


def test_what_follows_a_cut_lies_in_a_part_of_its_own_and_positions_go_on(two_years):
    assert two_years.states() == [("event_1", "attached"), ("event_2", "open")]
    where = two_years.rows(
        "select e.tableoid::regclass::text, s.position, e.stream, e.version"
        " from event e join sealed s on s.id = e.id order by 2"
    )
    assert where == [
        ("event_1", 1, "case-1", 1),
        ("event_1", 2, "case-1", 2),
        ("event_1", 3, "case-1", 3),
        ("event_1", 4, "case-2", 1),
        ("event_1", 5, "case-2", 2),
        ("event_2", 6, "case-3", 1),
        ("event_2", 7, "case-3", 2),
        ("event_2", 8, "book-years", 1),
    ]
    check(two_years.toy.settings.database_url, models=[], published=False, seconds=0)
    assert two_years.faults() == []


def test_an_empty_part_is_not_cut(books):
    assert refused(books.cut).code == "partition-empty"
    books.add("case-1", Opened("a"))
    books.cut()
    assert refused(books.cut).code == "partition-empty"
    assert books.states() == [("event_1", "attached"), ("event_2", "open")]


def test_a_cut_looks_at_no_row_while_writers_wait(books):
    books.add("case-1", Opened("a"))
    said = []

    def listen(kept):
        kept.conn.add_notice_handler(lambda it: said.append(it.message_primary))
        kept.conn.execute("set client_min_messages = debug1")
        return moving.cut(kept)

    books.move(listen)
    books.add("case-2", Opened("b"))
    said.append("--")
    books.move(listen)  # Its range has a beginning as well.
    implied = 'partition constraint for table "{}" is implied by existing constraints'
    first, second = said.index(implied.format("event_1")), said.index(implied.format("event_2"))
    assert first < said.index("--") < second


def test_an_event_that_began_before_the_cut_and_ends_after_it_has_its_place(books):
    """It has its insertion id, and waits for a stream that another holds."""
    books.add("case-1", Opened("a"))
    with books.toy.connect() as conn:
        ((late,),) = conn.execute("select nextval('insertion')").fetchall()
        books.cut()
        conn.execute(
            "insert into event select %s, 'case-2', 1, gen_random_uuid(), type, line, digest"
            " from event",
            [late],
        )
    assert books.rows("select tableoid::regclass::text from event order by id") == [
        ("event_1",),
        ("event_1",),
    ]


@pytest.mark.parametrize("at", ["bound", "validate", "split", "jump"])
def test_a_cut_that_ends_half_way_leaves_a_whole_log_and_the_next_one_ends_it(books, at):
    books.add("case-1", Opened("a"))

    def die(step):
        if step == at:
            raise ConnectionError("the process is gone")

    with pytest.raises(ConnectionError):
        books.cut(step=die)
    books.add("case-1", Counted(1))
    books.add("case-2", Opened("b"))
    books.toy.seal()
    books.sign()
    assert books.faults() == []
    if at == "jump":
        assert books.states() == [("event_1", "filling"), ("event_2", "open")]
        assert refused(books.detach).code == "partition-filling"
    books.cut()
    books.add("case-2", Counted(2))
    books.toy.seal()
    assert books.states() == [("event_1", "attached"), ("event_2", "open")]
    assert books.rows("select count(*) from event_2") == [(1,)]
    assert books.faults() == []


def test_eight_writers_lose_nothing_and_double_nothing_while_parts_are_cut(books):
    books.add("case-0", Opened("a"))
    answers, failed, over = [], [], threading.Event()

    def write(number):
        try:
            for count in range(40):
                stream = f"case-{number}-{count // 10}"
                answers.append(books.add(stream, Counted(count), Counted(count)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failed.append(error)

    def seal():
        while not over.is_set():
            books.toy.seal()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    sealing = threading.Thread(target=seal)
    for each in (*writers, sealing):
        each.start()
    cuts = 0
    while any(each.is_alive() for each in writers):
        with suppress(Refused):  # Nothing was added since, or somebody held the log.
            books.cut()
            cuts += 1
    for each in writers:
        each.join()
    over.set()
    sealing.join()
    books.toy.seal()

    assert failed == []
    assert cuts >= 2
    ids = [event_id for answer in answers for event_id in answer["event_ids"]]
    stored = [row[0] for row in books.rows("select event_id::text from event order by id")]
    assert sorted(stored[1:]) == sorted(ids)
    assert len(stored) == 1 + 8 * 40 * 2
    check(books.toy.settings.database_url, models=[], published=False, seconds=0)
    books.sign()
    assert books.faults() == []


def test_whoever_holds_the_log_for_long_is_not_waited_for(books):
    books.add("case-1", Opened("a"))
    with books.toy.connect() as reader, reader.transaction():
        reader.execute("select count(*) from event")
        no = refused(books.cut)
        assert (no.code, no.kind) == ("partition-busy", "unavailable")
        books.add("case-1", Counted(1))  # Nobody else is kept from writing.
    books.cut()
    assert books.states() == [("event_1", "attached"), ("event_2", "open")]


def test_only_one_moves_parts_at_a_time(books):
    books.add("case-1", Opened("a"))
    with books.toy.owner() as other:
        other.execute("select pg_advisory_lock(%s)", [migrations.LOCK])
        assert refused(books.cut).code == "partition-busy"
    assert refused(books.detach, "event_9").code == "partition-unknown"


# ---- what stands against detaching ------------------------------------------------------------


def test_what_is_open_is_not_detached(two_years):
    assert refused(two_years.detach, "event_2").code == "partition-open"
    assert refused(two_years.attach, "event_1").code == "partition-attached"
    two_years.detach()
    assert refused(two_years.detach).code == "partition-already-detached"


def test_years_that_are_not_closed_are_named_with_their_positions(books):
    books.it_is("2030-06-30T10:00:00Z")
    books.add("case-1", Opened("a"), OVER)
    books.toy.seal()
    books.it_is(NEW)
    books.add("case-2", Opened("a"), Counted(1), OVER)
    books.toy.seal()
    books.cut()
    no = refused(books.detach)
    assert no.code == "partition-in-use"
    assert [(it.pointer, it.code, it.message) for it in no.errors] == [
        ("/years/2030", "book-year-open",
         "2030 ist nicht abgeschlossen: 2 Ereignisse, Position 1 bis 2."),
        ("/years/2032", "book-year-open",
         "2032 ist nicht abgeschlossen: 3 Ereignisse, Position 3 bis 5."),
    ]  # fmt: skip
    books.close(2030)
    assert [it.pointer for it in refused(books.detach).errors] == ["/years/2032"]
    assert books.states()[0] == ("event_1", "attached")


def test_streams_that_go_on_are_named_whether_there_or_in_a_later_part(two_years):
    two_years.add("case-2", Counted(9))  # It was over, and is taken up again.
    no = refused(two_years.detach)
    assert [(it.pointer, it.code, it.message) for it in no.errors] == [
        ("/streams/case-2", "stream-not-ended", "case-2 ist nicht beendet; zuletzt: counted.")
    ]
    two_years.add("case-2", OVER)
    assert two_years.detach().state == "detached"


def test_of_many_streams_twenty_are_named_and_all_are_counted(books):
    books.it_is(OLD)
    for number in range(23):
        books.add(f"case-{number:02}", Opened("a"))
    books.toy.seal()
    books.cut()
    books.it_is(NEW)
    books.close(2031)
    told = [it.message for it in refused(books.detach).errors]
    assert told[:2] == [
        "case-00 ist nicht beendet; zuletzt: opened.",
        "case-01 ist nicht beendet; zuletzt: opened.",
    ]
    assert told[20:] == ["Und 3 weitere Ströme sind nicht beendet, zusammen 23."]


def test_not_while_an_event_has_no_position_or_was_not_published(two_years):
    no = refused(two_years.detach, followed=True)
    assert [it.code for it in no.errors] == ["unpublished"]
    assert no.errors[0].message == "Veröffentlicht ist erst bis Position 0, der Teil reicht bis 5."
    two_years.sql("insert into event_1 select id + 1000, 'case-9', 1, gen_random_uuid(), type,"
                  " line, digest from event_1 where id = 1")  # fmt: skip
    codes = [it.code for it in refused(two_years.detach).errors]
    assert codes[0] == "unsealed"


def test_a_stream_that_goes_on_while_it_is_detached_is_seen_under_the_lock(two_years):
    def reopen(step):
        if step == "detach":  # All was looked at, nothing is held yet.
            two_years.add("case-1", Counted(2))

    no = refused(two_years.detach, step=reopen)
    assert [it.pointer for it in no.errors] == ["/streams/case-1"]
    assert two_years.states()[0] == ("event_1", "attached")


# ---- while it is detached ---------------------------------------------------------------------


def test_reading_the_log_over_it_is_refused_and_says_how_to_go_on(detached):
    toy = detached.toy
    with toy.connect() as conn:
        for read in (
            partial(toy.log.page, conn, 0),
            partial(toy.log.raw_page, conn, 4),
            lambda: list(toy.log.replay(conn)),
        ):
            no = refused(read)
            assert (no.code, no.facts) == ("partition-detached", {"partitions": ["event_1"]})
        assert no.detail == (
            "Position 1 liegt in event_1. Abgehängt: event_1."
            " Wieder anhängen: sozialraum partitions attach source event_1"
        )
        assert [it["position"] for it in toy.log.page(conn, 5)] == [6, 7, 8, 9]


@pytest.mark.parametrize("streams", [("case-1",), ("case-3", "case-2")])
def test_reading_a_stream_of_it_is_refused_and_so_is_deciding(detached, streams):
    toy = detached.toy
    past: Any = SimpleNamespace(own_position=lambda _conn: 9, until=None)
    with toy.connect() as conn:
        for read in (
            lambda: toy.log.read(conn, *streams),
            lambda: toy.log.load(conn, streams, None),
            lambda: [list(envelopes(conn, toy.log, it)) for it in streams],
            lambda: PastLog(past, toy.log).read(conn, *streams),
        ):
            no = refused(read)
            assert (no.code, no.kind) == ("partition-detached", "conflict")
        assert f"Vom Strom {streams[-1]} fehlt" in no.detail
        assert refused(PastLog(past, toy.log).streams, conn, "case").code == "partition-detached"
    assert refused(detached.add, streams[-1], Counted(5)).code == "partition-detached"
    with toy.connect() as conn:
        assert toy.log.read(conn, "case-3", "case-new")["case-3"].version == 2


def test_a_stream_of_which_only_the_beginning_is_detached_is_not_taken_for_a_shorter_one(two_years):
    two_years.add("case-2", Counted(9), OVER)
    two_years.toy.seal()
    two_years.detach()
    with two_years.toy.connect() as conn:
        assert refused(two_years.toy.log.read, conn, "case-2").code == "partition-detached"
        assert refused(away.check, conn, "case-2").code == "partition-detached"
    assert refused(two_years.add, "case-2", Counted(5)).code == "partition-detached"
    two_years.toy.seal()
    two_years.sign()
    assert two_years.faults() == []


def test_whoever_took_a_stream_for_new_cannot_begin_it(two_years):
    """Nobody reads an empty history there; if they did, the row of the stream stands against it."""
    log = two_years.toy.log
    draft = Draft({"case-1": [Opened("a")]}, {"case-1": 0})
    with two_years.toy.connect() as conn:
        lines = log.lines(draft, two_years.toy.writer.origin(conn, call(), draft), uuid4())
        two_years.detach()
        with pytest.raises(ConflictError):
            log.append(conn, draft, lines, None, "")


def test_an_append_with_an_id_of_what_is_away_is_tried_again_with_another(detached):
    detached.sql("select setval('insertion', 2)")  # As if it had waited since before the cut.
    log, draft = detached.toy.log, Draft({"case-8": [Opened("a")]}, {"case-8": 0})
    with detached.toy.connect() as conn:
        lines = log.lines(draft, detached.toy.writer.origin(conn, call(), draft), uuid4())
        with pytest.raises(ConflictError, match="no partition"):
            log.append(conn, draft, lines, None, "")
        detached.sql("select setval('insertion', (select max(id) from event))")
        log.append(conn, draft, lines, None, "")
        assert log.read(conn, "case-8")["case-8"].events == [Opened("a")]


def test_what_was_answered_once_is_answered_again_though_its_events_are_away(books):
    asked, writer = call(), books.toy.writer
    books.it_is(OLD)
    first = writer.execute(asked, ["case-1"], lambda turn: turn.add("case-1", [Opened("a"), OVER]))
    books.toy.seal()
    books.cut()
    books.it_is(NEW)
    books.close(2031)
    books.detach()
    assert writer.execute(asked, ["case-1"], lambda _: pytest.fail("decided again")) == first
    assert len(first["event_ids"]) == 2


def test_proofs_are_the_same_while_it_is_away_and_when_it_is_back(two_years):
    before = two_years.proofs()
    two_years.detach()
    away_ = two_years.proofs()
    assert away_ == before
    stored = two_years.bytes()
    two_years.attach()
    assert two_years.proofs() == before
    assert two_years.bytes() == stored


def test_verify_says_what_it_could_not_check_and_does_not_call_it_whole(detached):
    detached.sign()
    with pytest.raises(AssertionError, match="event_1 is detached"):
        check(detached.toy.settings.database_url, models=[], published=False, seconds=0)
    found = detached.audited()
    assert found.faults == []
    assert (found.head, found.away, found.to_json()["whole"]) == (9, 5, False)
    assert (
        "Position 1 bis 5: Die 5 Ereignisse des abgehängten Teils event_1."
        " Ihre Blätter stehen im Baum, ihr Inhalt wurde nicht geprüft."
    ) in found.open
    assert "  Nicht ganz geprüft: Der Inhalt von 5 Ereignissen ist nicht da." in list(found.told())
    detached.attach()
    detached.toy.seal()
    detached.sign()
    whole = detached.audited()
    assert (whole.faults, whole.away, whole.to_json()["whole"]) == ([], 0, True)


@pytest.mark.parametrize(
    ("attack", "position"),
    [
        ("update sealed set leaf = sha256('x') where position = 3", 1),
        ("update sealed set recorded_at = recorded_at - interval '1 hour' where position = 3", 3),
        ("delete from sealed where position = 3", 1),  # The year's root is another.
        ("update event set line = replace(line, '\"number\":3', '\"number\":4')", 7),
        ("delete from event where stream = 'case-3' and version = 2", 7),
        ("update stream set version = 9 where stream = 'case-1'", 10),
    ],
)
def test_what_can_be_seen_without_it_verify_still_finds(detached, attack, position):
    detached.sign()
    detached.sql(attack, replica=True)
    assert detached.audited().faults[0].position == position


def test_a_version_that_stands_in_two_parts_is_found(two_years):
    two_years.sql(
        "insert into event select (select max(id) + 1 from event), stream, version,"
        " gen_random_uuid(), type, line, digest from event where stream = 'case-1' and version = 2",
        "insert into sealed select 9, e.id, e.event_id, now() + interval '9 years',"
        " sha256('x') from event e order by id desc limit 1",
        "update cursor set position = 9 where name = 'sealed'",
    )
    texts = [text for _, text in two_years.faults()]
    assert "Position 9: case-1 hat hier Version 2." in texts
    assert "case-1 soll 3 Ereignisse haben und hat 4." in texts
    with pytest.raises(AssertionError, match="I3: source case-1 has the versions"):
        check(two_years.toy.settings.database_url, models=[], published=False, seconds=0)


# ---- attached again ---------------------------------------------------------------------------


def test_all_is_as_it_was_and_the_stream_goes_on(detached):
    detached.attach()
    assert detached.states() == [("event_1", "attached"), ("event_2", "open")]
    detached.add("case-1", Counted(2))
    detached.toy.seal()
    check(detached.toy.settings.database_url, models=[], published=False, seconds=0)


def test_who_did_it_is_an_event_of_the_log_under_a_random_id(detached):
    detached.attach()
    with detached.toy.connect() as conn:
        found = detached.toy.log.read(conn, "partition-1")["partition-1"].events
        ((by,),) = conn.execute("select actor_id::text from actor where sub = 'olga.kalk'")
    assert found == [
        PartitionDetached(1, 5, 1, 5, by),
        PartitionAttached(1, 5, 1, 5, by),
    ]


@pytest.mark.parametrize(
    ("attack", "said", "position"),
    [
        ("update event_1 set line = replace(line, '\"number\":1', '\"number\":2')",
         "Position 2 wurde verändert.", 2),
        (("update event_1 set line = replace(line, '\"number\":1', '\"number\":2'),"
         " digest = sha256(convert_to(replace(line, '\"number\":1', '\"number\":2'), 'UTF8'))"),
         "Position 2 wurde verändert.", 2),
        ("update event_1 set stream = 'case-7' where version = 3",
         "Position 3 wurde verändert.", 3),
        ("update event_1 set event_id = gen_random_uuid() where stream = 'case-2'",
         "Position 4 wurde verändert.", 4),
        ("delete from event_1 where stream = 'case-2'", "Zu Position 4 fehlt das Ereignis.", 4),
        (("insert into event_1 select 6, 'case-7', 1, gen_random_uuid(), type, line, digest"
         " from event_1 where id = 1"), "Die Zeile 6 (case-7) hatte nie eine Position.", None),
        ("update event_1 set id = 6 where id = 2", "Zu Position 2 fehlt das Ereignis.", 2),
    ],
)  # fmt: skip
def test_a_part_that_was_changed_is_not_attached_and_the_first_position_is_named(
    detached, attack, said, position
):
    detached.sql(attack, replica=True)
    no = refused(detached.attach)
    assert (no.code, no.detail, no.facts) == ("partition-changed", said, {"position": position})
    assert detached.states()[0] == ("event_1", "detached")


@pytest.mark.parametrize("at", ["detached", "attach", "attached"])
def test_an_end_in_between_leaves_it_where_it_was(two_years, at):
    """The server ends the session, as after a crash of the process."""
    if at != "detached":
        two_years.detach()
    two_years.toy.seal()
    before = two_years.states(), two_years.toy.head(), two_years.bytes()

    def die(step):
        if step == at:
            two_years.rows(
                "select pg_terminate_backend(pid) from pg_locks"
                " where mode = 'AccessExclusiveLock' and granted"
                " and relation = 'event_1'::regclass and database ="
                " (select oid from pg_database where datname = current_database())"
            )

    with pytest.raises(psycopg.OperationalError):
        (two_years.detach if at == "detached" else two_years.attach)(step=die)
    two_years.toy.seal()
    assert (two_years.states(), two_years.toy.head(), two_years.bytes()) == before
    two_years.sign()
    assert two_years.faults() == []
    (two_years.detach if at == "detached" else two_years.attach)()


def test_read_models_built_anew_are_the_same_byte_for_byte(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source", "sink") as (plain, sink):
        source = Toy(plain.settings, "source", CATALOGUE)
        books = Books(source)
        books.it_is(OLD)
        books.add("case-1", Opened("a"), Counted(7), OVER)
        source.seal()
        books.cut()
        books.it_is(NEW)
        books.add("case-2", Opened("b"), Counted(9))
        source.seal()
        books.close(2031)
        models = ReadModels("sink", sink.pool, [TALLY])
        models.prepare()
        follower = Follower(sink.pool, Generation(TALLY, "sink"), "source", source.fetch)
        follower.read_on()

        def rows(namespace):
            with psycopg.connect(source.settings.database_url) as conn:
                return dump(conn, namespace)

        def rebuild():
            return models.rebuild("tally", lambda _source: source.fetch)

        shown = rows("tally_g1")
        books.detach()
        source.seal()
        follower.read_on()  # Whoever has heard it already goes on.
        assert refused(rebuild).code == "partition-detached"
        assert models.ask("tally", lambda conn: conn.execute("select * from tally").fetchall()) == [
            ("case-1", 2, 7),
            ("case-2", 2, 9),
        ]
        books.attach()
        source.seal()
        follower.read_on()
        assert rows(rebuild()) == shown
        source.pool.close()


# ---- each part keeps itself -------------------------------------------------------------------

CHANGES = (
    "update {} set line = ''",
    "update {} set id = id",
    "delete from {}",
    "truncate {}",
    "truncate {} cascade",
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", ["event", "event_1", "event_2"])
def test_the_owner_cannot_change_the_log_or_a_part_of_it(two_years, change, table):
    with pytest.raises(psycopg.errors.DatabaseError) as no:
        two_years.sql(change.format(table))
    assert no.value.sqlstate == "SR004"


@pytest.mark.parametrize("change", CHANGES)
def test_nor_one_that_is_detached_nor_when_it_is_back(detached, change):
    for _ in range(2):
        with pytest.raises(psycopg.errors.DatabaseError) as no:
            detached.sql(change.format("event_1"))
        assert no.value.sqlstate == "SR004"
        if detached.states()[0][1] == "detached":
            detached.attach()


def test_triggers_that_were_switched_off_meanwhile_are_on_again(detached):
    detached.sql("alter table event_1 disable trigger all", "drop trigger untruncatable on event_1")
    detached.attach()
    for change in CHANGES:
        with pytest.raises(psycopg.errors.DatabaseError):
            detached.sql(change.format("event_1"))


def test_the_service_reaches_its_parts_through_the_log_alone(two_years):
    migrations.migrate(two_years.toy.settings, {"source": NO_SQL})
    for table in ("event_1", "event_2"):
        for query in (f"select * from {table}", f"delete from {table}", f"drop table {table}",
                      f"insert into {table} values (1)"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                two_years.toy.rows(query)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        two_years.toy.rows("update partition set detached_at = now() returning 1")
    two_years.add("case-9", Opened("z"))


def test_a_version_stands_once_in_each_part(two_years):
    for table in ("event_1", "event_2"):
        with pytest.raises(psycopg.errors.UniqueViolation, match="stream_version"):
            two_years.sql(
                f"insert into {table} select id + 100, stream, version, event_id, type, line,"
                f" digest from {table}"
            )


# ---- backups and older databases --------------------------------------------------------------


@pytest.mark.parametrize("emptied", [False, True])
def test_a_restored_dump_has_the_same_parts_and_what_is_detached_can_come_back(
    detached, new_database, tmp_path, emptied
):
    detached.sign()
    before, dumped = detached.bytes(), tmp_path / "all.dump"
    url = detached.toy.settings.database_url
    run(programs() / "pg_dump", "--format=custom", f"--file={dumped}", url)
    other = settings(new_database(), tmp_path, "source")
    migrations.migrate(other, {"source": NO_SQL})
    if emptied:
        with psycopg.connect(other.database_url) as conn:
            conn.execute("drop schema source cascade")
    options = ("--clean", "--if-exists", "--single-transaction", f"--dbname={other.database_url}")
    run(programs() / "pg_restore", *options, dumped)
    toy = Toy(other, "source", CATALOGUE)
    restored = Books(toy)
    try:
        assert migrations.migrate(other, {"source": NO_SQL}) == []
        assert (
            restored.states()
            == detached.states()
            == [
                ("event_1", "detached"),
                ("event_2", "open"),
            ]
        )
        assert restored.bytes() == before
        assert refused(restored.add, "case-1", Counted(5)).code == "partition-detached"
        with pytest.raises(psycopg.errors.DatabaseError, match="only ever added to"):
            restored.sql("delete from event_1")
        restored.attach()
        restored.add("case-1", Counted(5))
        toy.seal()
        assert restored.bytes()[: len(before)] == before
        check(other.database_url, models=[], published=False, seconds=0)
    finally:
        toy.pool.close()


def test_a_part_can_be_kept_elsewhere_and_brought_back(detached, tmp_path):
    url, kept = detached.toy.settings.database_url, tmp_path / "event_1.dump"
    before = detached.bytes()
    run(programs() / "pg_dump", "--format=custom", "--table=source.event_1", f"--file={kept}", url)
    detached.sql("drop table event_1")
    detached.sign()
    assert detached.faults() == []
    no = refused(detached.attach)
    assert (no.code, "zurückholen" in no.detail) == ("partition-absent", True)
    assert refused(detached.add, "case-1", Counted(5)).code == "partition-detached"
    run(programs() / "pg_restore", f"--dbname={url}", kept)
    detached.attach()
    detached.toy.seal()
    assert detached.bytes()[: len(before)] == before


def run(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def test_a_database_from_before_keeps_its_bytes_and_its_indexes(
    new_database, tmp_path, monkeypatch
):
    known = settings(new_database(), tmp_path, "source")
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "0101_index.sql").write_text(
        "create index by_kind on event ((line::jsonb ->> 'type'), id) where version = 1;\n"
    )
    today = migrations.files
    of_old = lambda own: [it for it in today(own) if it.stem != "0006_partition"]  # noqa: E731
    with monkeypatch.context() as old:
        old.setattr(migrations, "files", of_old)
        old.setattr(migrations, "_withdraw_parts", lambda _conn, _role: None)
        migrations.migrate(known, {"source": folder})
    toy = Toy(known, "source", CATALOGUE)
    books = Books(toy)
    try:
        with toy.connect() as conn:
            for number in range(1, 4):
                line = f'{{"stream":"case-{number}","type":"opened","version":1}}'
                conn.execute(
                    "select append(null, null, null, %s, '0 1', %s, 'opened', %s)",
                    [f"case-{number}", str(uuid4()), line],
                )
        toy.seal()
        query = "select s.*, e.* from sealed s join event e on e.id = s.id order by 1"
        before = books.rows(query)
        assert len(before) == 3

        assert migrations.migrate(known, {"source": folder}) == ["source: 0006_partition"]

        assert books.rows(query) == before
        assert books.rows("select id from event_1 order by id") == [(1,), (2,), (3,)]
        books.add("case-5", Opened("b"))
        books.cut()
        books.add("case-6", Opened("c"))
        toy.seal()
        indexed = books.rows(
            "select tablename, count(*) from pg_indexes where indexdef like '%::jsonb%'"
            " and schemaname = 'source' group by 1 order by 1"
        )
        assert indexed == [("event", 1), ("event_1", 1), ("event_2", 1)]
        for table in ("event", "event_1", "event_2"):
            with pytest.raises(psycopg.errors.DatabaseError, match="only ever added to"):
                books.sql(f"delete from {table}")
        books.sign()
        assert [text for _, text in books.faults()] == [
            "Position 1: Die Spalten sagen etwas anderes als die Zeile.",
            "Position 2: Die Spalten sagen etwas anderes als die Zeile.",
            "Position 3: Die Spalten sagen etwas anderes als die Zeile.",
        ]  # The lines of this test hold no event_id.
    finally:
        toy.pool.close()


def test_ids_may_leap_each_day_for_a_thousand_years():
    assert moving.AHEAD * 365 * 1000 < 2**53


# ---- the commands -----------------------------------------------------------------------------


@pytest.fixture
def office(new_database, tmp_path, monkeypatch):
    """A service of the product whose Träger are over when they are registered: all of it is of 2031."""
    known = settings(new_database(), tmp_path, "projects", APP_ENV="demo")
    monkeypatch.setenv("DATABASE_URL", known.database_url)
    monkeypatch.setenv("DATA_DIR", str(known.data))
    monkeypatch.setenv("DISTRICT", known.district)
    monkeypatch.setenv("PROJECTS_DATABASE_PASSWORD", "test")
    monkeypatch.setattr(ProjectsService, "followed", False)
    monkeypatch.setattr("shared.logs.configure", lambda **_: None)  # Other tests have their own.
    monkeypatch.setattr("deploy.audit.main.NAMES", ("projects",))  # Nobody else has followed.
    with direct(known, "projects") as services:
        kernel = services.services["projects"].kernel
        with kernel.pool.connection() as conn:
            conn.execute("update cursor set recorded_at = %s where name = 'sealed'", [OLD])
        services.ask("projects", "register_traeger", {"name": "Werk"})
        services.settle()
        yield services


def command(capsys, monkeypatch, *words):
    """Run `sozialraum …` as a terminal does; return its exit code and what it said."""
    monkeypatch.setattr(sys, "argv", ["sozialraum", *words])
    capsys.readouterr()
    try:
        main()
    except SystemExit as end:
        return end.code or 0, "".join(capsys.readouterr())
    return 0, "".join(capsys.readouterr())


def test_the_commands_say_what_stands_against_it_and_what_was_done(
    office, capsys, monkeypatch, tmp_path
):
    run = partial(command, capsys, monkeypatch)
    code, told = run("partitions", "detach", "projects", "event_1", "--by", "olga")
    assert (code, "partition-open" in told) == (1, True)
    code, told = run("partitions", "cut", "projects")
    assert (code, told.split()) == (
        0, ["event_1", "angehängt", "1", "Ereignisse,", "Position", "1", "bis", "1"]
    )  # fmt: skip
    code, told = run("partitions", "detach", "projects", "event_1", "--by", "olga")
    assert code == 1
    assert "2031 ist nicht abgeschlossen: 1 Ereignisse, Position 1 bis 1." in told
    assert "ist nicht beendet; zuletzt: traeger_registered." in told

    kernel = office.services["projects"].kernel
    with kernel.pool.connection() as conn:
        conn.execute("update cursor set recorded_at = %s where name = 'sealed'", [NEW])
    office.ask("projects", "close_book_year", {"year": 2031})
    office.settle()
    with kernel.pool.connection() as conn:
        kernel.keeper.make(conn)
    monkeypatch.setattr(ProjectsService, "ends", frozenset({"traeger_registered"}))
    code, told = run("partitions", "detach", "projects", "event_1", "--by", "olga")
    assert (code, "abgehängt" in told) == (0, True)
    office.settle()
    code, told = run("partitions", "list", "projects", "--json")
    assert [(it["name"], it["state"], it["events"]) for it in json.loads(told)] == [
        ("event_1", "detached", 1),
        ("event_2", "open", 2),
    ]
    for words in (("log", "projects"), ("replay", "projects")):
        code, told = run(*words)
        assert (code, "partition-detached" in told) == (1, True), words
    assert refused(list, recorded(["projects"])).code == "partition-detached"
    with kernel.pool.connection() as conn:
        asked = writing.Asked("test", {"projects": conn}, {"projects": 2}, lambda _: (), str)
        with conn.transaction():
            assert refused(writing.write, tmp_path / "p.zip", asked).code == "partition-detached"
        assert refused(due, conn, 10, date(2045, 1, 1), "UTC").code == "partition-detached"
    code, told = run("verify", "projects")
    assert (code, "Nicht ganz geprüft" in told) == (4, True)

    code, told = run("partitions", "attach", "projects", "event_1", "--by", "olga")
    assert (code, "angehängt" in told) == (0, True)
    office.settle()
    with kernel.pool.connection() as conn:
        kernel.keeper.make(conn)
    code, told = run("verify", "projects")
    assert (code, "Nicht ganz" in told) == (0, False)
    assert run("replay", "projects")[0] == 0
