"""Automatic numbers of Word paragraphs: 第%1条 with a counter, as the reader of the document sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from liuhen.core.duties.words import numeral

_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbers:
    """The document's numbered lists and how far each has counted."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)  # (abstract list, level)
    lists: dict[str, str] = field(default_factory=dict)  # list → abstract list
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → (list, level)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_label(self, number: tuple[str, str] | None, style: str) -> str:
        """The number shown before the paragraph, counted on; empty when it has none."""
        listed, level = self._place(number, style)
        abstract = self.lists.get(listed, "")
        shown = self.levels.get((abstract, level))
        if not shown or shown.form in ("bullet", "none"):
            return ""
        key = (abstract, level)
        self.counts[key] = self.counts.get(key, shown.start - 1) + 1
        for deeper in [place for place in self.counts if place[0] == abstract and place[1] > level]:
            del self.counts[deeper]
        return self._written(abstract, shown.text) + " "

    def _place(self, number: tuple[str, str] | None, style: str) -> tuple[str, int]:
        if number and number[0]:
            return number[0], int(number[1]) if number[1].isdecimal() else 0
        return self.styles.get(style, ("", 0))

    def _written(self, abstract: str, text: str) -> str:
        for level in range(9):
            if f"%{level + 1}" in text:
                known = self.levels.get((abstract, level), _Level())
                count = self.counts.get((abstract, level), known.start)
                text = text.replace(f"%{level + 1}", _figure(count, known.form))
        return text


def _figure(count: int, form: str) -> str:
    if form in _CHINESE and 0 < count < 1000:
        return numeral(count)
    if form in _CIRCLED and 0 < count <= 20:
        return chr(0x2460 + count - 1)
    return str(count)


Parse = Callable[..., None]


def read_numbers(numbering: bytes, styles: bytes, parse: Parse) -> Numbers:
    """The lists of numbering.xml and the styles that use them; either part may be empty."""
    numbers = Numbers()
    if numbering:
        parse(numbering, _Lists(numbers).start)
    if styles:
        parse(styles, _Styles(numbers).start)
    return numbers


class _Lists:
    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.abstract = self.listed = ""
        self.level = 0

    def start(self, name: str, found: dict[str, str]) -> None:
        value = found.get("val", "")
        if name == "abstractNum":
            self.abstract, self.listed = found.get("abstractNumId", ""), ""
        elif name == "num":
            self.listed = found.get("numId", "")
        elif name == "abstractNumId" and self.listed:
            self.numbers.lists[self.listed] = value
        elif name == "lvl" and not self.listed and found.get("ilvl", "").isdecimal():
            self.level = int(found["ilvl"])
            self.numbers.levels[self.abstract, self.level] = _Level()
        elif not self.listed and (level := self.numbers.levels.get((self.abstract, self.level))):
            _set(level, name, value)


def _set(level: _Level, name: str, value: str) -> None:
    if name == "start" and value.isdecimal():
        level.start = int(value)
    elif name == "numFmt":
        level.form = value
    elif name == "lvlText":
        level.text = value


class _Styles:
    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.style = ""

    def start(self, name: str, found: dict[str, str]) -> None:
        value = found.get("val", "")
        if name == "style":
            self.style = found.get("styleId", "")
        elif name == "numId" and self.style:
            self.numbers.styles[self.style] = (value, self.numbers.styles.get(self.style, ("", 0))[1])
        elif name == "ilvl" and self.style and value.isdecimal():
            self.numbers.styles[self.style] = (self.numbers.styles.get(self.style, ("", 0))[0], int(value))
