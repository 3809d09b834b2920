"""Copies of pictures no browser shows: upright, in their colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms

from liuhen.adapters.workshop import still
from liuhen.ports.workshop import Task, Work, WorkImpossible, WorkKind

ORIENTATION, TURNED_RIGHT = 0x0112, 6


def corner_red(size: tuple[int, int] = (64, 32), mode: str = "RGB") -> Image.Image:
    """A blue picture whose upper left quarter is red."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def shown(source: Path, container: str) -> tuple[Work, Image.Image]:
    task = Task(kind=WorkKind.PLAYABLE, facts={"kind": "image", "container": container, "sha256": "ef" * 32})
    work = still.make(task, source, source.parent)
    with Image.open(work.files[0].path) as image:
        image.load()
    return work, image


def red(image: Image.Image, at: tuple[int, int]) -> bool:
    colour: Any = image.convert("RGB").getpixel(at)
    return bool(colour[0] > 180 and colour[2] < 90)


@pytest.mark.parametrize(("ending", "container"), [("heic", "heif"), ("tiff", "tiff"), ("bmp", "bmp")])
def test_pictures_are_shown_as_jpeg(tmp_path: Path, ending: str, container: str) -> None:
    pillow_heif.register_heif_opener()
    source = tmp_path / f"a.{ending}"
    corner_red().save(source)
    work, image = shown(source, container)
    assert (image.format, image.size, work.files[0].content_type) == ("JPEG", (64, 32), "image/jpeg")
    assert red(image, (5, 5))
    assert not red(image, (60, 28))


def test_the_turn_the_camera_noted_is_applied_once(tmp_path: Path) -> None:
    source = tmp_path / "a.tiff"
    image = corner_red()
    exif = image.getexif()
    exif[ORIENTATION] = TURNED_RIGHT
    image.save(source, exif=exif)
    work, upright = shown(source, "tiff")
    assert upright.size == (work.result["width"], work.result["height"]) == (32, 64)
    assert red(upright, (28, 5))
    assert not red(upright, (5, 5))
    assert upright.getexif().get(ORIENTATION, 1) == 1


def test_the_colour_profile_goes_along(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = tmp_path / "a.tiff"
    corner_red().save(source, icc_profile=profile)
    work, image = shown(source, "tiff")
    assert work.result["colour_profile"]
    assert image.info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P", "1", "LA"])
def test_every_kind_of_colour_is_led_over(tmp_path: Path, mode: str) -> None:
    source = tmp_path / "a.tiff"
    corner_red(mode=mode).save(source)
    _, image = shown(source, "tiff")
    assert image.mode in {"RGB", "L"}
    assert image.size == (64, 32)


def test_sixteen_bits_of_grey_become_eight(tmp_path: Path) -> None:
    source = tmp_path / "a.tiff"
    Image.new("I;16", (8, 8), 40_000).save(source)
    _, image = shown(source, "tiff")
    assert image.getpixel((4, 4)) == pytest.approx(40_000 // 256, abs=2)


def test_the_copy_says_of_what_it_is_a_derivative(tmp_path: Path) -> None:
    source = tmp_path / "a.bmp"
    corner_red().save(source)
    _, image = shown(source, "bmp")
    comment = bytes(image.info["comment"]).decode()
    assert "ef" * 32 in comment
    assert "非原件" in comment


def test_a_damaged_picture_says_so(tmp_path: Path) -> None:
    source = tmp_path / "a.tiff"
    corner_red().save(source)
    source.write_bytes(source.read_bytes()[:200])
    with pytest.raises(WorkImpossible, match="损坏"):
        shown(source, "tiff")


def test_a_picture_browsers_show_is_none_of_its_business(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    corner_red().save(source)
    with pytest.raises(WorkImpossible):
        shown(source, "jpeg")
