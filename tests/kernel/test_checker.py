"""The checker sees each kind of damage and names it."""

from typing import Any

import psycopg
import pytest

from shared.settings import MEMORY_URI
from tests.checker import TailingReader, check
from tests.direct import DAY, direct
from tests.journal import Journal
from tests.processes import Instance, euros
from tests.spent import OVER
from tests.toy import Counted, Opened, echo, settings, toys

pytestmark = pytest.mark.postgres

COMMAND_ID = "6d5a1bb4-8a5e-4b1c-9d0e-1f2a3b4c5d6e"


@pytest.fixture
def both(new_database, tmp_path):
    """A source of four events, and a sink that has heard them."""
    with toys(new_database(), tmp_path, "source", "sink") as (source, sink):
        source.add("one", Opened("a"), Counted(1), command_id=COMMAND_ID)
        source.add("two", Counted(2), Counted(3))
        source.seal()
        echo(source, sink).read_on()
        sink.seal()
        yield source, sink


def checked(toy, journal=None, readers=(), **given):
    known: dict[str, Any] = {"models": (), "published": False, "seconds": 0}
    return check(toy.settings.database_url, journal, readers, **(known | given))


def damage(toy, *statements):
    """Do as the owner what no trigger sees."""
    with toy.owner() as conn:
        conn.execute("set session_replication_role = replica")
        for statement in statements:
            conn.execute(statement)


def test_it_finds_nothing_where_nothing_was_done(both):
    found = checked(both[0])
    assert {name: service.head for name, service in found.items()} == {"source": 4, "sink": 3}


LOSE_THE_LAST = (
    "delete from sealed where position = 4",
    "delete from event where stream = 'two' and version = 2",
    "update stream set version = 1 where stream = 'two'",
    "update cursor set position = 3",
    "update sink.heard set position = 3",
)


@pytest.mark.parametrize(
    ("invariant", "statements"),
    [
        ("I1", LOSE_THE_LAST),
        ("I2", ["update sealed set position = 9 where position = 4"]),
        ("I3", ["update stream set version = 7 where stream = 'two'"]),
        ("I3", ["update event set version = 5 where stream = 'two' and version = 2"]),
        ("I4", ["update event set line = replace(line, '\"number\":2', '\"number\":9')"]),
        ("I4", ["update event set line = line || ' '"]),
        ("I4", ["update event set type = 'opened'"]),
        ("I4", ["update event set line = replace(line, '\"number\":2', '\"number\":9')",
                "update event set digest = sha256(convert_to(line, 'UTF8'))"]),
        ("I4", ["update sealed set recorded_at = recorded_at - interval '1 h' where position = 4"]),
        ("I4", ["update sealed set leaf = sha256(leaf) where position = 2"]),
        ("I12", ["update cursor set position = 3 where name = 'sealed'"]),
        ("I12", ["delete from sealed where position = 4"]),
        ("I12", ["update sink.heard set position = 3"]),
    ],
)  # fmt: skip
def test_it_names_what_was_broken(both, invariant, statements):
    damage(both[0], *statements)
    with pytest.raises(AssertionError, match=f"^{invariant}: "):
        checked(both[0])


def test_what_was_acknowledged_and_is_not_there_is_named(both):
    journal = Journal()
    journal.sent("0b8f7c1e-3d52-4a64-8c0f-7e6d5c4b3a29", "source", "count", {})
    checked(both[0], journal)
    journal.answered("0b8f7c1e-3d52-4a64-8c0f-7e6d5c4b3a29", {"event_ids": []})
    with pytest.raises(AssertionError, match=r"^I1: .*was acknowledged and is not there"):
        checked(both[0], journal)


def test_an_answer_that_differs_from_what_is_stored_is_named(both):
    source, _ = both
    journal = Journal()
    journal.sent(COMMAND_ID, "source", "count", {})
    again = source.add("one", Opened("a"), Counted(1), command_id=COMMAND_ID)
    journal.answered(COMMAND_ID, again)
    checked(source, journal)
    journal.answered(COMMAND_ID, {**again, "version": 3})
    with pytest.raises(AssertionError, match=r"^I1: .*was answered"):
        checked(source, journal)


def test_a_reader_that_missed_an_event_is_named(both):
    source, _ = both
    reader = TailingReader(source.settings.database_url, "source")
    reader.start()
    reader.finish()
    checked(source, readers=[reader])
    del reader.seen[2]
    with pytest.raises(AssertionError, match=r"^I5: .*saw 3 of 4"):
        checked(source, readers=[reader])


def test_what_is_followed_and_not_published_is_named(both):
    source, _ = both
    with pytest.raises(AssertionError, match=r"^I12: .*source has published 0 of 4"):
        checked(source, published=True)
    damage(source, "update cursor set position = 4 where name = 'published'")
    checked(source, published=True)


def test_a_journal_on_disk_is_read_as_it_was_written(tmp_path):
    written = Journal(tmp_path / "journal")
    written.sent("a", "source", "count", {"number": 1})
    written.sent("b", "source", "count", {})
    written.answered("a", {"version": 1})
    written.sent("c", "source", "count", {})
    written.refused("c", "stale-version")

    read = Journal(tmp_path / "journal")
    assert read.entries == written.entries
    assert [it.command_id for it in read.unknown()] == ["b"]


