"""The tree in the database is the tree over the sealed leaves, at each size, however it has grown."""

import threading
from hashlib import sha256

import psycopg
import pytest

from shared.proof import stored, tree
from shared.proof.methods import Proving
from shared.refusal import Refused
from tests.toy import Counted, toys

pytestmark = pytest.mark.postgres


@pytest.fixture
def narrow(monkeypatch):
    """Subtrees of 4 leaves instead of 256: many levels with few events."""
    monkeypatch.setattr(stored, "WIDTH", 4)
    monkeypatch.setattr(stored, "STEP_MAX", 3)


@pytest.fixture
def source(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,):
        yield toy


def fill(toy, count):
    """Append and seal; the leaves are read back as they are stored."""
    toy.add(f"counter-{toy.head()}", *[Counted(n) for n in range(count)])
    toy.seal()
    return [leaf for (leaf,) in toy.rows("select leaf from sealed order by position")]


def grow(toy):
    with toy.connect() as conn:
        return stored.grow(conn)


def subtrees(toy):
    return dict(toy.rows("select level, count(*) from subtree group by level"))


@pytest.mark.parametrize("grown", [False, True])
def test_root_and_proofs_at_each_size(source, narrow, grown):
    leaves = fill(source, 150)
    if grown:
        assert grow(source) == 148
        assert subtrees(source) == {1: 37, 2: 9, 3: 2}
    known = tree.range_of(leaves)
    with source.connect() as conn:
        for size in (*range(1, 70), 127, 128, 129, 148, 149, 150):
            asked = stored.Stored(conn, size)
            assert asked.root() == tree.root(leaves[:size])
            for position in {1, size // 3 + 1, size}:
                assert asked.leaf(position) == leaves[position - 1]
                assert asked.inclusion(position) == tree.inclusion(position - 1, size, known)
                assert asked.consistency(position) == tree.consistency(position, size, known)


def test_it_grows_by_and_by_and_what_it_has_kept_stays(source, narrow):
    leaves: list[bytes] = []
    for count in (1, 2, 1, 59, 2, 64):
        leaves = fill(source, count)
        grow(source)
        with source.connect() as conn:
            assert stored.stored(conn, None).root() == tree.root(leaves)
    assert subtrees(source) == {1: 32, 2: 8, 3: 2}
    assert grow(source) == 0
    kept = source.rows("select number, hash from subtree where level = 2 order by number")
    assert kept == [(n, tree.root(leaves[n * 16 : n * 16 + 16])) for n in range(8)]


def test_replicas_that_grow_it_at_once_make_one_tree(source, narrow):
    leaves = fill(source, 250)
    start = threading.Barrier(4)

    def run():
        start.wait()
        grow(source)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert subtrees(source) == {1: 62, 2: 15, 3: 3}
    with source.connect() as conn:
        assert stored.stored(conn, None).root() == tree.root(leaves)


def test_a_step_that_is_broken_off_leaves_nothing_half_done(source, narrow, monkeypatch):
    fill(source, 16)

    def broken(*_):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(stored, "_larger", broken)
        with pytest.raises(ZeroDivisionError):
            grow(source)
    assert subtrees(source) == {1: 3}  # The step before it.
    assert grow(source) == 4
    assert subtrees(source) == {1: 4, 2: 1}


@pytest.mark.parametrize(
    "act", ["update subtree set hash = hash", "delete from subtree", "truncate subtree"]
)
def test_nobody_changes_a_subtree_not_even_the_owner(source, narrow, act):
    fill(source, 4)
    grow(source)
    with source.owner() as conn, pytest.raises(psycopg.DatabaseError, match="is refused"):
        conn.execute(act)


def test_the_width_of_the_product_is_256(source):
    leaves = fill(source, 700)
    assert grow(source) == 512
    assert subtrees(source) == {1: 2}
    with source.connect() as conn:
        for size in (255, 256, 257, 513, 700):
            assert stored.Stored(conn, size).root() == tree.root(leaves[:size])


# ---- what auditors ask ---------------------------------------------------------------------


class Kernel:
    def __init__(self, toy):
        self.pool = toy.pool


def ask(toy, method, **asked):
    service = Proving()
    service.kernel = Kernel(toy)
    return getattr(Proving, method).__wrapped__(service, None, {"size": None, **asked})


def test_an_auditor_can_check_what_is_answered_without_us(source):
    leaves = fill(source, 300)
    told = ask(source, "prove_inclusion", position=123)
    path = [bytes.fromhex(each) for each in told["path"]]
    root = bytes.fromhex(told["root"])
    assert (told["position"], told["size"], told["leaf"]) == (123, 300, leaves[122].hex())
    assert root == tree.root(leaves)
    assert tree.includes(leaves[122], 122, 300, path, root)
    grown = ask(source, "prove_consistency", old_size=77, size=200)
    path = [bytes.fromhex(each) for each in grown["path"]]
    old_root, root = bytes.fromhex(grown["old_root"]), bytes.fromhex(grown["root"])
    assert (old_root, root) == (tree.root(leaves[:77]), tree.root(leaves[:200]))
    assert tree.extends(77, 200, path, old_root, root)


def test_nothing_is_proved_of_what_is_not_there(source):
    fill(source, 5)
    for method, asked, code in (
        ("prove_inclusion", {"position": 6}, "position-outside"),
        ("prove_inclusion", {"position": 5, "size": 4}, "position-outside"),
        ("prove_inclusion", {"position": 5, "size": 6}, "log-shorter"),
        ("prove_consistency", {"old_size": 6}, "position-outside"),
        ("prove_consistency", {"old_size": 3, "size": 9}, "log-shorter"),
    ):
        with pytest.raises(Refused) as no:
            ask(source, method, **asked)
        assert no.value.code == code


def test_an_empty_log_has_the_root_of_nothing(source):
    with source.connect() as conn:
        assert stored.stored(conn, None).root() == sha256(b"").digest()
