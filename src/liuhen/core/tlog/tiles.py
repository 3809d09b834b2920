"""C2SP tlog-tiles: where hashes and entries live, and how entries are packed. Pure arithmetic on names and bytes.

A log is a set of small files below one prefix: `checkpoint`, `tile/<level>/<index>` and `tile/entries/<index>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from liuhen.core.tlog.errors import MalformedError, TileError
from liuhen.core.tlog.hashing import HASH_SIZE
from liuhen.core.tlog.strict import parse_decimal

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
MAX_ENTRY = 0xFFFF
CHECKPOINT_PATH = "checkpoint"

Fetch = Callable[[str], bytes | None]
"""Gives the bytes at a path of the log ("checkpoint", "tile/0/000.p/5", "tile/entries/000"), or None when absent.

A dictionary's `get`, a folder and a ZIP archive all serve; the proof code is the same over each.
"""

_INDEX = r"(?:x[0-9]{3}/)*[0-9]{3}"
_TILE_PATH = re.compile(rf"tile/(entries|[0-9]+)/({_INDEX})(?:\.p/([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of hashes, or (level None) one bundle of entries; `width` counts what it holds, 1 to 256."""

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Path below the log's prefix.

        >>> Tile(0, 1234067, 112).path
        'tile/0/x001/x234/067.p/112'
        """
        level = "entries" if self.level is None else str(self.level)
        suffix = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{index_path(self.index)}{suffix}"

    @property
    def full(self) -> Tile:
        """The full tile that a partial one grows into."""
        return Tile(self.level, self.index)


def index_path(index: int) -> str:
    """Tile index as three-digit path elements, all but the last marked with x.

    >>> index_path(70000)
    'x070/000'
    """
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.append(f"x{index % 1000:03d}")
    return "/".join(reversed(parts))


def parse_tile_path(path: str) -> Tile:
    """The tile a path names; MalformedError when the path is not the one spelling of that tile."""
    match = _TILE_PATH.fullmatch(path)
    if not match:
        raise MalformedError("this is no tile path", found=path[:100])
    level = None if match[1] == "entries" else parse_decimal(match[1], what="tile level")
    width = TILE_WIDTH if match[3] is None else parse_decimal(match[3], what="tile width")
    tile = Tile(level, int(match[2].replace("/", "").replace("x", "")), width)
    if tile.path != path or width < 1 or (level or 0) > 63:
        raise MalformedError("this is no tile path", expected=tile.path, found=path[:100])
    return tile


def width_of(level: int | None, index: int, size: int) -> int:
    """How many hashes (or entries) tile `index` of `level` holds in a tree of `size` leaves; 0 when it lies outside."""
    nodes = size >> (TILE_HEIGHT * (level or 0))
    return max(0, min(TILE_WIDTH, nodes - index * TILE_WIDTH))


def fetch_hashes(fetch: Fetch, tile: Tile) -> list[bytes]:
    """The hashes of a tile; a partial tile may be cut from the full one that replaced it. TileError when missing."""
    raw = fetch(tile.path)
    if raw is None and tile.width < TILE_WIDTH:
        raw = fetch(tile.full.path)
        if raw is not None and len(raw) == TILE_WIDTH * HASH_SIZE:
            raw = raw[: tile.width * HASH_SIZE]
    if raw is None:
        raise TileError(f"tile {tile.path} is missing")
    if len(raw) != tile.width * HASH_SIZE:
        raise TileError(f"tile {tile.path} is damaged", expected=f"{tile.width * HASH_SIZE} bytes", found=str(len(raw)))
    return [raw[i : i + HASH_SIZE] for i in range(0, len(raw), HASH_SIZE)]


def fetch_entries(fetch: Fetch, bundle: Tile) -> list[bytes]:
    """The entries of a bundle, cut from the full bundle when only that exists. TileError when missing or damaged."""
    raw = fetch(bundle.path)
    if raw is None and bundle.width < TILE_WIDTH:
        raw = fetch(bundle.full.path)
        if raw is not None:
            return list(decode_bundle(raw, bundle.full))[: bundle.width]
    if raw is None:
        raise TileError(f"entry bundle {bundle.path} is missing")
    return list(decode_bundle(raw, bundle))


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each after its length as big-endian uint16."""
    out = bytearray()
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise TileError(
                "an entry is too long for its bundle", expected=f"≤ {MAX_ENTRY} bytes", found=str(len(entry))
            )
        out += len(entry).to_bytes(2, "big") + entry
    return bytes(out)


def decode_bundle(raw: bytes, bundle: Tile) -> Iterator[bytes]:
    """The entries of a bundle; TileError unless there are exactly `bundle.width` and nothing is left over."""
    position = count = 0
    while position < len(raw):
        end = position + 2 + int.from_bytes(raw[position : position + 2], "big")
        if position + 2 > len(raw) or end > len(raw):
            raise TileError(f"entry bundle {bundle.path} is cut off")
        yield raw[position + 2 : end]
        position, count = end, count + 1
    if count != bundle.width:
        raise TileError(f"entry bundle {bundle.path} is damaged", expected=f"{bundle.width} entries", found=str(count))
