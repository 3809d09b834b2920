"""The law folder on disk: found, read once, and refused with a reason where it cannot be read."""

from pathlib import Path

import pytest

from liuhen.adapters.law_folder import DiskLawFolder, default_folder, read_text
from liuhen.core.lawbook.errors import LawError

ROOT = Path(__file__).parents[2]


def test_the_folder_beside_the_package_is_the_default(monkeypatch):
    monkeypatch.delenv("LIUHEN_LAW", raising=False)
    assert default_folder() == ROOT / "law"
    assert "gd-transport-2019" in DiskLawFolder().ids()


def test_the_environment_names_another(monkeypatch, tmp_path):
    monkeypatch.setenv("LIUHEN_LAW", str(tmp_path))
    assert DiskLawFolder().ids() == ()


def test_a_text_is_read_once():
    folder = DiskLawFolder(ROOT / "law")
    assert folder.text("gd-transport-2019") is folder.text("gd-transport-2019")


@pytest.mark.parametrize("id", ["moon-1969", "../law", "_vocabulary", ""])
def test_an_unknown_text_is_refused_with_the_known_ones(id):
    with pytest.raises(LawError, match="gd-transport-2019"):
        DiskLawFolder(ROOT / "law").text(id)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LawError, match="LIUHEN_LAW"):
        DiskLawFolder(tmp_path / "nowhere").ids()


def test_bytes_that_are_not_utf8_are_refused_with_their_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\nb: \xb0\xa1\n")
    with pytest.raises(LawError, match=r"x\.yaml:2: 不是 UTF-8"):
        read_text(path)


def test_byte_order_mark_and_windows_line_ends_are_taken_off(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_text(path) == "a: 1\nb: 2\n"
