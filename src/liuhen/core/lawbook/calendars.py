"""Reads law/_calendars/<year>.yaml: days off and make-up working days as published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from pydantic import Field

from liuhen.core.deadlines.calendar import SATURDAY, CalendarYear
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.fields import Day, Model, Text, Whole
from liuhen.core.lawbook.reading import read_yaml
from liuhen.core.lawbook.typing_errors import typed


class _YearFile(Model):
    year: Whole
    basis: Text
    holidays: tuple[Day, ...] = Field(default=())
    workdays: tuple[Day, ...] = Field(default=())


def read_calendar(text: str, *, name: str) -> CalendarYear:
    """One year's calendar; `name` is the file's, which must be the year's.

    Raises LawError for days of other years, days both off and worked, make-up days that are no weekend, bad shapes.
    """
    tree = read_yaml(text, name=name)
    year = typed(_YearFile, tree, file=name)
    if isinstance(year, list):
        raise LawError(year)
    if problems := [Problem(name, 0, message) for message in _wrong(year, PurePath(name).stem)]:
        raise LawError(problems)
    return CalendarYear(year.year, frozenset(year.holidays), frozenset(year.workdays), year.basis)


def _wrong(file: _YearFile, stem: str) -> Iterator[str]:
    if stem != str(file.year):
        yield f"文件名应为 {file.year}.yaml（一年一个文件，文件名就是年份）"
    for day in sorted({*file.holidays, *file.workdays}):
        if day.year != file.year:
            yield f"{day} 不属于 {file.year} 年，请写入那一年的文件"
    for day in sorted({*file.holidays} & {*file.workdays}):
        yield f"{day} 既是休息日又是补班日"
    for day in sorted(file.workdays):
        if day.weekday() < SATURDAY:
            yield f"{day} 不是周六或者周日，不必列入 workdays（补班日）"
