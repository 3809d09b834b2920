"""The small language in which file names are described: literal text, {fields} and [optional parts].

`{device}_{officer}_{start:YYYYMMDDhhmmss}_{index:4}.MP4` reads `GD-0421_440101001_20261118093012_0001.MP4`. A field
takes a rule after a colon: how a time is written, how long it is (`4`, `2-8`), or the words it may be (`N|E|P`).
Letters match in either case. A text field never runs over the character that follows it in the pattern, so that a name
is read in one way or not at all, and in time that grows with its length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

LONGEST_NAME = 255
LONGEST_FIELD = 64
TIMES = ("start", "end")
NUMBERS = ("index", "part", "channel")
TEXTS = ("device", "officer", "group", "serial", "flag", "any")
FIELDS: dict[str, str] = {
    "device": "设备编号",
    "officer": "执法证号或者警号",
    "start": "开始时间，要写明写法，例如 {start:YYYYMMDDhhmmss}",
    "end": "结束时间，写法同 start",
    "index": "逐个递增的文件序号",
    "part": "同一次摄录中的第几段",
    "group": "同一次摄录的编号，各段相同",
    "channel": "通道",
    "flag": "文件种类的标志，例如 {flag:N|E|P}",
    "serial": "机身序列号",
    "any": "不必读懂的部分",
}
"""Every field there is, and what it means."""

_CLOCK = {
    "YYYY": (r"[0-9]{4}", "%Y"),
    "YY": (r"[0-9]{2}", "%y"),
    "MM": (r"[0-9]{2}", "%m"),
    "DD": (r"[0-9]{2}", "%d"),
    "hh": (r"[0-9]{2}", "%H"),
    "mm": (r"[0-9]{2}", "%M"),
    "ss": (r"[0-9]{2}", "%S"),
    "fff": (r"[0-9]{3}", "%f"),
}
_CLOCK_PART = re.compile("|".join(_CLOCK))
_PIECE = re.compile(r"\{(?P<field>[^{}]*)\}|(?P<open>\[)|(?P<close>\])|(?P<text>[^\[\]{}]+)|(?P<stray>[{}])")
_LENGTH = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
_CHOICE = re.compile(r"[^|\\/]+(?:\|[^|\\/]+)*")


class PatternError(ValueError):
    """A pattern cannot be used; the message says what to write instead, in Chinese."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to read texts. `weight`: how much of a name it fixes, to choose between patterns that fit."""

    text: str
    expression: re.Pattern[str]
    layouts: dict[str, str]
    weight: int

    def read(self, name: str) -> dict[str, str] | None:
        """The fields of a whole name (the last parts of a path, if the pattern names folders), or None."""
        if len(name) > LONGEST_NAME * (self.text.count("/") + 1):
            return None
        return self._fields(self.expression.fullmatch(self._tail(name)))

    def find(self, text: str) -> dict[str, str] | None:
        """The fields of the first place in a longer text that fits, or None."""
        return self._fields(self.expression.search(text))

    def _tail(self, name: str) -> str:
        depth = self.text.count("/") + 1
        return "/".join(name.rsplit("/", depth)[-depth:])

    def _fields(self, match: re.Match[str] | None) -> dict[str, str] | None:
        if match is None:
            return None
        found = {key: value for key, value in match.groupdict().items() if value is not None}
        times = {name: self._moment(name, found) for name in TIMES if name in self.layouts}
        if None in times.values():
            return None
        plain = {key: value for key, value in found.items() if key.rstrip("0123456789") not in TIMES}
        return {**plain, **{name: moment for name, moment in times.items() if moment}}

    def _moment(self, name: str, found: dict[str, str]) -> str | None:
        """The time as ISO 8601 without a zone, from all its parts; empty where there is none, None where impossible."""
        parts = [found[key] for key in sorted(found) if key.rstrip("0123456789") == name]
        if not parts:
            return ""
        try:
            return datetime.strptime(" ".join(parts), self.layouts[name]).isoformat()  # noqa: DTZ007 - a wall clock
        except ValueError:
            return None


def compile_pattern(text: str) -> Pattern:
    """Make a pattern ready for use; PatternError says what is wrong with it and what to write."""
    pieces = [_piece(match) for match in _PIECE.finditer(text)]
    if not text.strip() or not any(isinstance(piece, _Field) for piece in pieces):
        raise PatternError(f"模板“{text}”里没有字段，请至少写一个，例如 {{index}}；可用的字段：{'、'.join(FIELDS)}")
    _check_brackets(pieces, text)
    _check_neighbours(pieces, text)
    _check_doubles(pieces, text)
    written = "".join(_expressions(pieces))
    weight = sum(len(piece) for piece in pieces if isinstance(piece, str) and piece not in "[]")
    weight += 4 * sum(isinstance(piece, _Field) for piece in pieces)
    return Pattern(text, re.compile(written, re.IGNORECASE | re.ASCII), _layouts(pieces), weight)


def _piece(match: re.Match[str]) -> _Field | str:
    if match["stray"]:
        raise PatternError(f"花括号没有成对：“{match.string}”，字段要写成 {{字段}} 或 {{字段:写法}}")
    if match["field"] is None:
        return match[0]
    name, _, rule = match["field"].partition(":")
    if name not in FIELDS:
        raise PatternError(f"不认识的字段“{name}”，可以写：{'、'.join(FIELDS)}")
    if name in TIMES and not rule:
        raise PatternError(f"{name} 要写明时间的写法，例如 {{{name}:YYYYMMDDhhmmss}}")
    return _Field(name, rule)


