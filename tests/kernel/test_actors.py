"""The ids that stand for persons, in two processes of one service over a real PostgreSQL."""

import pytest

from shared import database, migrations
from shared.actors import REMEMBERED_SECONDS, Actors
from shared.call import Actor
from tests.toy import settings

pytestmark = pytest.mark.postgres

ERIKA = Actor("erika", "wjh")


class Clock:
    """Time that passes when a test says so."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def conn(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects")
    migrations.migrate(known, {"projects": tmp_path / "none"})
    with database.connect(known, "projects") as made:
        yield made


def test_an_id_is_the_same_in_both_processes_and_remembered_in_each(conn):
    one, other = Actors(), Actors()
    assert one.told(conn, ERIKA) == other.told(conn, ERIKA)
    conn.execute("delete from actor")
    assert one.known(conn, "erika") == other.known(conn, "erika") is not None


def test_an_erasure_in_one_process_is_soon_one_in_all(conn):
    clock = Clock()
    one, other = Actors(clock), Actors(clock)
    old = one.told(conn, ERIKA)["sub"]
    assert other.told(conn, ERIKA)["sub"] == old

    one.forget_subject(conn, "erika")
    assert one.known(conn, "erika") is None
    clock.now += REMEMBERED_SECONDS
    assert other.known(conn, "erika") is None
    new = other.told(conn, ERIKA)["sub"]
    assert new != old
    assert one.told(conn, ERIKA)["sub"] == new
