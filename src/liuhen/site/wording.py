"""How moments, stretches of time and citations are put into words. Pure functions; `now` is passed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, gettext

from liuhen.core.duties.words import numeral


def local(moment: datetime) -> datetime:
    """The moment in the zone of the page."""
    return moment.astimezone(timezone.get_current_timezone())


def exact(moment: datetime, *, seconds: bool = False) -> str:
    """Date and time in full: 2026年11月20日 14:05."""
    here = local(moment)
    clock = f"{here:%H:%M:%S}" if seconds else f"{here:%H:%M}"
    return f"{day(moment)} {clock}"


def day(moment: datetime) -> str:
    """The date in full: 2026年11月20日."""
    here = local(moment)
    if _english():
        return f"{here.day} {here:%B} {here.year}"
    return f"{here.year}年{here.month}月{here.day}日"


def clock_time(moment: datetime) -> str:
    """The time of day to the second: 14:05:09."""
    return f"{local(moment):%H:%M:%S}"


def due_words(due: datetime, now: datetime) -> str:
    """How far a due moment is away, as people say it: 剩 3 小时 12 分, 逾期 2 天."""
    left = due - now
    words = {"time": stretch(abs(left))}
    return gettext("逾期 %(time)s") % words if left < timedelta(0) else gettext("剩 %(time)s") % words


def stretch(span: timedelta) -> str:
    """A stretch of time in at most two units, the coarser the longer; never a bare zero."""
    minutes = int(span.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days >= 2 or (days and not hours):
        return gettext("%(days)d 天") % {"days": days}
    if days:
        return gettext("%(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours:
        return _hours(hours, rest)
    return gettext("%(minutes)d 分") % {"minutes": minutes} if minutes else gettext("不到 1 分")


def _hours(hours: int, minutes: int) -> str:
    if minutes:
        return gettext("%(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": minutes}
    return gettext("%(hours)d 小时") % {"hours": hours}


def running_time(milliseconds: int) -> str:
    """The length of a recording as players show it: 4:07, 1:02:09."""
    seconds = milliseconds // 1000
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def citation(article: int, item_label: str = "", item_position: int | None = None) -> str:
    """An article and its item by position, with the printed number where it differs: 第二十九条第三项."""
    if _english():
        return f"art. {article}" + (f" ({item_position})" if item_position else "")
    words = f"第{numeral(article)}条"
    if item_position:
        words += f"第{numeral(item_position)}项"
        if item_label and item_label != f"（{numeral(item_position)}）":
            words += f"〔印作{item_label}〕"
    return words


def numbered(number: int) -> str:
    """The number of a chapter: in the numerals of the statute book, in digits for English readers."""
    return str(number) if _english() else numeral(number)


def masked(value: str) -> str:
    """An identity number, phone or name of which only the ends can be read: 440***********1234."""
    if len(value) <= 2:
        return value[:1] + "*" * (len(value) - 1)
    head, tail = (3, 4) if len(value) >= 9 else (1, 1)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def _english() -> bool:
    return (get_language() or "").startswith("en")