def _check_brackets(pieces: list[_Field | str], text: str) -> None:
    marks = "".join(piece for piece in pieces if piece in ("[", "]"))
    if marks.replace("[]", ""):
        raise PatternError(f"方括号没有成对，或者套了两层：“{text}”，可省略的部分写成 [_{{index}}]")


def _check_neighbours(pieces: list[_Field | str], text: str) -> None:
    shown = [piece for piece in pieces if piece not in ("[", "]")]
    for first, second in pairwise(shown):
        if isinstance(first, _Field) and isinstance(second, _Field) and not _fixed(first):
            raise PatternError(
                f"“{text}”里 {first.name} 和 {second.name} 紧挨着，分不清界线：请写出 {first.name} 的长度，"
                f"例如 {{{first.name}:6}}"
            )


def _check_doubles(pieces: list[_Field | str], text: str) -> None:
    names = [piece.name for piece in pieces if isinstance(piece, _Field)]
    for name in {name for name in names if name not in (*TIMES, "any") and names.count(name) > 1}:
        raise PatternError(f"“{text}”里 {name} 出现了两次，请只留一个，另一个改写成 {{any}}")


def _fixed(field: _Field) -> bool:
    """Whether it is clear where the field ends: times, choices and exact lengths."""
    return field.name in TIMES or _is_choice(field) or (bool(field.rule) and "-" not in field.rule)


def _is_choice(field: _Field) -> bool:
    """Whether the rule lists words: a flag may have a single one."""
    return "|" in field.rule or (field.name == "flag" and bool(field.rule) and not _LENGTH.fullmatch(field.rule))


def _expressions(pieces: list[_Field | str]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for at, piece in enumerate(pieces):
        if isinstance(piece, _Field):
            counts[piece.name] = number = counts.get(piece.name, 0) + 1
            yield _expression(piece, _next_character(pieces[at + 1 :]), number)
        else:
            yield {"[": "(?:", "]": ")?"}.get(piece, re.escape(piece))


def _next_character(rest: list[_Field | str]) -> str:
    return next((piece[0] for piece in rest if isinstance(piece, str) and piece not in "[]"), "")


def _expression(field: _Field, following: str, number: int) -> str:
    name = field.name if number == 1 and field.name != "any" else f"{field.name}{number}"
    if field.name in TIMES:
        return f"(?P<{name}>{_time_expression(field)})"
    if _is_choice(field):
        return f"(?P<{name}>{_choices(field)})"
    return f"(?P<{name}>{_characters(field, following)}{_length(field)})"


def _time_expression(field: _Field) -> str:
    if not _CLOCK_PART.search(field.rule):
        raise PatternError(f"“{field.rule}”不是时间的写法，请用 YYYY MM DD hh mm ss 拼成，例如 YYYYMMDDhhmmss")
    parts = re.split(f"({_CLOCK_PART.pattern})", field.rule)
    return "".join(_CLOCK[part][0] if part in _CLOCK else re.escape(part) for part in parts)


def _choices(field: _Field) -> str:
    if not _CHOICE.fullmatch(field.rule):
        raise PatternError(f"“{field.rule}”不是可选项，请写成 {{{field.name}:N|E|P}}")
    return "|".join(re.escape(word) for word in sorted(field.rule.split("|"), key=len, reverse=True))


def _characters(field: _Field, following: str) -> str:
    if field.name in NUMBERS:
        return "[0-9]"
    allowed = r"/" if field.name == "any" else ""
    if field.name == "any":
        return f"[^{allowed}{re.escape(following)}]"
    kept = "".join(sign for sign in "-._" if sign != following)
    letters = "0-9A-Za-z" if not following.isalnum() else "0-9A-Za-z".replace("A-Za-z", _letters_without(following))
    return f"[{letters}{re.escape(kept)}]"


def _letters_without(sign: str) -> str:
    """The letters but one, as the text field before it must not run over it; digits stay."""
    both = {sign.lower(), sign.upper()}
    return "".join(letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" if letter not in both)


def _length(field: _Field) -> str:
    if not field.rule:
        return f"{{1,{LONGEST_FIELD}}}"
    match = _LENGTH.fullmatch(field.rule)
    if match is None or not 1 <= int(match[1]) <= int(match[2] or match[1]) <= LONGEST_FIELD:
        raise PatternError(
            f"“{field.rule}”不是 {field.name} 的写法：长度写成 {{{field.name}:4}} 或 {{{field.name}:2-8}}，"
            f"可选的词写成 {{{field.name}:A|B}}"
        )
    return f"{{{int(match[1])},{int(match[2] or match[1])}}}"


def _layouts(pieces: list[_Field | str]) -> dict[str, str]:
    """For each time, how all its parts joined by blanks are to be read."""
    found: dict[str, list[str]] = {}
    for piece in pieces:
        if isinstance(piece, _Field) and piece.name in TIMES:
            found.setdefault(piece.name, []).append(_CLOCK_PART.sub(lambda match: _CLOCK[match[0]][1], piece.rule))
    return {name: " ".join(parts) for name, parts in found.items()}
