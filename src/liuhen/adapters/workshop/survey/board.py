"""The storyboard: sheets of small upright pictures at even distances."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from av.video.reformatter import VideoReformatter
from PIL import Image

COLUMNS = ROWS = 10
LONG_SIDE = 160
MOST, UTMOST = 900, 3000
"""Pictures in a film whose length is known beforehand, and in any."""
CLOSEST_MS = 2000
QUALITY = 65
_EMPTY = (34, 38, 44)
_NEAR_MS = 5000
"""How old a picture may be and still stand for a moment at which none was decoded."""
_UPRIGHT = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
CONTENT_TYPE = "image/jpeg"


class Board:
    """Takes pictures as they come (nearly in order) and writes each sheet as soon as nothing more can fall on it."""

    def __init__(self, into: Path, duration_ms: int | None, *, rotation: int, stretch: float) -> None:
        """`rotation`: degrees by which the picture is to be turned anticlockwise for viewing; `stretch`: how much wider
        than high its dots are."""
        self._into, self._rotation, self._stretch = into, rotation % 360, stretch
        self.every_ms = max(CLOSEST_MS, _even((duration_ms or 3_600_000) / MOST))
        self.size: tuple[int, int] | None = None
        self.sheets: list[str] = []
        self._scaler = VideoReformatter()
        self._tiles: dict[int, Image.Image] = {}
        self._last: tuple[int, Image.Image] | None = None
        self._newest = -1

    def wants(self, at: int) -> bool:
        """Whether there is no picture for this moment yet."""
        slot = at // self.every_ms
        return self._first_open <= slot < UTMOST and slot not in self._tiles

    def put(self, at: int, frame: Any) -> None:
        """Take a picture for its moment."""
        tile = self._small(frame)
        slot = max(at, 0) // self.every_ms
        self._tiles[slot] = tile
        self._newest = max(self._newest, slot)
        if self._newest // self._per_sheet > len(self.sheets) + 1:
            self._write(self._first_open + self._per_sheet)

    def finish(self, duration_ms: int) -> dict[str, Any] | None:
        """Write what is left; the storyboard of the result, None when there was no picture."""
        if self.size is None:
            return None
        count = min(UTMOST, max(self._newest + 1, math.ceil(duration_ms / self.every_ms)))
        while self._first_open < count:
            self._write(min(count, self._first_open + self._per_sheet))
        width, height = self.size
        shape = {"width": width, "height": height, "columns": COLUMNS, "rows": ROWS}
        return {"every_ms": self.every_ms, **shape, "count": count, "sheets": self.sheets}

    @property
    def _per_sheet(self) -> int:
        return COLUMNS * ROWS

    @property
    def _first_open(self) -> int:
        """The first moment whose sheet is not written yet."""
        return len(self.sheets) * self._per_sheet

    def _small(self, frame: Any) -> Image.Image:
        wide = frame.width * self._stretch
        scale = LONG_SIDE / max(wide, frame.height)
        width, height = max(8, _even(wide * scale)), max(8, _even(frame.height * scale))
        small = self._scaler.reformat(frame, width=width, height=height, format="rgb24", interpolation="AREA")
        image = Image.frombytes("RGB", (width, height), small.to_ndarray().tobytes())
        if self._rotation in _UPRIGHT:
            image = image.transpose(_UPRIGHT[self._rotation])
        if self.size is None:
            self.size = image.size
        return image if image.size == self.size else image.resize(self.size)

    def _write(self, until: int) -> None:
        """Write the next sheet, which holds the moments up to `until`."""
        begin, (width, height) = self._first_open, self.size or (1, 1)
        rows = math.ceil((until - begin) / COLUMNS)
        sheet = Image.new("RGB", (COLUMNS * width, rows * height), _EMPTY)
        for slot in range(begin, until):
            if tile := self._tile(slot):
                place = slot - begin
                sheet.paste(tile, (place % COLUMNS * width, place // COLUMNS * height))
        name = f"sheet-{len(self.sheets)}.jpg"
        sheet.save(self._into / name, "JPEG", quality=QUALITY, optimize=True)
        self.sheets.append(name)

    def _tile(self, slot: int) -> Image.Image | None:
        """The picture of a moment, or the one before it when that is near enough."""
        if tile := self._tiles.pop(slot, None):
            self._last = slot, tile
        if self._last and (slot - self._last[0]) * self.every_ms <= max(_NEAR_MS, self.every_ms):
            return self._last[1]
        return None


def _even(number: float) -> int:
    return math.ceil(number / 2) * 2
