"""A recording is checked against the square codes of a paper."""

from __future__ import annotations

import hashlib

import pytest

from liuhen.core.package.slip import Listed, slip_codes
from liuhen.verify.cli import main

FILM = b"a film" * 1000
OTHERS = [Listed(f"{number:064x}", number) for number in range(11)]


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "录像.mp4"
    path.write_bytes(FILM)
    return path


@pytest.fixture
def codes(tmp_path):
    def written(*listed, bom=""):
        path = tmp_path / "校验码.txt"
        path.write_text(bom + "\n\n".join(reversed(slip_codes([*OTHERS, *listed]))) + "\r\n", encoding="utf-8")
        return path

    return written


SIZE = len(FILM)


def _listed(size=SIZE):
    return Listed(hashlib.sha256(FILM).hexdigest(), size)


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_listed_recording_ends_with_0_and_tells_its_place(film, codes, capsys, bom):
    assert main(["--slip", str(codes(_listed(), bom=bom)), str(film)]) == 0
    assert "第 12 份（共 12 份）" in capsys.readouterr().out


def test_another_recording_ends_with_1(film, codes, capsys):
    film.write_bytes(FILM + b"x")
    assert main(["--slip", str(codes(_listed())), str(film), "--lang", "en"]) == 1
    assert "Not among the 12 listed" in capsys.readouterr().out


def test_a_length_that_does_not_fit_is_told(film, codes, capsys):
    assert main(["--slip", str(codes(_listed(7))), str(film)]) == 1
    assert "长度不符" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"http://localhost/", b"LIUHEN:1/1/2/" + b"0" * 16 + b"/00-1"])
def test_codes_that_are_no_slip_end_with_2(film, tmp_path, capsys, content):
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    assert main(["--slip", str(path), str(film)]) == 2
    assert "校验码不能使用" in capsys.readouterr().err


def test_a_file_that_is_not_there_ends_with_2_and_is_named(codes, tmp_path, capsys):
    assert main(["--slip", str(codes()), str(tmp_path / "无.mp4")]) == 2
    assert "无.mp4" in capsys.readouterr().err
