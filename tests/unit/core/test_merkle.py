"""The tree of RFC 6962 against its definition, written out naively, and against known roots."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_of,
)

LEAVES = st.lists(st.binary(max_size=8), max_size=70).map(lambda items: [leaf_hash(item) for item in items])
SOME = LEAVES.filter(bool)


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over leaf hashes."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


# The test vectors of the certificate-transparency reference implementation.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", CT_ROOTS)
def test_the_published_vectors_have_their_roots(size):
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES[:size]]

    assert root_of(leaves).hex() == CT_ROOTS[size]


def test_an_empty_tree_has_the_root_of_nothing():
    assert Frontier().root() == EMPTY_ROOT == naive_root([])


@given(LEAVES)
def test_a_frontier_has_the_root_of_the_definition(leaves):
    assert root_of(leaves) == naive_root(leaves)


@given(LEAVES, LEAVES)
def test_a_frontier_goes_on_from_its_text(first, second):
    frontier = Frontier()
    for leaf in first:
        frontier.append(leaf)
    resumed = Frontier.from_text(frontier.as_text())
    for leaf in second:
        resumed.append(leaf)

    assert resumed.root() == naive_root(first + second)
    assert len(resumed.peaks) == resumed.size.bit_count()


@pytest.mark.parametrize("text", ["", "x:", "1:", "0:" + "00" * 32, "1:00", "-1:" + "00" * 32, "2:zz"])
def test_a_text_that_is_no_frontier_is_refused(text):
    with pytest.raises(ValueError):
        Frontier.from_text(text)


@given(SOME, st.data())
def test_a_leaf_is_shown_to_be_in_its_tree_and_only_there(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    places = st.integers(0, len(leaves) - 1)
    other = data.draw(places.filter(lambda i: leaves[i] != leaves[index] or i == index))
    root, proof = naive_root(leaves), inclusion_proof(index, leaves)

    assert includes(root, len(leaves), index, leaves[index], proof)
    assert other == index or not includes(root, len(leaves), index, leaves[other], proof)
    assert not includes(root, len(leaves), index, leaf_hash(b"not in the list"), proof)
    assert not includes(root, len(leaves), len(leaves), leaves[index], proof)
    assert not includes(root, len(leaves), index, leaves[index], [*proof, root])


@given(SOME, st.data())
def test_an_inclusion_proof_with_a_changed_step_shows_nothing(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(index, leaves)
    if not proof:
        assert len(leaves) == 1
        return
    step = data.draw(st.integers(0, len(proof) - 1))
    proof[step] = bytes([proof[step][0] ^ 1]) + proof[step][1:]

    assert not includes(naive_root(leaves), len(leaves), index, leaves[index], proof)


@given(SOME, st.data())
def test_a_later_tree_is_shown_to_begin_with_an_earlier_one(leaves, data):
    earlier = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(earlier, leaves)

    assert is_consistent(naive_root(leaves[:earlier]), earlier, naive_root(leaves), len(leaves), proof)


@given(SOME, SOME, st.data())
def test_a_rewritten_beginning_is_not_consistent(leaves, more, data):
    changed = data.draw(st.integers(0, len(leaves) - 1))
    rewritten = [*leaves]
    rewritten[changed] = leaf_hash(b"rewritten long after")
    later = rewritten + more
    proof = consistency_proof(len(leaves), later)

    assert not is_consistent(naive_root(leaves), len(leaves), naive_root(later), len(later), proof)


def test_proofs_of_what_is_not_there_are_refused():
    leaves = [leaf_hash(b"only")]

    with pytest.raises(IndexError):
        inclusion_proof(1, leaves)
    with pytest.raises(ValueError):
        consistency_proof(0, leaves)
    with pytest.raises(ValueError):
        consistency_proof(2, leaves)
    assert not is_consistent(leaves[0], 2, leaves[0], 1, [])
    assert not is_consistent(leaves[0], 3, leaves[0], 5, [])
