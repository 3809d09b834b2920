"""Numbers as regulations print them: Chinese numerals and digits, half or full width, up to 9999."""

from __future__ import annotations

import unicodedata

NUMERAL = r"[〇零一二三四五六七八九十百千两0-9０-９]+"
"""What a printed number is made of, for use inside a regular expression."""

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def value_of(printed: str) -> int:
    """The number a numeral prints: 十二, 一百零五, 12, １２; ValueError when it is none."""
    plain = "".join(printed.split())
    if plain and all(char.isdecimal() for char in plain):
        return int(unicodedata.normalize("NFKC", plain))
    total, digit = 0, 0
    for char in plain:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        elif char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if digit else _DIGITS[char]
        else:
            raise ValueError(f"not a numeral: {printed}")
    if not plain:
        raise ValueError("empty numeral")
    return total + digit
