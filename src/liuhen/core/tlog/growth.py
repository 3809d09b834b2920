"""Appending to a tree with nothing but its right-edge tiles, and rebuilding it whole to check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liuhen.core.tlog.errors import TileError
from liuhen.core.tlog.hashing import leaf_hash, perfect_root
from liuhen.core.tlog.reader import TreeReader
from liuhen.core.tlog.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Fetch,
    Tile,
    encode_bundle,
    fetch_entries,
    fetch_hashes,
    width_of,
)


@dataclass(frozen=True, slots=True)
class Growth:
    """The tree after an append: its size, its root and the files (path → bytes) to write before signing it."""

    size: int
    root: bytes
    files: dict[str, bytes]


def append(fetch: Fetch, size: int, leaf_hashes: Sequence[bytes], *, expected_root: bytes | None = None) -> Growth:
    """Grow the tree of `size` leaves by `leaf_hashes`.

    Reads at most one partial tile per level (the right edge), never the whole tree. With `expected_root`, the root of
    the last signed checkpoint, a right edge that was tampered with raises TileError before anything is signed over it.
    """
    if expected_root is not None:
        _check_root(fetch, size, expected_root)
    files: dict[str, bytes] = {}
    level, added = 0, list(leaf_hashes)
    while added:
        added = _grow_level(fetch, Tile(level, *divmod(size >> (TILE_HEIGHT * level), TILE_WIDTH)), added, files)
        level += 1
    grown = size + len(leaf_hashes)
    root = TreeReader(lambda path: files.get(path) or fetch(path), grown).root()
    return Growth(grown, root, files)


def append_leaves(fetch: Fetch, size: int, leaves: Sequence[bytes], *, expected_root: bytes | None = None) -> Growth:
    """As `append`, from the leaves themselves; the entry bundles are among the files to write."""
    growth = append(fetch, size, [leaf_hash(leaf) for leaf in leaves], expected_root=expected_root)
    index, width = divmod(size, TILE_WIDTH)
    kept = fetch_entries(fetch, Tile(None, index, width)) if width and leaves else []
    for offset, run in _runs([*kept, *leaves]):
        growth.files[Tile(None, index + offset, len(run)).path] = encode_bundle(run)
    return growth


def _check_root(fetch: Fetch, size: int, expected: bytes) -> None:
    found = TreeReader(fetch, size).root()
    if found != expected:
        raise TileError("the tiles do not give the signed root", expected=expected.hex(), found=found.hex())


def _grow_level(fetch: Fetch, edge: Tile, added: list[bytes], files: dict[str, bytes]) -> list[bytes]:
    """Write one level's tiles into `files`; return the roots of those now full, which the next level receives."""
    kept = fetch_hashes(fetch, edge) if edge.width else []
    full = []
    for offset, run in _runs([*kept, *added]):
        files[Tile(edge.level, edge.index + offset, len(run)).path] = b"".join(run)
        if len(run) == TILE_WIDTH:
            full.append(perfect_root(run))
    return full


def _runs(items: list[bytes]) -> Iterable[tuple[int, list[bytes]]]:
    return ((i // TILE_WIDTH, items[i : i + TILE_WIDTH]) for i in range(0, len(items), TILE_WIDTH))


def check_log(fetch: Fetch, leaves: Iterable[bytes], *, size: int, root: bytes) -> list[TileError]:
    """Rebuild the tree from all its leaves and compare every tile, every bundle and the root; return what differs.

    `leaves` come from outside the log (the journal). Memory stays small: one tile per level.
    """
    check = _Check(fetch, size)
    for leaf in leaves:
        check.add(leaf)
    return check.finish(root)


class _Check:
    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch, self._size = fetch, size
        self._count = 0
        self._bundle: list[bytes] = []
        self._levels: list[list[bytes]] = []
        self._filled: list[int] = []
        self._faults: list[TileError] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf; those beyond the signed size are not part of this tree."""
        self._count += 1
        if self._count > self._size:
            return
        self._bundle.append(leaf)
        if len(self._bundle) == TILE_WIDTH:
            self._compare_bundle()
        self._push(0, leaf_hash(leaf))

    def finish(self, root: bytes) -> list[TileError]:
        """Compare the partial tiles at the right edge and the root; return everything found."""
        if self._count < self._size:
            self._fault("leaves are missing", expected=str(self._size), found=str(self._count))
            return self._faults
        if self._bundle:
            self._compare_bundle()
        own: dict[str, bytes] = {}
        for level, hashes in enumerate(self._levels):
            if hashes:
                tile = Tile(level, self._filled[level], len(hashes))
                own[tile.path] = b"".join(hashes)
                self._compare(tile, hashes)
        found = TreeReader(own.get, self._size).root()
        if found != root:
            self._fault("the leaves give another root", expected=root.hex(), found=found.hex())
        return self._faults

    def _push(self, level: int, value: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
            self._filled.append(0)
        hashes = self._levels[level]
        hashes.append(value)
        if len(hashes) == TILE_WIDTH:
            self._compare(Tile(level, self._filled[level]), hashes)
            self._levels[level] = []
            self._filled[level] += 1
            self._push(level + 1, perfect_root(hashes))

    def _compare(self, tile: Tile, hashes: list[bytes]) -> None:
        try:
            found = fetch_hashes(self._fetch, tile)
        except TileError as error:
            self._faults.append(error)
            return
        for offset, (own, theirs) in enumerate(zip(hashes, found, strict=True)):
            if own != theirs:
                self._fault(f"tile {tile.path} differs at hash {offset}", expected=own.hex(), found=theirs.hex())

    def _compare_bundle(self) -> None:
        index = (min(self._count, self._size) - 1) // TILE_WIDTH
        bundle = Tile(None, index, width_of(None, index, self._size))
        leaves, self._bundle = self._bundle, []
        try:
            found = fetch_entries(self._fetch, bundle)
        except TileError as error:
            self._faults.append(error)
            return
        for offset, (own, theirs) in enumerate(zip(leaves, found, strict=True)):
            if own != theirs:
                place = index * TILE_WIDTH + offset
                self._fault(f"leaf {place} in {bundle.path} differs", expected=repr(own), found=repr(theirs))

    def _fault(self, message: str, *, expected: str, found: str) -> None:
        self._faults.append(TileError(message, expected=expected, found=found))
