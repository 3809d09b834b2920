"""The number of a volume."""

from __future__ import annotations

import pytest

from liuhen.core.volume.number import archive_number, is_fonds


def test_it_names_fonds_class_category_year_period_and_volume():
    number = archive_number("J019", "XZCF", year=2026, keeping="d30", serial=7)
    assert number == "J019-ZY·XZCF·2026·D30-0007"


@pytest.mark.parametrize(
    ("code", "good"), [("J019", True), ("0123", True), ("", False), ("j019", False), ("J-1", False)]
)
def test_a_code_of_a_fonds_is_capitals_and_digits(code, good):
    assert is_fonds(code) is good
