"""What changed between two versions of a text, file by file, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from liuhen.apps.lawlib.drafting import Files, in_order

AROUND = 3
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `sign` is + (new), - (gone), blank (same) or … (unchanged lines left out, `text` says how many)."""

    sign: str
    old: int | None
    new: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One file that differs, with its changed lines and their surroundings."""

    file: str
    added: int
    removed: int
    rows: tuple[Row, ...]


def differences(old: Files, new: Files) -> list[FileDifference]:
    """The files that differ, in the order of the folder."""
    names = in_order({**old, **new})
    return [_difference(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)]


def _difference(name: str, old: str, new: str) -> FileDifference:
    rows = tuple(_rows(old.splitlines(), new.splitlines()))
    return FileDifference(name, sum(row.sign == "+" for row in rows), sum(row.sign == "-" for row in rows), rows)


def _rows(old: list[str], new: list[str]) -> Iterator[Row]:
    reached = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > reached:
            yield Row("…", None, None, str(group[0][1] - reached))
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (
                    Row(" ", old_from + n + 1, new_from + n + 1, old[old_from + n]) for n in range(old_to - old_from)
                )
                continue
            yield from (Row("-", n + 1, None, old[n]) for n in range(old_from, old_to))
            yield from (Row("+", None, n + 1, new[n]) for n in range(new_from, new_to))
        reached = group[-1][2]
    if reached < len(old):
        yield Row("…", None, None, str(len(old) - reached))
