"""Sums of money: typed in yuan, kept in whole fen, printed in figures and in capital characters 大写."""

from __future__ import annotations

import re

LARGEST = 10**15  # fen; beyond it the groups of four have no agreed names on forms
_YUAN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{1,13}(?:\.[0-9]{1,2})?", re.ASCII)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


class NotMoney(ValueError):
    """The text is no sum of money; the message says what to write, in Chinese."""


def fen_of(text: str) -> int:
    """The fen in a sum typed in yuan. Raises NotMoney.

    >>> fen_of("1,234.5"), fen_of("200")
    (123450, 20000)
    """
    if not _YUAN.fullmatch(text.strip()):
        raise NotMoney(f"“{text}”不是金额。请写阿拉伯数字，最多两位小数，例如 3000 或者 1234.50。")
    whole, _, part = text.strip().replace(",", "").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def in_figures(fen: int) -> str:
    """The sum in figures with two places.

    >>> in_figures(123450)
    '1,234.50'
    """
    return f"{fen // 100:,}.{fen % 100:02d}"


def in_capitals(fen: int) -> str:
    """The sum in capital characters, as receipts and decisions write it.

    >>> in_capitals(123450), in_capitals(20000000), in_capitals(10005)
    ('壹仟贰佰叁拾肆元伍角整', '贰拾万元整', '壹佰元零伍分')
    """
    if not 0 <= fen < LARGEST:
        raise NotMoney("金额超出可以大写的范围。请核对。")
    yuan, rest = divmod(fen, 100)
    whole = f"{_whole(yuan)}元" if yuan else ""
    if rest == 0:
        return f"{whole or '零元'}整"
    jiao, single = divmod(rest, 10)
    between = f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return whole + between + (f"{_DIGITS[single]}分" if single else "整")


def _whole(yuan: int) -> str:
    """A whole number in capitals: groups of four digits, one 零 for each run of missing places."""
    groups = [yuan // 10_000**place % 10_000 for place in range(len(_GROUPS))]
    words, gap = "", False
    for place in reversed(range(len(_GROUPS))):
        group = groups[place]
        if group == 0:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + _group(group) + _group_name(place, groups)
        gap = False
    return words


def _group_name(place: int, groups: list[int]) -> str:
    """万亿 is said as 万 … 亿 when there are 亿 of their own below it."""
    return "万" if place == 3 and groups[2] else _GROUPS[place]


def _group(group: int) -> str:
    words, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
