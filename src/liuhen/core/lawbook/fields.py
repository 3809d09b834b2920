"""The types of single values in law files: every value arrives as text and is turned into what it means, strictly.

Numbers are ASCII digits only: `int()` would read full-width digits, underscores and blanks as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from liuhen.core.deadlines.units import CHINA
from liuhen.core.lawbook.near import half_width, near

_DIGITS = re.compile(r"[0-9]{1,6}", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_SLUG = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII
)

E = TypeVar("E", bound=StrEnum)


class Model(BaseModel):
    """A typed piece of a law file: unknown keys fail, values never change."""

    # Built when first read with: commands that read no law start a tenth of a second sooner.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, defer_build=True)


def parse_moment(text: str) -> datetime:
    """An aware time from `2019-04-02 09:30[:15][+08:00]`; without an offset it is Chinese civil time."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"“{text}”不是时间，请写成 2019-04-02 09:30 或 2019-04-02T09:30:15{half_width(text)}")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是存在的时间，请核对年月日和时分") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def parse_day(text: str) -> date:
    """A date from `2019-03-01`."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"“{text}”不是日期，请写成 2019-03-01{half_width(text)}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是存在的日期") from None


def _from_text(parse: Callable[[str], Any]) -> BeforeValidator:
    """Run `parse` on text; values of the right type (already parsed) pass through untouched."""

    def convert(value: object) -> object:
        return parse(value) if isinstance(value, str) else value

    return BeforeValidator(convert)


def _whole(text: str) -> int:
    if not _DIGITS.fullmatch(text):
        raise ValueError(f"“{text}”不是数字，请用半角数字，例如 24{half_width(text)}")
    return int(text)


def _seconds(text: str) -> timedelta:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"“{text}”不是秒数，请用半角数字，例如 2 或 0.5")
    return timedelta(seconds=float(text))


def _flag(text: str) -> bool:
    if text not in ("yes", "no", "true", "false"):
        raise ValueError(f"“{text}”应写 yes 或 no")
    return text in ("yes", "true")


def _shaped(pattern: re.Pattern[str], hint: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f"“{text}”{hint}")
        return text

    return check


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("不能为空，请写出内容")
    return text


def word(kind: type[E]) -> BeforeValidator:
    """One of the words of a closed list, named in the error."""

    def choose(text: str) -> E:
        try:
            return kind(text)
        except ValueError:
            known = "、".join(member.value for member in kind)
            raise ValueError(f"“{text}”不认识，应为其中之一：{known}{near(text, kind)}") from None

    return _from_text(choose)


Whole = Annotated[int, _from_text(_whole)]
Seconds = Annotated[timedelta, _from_text(_seconds)]
Flag = Annotated[bool, _from_text(_flag)]
Day = Annotated[date, _from_text(parse_day)]
Moment = Annotated[datetime, _from_text(parse_moment)]
Text = Annotated[str, _from_text(_filled)]
Code = Annotated[str, _from_text(_shaped(_CODE, "不是代码，请用小写英文字母、数字和下划线"))]
Slug = Annotated[str, _from_text(_shaped(_SLUG, "不是标识，请用小写英文字母、数字和连字符"))]
Codes = tuple[Code, ...]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
"""One id or a list of ids."""
