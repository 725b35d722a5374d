"""A schema is made once, step by step, and a service only starts on the one it was written for."""

import shutil
import threading

import psycopg
import pytest

from shared import migrations
from shared.migrations import SchemaError
from tests.toy import NO_SQL, settings

pytestmark = pytest.mark.postgres

KERNEL = (
    "0001_log",
    "0002_vault",
    "0003_tree",
    "0004_checkpoint",
    "0005_retention",
    "0006_partition",
    "0007_cosignature",
)

FIRST = "create table book (book_id integer primary key);\n"
SECOND = "alter table book add column title text;\n"


@pytest.fixture
def known(new_database, tmp_path):
    return settings(new_database(), tmp_path, "source", "sink")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "sql"
    made.mkdir()
    (made / "0101_book.sql").write_text(FIRST)
    return made


def steps(service, *own):
    return [f"{service}: {name}" for name in (*KERNEL, *own)]


def as_service(known, name="source"):
    return psycopg.connect(
        known.service_url(name), autocommit=True, options=f"-c search_path={name}"
    )


def check(known, folder):
    with as_service(known) as conn:
        migrations.check(conn, "source", folder)


def test_a_fresh_database_gets_the_kernel_first_and_then_the_services_own(known, folder):
    applied = migrations.migrate(known, {"source": folder, "sink": NO_SQL})

    assert applied == [*steps("source", "0101_book"), *steps("sink")]
    check(known, folder)


def test_a_second_run_applies_nothing(known, folder):
    migrations.migrate(known, {"source": folder})
    assert migrations.migrate(known, {"source": folder}) == []
    check(known, folder)


def test_a_new_file_is_applied_and_the_rows_stay(known, folder):
    migrations.migrate(known, {"source": folder})
    with as_service(known) as conn:
        conn.execute("insert into heard (follower, source) values ('a', 'b')")
    (folder / "0102_title.sql").write_text(SECOND)

    assert migrations.migrate(known, {"source": folder}) == ["source: 0102_title"]

    with as_service(known) as conn:
        assert conn.execute("select follower from heard").fetchall() == [("a",)]
        assert conn.execute("select book_id, title from book").fetchall() == []


def test_a_service_may_change_the_rows_of_its_own_tables_and_of_no_facts(known, folder):
    migrations.migrate(known, {"source": folder})
    with as_service(known) as conn:
        conn.execute("insert into book (book_id) values (1)")
        conn.execute("update book set book_id = 2")
        assert conn.execute("delete from book").rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("delete from event")


def test_a_file_that_was_edited_afterwards_is_refused(known, folder):
    migrations.migrate(known, {"source": folder})
    (folder / "0101_book.sql").write_text(FIRST + "-- harmless\n")

    with pytest.raises(SchemaError, match="source/0101_book wurde nachträglich geändert"):
        migrations.migrate(known, {"source": folder})


def test_a_step_that_fails_leaves_nothing_of_the_run(known, folder):
    (folder / "0102_wrong.sql").write_text("create table page (n integer); select 1 / 0;\n")

    with pytest.raises(psycopg.errors.DivisionByZero):
        migrations.migrate(known, {"source": folder})

    with psycopg.connect(known.database_url) as conn:
        found = conn.execute("select to_regclass('source.book'), to_regclass('source.event')")
        assert found.fetchone() == (None, None)
    (folder / "0102_wrong.sql").unlink()
    assert migrations.migrate(known, {"source": folder}) == steps("source", "0101_book")


def test_a_service_does_not_start_on_an_empty_database(known, folder):
    with (
        psycopg.connect(known.database_url) as conn,
        pytest.raises(
            SchemaError,
            match=f"es fehlen: {', '.join(KERNEL)}, 0101_book; unbekannt: –",
        ),
    ):
        migrations.check(conn, "source", folder)


def test_a_service_does_not_start_where_a_step_is_missing(known, folder):
    migrations.migrate(known, {"source": folder})
    (folder / "0102_title.sql").write_text(SECOND)

    with pytest.raises(SchemaError, match=r"es fehlen: 0102_title; unbekannt: –.*migrate"):
        check(known, folder)


def test_a_service_does_not_start_on_the_schema_of_newer_code(known, folder):
    (folder / "0102_title.sql").write_text(SECOND)
    migrations.migrate(known, {"source": folder})
    (folder / "0102_title.sql").unlink()

    with pytest.raises(SchemaError, match="es fehlen: –; unbekannt: 0102_title"):
        check(known, folder)


def test_two_that_migrate_at_once_apply_each_step_once(known, folder):
    barrier = threading.Barrier(2)
    applied: list[list[str]] = []

    def run():
        barrier.wait(timeout=30)
        applied.append(migrations.migrate(known, {"source": folder, "sink": NO_SQL}))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(applied) == [[], [*steps("source", "0101_book"), *steps("sink")]]
    check(known, folder)


def test_no_service_can_look_into_the_tables_of_another(known):
    migrations.migrate(known, {"source": NO_SQL, "sink": NO_SQL})
    with as_service(known, "sink") as conn:
        assert conn.execute("select count(*) from sink.event").fetchone() == (0,)
        for statement in ("select * from source.event", "insert into source.actor values (null)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)


def test_a_database_in_another_encoding_is_refused(known, postgres, folder):
    postgres.psql(
        "create database test_latin encoding 'LATIN1' template template0"
        " locale_provider libc locale 'C'"
    )
    try:
        latin = settings(
            known.database_url.replace(_database(known), "test_latin"), folder.parent, "source"
        )
        with pytest.raises(SchemaError, match="Kodierung LATIN1, nötig ist UTF8"):
            migrations.migrate(latin, {"source": folder})
    finally:
        postgres.psql("drop database test_latin with (force)")


def _database(known):
    return psycopg.conninfo.conninfo_to_dict(known.database_url)["dbname"]


def test_the_files_of_the_kernel_can_be_applied_from_any_folder(known, tmp_path, monkeypatch):
    moved = tmp_path / "elsewhere"
    shutil.copytree(migrations.KERNEL, moved)
    monkeypatch.setattr(migrations, "KERNEL", moved)
    assert migrations.migrate(known, {"source": NO_SQL}) == steps("source")
