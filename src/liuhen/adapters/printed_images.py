"""Strokes, photographs and seals made fit for paper: upright, no larger than paper can show, PNG or JPEG only."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from liuhen.core.forms.picture import most_pixels
from liuhen.ports.press import PressFailed

TOO_LARGE = "签名或者印章图像的点数太多，不能打印。请缩小后重新提交。"
LONGEST_SIDE = 1600
QUALITY = 85


def fit_for_paper(image: bytes) -> bytes:
    """The image as it is printed. See-through strokes and seals stay so. Raises PressFailed when it is none."""
    try:
        with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > most_pixels(image):
                raise PressFailed(TOO_LARGE)
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # reads a JPEG at a fraction of its size
            return _encoded(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PressFailed(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PressFailed("签名或者印章图像读不出来，不能打印。请重新签名，或者换一张 PNG、JPEG 图片。") from error


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    if image.mode in ("RGBA", "LA", "P", "PA"):
        image.convert("RGBA").save(out, "PNG")
    else:
        image.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
