"""Money is never rounded, and its capitals can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.forms.money import LARGEST, NotMoney, fen_of, in_capitals, in_figures

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def _read(capitals: str) -> int:
    """Read capitals back into fen, as a cashier would."""
    whole, _, rest = capitals.rpartition("元")
    fen = _read_whole(whole) * 100
    for sign, unit in (("角", 10), ("分", 1)):
        if sign in rest:
            fen += DIGITS[rest[rest.index(sign) - 1]] * unit
    return fen


def _read_whole(words: str) -> int:
    high, cut, low = words.rpartition("亿")
    if cut:
        return _read_whole(high) * 10**8 + _read_whole(low)
    high, cut, low = words.rpartition("万")
    if cut:
        return _read_whole(high) * 10**4 + _read_whole(low)
    total, digit = 0, 0
    for sign in words:
        if sign in UNITS:
            total, digit = total + digit * UNITS[sign], 0
        else:
            digit = DIGITS[sign]
    return total + digit


@given(st.integers(0, LARGEST - 1))
def test_capitals_say_the_sum(fen):
    assert _read(in_capitals(fen)) == fen


@given(st.integers(0, LARGEST - 1))
def test_figures_say_the_sum(fen):
    assert fen_of(in_figures(fen)) == fen


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        ("0", "零元整"),
        ("200", "贰佰元整"),
        ("3000", "叁仟元整"),
        ("10000", "壹万元整"),
        ("10020.5", "壹万零贰拾元伍角整"),
        ("100000005", "壹亿零伍元整"),
        ("30200.01", "叁万零贰佰元零壹分"),
        ("0.05", "伍分"),
        ("107000", "壹拾万柒仟元整"),
    ],
)
def test_capitals_are_written_as_receipts_write_them(yuan, capitals):
    assert in_capitals(fen_of(yuan)) == capitals


@pytest.mark.parametrize("text", ["", "三千", "1,23", "1.234", "-5", "1e3", "３０００", "12345678901234"])
def test_what_is_no_sum_is_refused_with_an_example(text):
    with pytest.raises(NotMoney, match="例如 3000"):
        fen_of(text)
