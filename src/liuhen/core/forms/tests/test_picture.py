"""A picture is known by its own bytes: PNG or JPEG, whole, of a size that is no trap."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from liuhen.core.forms.picture import LARGEST_BYTES, picture_fault


def _saved(form: str, **how: bool) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(kept, form, **how)
    return kept.getvalue()


def _huge() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels square."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    end = b"\x00\x00\x00\x00IEND\xaeB`\x82"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + end


@pytest.mark.parametrize("how", [{}, {"progressive": True}])
def test_photographs_and_strokes_will_do(how):
    assert picture_fault(_saved("JPEG", **how)) == ""
    assert picture_fault(_saved("PNG")) == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "PNG 或者 JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG 或者 JPEG"),
        (b"GIF89a" + b"\x00" * 60, "PNG 或者 JPEG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "PNG 或者 JPEG"),
        (_saved("PNG")[:-12], "PNG 或者 JPEG"),
        (_huge(), "60000×60000 像素"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * LARGEST_BYTES, "最大 12 MB"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(data, said):
    assert said in picture_fault(data)


@given(some.binary(max_size=200), some.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_no_bytes_whatever_make_it_fail(data, beginning):
    assert isinstance(picture_fault(beginning + data), str)
