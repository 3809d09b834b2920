"""Single cells as values: texts that fit their column, codes, lists of codes, times. What won't do is a RowFault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from liuhen.core.forms.party_numbers import hidden
from liuhen.core.importing.mapping import MappingFile, Value
from liuhen.core.importing.rows import RowFault
from liuhen.core.importing.times import read_time, zone_of
from liuhen.core.lawbook.vocabulary import Vocabulary

_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_BLANK = re.compile(r"\s+")
_SHOWN = 60


@dataclass(slots=True)
class Reader:
    """Reads the cells of one record and gathers what is wrong with them; `where` is put before a column's name."""

    mapping: MappingFile
    words: Vocabulary
    row: int
    cells: Mapping[str, str]
    unreadable: Mapping[str, str]
    where: str = ""
    faults: list[RowFault] = field(default_factory=list)

    def fault(self, value: Value, reason: str, advice: str = "", *, secret: bool = False) -> None:
        """Note why a cell won't do; of a `secret` one only the ends are shown: reports are passed on."""
        shown = self.cells.get(value.column, "") if value.column else value.value
        shown = hidden(shown) if secret else shown
        column = f"{self.where}{value.column}" if value.column else "（映射文件）"
        self.faults.append(RowFault(row=self.row, column=column, value=shown[:_SHOWN], reason=reason, advice=advice))

    def raw(self, value: Value) -> str:
        """What stands in the cell, without blanks around and with single ones within; "" after noting a fault."""
        if not value.column:
            return value.value
        if reason := self.unreadable.get(value.column):
            self.fault(value, reason, "请在原表中改为文字或者数值后重新导出")
            return ""
        text = _BLANK.sub(" ", self.cells.get(value.column, "")).strip()
        if found := _HIDDEN.search(text):
            self.fault(value, f"含有看不见的控制字符（U+{ord(found[0]):04X}）", "请删去这个字符")
            return ""
        return text

    def text(self, value: Value | None, longest: int, *, needed: bool = False) -> str:
        """A text of at most `longest` characters; `needed`: an empty one is a fault."""
        if value is None:
            return ""
        before, text = len(self.faults), self.raw(value)
        text = value.values.get(text, text) or value.otherwise
        if len(text) > longest:
            self.fault(value, f"有 {len(text)} 个字，最多 {longest} 个字", f"请缩短到 {longest} 个字以内")
        elif needed and not text and len(self.faults) == before:
            self.fault(value, "这一列是空的", "请补填")
        return text

    def code(self, value: Value, words: str) -> str:
        """A code of a list of the vocabulary: by the mapping's own table, as a code, or by its exact Chinese term."""
        before, text = len(self.faults), self.raw(value)
        if len(self.faults) > before:
            return ""
        return self._code(value, words, text)

    def _code(self, value: Value, words: str, text: str) -> str:
        known = value.values.get(text) or _code_of(self.words, words, text) or value.otherwise
        if not known:
            advice = (
                f"请在映射文件的 values 中写明“{text}”对应的代码" if text else "请补填，或者在映射文件中写 otherwise"
            )
            self.fault(value, f"“{text}”不认识" if text else "这一列是空的", f"{advice}（liuhen law words {words}）")
        return known

    def codes(self, value: Value | None, words: str) -> tuple[str, ...]:
        """Several codes in one cell; an empty one states none."""
        parts = self.parts(value)
        return tuple(dict.fromkeys(self._code(value, words, part) for part in parts)) if value else ()

    def parts(self, value: Value | None) -> tuple[str, ...]:
        """The texts in one cell, parted by the mapping's separator."""
        text = self.raw(value) if value else ""
        pieces = text.split(value.separator) if value and value.separator else [text]
        return tuple(piece.strip() for piece in pieces if piece.strip())

    def time(self, value: Value, now: datetime, *, needed: bool = False) -> datetime | None:
        """A moment that is past; None where the cell is empty or after noting a fault."""
        before, text = len(self.faults), self.raw(value)
        if not text:
            if needed and len(self.faults) == before:
                self.fault(value, "这一列是空的", "请补填时间")
            return None
        times = self.mapping.times
        try:
            moment = read_time(text, times.formats, zone_of(times.zone))
        except ValueError as error:
            self.fault(value, str(error), "请核对日期，或者在映射文件的 times.formats 中写明格式")
            return None
        if moment > now:
            self.fault(value, "时间晚于现在", "请核对年月日")
            return None
        return moment


def _code_of(words: Vocabulary, name: str, text: str) -> str:
    """The code that is written so, or whose Chinese term is."""
    if words.knows(name, text):
        return text
    return next(_codes_called(words, name, text), "")


def _codes_called(words: Vocabulary, name: str, label: str) -> Iterator[str]:
    return (word.code for word in words.lists.get(name, {}).values() if word.label == label)
