"""The tree: roots, growth from the right edge, proofs, and finding what was changed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.core.tlog import (
    EMPTY_ROOT,
    Growth,
    LogError,
    ProofError,
    TileError,
    TreeReader,
    append,
    append_leaves,
    check_log,
    leaf_hash,
    node_hash,
    root_of_hashes,
    verify_consistency,
    verify_inclusion,
)
from liuhen.core.tlog.hashing import perfect_root


def _leaves(count: int) -> list[bytes]:
    return [b"leaf %d" % i for i in range(count)]


def _grow(leaves: list[bytes], steps: list[int] | None = None) -> tuple[dict[str, bytes], Growth]:
    files: dict[str, bytes] = {}
    cuts = sorted({0, len(leaves), *(steps or [])})
    growth = Growth(0, EMPTY_ROOT, {})
    for begin, end in pairwise([*cuts, len(leaves)]):
        growth = append_leaves(files.get, begin, leaves[begin:end], expected_root=growth.root)
        files |= growth.files
    return files, growth


def test_the_empty_tree_has_the_hash_of_nothing_and_two_leaves_hash_together():
    assert root_of_hashes([]) == EMPTY_ROOT
    one, two = leaf_hash(b"1"), leaf_hash(b"2")
    assert root_of_hashes([one, two]) == node_hash(one, two)
    assert leaf_hash(b"") != EMPTY_ROOT


def test_a_perfect_subtree_needs_a_power_of_two():
    with pytest.raises(ValueError, match="power of two"):
        perfect_root([EMPTY_ROOT] * 3)


@settings(max_examples=25)
@given(count=st.integers(0, 700), steps=st.lists(st.integers(0, 700), max_size=5))
def test_a_tree_grown_in_any_steps_equals_the_tree_built_at_once(count, steps):
    leaves = _leaves(count)
    files, growth = _grow(leaves, [s for s in steps if s <= count])
    assert growth.root == root_of_hashes([leaf_hash(leaf) for leaf in leaves])
    assert TreeReader(files.get, count).root() == growth.root
    assert list(TreeReader(files.get, count).entries(0, count)) == leaves
    assert check_log(files.get, leaves, size=count, root=growth.root) == []


@settings(max_examples=40)
@given(data=st.data(), size=st.integers(1, 600))
def test_every_inclusion_proof_holds_and_holds_for_no_other_place_or_leaf(data, size):
    files, growth = _grow(_leaves(size))
    index = data.draw(st.integers(0, size - 1))
    proof = TreeReader(files.get, size).inclusion_proof(index)
    leaf = leaf_hash(b"leaf %d" % index)
    verify_inclusion(leaf, index, size, root=growth.root, proof=proof)
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(b"other"), index, size, root=growth.root, proof=proof)
    other = data.draw(st.integers(0, size + 2).filter(lambda i: i != index))
    with pytest.raises(ProofError):
        verify_inclusion(leaf, other, size, root=growth.root, proof=proof)


@settings(max_examples=40)
@given(old=st.integers(0, 600), more=st.integers(0, 300))
def test_every_consistency_proof_holds_and_none_holds_for_a_rewritten_tree(old, more):
    files, growth = _grow(_leaves(old + more))
    before = root_of_hashes([leaf_hash(leaf) for leaf in _leaves(old)])
    proof = TreeReader(files.get, old + more).consistency_proof(old)
    verify_consistency(old, old + more, root1=before, root2=growth.root, proof=proof)
    with pytest.raises(ProofError):
        verify_consistency(old, old + more, root1=leaf_hash(b"x"), root2=growth.root, proof=proof)


def test_growing_reads_only_the_right_edge():
    files, growth = _grow(_leaves(70_000))
    asked: list[str] = []

    def fetch(path: str) -> bytes | None:
        asked.append(path)
        return files.get(path)

    grown = append_leaves(fetch, 70_000, [b"new"], expected_root=growth.root)
    assert set(asked) == {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"}
    assert set(grown.files) == {"tile/0/273.p/113", "tile/entries/273.p/113"}


def test_a_tree_of_256_leaves_has_a_full_tile_and_one_hash_above_it():
    files, _ = _grow(_leaves(256))
    assert set(files) == {"tile/0/000", "tile/1/000.p/1", "tile/entries/000"}


def test_a_partial_tile_may_be_cut_from_the_full_one_that_replaced_it():
    files, _ = _grow(_leaves(300))
    reader = TreeReader(files.get, 200)
    assert reader.root() == root_of_hashes([leaf_hash(leaf) for leaf in _leaves(200)])
    assert list(reader.entries(190, 200)) == _leaves(200)[190:]


def test_a_right_edge_that_was_tampered_with_is_not_signed_over():
    files, growth = _grow(_leaves(10))
    files["tile/0/000.p/10"] = bytes(320)
    with pytest.raises(TileError) as caught:
        append(files.get, 10, [leaf_hash(b"new")], expected_root=growth.root)
    assert caught.value.expected == growth.root.hex()


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000"])
@pytest.mark.parametrize("damage", ["change", "cut", "remove"])
def test_each_damaged_file_of_a_log_is_found_and_named(path, damage):
    leaves = _leaves(300)
    files, growth = _grow(leaves)
    raw = files[path]
    changes = {"change": raw[:-1] + bytes([raw[-1] ^ 1]), "cut": raw[:-1]}
    files[path] = changes.get(damage, b"")
    if damage == "remove":
        del files[path]
    faults = check_log(files.get, leaves, size=300, root=growth.root)
    assert len(faults) == 1
    assert path in str(faults[0])


def test_a_rewritten_or_missing_leaf_is_found_by_rebuilding():
    leaves = _leaves(300)
    files, growth = _grow(leaves)
    changed = [*leaves[:5], b"other", *leaves[6:]]
    faults = [str(fault) for fault in check_log(files.get, changed, size=300, root=growth.root)]
    assert "leaf 5 in tile/entries/000 differs" in faults
    assert "the leaves give another root" in faults
    missing = check_log(files.get, leaves[:-1], size=300, root=growth.root)
    assert [(f.expected, f.found) for f in missing] == [("300", "299")]


def test_leaves_not_yet_published_do_not_disturb_the_check():
    leaves = _leaves(40)
    files, growth = _grow(leaves[:30])
    assert check_log(files.get, leaves, size=30, root=growth.root) == []


def test_asking_beyond_the_tree_is_refused():
    files, _ = _grow(_leaves(4))
    reader = TreeReader(files.get, 4)
    for ask in (lambda: reader.node(1, 2), lambda: reader.inclusion_proof(4), lambda: reader.consistency_proof(5)):
        with pytest.raises(LogError):
            ask()


def test_proofs_of_the_wrong_length_or_with_short_hashes_are_refused():
    files, growth = _grow(_leaves(5))
    proof = TreeReader(files.get, 5).inclusion_proof(2)
    for bad in (proof[:-1], [*proof, EMPTY_ROOT], [b"short", *proof[1:]]):
        with pytest.raises(ProofError):
            verify_inclusion(leaf_hash(b"leaf 2"), 2, 5, root=growth.root, proof=bad)
    with pytest.raises(ProofError):
        verify_consistency(5, 3, root1=growth.root, root2=growth.root, proof=[])
