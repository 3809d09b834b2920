"""Rows of a table as they were read, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as people see it in their program, and its cells as text, by column.

    `faults` say of a cell why it has no text (a formula, say). `lists` are records within a record (JSON).
    """

    number: int
    cells: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """What stands in a column; empty where nothing does."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """Why a row is refused: in which column, what stands there, why it won't do, and what to write instead."""

    row: int
    column: str
    value: str
    reason: str
    advice: str = ""
