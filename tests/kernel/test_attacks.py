"""What somebody with all rights over the database can do to a log, and where it is found.

Each attack switches the triggers off, as a superuser can. Some are careful and make fit whatever shows
them; the less careful are found by the log alone, the others by checkpoints, by those from elsewhere,
or by the witness.
"""

import json
from base64 import b64decode
from hashlib import sha256

import pytest

from deploy.audit.logs import Known, audit
from shared.canonical import leaf
from shared.proof import stored, tree
from shared.proof.checkpoint import Checkpoint
from shared.proof.keeper import Keeper
from shared.proof.note import Note, sign
from shared.proof.witness import Request, Witness, WitnessError
from tests.toy import Counted, Opened, settings, toys

pytestmark = pytest.mark.postgres

OLD, NEW = "o" * 40, "n" * 40
NOW = 1_790_000_000


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        fill(toy, 12)
        sign_for(toy)
        fill(toy, 8)
        sign_for(toy)
        yield toy


def fill(toy, count):
    head = toy.head()
    for number in range(head + 1, head + count + 1):
        toy.add(f"counter-{number // 5}", Counted(number))
        toy.seal()


def keeper(toy, secret=OLD):
    known = settings("postgresql://", toy.settings.data, "source", SOURCE_CHECKPOINT_KEY=secret)
    return Keeper(known, "source")


def sign_for(toy, secret=OLD):
    with toy.connect() as conn:
        return keeper(toy, secret).make(conn)


def attack(toy, *statements):
    with toy.owner() as conn:
        conn.execute("set session_replication_role = replica")  # No trigger fires.
        for statement in statements:
            conn.execute(statement)


def found(toy, *notes, **known):
    keys = known.pop("keys", [keeper(toy).signers[0].verifier])
    with toy.connect() as conn, conn.transaction():
        brought = [("rpa.note", note) for note in notes]
        return audit(conn, "source", Known("test", keys, brought, **known))


def first_bad(toy, *notes, **known):
    faults = found(toy, *notes, **known).faults
    return faults[0].position if faults else None


def make_fit(toy, first=1):
    """Compute digests, leaves and subtrees anew from the lines, as somebody who knows how would."""
    with toy.owner() as conn:
        conn.execute("set session_replication_role = replica")
        rows = conn.execute(
            "select e.id, s.position, s.recorded_at, e.line from sealed s join event e on e.id = s.id"
            " where s.position >= %s order by s.position",
            [first],
        ).fetchall()
        for id_, position, at, line in rows:
            digest = sha256(line.encode()).digest()
            conn.execute("update event set digest = %s where id = %s", [digest, id_])
            made = leaf(position, at, digest)
            conn.execute("update sealed set leaf = %s where position = %s", [made, position])
        conn.execute("delete from subtree")
        stored.grow(conn)


def test_a_log_nobody_touched_is_in_order(source):
    whole = found(source)
    assert whole.faults == []
    assert (whole.head, whole.root) == (20, root(source, 20).hex())
    assert {check.name: check.checked for check in whole.checks} == {
        "log": 20,
        "checkpoints": 2,
        "followers": 0,
        "tables": 5,
    }
    assert any("--checkpoint" in text for text in whole.open)


def root(toy, size):
    with toy.connect() as conn:
        return stored.Stored(conn, size).root()


# ---- careless ------------------------------------------------------------------------------


def test_a_byte_of_an_event_was_changed(source):
    attack(
        source,
        "update event set line = replace(line, '\"number\":7', '\"number\":8')"
        " where id = (select id from sealed where position = 7)",
    )
    assert first_bad(source) == 7


def test_the_recorded_time_was_moved(source):
    attack(
        source,
        "update sealed set recorded_at = recorded_at + interval '1 microsecond' where position = 7",
    )
    assert first_bad(source) == 7


@pytest.mark.parametrize("tables", [("event",), ("event", "sealed")])
def test_an_event_was_deleted(source, tables):
    gone = "(select event_id from sealed where position = 7)"
    attack(source, f"create table gone as {gone}")
    attack(
        source,
        *[f"delete from {table} where event_id in (select event_id from gone)" for table in tables],
    )
    assert first_bad(source) == 7


def test_two_events_were_swapped(source):
    attack(
        source,
        "create table swap as select position, id, event_id from sealed where position in (7, 9)",
        "update sealed set id = -id, event_id = gen_random_uuid() where position in (7, 9)",
        "update sealed s set id = o.id, event_id = o.event_id from swap o"
        " where s.position + o.position = 16",
    )
    assert first_bad(source) == 7


def test_an_event_was_inserted_with_an_earlier_time(source):
    source.add("counter-99", Counted(99))
    source.seal()
    attack(
        source,
        "update sealed set recorded_at = (select recorded_at from sealed where position = 3)"
        " where position = 21",
    )
    make_fit(source, 21)
    assert first_bad(source) == 21


@pytest.mark.parametrize("also", [(), ("delete from unsealed",)])
def test_an_event_was_slipped_in_without_a_position(source, also):
    source.add("counter-99", Counted(99))
    attack(source, "delete from unsealed", *also)
    texts = [fault.text for fault in found(source).faults]
    assert texts == ["Ein Ereignis von counter-99 steht in keiner Reihenfolge (nach Position 20)."]


def test_the_columns_beside_a_line_were_changed(source):
    attack(
        source,
        "update event set type = 'opened' where id = (select id from sealed where position = 7)",
    )
    assert first_bad(source) == 7


@pytest.mark.parametrize("keep", [0, 5, 19])
def test_the_log_was_cut(source, keep):
    attack(
        source,
        f"delete from event where id in (select id from sealed where position > {keep})",
        f"delete from sealed where position > {keep}",
    )
    assert first_bad(source) == keep + 1


