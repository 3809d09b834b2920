"""Where the cells of a form stand on paper: side by side, or over the whole width. Plain data for Typst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from liuhen.ports.press import Cell, CellKind

SHORT_TEXT = 11.8
"""As many full-width characters stand in half a row; more take the row."""
SHORT_LABEL = 12
STACKED_TEXT = 160
"""Longer text stands below its label over the whole width, as in records, and flows over pages."""
NARROWEST, WIDEST = 3, 18
"""The shares of the width that a column of a table may take, in full-width characters."""

Segment = dict[str, Any]


def segments(cells: Sequence[Cell]) -> list[Segment]:
    """The paper from top to bottom: ruled fields, and between them tables, dialogues and long texts."""
    return [segment for ruled, run in groupby(cells, key=_is_ruled) for segment in _run(ruled, list(run))]


def width(text: str) -> float:
    """The room a text takes in full-width characters; Latin letters and digits take half of one."""
    return sum(0.56 if ord(sign) < 0x2000 else 1 for sign in text)


def _is_ruled(cell: Cell) -> bool:
    if cell.kind in (CellKind.TABLE, CellKind.DIALOGUE):
        return False
    return cell.kind is not CellKind.LONG or width(cell.text) <= STACKED_TEXT


def _run(ruled: bool, cells: list[Cell]) -> Iterator[Segment]:
    if ruled:
        groups = [(name, list(_rows(list(group)))) for name, group in groupby(cells, key=lambda cell: cell.group)]
        yield {"kind": "fields", "groups": [{"name": name, "rows": rows} for name, rows in groups]}
        return
    yield from (_whole_width(cell) for cell in cells)


def _whole_width(cell: Cell) -> Segment:
    head: Segment = {"kind": cell.kind.value, "label": cell.label, "text": cell.text}
    return {**head, "heads": list(cell.heads), "rows": [list(row) for row in cell.rows], "widths": _widths(cell)}


def _rows(cells: list[Cell]) -> Iterator[list[Segment]]:
    """Two short fields to a row where both are short; else one."""
    waiting: Cell | None = None
    for cell in cells:
        if waiting and _is_short(cell):
            yield [_field(waiting), _field(cell)]
            waiting = None
            continue
        if waiting:
            yield [_field(waiting)]
        waiting = cell if _is_short(cell) else None
        if waiting is None:
            yield [_field(cell)]
    if waiting:
        yield [_field(waiting)]


def _is_short(cell: Cell) -> bool:
    if width(cell.label) > SHORT_LABEL or "\n" in cell.text:
        return False
    if cell.kind is CellKind.TICKS:
        return sum(width(option) + 2 for option, _ticked in cell.options) <= SHORT_TEXT
    return cell.kind is CellKind.LINE and width(cell.text) <= SHORT_TEXT


def _field(cell: Cell) -> Segment:
    shown: Segment = {"kind": cell.kind.value, "label": cell.label, "text": cell.text}
    return {**shown, "options": [list(option) for option in cell.options], "place": cell.place}


def _widths(cell: Cell) -> list[float]:
    """Shares of the width for the columns of a table: by their longest line, none starved, none greedy."""
    columns = [[head, *(row[number] for row in cell.rows)] for number, head in enumerate(cell.heads)]
    longest = [max(width(line) for text in column for line in text.split("\n")) for column in columns]
    return [min(max(one, NARROWEST), WIDEST) for one in longest]
