"""The log keeps what it was given, byte for byte, and lets nobody change it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar
from uuid import UUID

import psycopg
import pytest

from shared.canonical import parse
from shared.envelope import Origin
from shared.log import ConflictError, Draft
from shared.refusal import Refused
from shared.schema import Catalogue, UnknownEventError
from tests.checker import check
from tests.toy import Counted, Later, Opened, Toy, toys

pytestmark = pytest.mark.postgres

SEED = UUID("6d5a1bb4-8a5e-5b1c-9d0e-1f2a3b4c5d6e")
OTHER_SEED = UUID("0b8f7c1e-3d52-5a64-8c0f-7e6d5c4b3a29")
ORIGIN = Origin(
    actor={"sub": "3eb0af41-6085-4d97-bf32-000000000001", "role": "head", "on_behalf_of": None},
    occurred_at="2025-09-15T10:30:00.000000Z",
    correlation_id="c-1",
    causation_id=None,
    district="kalk",
)
KEPT = ("event", "sealed", "command")
CHANGES = {
    "update": "update {} set {} = {}",
    "delete": "delete from {}",
    "truncate": "truncate {}",
}


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        yield toy


def append(toy, expected, *, seed=SEED, **streams):
    """Append `stream=[events]` at once, each stream at the version expected of it."""
    names = {name.replace("_", "-"): events for name, events in streams.items()}
    draft = Draft(dict(names), {name: expected.get(name, 0) for name in names})
    lines = toy.log.lines(draft, ORIGIN, seed)
    with toy.pool.connection() as conn:
        toy.log.append(conn, draft, lines, None, "")
    return lines


def history(toy, stream):
    with toy.pool.connection() as conn:
        return toy.log.read(conn, stream)[stream]


def test_events_are_read_as_they_were_appended(source):
    append(source, {}, one=[Opened("Mädchentreff"), Counted(3)])

    read = history(source, "one")
    assert (read.version, read.events) == (2, [Opened("Mädchentreff"), Counted(3)])


def test_a_stream_that_does_not_exist_has_version_0_and_no_events(source):
    read = history(source, "nowhere")
    assert (read.stream, read.version, read.events) == ("nowhere", 0, [])


def test_one_append_writes_to_several_streams(source):
    append(source, {}, one=[Opened("a"), Counted(1)], two=[Opened("b")], three=[Counted(9)])

    assert history(source, "one").events == [Opened("a"), Counted(1)]
    assert history(source, "two").events == [Opened("b")]
    assert history(source, "three").events == [Counted(9)]
    assert source.value("select count(*) from unsealed") == 1


def test_where_one_stream_has_another_version_nothing_is_appended_to_any(source):
    append(source, {}, two=[Opened("b")])

    with pytest.raises(ConflictError):
        append(source, {"two": 5}, seed=OTHER_SEED, one=[Opened("a")], two=[Counted(1)])

    assert history(source, "one").version == 0
    assert history(source, "two").events == [Opened("b")]
    assert source.rows("select stream, version from stream") == [("two", 1)]


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_only_the_version_expected_is_followed(source, expected):
    append(source, {}, one=[Opened("a"), Counted(1)])

    with pytest.raises(ConflictError):
        append(source, {"one": expected}, seed=OTHER_SEED, one=[Counted(2)])
    assert history(source, "one").version == 2

    append(source, {"one": 2}, seed=OTHER_SEED, one=[Counted(2)])
    assert history(source, "one").version == 3


@pytest.mark.parametrize(
    "title", ["", "Ä ß €", "𝄞 vier Bytes", "Zeile\nZeile", '"\\/', "\x00\x1f\x7f\u2028\ufeff"]
)
def test_the_line_is_stored_byte_for_byte_with_its_digest(source, title):
    (line,) = append(source, {}, one=[Opened(title)])

    ((stored, digest),) = source.rows("select line, digest from event")
    assert stored.encode() == line.text.encode()
    assert digest == sha256(line.text.encode()).digest()
    assert parse(stored)["data"] == {"title": title}


def test_the_line_of_an_event_holds_what_happened_to_what_by_whom_and_why(source):
    (line,) = append(source, {}, one=[Counted(7)])

    assert line.text == (
        '{"actor":{"on_behalf_of":null,"role":"head",'
        '"sub":"3eb0af41-6085-4d97-bf32-000000000001"},"causation_id":null,'
        '"correlation_id":"c-1","data":{"number":7},"district":"kalk",'
        f'"event_id":"{line.event_id}","occurred_at":"2025-09-15T10:30:00.000000Z",'
        '"reason":null,"schema_version":1,"stream":"one","type":"counted","version":1}'
    )


# ---- what has happened has happened --------------------------------------------------------


def filled(source):
    source.add("one", Opened("a"), Counted(1))
    source.seal()


@pytest.fixture(scope="module")
def kept(database_url, tmp_path_factory):
    """A log that nobody succeeds in changing, so that one serves for all attempts."""
    with toys(database_url, tmp_path_factory.mktemp("kept"), "source") as (toy,):
        filled(toy)
        yield toy


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("change", CHANGES)
def test_the_service_has_no_right_to_change_the_log(kept, table, change):
    statement = CHANGES[change].format(table, *_a_column(table))
    with (
        kept.connect() as conn,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        conn.execute(statement)


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("change", CHANGES)
def test_even_the_owner_cannot_change_the_log(kept, table, change):
    before = kept.rows(f"select * from {table}")
    assert before

    statement = CHANGES[change].format(table, *_a_column(table))
    with kept.owner() as conn, pytest.raises(psycopg.DatabaseError, match="is refused") as no:
        conn.execute(statement)

    assert no.value.sqlstate == "SR004"
    assert kept.rows(f"select * from {table}") == before


def _a_column(table):
    return {
        "event": ("line", "'{}'"),
        "sealed": ("recorded_at", "now()"),
        "command": ("answer", "'{}'"),
    }[table]


def test_the_service_can_neither_make_nor_drop_what_the_log_is_made_of(kept):
    for statement in (
        "alter table event disable trigger immutable",
        "drop table event",
        "drop trigger immutable on event",
        "create or replace function seal(bigint, integer) returns integer language sql as 'select 1'",
        "create table mine (n integer)",
    ):
        with kept.connect() as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute(statement)


# ---- what this code does not know ----------------------------------------------------------


def test_a_fold_stops_at_an_event_type_that_it_does_not_know(source):
    append(source, {}, one=[Opened("a"), Counted(1)])
    older = Toy(source.settings, "source", Catalogue(Opened))

    with pytest.raises(UnknownEventError, match="counted version 1 is not known to this code"):
        history(older, "one")
    older.pool.close()


def test_a_fold_stops_at_a_version_that_it_does_not_know(source):
    newer = Toy(source.settings, "source", Later.catalogue())
    append(newer, {}, one=[Later.Counted(1, "piece", doubled=True)])
    newer.pool.close()

    with pytest.raises(UnknownEventError, match="counted version 3 is not known to this code"):
        history(source, "one")


def test_pages_and_replays_stop_at_an_event_that_they_do_not_know(source):
    append(source, {}, one=[Opened("a"), Counted(1)])
    source.seal()
    older = Toy(source.settings, "source", Catalogue(Opened))

    with older.pool.connection() as conn:
        with pytest.raises(UnknownEventError, match="counted version 1"):
            older.log.page(conn, 0)
        replayed = older.log.replay(conn)
        assert next(replayed) == (1, Opened("a"))
        with pytest.raises(UnknownEventError, match="counted version 1"):
            next(replayed)
    older.pool.close()


# ---- reading what is sealed ----------------------------------------------------------------


def test_a_decision_sees_what_is_not_sealed_and_a_reader_of_the_log_does_not(source):
    append(source, {}, one=[Counted(1)])

    assert history(source, "one").events == [Counted(1)]
    with source.pool.connection() as conn:
        assert source.log.page(conn, 0) == []
        assert source.log.head(conn) == (0, None)


def test_a_page_is_raised_to_the_newest_form_and_a_raw_page_is_as_stored(source):
    (line,) = append(source, {}, one=[Counted(4)])
    source.seal()
    newer = Toy(source.settings, "source", Later.catalogue())

    with newer.pool.connection() as conn:
        (paged,) = newer.log.page(conn, 0)
        (raw,) = newer.log.raw_page(conn, 0)
    newer.pool.close()

    assert paged["event"]["schema_version"] == 3
    assert paged["event"]["data"] == {"number": 4, "unit": "piece", "doubled": False}
    assert raw["line"] == line.text
    assert raw["digest"] == sha256(line.text.encode()).hexdigest()
    assert (raw["position"], raw["leaf"]) == (paged["position"], paged["leaf"])


def test_pages_follow_one_another_without_gap_or_double(source):
    source.add("one", *[Counted(n) for n in range(25)])
    source.seal()

    with source.pool.connection() as conn:
        pages = [source.log.page(conn, after, 10) for after in (0, 10, 20, 25)]
    assert [[it["position"] for it in page] for page in pages] == [
        list(range(1, 11)),
        list(range(11, 21)),
        list(range(21, 26)),
        [],
    ]


def test_a_replay_ends_at_the_position_asked_for(source):
    source.add("one", *[Counted(n) for n in range(5)])
    source.seal()

    with source.pool.connection() as conn:
        assert list(source.log.replay(conn, upto=3)) == [
            (1, Counted(0)),
            (2, Counted(1)),
            (3, Counted(2)),
        ]


def test_a_reader_who_has_read_this_log_may_read_on(source):
    filled(source)
    with source.pool.connection() as conn:
        head, leaf = source.log.head(conn)
        source.log.check_reader(conn, head, leaf)
        source.log.check_reader(conn, 1, None)
        source.log.check_reader(conn, 0, None)


@pytest.mark.parametrize(("after", "leaf"), [(3, None), (3, "00" * 32), (2, "00" * 32)])
def test_a_reader_who_has_read_another_log_is_told_that_it_was_rewound(source, after, leaf):
    filled(source)
    with source.pool.connection() as conn, pytest.raises(Refused) as no:
        source.log.check_reader(conn, after, leaf)
    assert (no.value.code, no.value.kind) == ("log-rewound", "conflict")


def test_the_position_of_an_event_is_told_once_it_has_one(source):
    (event_id,) = source.add("one", Counted(1))["event_ids"]
    with source.pool.connection() as conn:
        assert source.log.position_of(conn, event_id) is None
    source.seal()
    with source.pool.connection() as conn:
        assert source.log.position_of(conn, event_id) == 1


def test_the_streams_of_a_kind_are_named_in_order(source):
    for name in ("budget-2026", "budget-2025", "budgets-1", "grant-1"):
        source.add(name, Opened(name))
    with source.pool.connection() as conn:
        assert source.log.streams(conn, "budget") == ["budget-2025", "budget-2026"]


def test_the_checker_finds_all_of_it_in_order(source):
    append(source, {}, one=[Opened("a"), Counted(1)], two=[Opened("b")])
    source.add("one", Counted(2))
    source.seal()

    found = check(source.settings.database_url, models=(), seconds=0)
    assert found["source"].head == 4


def test_an_event_with_a_default_version_is_of_version_1():
    @dataclass(frozen=True, slots=True)
    class Moved:
        VERSION: ClassVar[int] = 2
        place: str

    catalogue = Catalogue(Opened, Moved)
    assert (catalogue.version_of("opened"), catalogue.version_of("moved")) == (1, 2)
