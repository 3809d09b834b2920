"""The two hashes of an RFC 6962 Merkle tree, and roots of runs of hashes.

Leaves and inner nodes are hashed with different first bytes (RFC 6962 section 2.1), so neither can pass for the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 ‖ leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Root over a run of sibling hashes whose number is a power of two."""
    row = list(hashes)
    if not row or len(row) & (len(row) - 1):
        raise ValueError(f"a perfect subtree has a power of two of hashes, not {len(row)}")
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def fold_peaks(peaks: Sequence[bytes]) -> bytes:
    """Root of the tree whose perfect subtrees, leftmost (largest) first, have these roots; an empty tree has none."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def peak_nodes(size: int) -> list[tuple[int, int]]:
    """(level, index) of the perfect subtrees which together cover the first `size` leaves, largest first.

    >>> peak_nodes(6)
    [(2, 0), (1, 2)]
    """
    peaks = []
    begin = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append((level, begin >> level))
            begin += 1 << level
    return peaks


def root_of_hashes(leaf_hashes: Sequence[bytes]) -> bytes:
    """Merkle tree hash of a whole list of leaf hashes (RFC 6962 section 2.1), reading all of them."""
    peaks = [
        perfect_root(leaf_hashes[index << level : (index + 1) << level])
        for level, index in peak_nodes(len(leaf_hashes))
    ]
    return fold_peaks(peaks)
