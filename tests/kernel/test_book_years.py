"""Closing book years over a real PostgreSQL: where a year ends, that nothing comes after, and `verify`."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner

from deploy.audit import years
from deploy.audit.logs import Known, audit
from deploy.cli import cli
from shared.bookyear import ending
from shared.bookyear.forms import BookYearsAnswer, CloseBookYearAnswer
from shared.call import Context
from shared.proof.tree import EMPTY
from shared.refusal import Refused
from tests.direct import direct
from tests.toy import settings

pytestmark = pytest.mark.postgres

ANNA, AUDITOR = ("anna.kalk", "central_office"), ("rpa.kalk", "auditor")
LAST_SECOND = "2031-12-31T22:59:59Z"  # 23:59:59 in Berlin.
NEW_YEAR = "2031-12-31T23:00:00Z"
DAY = "2032-01-12"


class Books:
    """One service whose log is told what time it is: its clock may run ahead of the machine's."""

    def __init__(self, services):
        self.services = services
        self.kernel = services.services["projects"].kernel

    def ask(self, method, who=ANNA, **body):
        context = replace(Context.fresh(*who), today=DAY)
        return self.services.call("projects", method, body, context, 15)

    def close(self, year, **more):
        return self.ask("close_book_year", **{"command_id": str(uuid4()), "year": year, **more})

    def refused(self, year, who=ANNA):
        with pytest.raises(Refused) as no:
            self.ask("close_book_year", who, command_id=str(uuid4()), year=year)
        return no.value.code

    def it_is(self, at):
        """Let the next event be recorded not before a moment. It never runs back."""
        self.sql("update cursor set recorded_at = %s where name = 'sealed'", at)

    def record(self, count, at):
        """Let so many events be recorded at a moment."""
        self.it_is(at)
        for number in range(count):
            self.append(f"Werk {number}")
        self.services.settle()

    def append(self, name):
        self.ask("register_traeger", command_id=str(uuid4()), name=name)

    def sql(self, query, *given):
        with self.kernel.pool.connection() as conn:
            cursor = conn.execute(query, given)
            return cursor.fetchall() if cursor.description else []

    def positions(self):
        rows = self.sql("select position, recorded_at from sealed order by position")
        return [(position, at.astimezone(UTC).isoformat()) for position, at in rows]

    def attack(self, statement):
        with psycopg.connect(self.services.desk.settings.database_url, autocommit=True) as conn:
            conn.execute("set search_path = projects")
            conn.execute("set session_replication_role = replica")
            conn.execute(statement)

    def checked(self):
        """Return how many closed years hold, and the faults of the rest."""
        with self.kernel.pool.connection() as conn:
            found = years.check(conn, self.kernel.log.head(conn)[0])
        return found.checked, [tuple(fault) for fault in found.faults]

    def faults_of_the_log(self):
        with self.kernel.pool.connection() as conn, conn.transaction():
            return audit(conn, "projects", Known("test")).checks[0].faults


