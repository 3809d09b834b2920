"""Checking RFC 6962 inclusion and consistency proofs; both need nothing but hashes.

Making proofs is in `reader`, because it needs tiles. The checks follow RFC 9162 sections 2.1.3.2 and 2.1.4.2, which
spell out the verification of the same trees.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuhen.core.tlog.errors import ProofError
from liuhen.core.tlog.hashing import EMPTY_ROOT, HASH_SIZE, node_hash


def root_from_inclusion(leaf: bytes, index: int, size: int, *, proof: Sequence[bytes]) -> bytes:
    """The root that `proof` leads to from leaf hash `leaf` at `index` in a tree of `size` leaves.

    Raises ProofError when the index lies outside the tree or the proof has the wrong length.
    """
    if not 0 <= index < size:
        raise ProofError("the leaf lies outside the tree", expected=f"0 ≤ index < {size}", found=str(index))
    _check_hashes([leaf, *proof])
    position, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long", found=str(len(proof)))
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short", found=str(len(proof)))
    return root


def verify_inclusion(leaf: bytes, index: int, size: int, *, root: bytes, proof: Sequence[bytes]) -> None:
    """Return if the leaf hash is at `index` in the tree of `size` leaves under `root`; raise ProofError otherwise."""
    found = root_from_inclusion(leaf, index, size, proof=proof)
    if found != root:
        raise ProofError("the inclusion proof leads to another root", expected=root.hex(), found=found.hex())


def verify_consistency(size1: int, size2: int, *, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Return if the tree (size2, root2) begins with the whole tree (size1, root1); raise ProofError otherwise."""
    if not 0 <= size1 <= size2:
        raise ProofError("the later tree is smaller than the earlier one", expected=f"≥ {size1}", found=str(size2))
    _check_hashes(proof)
    if size1 in (0, size2):
        _check_trivial(size1, size2, root1=root1, root2=root2, proof=proof)
        return
    path = list(proof) if size1 & (size1 - 1) else [root1, *proof]
    if not path:
        raise ProofError("the consistency proof is empty")
    old, new = _climb(size1, size2, path)
    _same_root("earlier", root1, old)
    _same_root("later", root2, new)


def _climb(size1: int, size2: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    position, last = size1 - 1, size2 - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long", found=str(len(path)))
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the consistency proof is too short", found=str(len(path)))
    return old, new


def _check_trivial(size1: int, size2: int, *, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofError("no proof belongs between these trees", expected="0", found=str(len(proof)))
    if size1 == 0:
        _check_hashes([root2])
        _same_root("empty", EMPTY_ROOT, root1)
    if size1 == size2:
        _same_root("later", root1, root2)


def _same_root(which: str, expected: bytes, found: bytes) -> None:
    if expected != found:
        raise ProofError(f"the {which} root differs", expected=expected.hex(), found=found.hex())


def _check_hashes(hashes: Sequence[bytes]) -> None:
    for value in hashes:
        if len(value) != HASH_SIZE:
            raise ProofError("a hash in the proof is not 32 bytes long", expected="32", found=str(len(value)))
