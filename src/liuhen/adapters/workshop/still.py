"""A picture no browser shows (HEIC, TIFF, BMP) as JPEG: upright, its colours kept."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import PIL
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from liuhen.adapters.workshop import labels
from liuhen.ports.workshop import MadeFile, Task, Work, WorkImpossible

NAME = "playable.jpg"
WHAT = "可显示副本"
TOOL = f"Pillow {PIL.__version__}，pillow-heif {pillow_heif.__version__}"
QUALITY = 92
FORMATS = {"heif": ("HEIF", "AVIF"), "tiff": ("TIFF",), "bmp": ("BMP",)}
MOST_PIXELS = 200_000_000
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
_DEEP = {"I;16", "I;16B", "I;16L", "I"}


def make(task: Task, source: Path, into: Path) -> Work:
    """Write the picture as JPEG. Raises WorkImpossible when it is damaged, too large or of another format."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    pillow_heif.register_heif_opener()
    formats = FORMATS.get(str(task.facts.get("container")))
    if formats is None:
        raise WorkImpossible("这种图片格式不需要或者不能做成可显示副本。")
    parent = labels.parent_of(task.facts, source)
    try:
        with Image.open(source, formats=formats) as image:
            result = _save(image, into / NAME, labels.comment(parent, WHAT))
    except Image.DecompressionBombError as error:
        raise WorkImpossible("图片声称的尺寸过大，未予展开。") from error
    except _BROKEN as error:
        raise WorkImpossible("图片内容已损坏，无法展开。原件已原样保存。") from error
    return Work(tool=TOOL, result=result, files=(MadeFile(NAME, into / NAME, "image/jpeg"),))


def _save(image: Any, target: Path, comment: str) -> dict[str, Any]:
    pages, mode = getattr(image, "n_frames", 1), image.mode
    upright = ImageOps.exif_transpose(image)
    profile = upright.info.get("icc_profile") if mode not in {"CMYK", "L", "I;16"} else None
    colours = _eight_bits(upright)
    keep = {"icc_profile": profile} if profile else {}
    colours.save(target, "JPEG", quality=QUALITY, subsampling=0, comment=comment.encode(), **keep)
    return {
        "artifact": NAME,
        "container": "jpeg",
        "width": colours.width,
        "height": colours.height,
        "pages": pages,
        "colour_profile": bool(profile),
        "same_length": True,
    }


def _eight_bits(image: Any) -> Any:
    """The picture with eight bits a colour on white: JPEG knows neither more bits nor what shines through."""
    if image.mode in _DEEP:
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.new("RGBA", clear.size, "white")
        image.alpha_composite(clear)
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")
