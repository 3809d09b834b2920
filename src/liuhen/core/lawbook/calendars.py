"""Reads law/_calendars/<year>.yaml: days off and make-up working days as published."""

from __future__ import annotations

from pydantic import Field

from liuhen.core.deadlines.calendar import CalendarYear
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
    """One year's calendar; raises LawError for days of other years, double days, bad shapes."""
    tree = read_yaml(text, name=name)
    year = typed(_YearFile, tree, file=name)
    if isinstance(year, list):
        raise LawError(year)
    strangers = [day for day in (*year.holidays, *year.workdays) if day.year != year.year]
    problems = [Problem(name, 0, f"{day} 不属于 {year.year} 年，请写入那一年的文件") for day in strangers]
    problems += [Problem(name, 0, f"{day} 既是休息日又是补班日") for day in {*year.holidays} & {*year.workdays}]
    if problems:
        raise LawError(problems)
    return CalendarYear(year.year, frozenset(year.holidays), frozenset(year.workdays), year.basis)
