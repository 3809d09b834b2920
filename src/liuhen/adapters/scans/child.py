"""The child: reads one picture file from its input and answers with a PDF, or with a line that says why not.

Run as `python -m liuhen.adapters.scans.child CPU_SECONDS`. It opens nothing by name.
"""

from __future__ import annotations

import io
import logging
import sys
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from liuhen.adapters.confined import limits

MOST_PAGES = 500
MOST_PIXELS = 120_000_000
USUAL_DPI, LEAST_DPI = 150.0, 50.0
QUALITY = 90
REFUSED = b"refused:"
_SURPRISES = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError, SyntaxError)


class _Refusal(Exception):
    """Why there is no PDF."""


def main() -> None:
    """Answer for the one file."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    data = sys.stdin.buffer.read()
    limits.confine()
    limits.allow_seconds(int(sys.argv[1]))
    sys.stdout.buffer.write(_answer(data))


def _answer(data: bytes) -> bytes:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        return _pdf(data)
    except _Refusal as refusal:
        return REFUSED + str(refusal).encode()
    except (MemoryError, Image.DecompressionBombError):
        return REFUSED + "图像太大，请降低分辨率后重新扫描，或者转为 PDF".encode()
    except (UnidentifiedImageError, *_SURPRISES):
        return REFUSED + "图像已损坏，请重新扫描，或者转为 PDF".encode()


def _pdf(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=("JPEG", "TIFF")) as image:
        dpi = _dpi(image)
        pages = list(_pages(image))
        made = io.BytesIO()
        # Pages of black and white alone are packed without loss, and know no quality.
        quality = {} if any(page.mode == "1" for page in pages) else {"quality": QUALITY}
        pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, **quality)
    return made.getvalue()


def _pages(image: Image.Image) -> Iterator[Image.Image]:
    """Every picture, upright, in a mode that a PDF holds."""
    for number, frame in enumerate(ImageSequence.Iterator(image), 1):
        if number > MOST_PAGES:
            raise _Refusal(f"超过 {MOST_PAGES} 页，请分成几个文件")
        upright = ImageOps.exif_transpose(frame)
        yield upright.copy() if upright.mode in ("1", "L", "RGB") else upright.convert("RGB")


def _dpi(image: Image.Image) -> float:
    """The resolution the file states, where that is one of a scanner."""
    stated = image.info.get("dpi", (0, 0))
    first = float(stated[0]) if isinstance(stated, tuple) else 0.0
    return first if first >= LEAST_DPI else USUAL_DPI


if __name__ == "__main__":
    main()
