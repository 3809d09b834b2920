"""Making proofs and roots from tiles, over any `Fetch`."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.core.tlog.errors import LogError
from liuhen.core.tlog.hashing import fold_peaks, peak_nodes, perfect_root
from liuhen.core.tlog.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Fetch,
    Tile,
    fetch_entries,
    fetch_hashes,
    width_of,
)

_KEPT_TILES = 512  # 4 MiB of hashes: enough for every path of a big batch of proofs, small enough for any machine


class TreeReader:
    """The Merkle tree of the first `size` leaves of a log, read tile by tile on demand.

    What it returns is only as true as the tiles: compare `root()` with a signed checkpoint.
    """

    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch = fetch
        self.size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """Hash of the perfect subtree over leaves [index·2^level, (index+1)·2^level)."""
        if (index + 1) << level > self.size:
            raise LogError("this subtree reaches beyond the tree", found=f"level {level}, index {index}")
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        hashes = self._tile(tile_level, first // TILE_WIDTH)
        start = first % TILE_WIDTH
        return perfect_root(hashes[start : start + (1 << height)])

    def range_root(self, begin: int, end: int) -> bytes:
        """RFC 6962 hash of leaves [begin, end), where begin is a multiple of a power of two ≥ end − begin."""
        return fold_peaks([self.node(lv, (begin >> lv) + i) for lv, i in peak_nodes(end - begin)])

    def root(self) -> bytes:
        """Root of the whole tree, from the right-edge tiles alone."""
        return self.range_root(0, self.size)

    def inclusion_proof(self, index: int) -> list[bytes]:
        """Audit path of leaf `index` (RFC 6962 section 2.1.1), sibling of the leaf first."""
        if not 0 <= index < self.size:
            raise LogError("the leaf lies outside the tree", expected=f"0 ≤ index < {self.size}", found=str(index))
        return [self.range_root(begin, end) for begin, end in _siblings(index, self.size)]

    def consistency_proof(self, size1: int) -> list[bytes]:
        """Proof that this tree begins with its first `size1` leaves (RFC 6962 section 2.1.2)."""
        if not 0 <= size1 <= self.size:
            raise LogError("the earlier tree is larger", expected=f"≤ {self.size}", found=str(size1))
        if size1 in (0, self.size):
            return []
        return [self.range_root(begin, end) for begin, end in _consistency_ranges(size1, self.size)]

    def entries(self, begin: int, end: int) -> Iterator[bytes]:
        """Leaves [begin, end) as stored in the entry bundles."""
        for index in range(begin // TILE_WIDTH, (end + TILE_WIDTH - 1) // TILE_WIDTH):
            bundle = Tile(None, index, width_of(None, index, self.size))
            first = index * TILE_WIDTH
            yield from fetch_entries(self._fetch, bundle)[max(0, begin - first) : end - first]

    def _tile(self, level: int, index: int) -> list[bytes]:
        key = (level, index)
        if key not in self._tiles:
            if len(self._tiles) >= _KEPT_TILES:
                self._tiles.clear()
            self._tiles[key] = fetch_hashes(self._fetch, Tile(level, index, width_of(level, index, self.size)))
        return self._tiles[key]


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (≥ 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    begin, end = 0, size
    path = []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    return path[::-1]


def _consistency_ranges(size1: int, size2: int) -> list[tuple[int, int]]:
    begin, end = 0, size2
    path = []
    while end != size1:
        middle = begin + _split(end - begin)
        if size1 <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    # RFC 6962 leaves out the old root when the verifier already knows it: the old tree is then one perfect subtree.
    if begin:
        path.append((begin, end))
    return path[::-1]
