"""What the child says of a table, line by line: the headings first, then a row each, at last that it was all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

LONGEST_CELL = 20_000
"""Signs in one cell; a longer one is a fault of its row."""
MOST_COLUMNS = 400
MOST_ROWS = 1_000_000
LONGEST_LINE = 16 << 20
"""Bytes of one row as it is told."""
END = "end"
EXACT = 10**15
"""From here on a number a spreadsheet holds has lost its last digits."""


class Refusal(Exception):
    """Why a file is no table that can be read, in Chinese, and what to do instead."""


@dataclass(slots=True)
class Told:
    """One row: its number, the text of its cells, of others why they have none, and records within it."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def put(self, column: str, text: str) -> None:
        """A cell's text; an overlong one becomes a fault."""
        if len(text) > LONGEST_CELL:
            self.faults[column] = f"单元格有 {len(text)} 个字符，超过 {LONGEST_CELL} 个"
        elif text:
            self.cells[column] = text

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the row."""
        return not (self.cells or self.faults or self.lists)


def check_columns(columns: list[str]) -> None:
    """Refuse headings that name nothing, name a column twice, or are too many."""
    named = [column for column in columns if column]
    if not named:
        raise Refusal("表头行是空的；表头不在第一行的，请在映射文件的 table.header 中写明第几行")
    if len(named) > MOST_COLUMNS:
        raise Refusal(f"表头有 {len(named)} 列，超过 {MOST_COLUMNS} 列，请只导出需要的列")
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        raise Refusal(f"表头中 {'、'.join(twice)} 出现不止一次，请改名后重新导出")


def text_of(value: object) -> str:
    """A value as one would read it: whole numbers without a point, times in ISO order."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < EXACT:
            return str(int(value))
        case datetime():
            rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
            return f"{rounded:%Y-%m-%d %H:%M:%S}"
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
