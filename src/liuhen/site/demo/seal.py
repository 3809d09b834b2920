"""The seal of the demonstration agency, drawn on the spot: a ring and a star, no seal that anybody bears."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

SIZE = 480
_RED = (200, 30, 30, 220)


def seal_image() -> bytes:
    """The seal as a PNG with nothing behind it."""
    image = Image.new("RGBA", (SIZE, SIZE), (255, 255, 255, 0))
    brush = ImageDraw.Draw(image)
    brush.ellipse((8, 8, SIZE - 8, SIZE - 8), outline=_RED, width=14)
    brush.polygon(_star(SIZE / 2, SIZE / 5), fill=_RED)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _star(middle: float, reach: float) -> list[tuple[float, float]]:
    """The ten corners of a five-pointed star; the inner ones lie at 0.382 of the reach."""
    corners = []
    for number in range(10):
        turn = math.pi * number / 5
        radius = reach * (0.382 if number % 2 else 1)
        corners.append((middle + radius * math.sin(turn), middle - radius * math.cos(turn)))
    return corners
