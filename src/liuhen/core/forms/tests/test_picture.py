"""Only pictures that can be printed are taken, and none that would fill the memory when it is unfolded."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from liuhen.core.forms.picture import MOST_PIXELS_WHOLE, picture_fault


def _picture(form: str, size: tuple[int, int], mode: str = "L") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("PNG", "1"), ("JPEG", "RGB"), ("JPEG", "L")])
def test_whole_pictures_are_taken(form, mode):
    assert picture_fault(_picture(form, (300, 120), mode)) == ""


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(data):
    assert "PNG" in picture_fault(data)


def test_a_png_cut_short_is_refused():
    assert "PNG" in picture_fault(_picture("PNG", (300, 120))[:-5])


def test_a_photograph_may_be_larger_than_strokes():
    side = int(MOST_PIXELS_WHOLE**0.5) + 1
    assert "像素" in picture_fault(_picture("PNG", (side, side)))
    assert picture_fault(_picture("JPEG", (side, side))) == ""


def test_no_photograph_is_beyond_measure():
    assert "像素" in picture_fault(_picture("JPEG", (8_000, 8_000)))
