"""A digit copied wrongly is found at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.forms.numbers import credit_code_fault, identity_number_fault, telephone_fault

TODAY = date(2026, 11, 21)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _check_sign(first: str) -> str:
    """The one sign that makes an identity number right."""
    return next(sign for sign in "0123456789X" if not identity_number_fault(first + sign, TODAY))


def test_the_examples_of_the_standards_hold():
    assert identity_number_fault("11010519491231002X", TODAY) == ""
    assert identity_number_fault("440524188001010014", TODAY) != ""  # born in 1880
    assert credit_code_fault("91350100M000100Y43") == ""


@given(st.integers(0, 16), st.integers(0, 9))
def test_one_wrong_digit_of_an_identity_number_is_found(place, digit):
    right = "11010519491231002X"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    assert (identity_number_fault(wrong, TODAY) == "") == (wrong == right)


@given(st.integers(0, 15))
def test_two_neighbours_exchanged_in_an_identity_number_are_found(place):
    right = "11010519491231002X"
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert (identity_number_fault(wrong, TODAY) == "") == (wrong == right)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_every_birthday_has_its_number(born, serial):
    first = f"440106{born:%Y%m%d}{serial:03d}"
    assert _check_sign(first) in "0123456789X"


@given(st.integers(0, 17), st.sampled_from(SIGNS))
def test_one_wrong_sign_of_a_credit_code_is_found(place, sign):
    right = "91350100M000100Y43"
    wrong = right[:place] + sign + right[place + 1 :]
    assert (credit_code_fault(wrong) == "") == (wrong == right)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("110105491231002", "旧号码"),
        ("11010519491331002X", "出生日期"),
        ("110105205001010028", "出生日期"),
        ("１１０１０５19491231002X", "十八位"),
        ("", "十八位"),
        ("11010519491231002x", "大写"),
    ],
)
def test_what_is_wrong_with_an_identity_number_is_said(text, said):
    assert said in identity_number_fault(text, TODAY)


@pytest.mark.parametrize("text", ["13800138000", "+86 13800138000", "020-12345678", "02012345678", "12345678", "12328"])
def test_telephones_as_people_write_them_are_taken(text):
    assert telephone_fault(text) == ""


@pytest.mark.parametrize("text", ["1380013800", "电话", "１３８００１３８０００", "020-1", "12 345"])
def test_what_is_no_telephone_is_refused(text):
    assert "不像电话号码" in telephone_fault(text)
