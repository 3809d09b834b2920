"""What a picture is like: black, without detail, the same as another. Judged on a coarse grid of its brightness."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.uint8]

COLUMNS = 240
"""About so many samples across; down in proportion."""
_DARK_SHARE = 0.98
_DARK_LIMITED, _DARK_FULL = 38, 26
"""A tenth of the way from black to white (as FFmpeg's blackdetect), in video range and in full range."""
_SAME_MEAN, _SAME_CELL = 6.0, 12.0
"""Two pictures are the same when their brightness differs little on the whole (an encoder that is short of bits blurs
what it repeats) and nowhere by more than this in a cell: one figure of a clock in the picture tells them apart."""
_STILL_MEAN, _STILL_CELL = 0.05, 3.0
"""Once an encoder has settled after a key frame, it writes nothing where nothing changes; noise it does write."""
_CELL = 4
_SMOOTH_MEDIAN, _SMOOTH_MOST, _FLAT_SPREAD = 1.0, 4.0, 60.0
_EIGHT_BIT = {"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "yuv411p", "yuv410p", "yuvj411p"}
_EIGHT_BIT |= {"nv12", "nv21", "nv16", "gray"}
_FULL_RANGE = 2


def grid_of(frame: Any) -> Grid:
    """Brightness of a decoded picture at about COLUMNS samples across; a copy, the frame may be thrown away."""
    step = max(1, frame.width // COLUMNS)
    if frame.format.name not in _EIGHT_BIT:  # ten bits, packed, coloured otherwise: let FFmpeg make it grey
        frame, step = frame.reformat(width=frame.width // step, height=max(1, frame.height // step), format="gray"), 1
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return np.ascontiguousarray(rows[: frame.height : step, : frame.width : step])


def is_dark(grid: Grid, *, full_range: bool) -> bool:
    """Whether nearly all of the picture is black."""
    limit = _DARK_FULL if full_range else _DARK_LIMITED
    dark = int(np.count_nonzero(grid <= limit))
    return dark >= _DARK_SHARE * float(grid.size)


def is_full_range(frame: Any) -> bool:
    """Whether black is 0 (full range) and not 16 (video range); made grey by FFmpeg it is full range as well."""
    return bool(frame.color_range == _FULL_RANGE or frame.format.name.startswith("yuvj"))


def is_featureless(grid: Grid) -> bool:
    """Whether the picture has no detail and little contrast, as with a hand or a pocket before the lens.

    Text that the device writes into the picture covers little of it and does not count.
    """
    cells = _cells(grid)
    if cells.shape[0] < 4 or cells.shape[1] < 4:
        return False
    steps = np.concatenate([np.abs(np.diff(cells, axis=0)).ravel(), np.abs(np.diff(cells, axis=1)).ravel()])
    median, most = np.percentile(steps, (50, 90))
    low, high = np.percentile(cells, (5, 95))
    return bool(median <= _SMOOTH_MEDIAN and most <= _SMOOTH_MOST and high - low <= _FLAT_SPREAD)


def _cells(grid: Grid) -> NDArray[np.float32]:
    """Means of cells of some samples each, which takes the camera's noise away."""
    rows, columns = grid.shape[0] // _CELL, grid.shape[1] // _CELL
    cut = grid[: rows * _CELL, : columns * _CELL].astype(np.float32)
    cells: NDArray[np.float32] = cut.reshape(rows, _CELL, columns, _CELL).mean(axis=(1, 3))
    return cells


def are_same(one: Grid, other: Grid) -> bool:
    """Whether two pictures are the same but for what encoding them twice makes of them."""
    return _apart(one, other) < _SAME_MEAN and _cells_apart(one, other) <= _SAME_CELL


def is_still(one: Grid, other: Grid) -> bool:
    """Whether nothing at all changed from one picture to the next, not even the camera's noise."""
    return _apart(one, other) < _STILL_MEAN and _cells_apart(one, other) <= _STILL_CELL


def _apart(one: Grid, other: Grid) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean()) if one.shape == other.shape else 255.0


def _cells_apart(one: Grid, other: Grid) -> float:
    apart = np.abs(_cells(one) - _cells(other))
    return float(apart.max()) if apart.size else 0.0
