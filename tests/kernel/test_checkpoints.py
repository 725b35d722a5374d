"""Checkpoints are signed when they are due, kept as they are, and outlive their keys."""

import psycopg
import pytest

from shared.proof import keeper as keeping
from shared.proof import stored, tree
from shared.proof.checkpoint import Checkpoint, opened
from shared.proof.keeper import InconsistentError, Keeper, checkpoints, known_keys
from shared.proof.note import NoteError
from shared.refusal import Refused
from tests.toy import Counted, settings, toys

pytestmark = pytest.mark.postgres

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        yield toy


def keeper(toy, **given):
    return Keeper(settings("postgresql://", toy.settings.data, "source", **given), "source")


def fill(toy, count):
    toy.add(f"counter-{toy.head()}", *[Counted(n) for n in range(count)])
    toy.seal()
    return [leaf for (leaf,) in toy.rows("select leaf from sealed order by position")]


def make(toy, **given):
    with toy.connect() as conn:
        return keeper(toy, **given).make(conn)


def if_due(toy):
    with toy.connect() as conn:
        return keeper(toy).if_due(conn)


def verifiers(toy):
    with toy.connect() as conn:
        return [verifier for verifier, _ in known_keys(conn)]


def open_with(toy, note, which=slice(None)):
    return opened(note, verifiers(toy)[which])


def as_superuser(toy, *statements):
    with toy.owner() as conn:
        conn.execute("set session_replication_role = replica")
        for statement in statements:
            conn.execute(statement)


# ---- when ----------------------------------------------------------------------------------


def test_a_checkpoint_states_size_and_root_of_what_is_sealed(source):
    leaves = fill(source, 300)
    source.add("late", Counted(1))
    note = make(source)
    assert open_with(source, note) == Checkpoint("sozialraum/test/source", 300, tree.root(leaves))


def test_an_empty_log_has_none(source):
    with pytest.raises(Refused) as no:
        make(source)
    assert no.value.code == "log-empty"
    assert if_due(source) is None


def test_the_first_events_get_one_at_once_and_later_ones_after_a_while(source, monkeypatch):
    fill(source, 3)
    assert if_due(source)
    assert if_due(source) is None
    fill(source, 3)
    assert if_due(source) is None
    monkeypatch.setattr(keeping, "SECONDS_MAX", 0)
    assert open_with(source, if_due(source)).size == 6
    assert if_due(source) is None


def test_many_events_do_not_wait(source, monkeypatch):
    monkeypatch.setattr(keeping, "EVENTS_MAX", 5)
    fill(source, 1)
    if_due(source)
    fill(source, 4)
    assert if_due(source) is None
    fill(source, 1)
    assert open_with(source, if_due(source)).size == 6


def test_the_same_log_gives_the_same_bytes_and_one_row(source):
    fill(source, 3)
    assert make(source) == make(source)
    assert source.value("select count(*) from checkpoint") == 1


def test_those_of_old_stay_to_be_found(source):
    fill(source, 3)
    first = make(source)
    fill(source, 3)
    second = make(source)
    with source.connect() as conn:
        kept = keeper(source)
        assert (kept.find(conn, 3), kept.find(conn, None)) == (first, second)
        assert checkpoints(conn) == [first, second]
        with pytest.raises(Refused) as no:
            kept.find(conn, 4)
    assert no.value.code == "checkpoint-unknown"


@pytest.mark.parametrize("table", ["checkpoint", "checkpoint_key"])
@pytest.mark.parametrize("act", ["delete from {}", "truncate {}"])
def test_nobody_takes_one_back_not_even_the_owner(source, act, table):
    fill(source, 3)
    make(source)
    with source.owner() as conn, pytest.raises(psycopg.DatabaseError, match="is refused"):
        conn.execute(act.format(table))


# ---- change of keys ------------------------------------------------------------------------


def test_old_checkpoints_are_verified_with_the_keys_of_their_time(source):
    fill(source, 3)
    before = make(source, SOURCE_CHECKPOINT_KEY=OLD)
    fill(source, 3)
    after = make(source, SOURCE_CHECKPOINT_KEY=NEW)
    old, new = verifiers(source)
    assert opened(before, [old, new]).size == 3
    assert opened(after, [old, new]).size == 6
    with pytest.raises(NoteError, match="mit keinem bekannten Schlüssel"):
        opened(after, [old])
    with pytest.raises(NoteError, match="mit keinem bekannten Schlüssel"):
        opened(before, [new])


def test_while_keys_change_both_sign_so_that_the_old_one_vouches_for_the_new(source):
    fill(source, 3)
    make(source, SOURCE_CHECKPOINT_KEY=OLD)
    fill(source, 3)
    both = make(source, SOURCE_CHECKPOINT_KEY=NEW, SOURCE_CHECKPOINT_KEY_BEFORE=OLD)
    old, new = verifiers(source)
    assert opened(both, [old]) == opened(both, [new])


def test_the_same_log_signed_with_another_key_is_another_checkpoint(source):
    fill(source, 3)
    make(source, SOURCE_CHECKPOINT_KEY=OLD)
    make(source, SOURCE_CHECKPOINT_KEY=NEW)
    assert source.value("select count(*) from checkpoint where size = 3") == 2
    assert len(verifiers(source)) == 2


def test_without_a_key_of_its_own_it_comes_from_the_secret_of_the_service_but_is_another(source):
    made = keeper(source, SOURCE_SIGNING_KEY=OLD).signers[0]
    own = keeper(source, SOURCE_CHECKPOINT_KEY=OLD, SOURCE_SIGNING_KEY=NEW).signers[0]
    assert made.verifier == own.verifier
    assert str(keeper(source).signers[0].verifier) == str(keeper(source).signers[0].verifier)


# ---- looking back --------------------------------------------------------------------------


def test_nothing_is_signed_over_a_log_that_was_cut(source):
    fill(source, 5)
    make(source)
    as_superuser(source, "delete from sealed where position = 5")
    with pytest.raises(InconsistentError, match="5 Ereignisse, da sind noch 4"):
        make(source)


def test_nothing_is_signed_over_a_log_that_was_rewritten(source):
    fill(source, 5)
    make(source)
    as_superuser(source, "update sealed set leaf = sha256('x') where position = 2")
    fill(source, 5)
    with pytest.raises(InconsistentError, match="Die ersten 5 Ereignisse"):
        make(source)


def test_a_service_that_cannot_sign_any_more_says_so(source, monkeypatch):
    fill(source, 5)
    make(source)
    as_superuser(source, "update sealed set leaf = sha256('x') where position = 2")
    fill(source, 1)
    monkeypatch.setattr(keeping, "SECONDS_MAX", 0)
    ours = keeper(source)
    assert not ours.trouble
    with source.connect() as conn, pytest.raises(InconsistentError):
        ours.if_due(conn)
    assert str(ours.trouble).startswith("log-inconsistent: Die ersten 5 Ereignisse sind nicht die")


def test_the_tree_grows_before_it_is_signed_for(source):
    fill(source, 700)
    make(source)
    assert source.value("select count(*) from subtree") == 2
    with source.connect() as conn:
        assert stored.grow(conn) == 0