@pytest.fixture
def books(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", APP_ENV="demo")
    with direct(known, "projects") as services:
        yield Books(services)


@pytest.fixture
def closed(books):
    """Three events in the last second of 2031, two in the first of 2032, and 2031 is closed."""
    books.record(3, LAST_SECOND)
    books.record(2, NEW_YEAR)
    books.close(2031)
    books.services.settle()
    return books


def root_of(books, size):
    return books.ask("prove_consistency", AUDITOR, old_size=size)["old_root"]


def test_the_year_ends_with_its_last_second_in_the_zone_of_the_instance(books):
    books.record(3, LAST_SECOND)
    books.record(2, NEW_YEAR)
    made = books.close(2031)
    assert CloseBookYearAnswer().validate(made) == {}
    assert {name: made[name] for name in ("stream", "version", "year", "last_position")} == {
        "stream": "book-years",
        "version": 1,
        "year": 2031,
        "last_position": 3,
    }
    assert made["root"] == root_of(books, 3)
    told = books.ask("list_book_years", AUDITOR)
    assert BookYearsAnswer().validate(told) == {}
    (only,) = told["book_years"]
    by = only.pop("by")
    assert only == {
        "year": 2031,
        "last_position": 3,
        "root": made["root"],
        "ended_at": "2031-12-31T23:00:00.000000Z",
        "closed_on": "2032-01-12",
    }
    assert by not in ANNA


def test_a_repeat_is_answered_as_the_first(books):
    books.record(1, LAST_SECOND)
    books.it_is(NEW_YEAR)
    command_id = str(uuid4())
    first = books.close(2031, command_id=command_id)
    assert books.close(2031, command_id=command_id) == first
    assert books.refused(2031) == "book-year-closed"


def test_not_before_the_year_is_over_for_the_log(books):
    books.record(3, LAST_SECOND)
    assert books.refused(2031) == "book-year-not-over"
    books.it_is(NEW_YEAR)
    assert books.close(2031)["last_position"] == 3


def test_a_played_day_ends_no_year(books):
    books.append("Werk")
    books.services.settle()
    assert books.refused(2031) == "book-year-not-over"


def test_one_after_the_other(books):
    books.record(2, LAST_SECOND)
    books.record(1, NEW_YEAR)
    books.it_is("2033-01-03T09:00:00Z")
    assert books.refused(2032) == "book-year-out-of-order"
    assert books.close(2031)["last_position"] == 2
    books.services.settle()
    assert books.close(2032)["last_position"] == 3
    assert books.refused(2030) == "book-year-out-of-order"


def test_a_year_before_the_first_event_ends_with_nothing(books):
    books.append("Werk")
    books.services.settle()
    made = books.close(1999)
    assert (made["last_position"], made["root"]) == (0, EMPTY.hex())
    books.services.settle()
    assert books.checked() == (1, [])


def test_not_while_something_of_the_year_has_no_position(books):
    books.append("Werk")
    books.it_is(NEW_YEAR)
    assert books.refused(2031) == "book-year-unsealed"
    books.services.settle()
    assert books.close(2031)["last_position"] == 0  # It was recorded late, so in the new year.


def test_who_may_not_change_the_books_only_reads(books):
    assert books.refused(2025, AUDITOR) == "not-permitted"
    assert books.ask("list_book_years", AUDITOR) == {"book_years": []}


# ---- nothing comes after the end ---------------------------------------------------------------


def test_the_closing_itself_holds_the_log_to_the_new_year(books):
    """By the machine's clock 1999 is over, and the log itself has not got so far."""
    assert books.sql("select recorded_at::text from cursor where name = 'sealed'") == [
        ("-infinity",)
    ]
    books.close(1999)
    ((held,),) = books.sql("select recorded_at from cursor where name = 'sealed'")
    assert held == datetime(1999, 12, 31, 23, tzinfo=UTC)


def test_a_clock_that_is_set_back_records_nothing_in_a_year_that_is_held(books):
    """The machine's clock stands for the one set back: it is years behind."""
    with books.kernel.pool.connection() as conn:
        ending.hold(conn, datetime(2031, 12, 31, 23, tzinfo=UTC), 0)
    books.append("Werk")
    books.services.settle()
    assert books.positions() == [(1, "2031-12-31T23:00:00+00:00")]


def test_what_is_sealed_while_the_year_is_being_closed_is_waited_for_and_counts(books, monkeypatch):
    """A leader that seals an event of the old year meanwhile: the closing looks again."""
    books.record(2, LAST_SECOND)
    books.append("Im letzten Augenblick")
    looked, sealed = threading.Event(), threading.Event()
    find = ending.find

    def found_early(*asked):
        """Look while the leader is about to seal: all of the year seems to have its position."""
        found = replace(find(*asked), is_over=True, unsealed=0)
        looked.set()
        assert sealed.wait(10)
        return found

    monkeypatch.setattr(ending, "find", found_early)
    answers = []
    closing = threading.Thread(target=lambda: answers.append(books.close(2031)))
    closing.start()
    assert looked.wait(10)
    books.services.settle()
    sealed.set()
    closing.join(20)
    assert [it["last_position"] for it in answers] == [3]
    assert answers[0]["root"] == root_of(books, 3)


# ---- what `verify` says ------------------------------------------------------------------------


def test_closed_years_in_order_are_counted(closed):
    assert closed.checked() == (1, [])
    closed.it_is("2033-01-03T09:00:00Z")
    closed.close(2032)
    closed.services.settle()
    assert closed.checked() == (2, [])
    assert closed.faults_of_the_log() == []


def test_an_event_moved_into_the_closed_year_is_found(closed):
    closed.attack(f"update sealed set recorded_at = '{LAST_SECOND}' where position = 4")
    text = "Das Buchungsjahr 2031 endet mit Position 4, abgeschlossen wurde es mit 3."
    assert closed.checked() == (0, [(4, text)])


def test_an_event_moved_out_of_the_closed_year_is_found(closed):
    closed.attack(f"update sealed set recorded_at = '{NEW_YEAR}' where position = 3")
    text = "Das Buchungsjahr 2031 endet mit Position 2, abgeschlossen wurde es mit 3."
    assert closed.checked() == (0, [(3, text)])


def test_an_event_of_the_closed_year_changed_and_made_fit_is_found(closed):
    closed.attack(r"update sealed set leaf = decode(repeat('ab', 32), 'hex') where position = 2")
    text = "Die ersten 3 Ereignisse sind nicht die, mit denen 2031 abgeschlossen wurde."
    assert closed.checked() == (0, [(1, text)])


@pytest.mark.parametrize(
    ("old", "new", "position", "said"),
    [
        ('"last_position":3', '"last_position":5', 4, "abgeschlossen wurde es mit 5"),
        ('"last_position":3', '"last_position":99', 4, "abgeschlossen wurde es mit 99"),
        ('"year":2031', '"year":2030', 6, "2030 endet nicht um 2031-12-31T23:00"),
    ],
)
def test_a_closing_that_was_changed_is_found(closed, old, new, position, said):
    closed.attack(f"update event set line = replace(line, '{old}', '{new}')")
    held, faults = closed.checked()
    assert held == 0
    assert faults[0][0] == position
    assert said in faults[0][1]


def test_a_closing_before_the_end_is_found(closed):
    closed.attack(f"update sealed set recorded_at = '{LAST_SECOND}' where position > 3")
    held, faults = closed.checked()
    assert held == 0
    assert (6, "Position 6: 2031 wurde abgeschlossen, bevor es vorbei war.") in faults


# ---- the command -------------------------------------------------------------------------------


def test_one_command_closes_the_year_in_all_services(new_database, tmp_path, monkeypatch):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        services.ask("projects", "register_traeger", {"name": "Werk"})
        services.settle()
        monkeypatch.setattr("deploy.remote.client", lambda: services)
        monkeypatch.setattr(
            "deploy.remote.asking",
            lambda _client, _service, _person, usual: Context.fresh("anna.kalk", usual),
        )

        def run(*words):
            done = CliRunner().invoke(cli, ["close-year", *words, "projects", "funding"])
            lines = done.output.splitlines()
            return done.exit_code, [it for it in lines if it.startswith(("projects ", "funding "))]

        empty = f"1999 endet mit Position 0, Wurzel {EMPTY.hex()}"
        assert run("1999") == (0, [f"projects   {empty}", f"funding    {empty}"])
        code, told = run("1999")
        assert code == 0
        assert [it.endswith("mit Position 0 abgeschlossen.") for it in told] == [True, True]
        code, told = run("2199")
        assert code == 1
        assert ["für 2199 noch etwas erfasst" in it for it in told] == [True, True]