# ---- the product's own services ------------------------------------------------------------


CARD = {
    "name": "Mädchentreff",
    "kind": "association",
    "place": {"postcode": "51103", "city": "Köln"},
    "description": "Offen für alle.",
}


@pytest.fixture(scope="module")
def played(database_url, tmp_path_factory):
    """A project of 45,500 euros until its closing, one just approved, and a card."""
    known = settings(
        database_url,
        tmp_path_factory.mktemp("played"),
        *("projects", "funding", "resources", "reporting"),
        APP_ENV="demo",
    )
    with direct(known, "projects", "funding", "resources", "reporting") as services:
        plan = Instance(database_url, MEMORY_URI, tmp_path_factory.mktemp("plan"))
        for year in (2026, 2027):
            body = {"year": year, "amount": euros("100000.00"), "resolution": "Beschluss 1"}
            services.ask("funding", "set_budget", body)
        registered = services.ask("projects", "register_traeger", {"name": "Jugendwerk"})
        plan.traeger_id = registered["traeger_id"]
        area = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
        registered = services.ask("projects", "register_sozialraum", area)
        plan.sozialraum_id = registered["sozialraum_id"]

        def ask(service, method, body=None, **_):
            day = OVER if service == "reporting" else DAY
            answer = services.ask(service, method, body or {}, day)
            services.settle()
            return answer

        plan.call = ask  # type: ignore[method-assign]
        plan.wait_heard = lambda *_, **__: None  # type: ignore[method-assign]
        plan.approve(plan.apply())
        second = plan.apply()
        plan.approve(second)
        plan.extend(second)
        plan.account(second)
        plan.close(second)
        ask("resources", "record_card", {**CARD, "sozialraum_ids": [plan.sozialraum_id]})
        yield services


def played_check(url):
    return check(url, published=False, seconds=0)


def test_it_finds_nothing_in_the_life_of_projects(played, database_url):
    found = played_check(database_url)
    types = [it.type for it in found["projects"].events]
    assert [types.count(it) for it in ("approved", "extended", "closed")] == [2, 1, 1]
    assert found["reporting"].generations == {
        "annual_report": "annual_report_g1",
        "duties": "duties_g1",
        "quality": "quality_g1",
    }


BUDGET = "stream = 'budget-2026' and type ="
REWRITE = (
    "update funding.event set digest = sha256(convert_to(line, 'UTF8'))",
    (
        "update funding.sealed s set leaf = sha256('\\x00'::bytea || int8send(s.position)"
        " || int8send((extract(epoch from s.recorded_at) * 1000000)::bigint) || e.digest)"
        " from funding.event e where e.id = s.id"
    ),
)
"""What a forger of funding's log would do: then only the sums can tell."""


def more(type_, amount_ct, by=1):
    return (
        f"update funding.event set line = replace(line, '\"amount_ct\":{amount_ct},',"
        f" '\"amount_ct\":{amount_ct + by},') where {BUDGET} '{type_}'"
    )


UNRESERVED = (
    "update funding.event set line = replace(line, '\"reserved_ct\":3560000',"
    f" '\"reserved_ct\":0') where {BUDGET} 'debited'"
)


@pytest.mark.parametrize(
    ("invariant", "statements"),
    [
        ("I6", ["update annual_report_g1.report_grant set grant_ct = grant_ct + 1"]),
        ("I6", ["update annual_report_g1.report_project set status = 'approved'"]),
        ("I6", ["delete from annual_report_g1.report_extension"]),
        ("I10", ["update annual_report_g1.report_project set title = 'x'"]),
        ("I7", [more("debited", 3560000, 10_000_000), *REWRITE]),
        ("I7", [more("reserved", 3560000, 10_000_000), *REWRITE]),
        ("I7", [UNRESERVED, *REWRITE]),
        ("I8", [more("debited", 3560000), *REWRITE]),
    ],
)  # fmt: skip
def test_it_names_what_was_broken_in_money_and_reports(played, database_url, invariant, statements):
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        saved = ("funding.event", "funding.sealed", *_tables(conn))
        for number, table in enumerate(saved):
            conn.execute(f"create table public.saved_{number} as table {table}")
        try:
            changed = [conn.execute(statement).rowcount for statement in statements]
            assert all(changed), "The damage was none."
            with pytest.raises(AssertionError, match=f"^{invariant}: "):
                played_check(database_url)
        finally:
            for number, table in enumerate(saved):
                conn.execute(f"truncate {table}")
                conn.execute(f"insert into {table} table public.saved_{number}")
                conn.execute(f"drop table public.saved_{number}")
    played_check(database_url)


def _tables(conn):
    rows = conn.execute(
        "select relname from pg_class where relkind = 'r'"
        " and relnamespace = 'annual_report_g1'::regnamespace"
    )
    return [f"annual_report_g1.{name}" for (name,) in rows.fetchall()]
