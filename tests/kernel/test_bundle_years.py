"""Closed book years in the evidence: auditors check them with bare Python, and their sums stay."""

import csv
import zipfile
from hashlib import sha256
from io import StringIO

import psycopg
import pytest

from services.registry import NAMES
from shared.canonical import leaf
from shared.proof import stored
from tests.bundles import covered, verify, write
from tests.direct import direct
from tests.roles.world import World, euros
from tests.toy import settings

pytestmark = pytest.mark.postgres

LAST_SECOND = "2031-12-31T22:59:59Z"  # 23:59:59 in Berlin.
NEW_YEAR = "2031-12-31T23:00:00Z"


def it_is(services, at):
    """Let the next event of each log be recorded not before a moment."""
    for service in services.services.values():
        with service.kernel.pool.connection() as conn:
            conn.execute("update cursor set recorded_at = %s where name = 'sealed'", [at])


@pytest.fixture(scope="module")
def closed(database_url, tmp_path_factory):
    """Money was approved and bound in 2031; in 2032 that year was closed, and more was recorded."""
    folder = tmp_path_factory.mktemp("bundle")
    known = settings(database_url, folder, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        it_is(services, LAST_SECOND)
        world = World(services)
        world.released()
        services.settle()
        ends = {name: head(services, name) for name in NAMES}
        it_is(services, NEW_YEAR)
        world.ask("funding", "supplement", year=2026, amount=euros("50.00"), resolution="R")
        services.settle()
        for name in NAMES:
            services.ask(name, "close_book_year", {"year": 2031})
        services.settle()
        out = folder / "2032.zip"
        yield services, out, write(services, out), ends


def head(services, name):
    with services.services[name].kernel.pool.connection() as conn:
        return stored.sealed_size(conn)


def table(bundle, name):
    with zipfile.ZipFile(bundle) as archive:
        text = archive.read(f"tabellen/{name}.csv").decode()
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_each_closed_year_is_counted_and_in_order(closed):
    _, bundle, fingerprint, _ = closed
    code, told = verify(bundle, "--fingerabdruck", fingerprint)
    assert (code, told["fehler"]) == (0, [])
    counted = [it for it in told["in_ordnung"] if it.endswith(" 1 abgeschlossene Buchungsjahre")]
    assert len(counted) == 4


def test_the_tables_say_where_a_year_ends_and_what_it_came_to(closed):
    _, bundle, _, ends = closed
    rows = table(bundle, "buchungsjahre")
    assert {row["dienst"]: int(row["letzte_position"]) for row in rows} == ends
    assert {row["buchungsjahr"] for row in rows} == {"2031"}
    assert {row["ende"] for row in rows} == {"2031-12-31T23:00:00.000000Z"}
    free = {"buchungsjahr": "2031", "jahr": "2026", "konto": "supplementary", "betrag": "0,00"}
    assert free in table(bundle, "jahresabschluss")
    now = {"jahr": "2026", "konto": "supplementary", "betrag": "50,00"}
    assert now in table(bundle, "haushalt")
    # Played on 5 January 2026, recorded in 2032: it counts for a year that is closed.
    late = [row["art"] for row in table(bundle, "nachtraege") if row["dienst"] == "funding"]
    assert late == ["supplemented", "book_year_closed"]


def test_the_sums_of_a_closed_year_stay_whatever_is_recorded_later(closed):
    services, bundle, _, _ = closed
    before = table(bundle, "jahresabschluss")
    body = {"year": 2026, "amount": euros("900.00"), "resolution": "Rat"}
    services.ask("funding", "supplement", body)
    services.settle()
    later = bundle.with_name("later.zip")
    fingerprint = write(services, later)
    assert verify(later, "--fingerabdruck", fingerprint)[0] == 0
    assert table(later, "jahresabschluss") == before
    sums = {(row["jahr"], row["konto"]): row["betrag"] for row in table(later, "haushalt")}
    assert sums["2026", "supplementary"] == "950,00"


@pytest.mark.parametrize("name", ["buchungsjahre", "jahresabschluss", "nachtraege"])
def test_an_edited_table_of_a_closed_year_is_named(closed, tmp_path, name):
    _, bundle, fingerprint, _ = closed

    def other(it, content):
        return content.replace(b"2031", b"2030", 1) if it == f"tabellen/{name}.csv" else content

    out = covered(bundle, tmp_path / "attacked", other)
    code, told = verify(out, "--fingerabdruck", fingerprint)
    assert code == 1
    assert f"tabellen/{name}.csv sagt nicht, was die Ereignisse sagen." in told["fehler"]


# ---- who has the keys too, and makes fit all that shows an edit ----------------------------------


def made_fit(closed, tmp_path, *statements):
    """Edit funding's log in the database, make leaves, tree and signatures fit, and take a bundle."""
    services = closed[0]
    with psycopg.connect(services.desk.settings.database_url, autocommit=True) as conn:
        conn.execute("set search_path = funding")
        conn.execute("set session_replication_role = replica")
        with conn.transaction(force_rollback=False):
            for statement in statements:
                conn.execute(statement.encode())
            rows = conn.execute(
                "select e.id, s.position, s.recorded_at, e.line from sealed s"
                " join event e on e.id = s.id order by s.position"
            ).fetchall()
            for id_, position, at, line in rows:
                digest = sha256(line.encode()).digest()
                conn.execute("update event set digest = %s where id = %s", [digest, id_])
                made = leaf(position, at, digest)
                conn.execute("update sealed set leaf = %s where position = %s", [made, position])
            conn.execute("delete from subtree")
            conn.execute("delete from checkpoint")
            stored.grow(conn)
    out = tmp_path / "fit.zip"
    code, told = verify(out, "--fingerabdruck", write(services, out))
    return code, [it for it in told["fehler"] if it.startswith("funding")]


@pytest.fixture
def restored(closed):
    """Put funding's log back as it was before the attack."""
    services = closed[0]
    url = services.desk.settings.database_url
    tables = ("event", "sealed", "subtree", "checkpoint")
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set search_path = funding")
        for name in tables:
            conn.execute(f"create table kept_{name} as table {name}".encode())
    yield closed
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set search_path = funding")
        conn.execute("set session_replication_role = replica")
        for name in tables:
            conn.execute(f"delete from {name}".encode())
            conn.execute(f"insert into {name} select * from kept_{name}".encode())
            conn.execute(f"drop table kept_{name}".encode())


def test_an_event_moved_into_the_closed_year(restored, tmp_path):
    last = restored[3]["funding"]
    moved = f"update sealed set recorded_at = '{LAST_SECOND}' where position = {last + 1}"
    code, found = made_fit(restored, tmp_path, moved)
    ends = f"endet mit Position {last + 1}, abgeschlossen wurde es mit {last}."
    said = f"funding, Position {last + 1}: Das Buchungsjahr 2031 {ends}"
    assert (code, found) == (1, [said])


def test_an_event_moved_out_of_the_closed_year(restored, tmp_path):
    last = restored[3]["funding"]
    moved = f"update sealed set recorded_at = '{NEW_YEAR}' where position = {last}"
    code, found = made_fit(restored, tmp_path, moved)
    assert code == 1
    ends = f"endet mit Position {last - 1}, abgeschlossen wurde es mit {last}."
    assert found[0] == f"funding, Position {last}: Das Buchungsjahr 2031 {ends}"


def test_an_event_of_the_closed_year_changed(restored, tmp_path):
    changed = "update event set line = replace(line, 'Rat 2027', 'Rat 2028')"
    code, found = made_fit(restored, tmp_path, changed)
    last = restored[3]["funding"]
    text = f"Die ersten {last} Ereignisse sind nicht die, mit denen 2031 abgeschlossen wurde."
    assert (code, found) == (1, [f"funding, Position 1: {text}"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"year":2031', '"year":2030', "2030 endet nicht um 2031-12-31T23:00:00.000000Z."),
        ('"ended_at":"2031-12-31T23', '"ended_at":"2032-01-01T03', "bevor es vorbei war."),
        ('"last_position":', '"last":', "Das schließt kein Buchungsjahr ab."),
    ],
)
def test_a_closing_that_was_changed(restored, tmp_path, old, new, said):
    changed = f"update event set line = replace(line, '{old}', '{new}') where stream = 'book-years'"
    code, found = made_fit(restored, tmp_path, changed)
    closing = restored[3]["funding"] + 2
    assert code == 1
    assert any(
        it.startswith(f"funding, Position {closing}: ") and it.endswith(said) for it in found
    )
