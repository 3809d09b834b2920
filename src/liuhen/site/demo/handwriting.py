"""Signatures of invented people: a running scrawl per character, the same every time, nobody's hand."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

HEIGHT = 160
ADVANCE = 130
"""Pixels a character takes."""
_INK = (25, 30, 45, 255)


def handwriting(name: str) -> bytes:
    """A scrawl for a name, as a PNG with nothing behind it."""
    image = Image.new("RGBA", (ADVANCE * len(name) + 40, HEIGHT), (255, 255, 255, 0))
    brush = ImageDraw.Draw(image)
    line = [point for place, letter in enumerate(name) for point in _loops(letter, 20 + ADVANCE * place)]
    brush.line(line, fill=_INK, width=5, joint="curve")
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _loops(letter: str, left: float) -> list[tuple[float, float]]:
    """A stroke that wanders from left to right; its loops hang on the character's number."""
    quick, slow = 1 + ord(letter) % 2, 2 + ord(letter) % 3
    steps = 60
    return [
        (
            left + ADVANCE * (step / steps) + 24 * math.sin(math.tau * quick * step / steps),
            HEIGHT / 2 + 48 * math.sin(math.tau * slow * step / steps + ord(letter)),
        )
        for step in range(steps)
    ]
