"""What is handed out as a table is text and nothing else: no cell is a formula, whatever it begins with."""

import io

import pytest
from openpyxl import load_workbook

from liuhen.core.cells import LONGEST_CELL, safe_cell, workbook

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "＝1+1", " =1"]


def sheet(rows, title="台账"):
    return load_workbook(io.BytesIO(workbook(title, rows)), data_only=False).active


@pytest.mark.parametrize("text", EVIL)
def test_a_cell_of_a_list_never_begins_as_a_formula_does(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", [*EVIL, "<b>&\"'", "某公司", "a\nb", " 两边空格 "])
def test_a_workbook_gives_back_every_text_as_text(text):
    cell = sheet([["编号"], [text]])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_xml_cannot_say_is_left_out_and_what_is_too_long_is_cut():
    found = sheet([["a\x00\x0b\ud800b", "长" * 40_000]])
    assert (found["A1"].value, len(found["B1"].value)) == ("ab", LONGEST_CELL)


def test_the_name_of_a_sheet_holds_no_sign_that_spoils_the_book():
    assert sheet([["a"]], title="[涉案]财物/台账?" * 9).title == ("涉案财物台账" * 9)[:31]
    assert sheet([["a"]], title="***").title == "1"


def test_the_same_table_gives_the_same_bytes():
    assert workbook("台账", [["a"]]) == workbook("台账", [["a"]])
