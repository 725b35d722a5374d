"""A command takes effect once, whoever repeats it, and whoever writes beside it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from shared.canonical import parse
from shared.documents import Document
from shared.refusal import Refused
from shared.writer import Turn
from tests.checker import check
from tests.journal import Journal
from tests.processes import wait_until
from tests.toy import Counted, Opened, call, toys

pytestmark = pytest.mark.postgres

COMMAND_ID = "6d5a1bb4-8a5e-4b1c-9d0e-1f2a3b4c5d6e"


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        yield toy


def lines(source):
    return [parse(line) for (line,) in source.rows("select line from event order by id")]


def at_once(count, work):
    """Run `work(number)` in so many threads, all released at the same moment."""
    barrier = threading.Barrier(count)

    def run(number):
        barrier.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


# ---- the command table ---------------------------------------------------------------------


def test_an_answer_tells_stream_version_and_event_ids(source):
    source.add("one", Opened("a"))

    answer = source.add("one", Counted(1), Counted(2))

    ids = [line["event_id"] for line in lines(source)]
    assert answer == {"stream": "one", "version": 3, "event_ids": ids[1:]}


def test_a_repeated_command_gets_the_same_answer_and_changes_nothing(source):
    first = source.add("one", Counted(1), command_id=COMMAND_ID)
    source.add("one", Counted(5))

    again = source.add("one", Counted(1), command_id=COMMAND_ID)

    assert again == first
    assert [line["data"]["number"] for line in lines(source)] == [1, 5]


def test_the_answer_of_a_repeat_does_not_come_from_a_new_decision(source):
    answer = source.add("one", Counted(1), command_id=COMMAND_ID)

    def never(turn: Turn) -> None:
        raise AssertionError("was decided again")

    again = source.writer.execute(call(command_id=COMMAND_ID), ["one"], never)
    assert again == answer


@pytest.mark.parametrize(
    "other",
    [{"body": {"number": 2}}, {"method": "open"}, {"sub": "berta"}, {"role": "clerk"}],
    ids=["body", "method", "person", "role"],
)
def test_the_id_of_a_command_cannot_be_used_for_another(source, other):
    known = {"body": {"number": 1}, "command_id": COMMAND_ID}
    source.add("one", Counted(1), **known)

    with pytest.raises(Refused) as no:
        source.add("one", Counted(2), **(known | other))

    assert (no.value.code, no.value.kind) == ("command-id-reused", "conflict")
    assert len(lines(source)) == 1


def test_an_id_used_at_once_for_two_commands_serves_one(source):
    """Both have looked before one of them has appended."""

    def decide(turn: Turn) -> None:
        if source.value("select count(*) from command") == 0:
            source.add("two", Counted(2), command_id=COMMAND_ID, body={"number": 2})
        turn.add("one", [Counted(1)])

    with pytest.raises(Refused, match="command-id-reused"):
        source.writer.execute(call({"number": 1}, command_id=COMMAND_ID), ["one"], decide)
    assert [line["stream"] for line in lines(source)] == ["two"]


def test_a_refusal_is_not_kept_and_is_decided_anew(source):
    def refuse(turn: Turn) -> None:
        raise Refused("not-today", "Heute nicht", "Morgen vielleicht.")

    with pytest.raises(Refused, match="not-today"):
        source.writer.execute(call(command_id=COMMAND_ID), ["one"], refuse)
    assert source.value("select count(*) from command") == 0

    assert source.add("one", Counted(1), command_id=COMMAND_ID)["version"] == 1


def test_a_command_that_changes_nothing_is_answered_and_its_answer_kept(source):
    source.add("one", Counted(1))

    answer = source.add("one", command_id=COMMAND_ID)
    source.add("one", Counted(2))

    assert answer == {"stream": None, "version": None, "event_ids": []}
    assert source.add("one", command_id=COMMAND_ID) == answer
    assert len(lines(source)) == 2


@pytest.mark.parametrize("lock", [False, True])
def test_10_copies_of_a_command_at_once_have_one_effect_and_one_answer(source, lock):
    def send(_number):
        return source.add("one", Counted(1), Counted(2), command_id=COMMAND_ID, lock=lock)

    answers = at_once(10, send)

    assert answers == [answers[0]] * 10
    assert [line["data"]["number"] for line in lines(source)] == [1, 2]


# ---- contention ----------------------------------------------------------------------------


def test_16_writers_on_one_stream_all_succeed_once(source):
    journal = Journal()

    def write(number):
        command_id = str(uuid4())
        return journal.call(
            lambda *_: source.add("one", Counted(number), command_id=command_id),
            "source",
            "count",
            {"command_id": command_id},
        )

    answers = at_once(16, write)

    assert sorted(it["version"] for it in answers) == list(range(1, 17))
    assert sorted(line["data"]["number"] for line in lines(source)) == list(range(16))
    source.seal()
    check(source.settings.database_url, journal, models=(), seconds=0)


def test_of_16_writers_that_decide_on_the_same_state_under_a_lock_one_wins_by_the_rule(source):
    source.add("one", Opened("a"))

    def claim(number):
        def decide(turn: Turn) -> None:
            if turn.version("one") > 1:
                raise Refused("taken", "Vergeben", "Ein anderer war schneller.")
            turn.add("one", [Counted(number)])

        try:
            source.writer.execute(call(), ["one"], decide, lock=True)
        except Refused as refused:
            return refused.code
        return "won"

    outcomes = at_once(16, claim)

    assert sorted(outcomes) == ["taken"] * 15 + ["won"]
    assert len(lines(source)) == 2


def test_under_a_lock_a_second_writer_decides_only_when_the_first_has_appended(source):
    source.add("one", Opened("a"))
    decided: list[tuple[str, int]] = []

    def second():
        def decide(turn: Turn) -> None:
            decided.append(("second", turn.version("one")))
            turn.add("one", [Counted(2)])

        source.writer.execute(call(), ["one"], decide, lock=True)

    beside = threading.Thread(target=second)

    def first(turn: Turn) -> None:
        decided.append(("first", turn.version("one")))
        if len(decided) == 1:
            beside.start()
            wait_until(lambda: _one_waits(source) or len(decided) > 1, "the second is there")
        turn.add("one", [Counted(1)])

    source.writer.execute(call(), ["one"], first, lock=True)
    beside.join()

    assert decided == [("first", 1), ("second", 2)]


def _one_waits(source):
    return source.value(
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        " and datname = current_database()"
    )


def test_of_20_writers_that_expect_the_same_version_one_succeeds(source):
    source.add("one", Opened("a"))

    def write(number):
        try:
            source.add("one", Counted(number), expected_version=1)
        except Refused as refused:
            return refused.code
        return "done"

    outcomes = at_once(20, write)

    assert sorted(outcomes) == ["done"] + ["stale-version"] * 19
    assert len(lines(source)) == 2


@pytest.mark.parametrize("expected", [0, 2])
def test_a_command_for_another_version_is_refused(source, expected):
    source.add("one", Opened("a"))

    with pytest.raises(Refused) as no:
        source.add("one", Counted(1), expected_version=expected)

    assert (no.value.code, no.value.kind) == ("stale-version", "conflict")
    assert no.value.facts == {"stream": "one", "version": 1}
    assert len(lines(source)) == 1


def test_a_command_for_the_version_there_is_succeeds(source):
    source.add("one", Opened("a"))
    assert source.add("one", Counted(1), expected_version=1)["version"] == 2


def test_a_decision_that_was_overtaken_is_taken_again_on_what_is_new(source):
    source.add("one", Counted(1))
    seen = []

    def decide(turn: Turn) -> None:
        seen.append(turn.version("one"))
        if len(seen) == 1:
            source.add("one", Counted(2))
        turn.add("one", [Counted(sum(it.number for it in turn.histories["one"].events))])

    source.writer.execute(call(), ["one"], decide)

    assert seen == [1, 2]
    assert [line["data"]["number"] for line in lines(source)] == [1, 2, 3]


def test_a_command_that_is_overtaken_each_time_is_refused_in_the_end(source, monkeypatch):
    monkeypatch.setattr("shared.writer.ATTEMPTS_MAX", 3)
    attempts = []

    def decide(turn: Turn) -> None:
        attempts.append(turn.version("one"))
        source.add("one", Counted(0))
        turn.add("one", [Counted(1)])

    with pytest.raises(Refused) as no:
        source.writer.execute(call(), ["one"], decide)

    assert (no.value.code, no.value.kind) == ("contended", "unavailable")
    assert attempts == [0, 1, 2]
    assert [line["data"]["number"] for line in lines(source)] == [0, 0, 0]


# ---- deadlines -----------------------------------------------------------------------------


@pytest.mark.parametrize("lock", [False, True])
def test_what_its_caller_has_given_up_is_not_appended(source, lock):
    with pytest.raises(Refused) as no:
        source.add("one", Counted(1), deadline=time.time() - 0.001, lock=lock)

    assert (no.value.code, no.value.kind) == ("deadline-passed", "timeout")
    assert lines(source) == []
    assert source.value("select count(*) from command") == 0


def test_a_deadline_that_passes_during_the_decision_is_noticed_before_the_append(source):
    clock = [100.0]

    def decide(turn: Turn) -> None:
        turn.add("one", [Counted(1)])
        clock[0] = 200.0

    with pytest.raises(Refused, match="deadline-passed"):
        source.writer.execute(call(deadline=150.0, clock=lambda: clock[0]), ["one"], decide)
    assert lines(source) == []


# ---- documents -----------------------------------------------------------------------------


def keeping(source, text, *, lock=False, fail=False, **given):
    document = Document.of_text(text)

    def decide(turn: Turn) -> None:
        turn.add("one", [Opened(document.document_id)])
        turn.keep(document)
        if fail:
            raise Refused("no", "Nein", "Nein.")

    answer = source.writer.execute(call(**given), ["one"], decide, lock=lock)
    return document, answer


@pytest.mark.parametrize("lock", [False, True])
def test_documents_are_stored_with_the_event_that_names_them(source, lock):
    document, _ = keeping(source, "Bedarf", lock=lock)

    assert lines(source)[0]["data"] == {"title": document.document_id}
    assert source.rows("select document_id::text, salt, sha256, size from document") == [
        (document.document_id, document.salt, document.sha256, 6)
    ]
    assert source.rows("select number, content from document_chunk") == [(0, b"Bedarf")]


def test_a_repeat_stores_no_document(source):
    first, answer = keeping(source, "Bedarf", command_id=COMMAND_ID)
    _, again = keeping(source, "Bedarf", command_id=COMMAND_ID)

    assert again == answer
    assert source.rows("select document_id::text from document") == [(first.document_id,)]


def test_a_copy_that_loses_the_race_stores_no_document(source):
    """Both copies decide before one of them has appended."""
    both = threading.Barrier(2)

    def send(number):
        document = Document.of_text(f"Bedarf {number}")

        def decide(turn: Turn) -> None:
            turn.add("one", [Counted(1)])
            turn.keep(document)
            both.wait(timeout=30)

        return source.writer.execute(call(command_id=COMMAND_ID), ["one"], decide)

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(send, range(2))

    assert first == second
    assert len(lines(source)) == 1
    assert source.value("select count(*) from document") == 1


@pytest.mark.parametrize("lock", [False, True])
def test_a_refused_command_stores_no_document(source, lock):
    with pytest.raises(Refused, match="no"):
        keeping(source, "Bedarf", lock=lock, fail=True)
    assert source.value("select count(*) from document") == 0


# ---- who and why ---------------------------------------------------------------------------


def test_the_log_names_nobody(source):
    source.add("one", Opened("a"), sub="anna.schmidt@kalk.de", on_behalf_of="berta.meier@kalk.de")

    (line,) = lines(source)
    assert "anna" not in str(line)
    assert "berta" not in str(line)
    assert UUID(line["actor"]["sub"]).version == UUID(line["actor"]["on_behalf_of"]).version == 4
    assert sorted(source.rows("select actor_id::text, sub from actor")) == sorted(
        [
            (line["actor"]["sub"], "anna.schmidt@kalk.de"),
            (line["actor"]["on_behalf_of"], "berta.meier@kalk.de"),
        ]
    )


def test_a_person_has_one_id_in_all_replicas_and_another_has_another(source):
    replica = type(source)(source.settings, "source")
    source.add("one", Counted(1), sub="anna")
    replica.add("one", Counted(2), sub="anna")
    replica.add("one", Counted(3), sub="berta")
    replica.pool.close()

    first, second, third = (line["actor"]["sub"] for line in lines(source))
    assert first == second != third


def test_the_name_behind_an_id_can_be_deleted_and_the_event_stays(source):
    source.add("one", Counted(1), sub="anna")
    before = lines(source)

    with source.connect() as conn:
        conn.execute("delete from actor where sub = 'anna'")

    assert source.value("select count(*) from actor") == 0
    assert lines(source) == before


@pytest.mark.parametrize("lock", [False, True])
def test_whoever_acts_after_a_failed_attempt_is_still_known(source, lock):
    """The id of a person must not be remembered where the transaction that made it was undone."""
    with pytest.raises(Refused, match="deadline-passed"):
        source.add("one", Counted(1), sub="anna", deadline=time.time() - 1, lock=lock)
    source.add("one", Counted(1), sub="anna", lock=lock)

    (line,) = lines(source)
    assert source.rows("select actor_id::text from actor where sub = 'anna'") == [
        (line["actor"]["sub"],)
    ]


def test_whoever_acts_after_an_effect_was_undone_is_still_known(source):
    def decide(turn: Turn) -> None:
        turn.add("one", [Counted(1)])

    def effect(conn):
        source.writer.effect(conn, call(sub="service:sink"), uuid4(), ["one"], decide)

    with source.pool.connection() as conn:
        with conn.transaction(force_rollback=True):
            effect(conn)
        with conn.transaction():
            effect(conn)

    (line,) = lines(source)
    assert source.rows("select actor_id::text from actor where sub = 'service:sink'") == [
        (line["actor"]["sub"],)
    ]


def test_all_events_of_a_command_share_correlation_and_cause(source):
    def decide(turn: Turn) -> None:
        turn.add("one", [Opened("a"), Counted(1)])
        turn.add("two", [Opened("b")])
        turn.draft.reason = "delayed-start"

    asked = call(correlation_id="k-1", causation_id="u-1", command_id=COMMAND_ID)
    source.writer.execute(asked, ["one", "two"], decide)

    shared = ("correlation_id", "causation_id", "reason", "actor", "occurred_at")
    told = [{name: line[name] for name in shared} for line in lines(source)]
    assert told == [told[0]] * 3
    assert told[0]["correlation_id"] == "k-1"
    assert told[0]["causation_id"] == "u-1"
    assert told[0]["reason"] == "delayed-start"
    assert told[0]["occurred_at"] == "2025-09-15T10:30:00.000000Z"


def test_what_nothing_else_caused_was_caused_by_its_command(source):
    source.add("one", Counted(1), command_id=COMMAND_ID)
    assert lines(source)[0]["causation_id"] == COMMAND_ID
