"""A scan becomes a PDF of as many pages; what is no picture is refused with words that help."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from liuhen.adapters.scans.parent import ChildScans
from liuhen.ports.scans import ScanRefused


def page(mode: str = "RGB", size: tuple[int, int] = (300, 150)) -> Image.Image:
    return Image.new(mode, size, 1 if mode == "1" else "white")


def pages_of(data: bytes) -> list[tuple[float, float]]:
    boxes = (one.mediabox for one in PdfReader(io.BytesIO(data)).pages)
    return [(round(float(box.width)), round(float(box.height))) for box in boxes]


def test_a_jpeg_is_a_page_of_the_size_it_was_scanned_at(tmp_path: Path) -> None:
    page().save(tmp_path / "a.jpg", dpi=(150, 150))
    assert pages_of(ChildScans().as_pdf(tmp_path / "a.jpg", name="a.jpg")) == [(144, 72)]


def test_a_tiff_gives_a_page_for_each_of_its_pictures(tmp_path: Path) -> None:
    page("1").save(tmp_path / "a.tif", save_all=True, append_images=[page("RGB"), page("CMYK")], dpi=(300, 300))
    assert len(pages_of(ChildScans().as_pdf(tmp_path / "a.tif", name="a.tif"))) == 3


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0" + b"x" * 100, b"II*\x00\xff\xff\xff\xff"])
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(data)
    with pytest.raises(ScanRefused, match=r"a\.jpg：.*重新扫描"):
        ChildScans().as_pdf(tmp_path / "a.jpg", name="a.jpg")


def test_a_child_that_dies_is_a_refusal(tmp_path: Path) -> None:
    page().save(tmp_path / "a.jpg")
    with pytest.raises(ScanRefused, match="损坏或者太大"):
        ChildScans(command=("false",)).as_pdf(tmp_path / "a.jpg", name="a.jpg")
