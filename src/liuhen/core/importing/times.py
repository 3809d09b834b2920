"""Dates and times as other systems write them, by patterns such as YYYY年M月D日 HH:mm."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache

COMMON = ("YYYY-M-D H:mm:ss", "YYYY-M-D H:mm", "YYYY-M-D", "YYYY/M/D H:mm:ss", "YYYY/M/D H:mm", "YYYY/M/D",
          "YYYY年M月D日 H:mm", "YYYY年M月D日", "YYYY.M.D", "YYYYMMDD")  # fmt: skip
"""What is understood when a mapping names no pattern of its own."""

_SIGNS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{2})",
    "H": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})(?:\.[0-9]{1,6})?",
}
_SIGN = re.compile("YYYY|MM|M|DD|D|HH|H|mm|ss")
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})", re.ASCII)
EARLIEST_YEAR = 1949


def pattern_fault(pattern: str) -> str:
    """What is wrong with a pattern of times, empty when nothing is."""
    signs = _SIGN.findall(pattern)
    if "YYYY" not in signs or not {"M", "MM"} & {*signs} or not {"D", "DD"} & {*signs}:
        return f"“{pattern}”缺少年月日，应写成 YYYY-MM-DD HH:mm 的样子（YYYY、MM 或 M、DD 或 D、HH 或 H、mm、ss）"
    twice = sorted({sign for sign in signs if signs.count(sign) > 1})
    return f"“{pattern}”中 {'、'.join(twice)} 出现了两次" if twice else ""


def zone_of(text: str) -> tzinfo:
    """The zone of an offset such as +08:00. ValueError says what to write."""
    found = _OFFSET.fullmatch(text)
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        raise ValueError(f"“{text}”不是时区，请写成 +08:00 的样子")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(size if found[1] == "+" else -size)


def read_time(text: str, patterns: tuple[str, ...], zone: tzinfo) -> datetime:
    """The moment a text names by the first pattern that fits; a day alone is its beginning. ValueError says why not."""
    for pattern in (*patterns, COMMON[0]) if patterns else COMMON:
        if found := _compiled(pattern).fullmatch(text):
            return _moment(text, found, zone)
    shown = "、".join(patterns or COMMON[1:3])
    raise ValueError(f"不是映射文件所写格式的时间（{shown}）")


def _moment(text: str, found: re.Match[str], zone: tzinfo) -> datetime:
    parts = {name: int(value) for name, value in found.groupdict().items()}
    try:
        moment = datetime(
            parts["year"], parts["month"], parts["day"], parts.get("hour", 0), parts.get("minute", 0),
            parts.get("second", 0), tzinfo=zone,
        )  # fmt: skip
    except ValueError:
        raise ValueError(f"“{text}”不是存在的日期或者时刻") from None
    if moment.year < EARLIEST_YEAR:
        raise ValueError(f"年份 {moment.year} 早于 {EARLIEST_YEAR} 年")
    return moment


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as an expression; blanks stand for one or more blanks, or a T."""
    pieces, last = [], 0
    for sign in _SIGN.finditer(pattern):
        pieces += [_literal(pattern[last : sign.start()]), _SIGNS[sign[0]]]
        last = sign.end()
    return re.compile("".join([*pieces, _literal(pattern[last:])]), re.ASCII)


def _literal(text: str) -> str:
    return re.sub(r"(\\ )+", r"(?:[ ]+|T)", re.escape(text))