def test_an_empty_log_does_not_pass_even_where_nothing_else_is_left(source):
    attack(
        source,
        *[f"delete from {table}" for table in ("event", "sealed", "stream", "checkpoint")],
        "update cursor set position = 0",
    )
    assert first_bad(source) == 1


# ---- careful: everything in the tables fits again ------------------------------------------


def change(toy):
    attack(
        toy,
        "update event set line = replace(line, '\"number\":15', '\"number\":16')"
        " where id = (select id from sealed where position = 15)",
    )
    make_fit(toy)


def test_an_event_replaced_and_made_fit_is_found_behind_the_last_good_checkpoint(source):
    change(source)
    assert first_bad(source) == 13  # Position 13 bis 20.


def test_an_event_inserted_before_others_and_made_fit(source):
    source.add("counter-99", Counted(99))
    source.seal()
    attack(
        source,
        "update sealed set position = -position where position >= 15",
        "update sealed set position = 15,"
        " recorded_at = (select recorded_at from sealed where position = 14) where position = -21",
        "update sealed set position = 1 - position where position < 0",
    )
    make_fit(source)
    assert first_bad(source) == 13


def test_a_cut_log_whose_checkpoints_were_cut_too_is_missed_by_who_has_seen_more(source):
    seen = sign_for(source)
    attack(
        source,
        "delete from event where id in (select id from sealed where position > 12)",
        "delete from sealed where position > 12",
        "delete from checkpoint where size > 12",
        "update cursor set position = 12",
        "delete from stream where stream not in (select stream from event)",
        "update stream t set version = (select count(*) from event e where e.stream = t.stream)",
    )
    assert first_bad(source) is None
    assert first_bad(source, seen) == 13
    heard = [("reporting (annual_report_g1)", 20, b"\x00" * 32)]
    assert first_bad(source, followers=heard) == 13


def test_a_follower_remembers_what_it_has_heard(source):
    ((kept,),) = source.rows("select leaf from sealed where position = 15")
    change(source)
    attack(source, "delete from checkpoint where size = 20")
    assert first_bad(source, followers=[("funding (funding)", 15, bytes(kept))]) == 15


def test_a_checkpoint_signed_with_another_key(source):
    change(source)
    attack(source, "delete from checkpoint where size = 20")
    sign_for(source, NEW)
    assert first_bad(source) == 20
    ours = keeper(source).signers[0].verifier
    assert first_bad(source, keys=[ours, keeper(source, NEW).signers[0].verifier]) is None


def test_a_signed_text_that_was_changed(source):
    attack(
        source,
        "update checkpoint set note = replace(note, E'\\n20\\n', E'\\n19\\n') where size = 20",
    )
    assert first_bad(source) == 19


def test_a_checkpoint_of_another_log(source):
    other = keeper(source).signers[0]
    text = Checkpoint("sozialraum/test/other", 20, root(source, 20)).text
    assert first_bad(source, sign(text, other)) == 20


def test_without_any_checkpoint_nothing_is_shown_to_be_whole(source):
    attack(source, "delete from checkpoint")
    assert [fault.text for fault in found(source).faults] == [
        "Es gibt keinen unterschriebenen Prüfpunkt."
    ]


# ---- with the keys as well: only the witness can tell --------------------------------------


def request(toy, since):
    note = sign_for(toy)
    size = Checkpoint.parse(Note.parse(note).text).size
    with toy.connect() as conn:
        path = stored.Stored(conn, size).consistency(since) if 0 < since < size else []
    return Request(since, path, note)


@pytest.fixture
def witness(source, tmp_path):
    made = Witness.init(tmp_path / "rpa", "rpa.example")
    made.trust(keeper(source).signers[0].verifier)
    made.sign(request(source, 0), NOW)
    return made


def refused(witness, asked):
    with pytest.raises(WitnessError) as no:
        witness.sign(asked, NOW)
    return no.value.code


def test_a_leaf_replaced_with_all_that_shows_it_and_signed_anew(source, witness):
    change(source)
    attack(source, "delete from checkpoint")
    fill(source, 5)
    asked = request(source, 20)
    assert first_bad(source) is None
    assert refused(witness, asked) == 15


def test_an_old_backup_was_restored(source, witness):
    with source.connect() as conn:
        old = keeper(source).find(conn, 12)
    assert refused(witness, Request(20, [], old)) == 13


def test_an_old_backup_that_went_on_otherwise(source, witness):
    attack(
        source,
        "delete from event where id in (select id from sealed where position > 12)",
        "delete from sealed where position > 12",
        "delete from checkpoint where size > 12",
        "update cursor set position = 12",
        "delete from stream where stream not in (select stream from event)",
        "update stream t set version = (select count(*) from event e where e.stream = t.stream)",
    )
    source.add("other", Opened("x"), *[Counted(number) for number in range(14)])
    source.seal()
    asked = request(source, 20)
    assert first_bad(source) is None
    assert refused(witness, asked) == 15
    assert first_bad(source, witnessed(witness, source)) is not None


def witnessed(witness, toy):
    """Return the note that the audit office kept."""
    seen = witness.seen()["sozialraum/test/source"]
    text = Checkpoint("sozialraum/test/source", seen["size"], b64decode(seen["root"])).text
    return sign(text, keeper(toy).signers[0])


def test_what_was_found_is_told_to_programs_and_people(source):
    attack(source, "update sealed set leaf = sha256('x') where position = 7")
    whole = found(source)
    told = json.loads(json.dumps(whole.to_json()))
    assert (told["ok"], told["first_bad_position"]) == (False, 7)
    assert told["checks"][0]["faults"][0]["position"] == 7
    assert list(whole.told())[-1] == "  Erste fehlerhafte Position: 7"
    assert tree.EMPTY.hex() not in told["root"]
