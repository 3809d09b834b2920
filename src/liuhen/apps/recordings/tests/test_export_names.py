"""Whatever people wrote, a folder or file made of it is one name on any machine, and a cell is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.apps.recordings.export_names import LONGEST, NOTHING, extension_of, safe_name
from liuhen.core.cells import safe_cell

FORBIDDEN = set('<>:"/\\|?*')


@given(st.text(max_size=200))
def test_any_text_becomes_one_name_on_any_machine(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= LONGEST + 1
    assert not FORBIDDEN & set(name)
    assert all(sign.isprintable() for sign in name)
    assert name.strip() == name
    assert not name.endswith(".")
    assert name not in {".", ".."}
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert len(name.encode()) <= 255


@pytest.mark.parametrize("text", ["", " ", "...", "\u200b", "/", "\x00"])
def test_what_holds_nothing_to_read_is_called_not_stated(text: str) -> None:
    assert safe_name(text) == NOTHING


def test_names_that_read_alike_are_one_folder() -> None:
    assert safe_name("Ｃafe\u0301") == safe_name("Ｃafé")


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "  =1+1", "＝HYPERLINK()"])
def test_no_cell_is_a_formula_and_nothing_of_it_is_lost(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("name", "ending"), [("A.MP4", ".mp4"), ("a", ""), ("a.tar.gz", ".gz"), ("a.exe\u202e", ""), ("a.", "")]
)
def test_the_ending_is_kept_where_it_is_plain(name: str, ending: str) -> None:
    assert extension_of(name) == ending
