"""Roots and proofs are those of RFC 9162: its examples, known roots, and the definition itself."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.proof.tree import (
    EMPTY,
    Growing,
    consistency,
    extends,
    includes,
    inclusion,
    node,
    range_of,
    root,
)

# The entries and roots with which implementations of Certificate Transparency test each other.
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [sha256(b"\x00" + bytes.fromhex(entry)).digest() for entry in ENTRIES]
SEVEN = [bytes([number]) * 32 for number in range(7)]

leaves = st.integers(1, 300).map(
    lambda count: [sha256(bytes([0, n % 256, n // 256])).digest() for n in range(count)]
)


def naive(of: list[bytes]) -> bytes:
    """Return the root as section 2.1.1 defines it."""
    if len(of) < 2:
        return of[0] if of else EMPTY
    k = 1
    while k * 2 < len(of):
        k *= 2
    return node(naive(of[:k]), naive(of[k:]))


def naive_path(m: int, of: list[bytes]) -> list[bytes]:
    """Return PATH(m, D_n) as section 2.1.3.1 defines it."""
    if len(of) == 1:
        return []
    k = 1
    while k * 2 < len(of):
        k *= 2
    if m < k:
        return [*naive_path(m, of[:k]), naive(of[k:])]
    return [*naive_path(m - k, of[k:]), naive(of[:k])]


def naive_subproof(m: int, of: list[bytes], whole: bool = True) -> list[bytes]:
    """Return SUBPROOF(m, D_n, b) as section 2.1.4.1 defines it."""
    if m == len(of):
        return [] if whole else [naive(of)]
    k = 1
    while k * 2 < len(of):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, of[:k], whole), naive(of[k:])]
    return [*naive_subproof(m - k, of[k:], whole=False), naive(of[:k])]


@pytest.mark.parametrize("size", range(9))
def test_known_roots(size):
    assert root(LEAVES[:size]).hex() == ROOTS[size]


def test_the_examples_of_section_2_1_5():
    """d0 … d6 with the inner nodes a … l of the figure there."""
    a, b, c, d, e, f, j = SEVEN
    g, h, i = node(a, b), node(c, d), node(e, f)
    k, l_ = node(g, h), node(i, j)
    known = range_of(SEVEN)
    assert root(SEVEN) == node(k, l_)
    assert inclusion(0, 7, known) == [b, h, l_]
    assert inclusion(3, 7, known) == [c, g, l_]
    assert inclusion(4, 7, known) == [f, j, k]
    assert inclusion(6, 7, known) == [i, k]
    assert consistency(3, 7, known) == [c, d, g, l_]
    assert consistency(4, 7, known) == [l_]
    assert consistency(6, 7, known) == [i, j, k]


@given(leaves)
def test_a_tree_that_grows_has_the_root_of_the_definition_at_each_size(of):
    tree = Growing()
    for size, leaf in enumerate(of, 1):
        tree.add(leaf)
        if size in (len(of) // 2, len(of)):
            assert (tree.size, tree.root()) == (size, naive(of[:size]))


@given(leaves, st.data())
def test_each_proof_is_the_one_of_the_definition_and_is_believed(of, data):
    known, size = range_of(of), len(of)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(index, size, known)
    assert path == naive_path(index, of)
    assert includes(of[index], index, size, path, root(of))
    old = data.draw(st.integers(1, size))
    grown = consistency(old, size, known)
    assert grown == naive_subproof(old, of)
    assert extends(old, size, grown, root(of[:old]), root(of))


@given(leaves, st.data())
def test_no_proof_shows_what_is_not_so(of, data):
    size = len(of)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size + 2).filter(lambda it: it != index))
    path = inclusion(index, size, range_of(of))
    wrong = sha256(b"other").digest()
    assert not includes(wrong, index, size, path, root(of))
    assert not includes(of[index], other, size, path, root(of))
    assert not includes(of[index], index, size, [*path, wrong], root(of))
    for number in range(len(path)):
        changed = [*path[:number], wrong, *path[number + 1 :]]
        assert not includes(of[index], index, size, changed, root(of))
        assert not includes(of[index], index, size, path[:number], root(of))


@given(leaves, st.data())
def test_no_proof_makes_another_past_out_of_a_log(of, data):
    size = len(of)
    old = data.draw(st.integers(1, size))
    path = consistency(old, size, range_of(of))
    wrong = sha256(b"other").digest()
    assert not extends(old, size, path, wrong, root(of))
    assert not extends(old, size, path, root(of[:old]), wrong)
    assert not extends(old, size, [*path, wrong], root(of[:old]), root(of))
    for number in range(len(path)):
        changed = [*path[:number], wrong, *path[number + 1 :]]
        assert not extends(old, size, changed, root(of[:old]), root(of))


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5), (-1, 5), (5, 0)])
def test_a_log_that_is_shorter_or_was_empty_extends_nothing(old, size):
    assert not extends(old, size, [], EMPTY, EMPTY)


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0)])
def test_a_leaf_outside_of_the_tree_is_not_in_it(index, size):
    assert not includes(LEAVES[0], index, size, [], LEAVES[0])
