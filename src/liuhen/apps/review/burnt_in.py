"""The burnt-in clock 画面时钟 in sentences, beside the times stored: it changes none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from liuhen.core.continuity.clocks import LABELS, ClockSource
from liuhen.core.media.burnt_in import BurntIn, Followed
from liuhen.core.media.clock_doubts import ClockDoubt, Doubt, Stored, doubts

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

_MOVED_BY_COPYING = {ClockSource.FILE_MTIME, ClockSource.EXIF_CHANGED}
_AT_EITHER_END = {ClockSource.CONTAINER, ClockSource.CONTAINER_DATE}


def said(recording: Recording, letters: Mapping[str, Any], starts_ms: int = 0) -> list[str]:
    """What the burnt-in clock showed and what it makes doubtful; empty where none was read (result of LETTERS).

    It was read in what begins `starts_ms` after the recording: a channel of a capture may begin later than others.
    """
    clock = letters.get("clock")
    if not clock:
        return []
    followed = _followed(clock)
    found = list(doubts(followed, _stored(recording, timedelta(milliseconds=starts_ms))))
    return [*_shown(followed), *map(_doubted, found)]


def _followed(clock: Mapping[str, Any]) -> Followed:
    leaps = tuple((int(at), int(by)) for at, by in clock["leaps"])
    start = BurntIn(clock["start"], clock["also"])
    return Followed(start, clock["readings"], clock["agreeing"], leaps, clock["passed_ms"], clock["shown_ms"])


def _stored(recording: Recording, later: timedelta) -> Iterator[Stored]:
    """The believable clocks of the file that copying does not move, as wall times of the place, so much later."""
    length = timedelta(milliseconds=recording.duration_ms or 0)
    for clock in recording.clocks:
        moment = parse_datetime(clock["moment"]) if clock["moment"] and not clock["problem"] else None
        if moment and clock["source"] not in _MOVED_BY_COPYING:
            wall = timezone.localtime(moment + later).replace(tzinfo=None).isoformat(timespec="seconds")
            yield Stored(clock["source"], wall, length if clock["source"] in _AT_EITHER_END else timedelta(0))


def _shown(followed: Followed) -> Iterator[str]:
    yield _("画面时钟在开头显示 %(start)s，读了 %(readings)s 次，%(agreeing)s 次走得均匀。") % {
        "start": _plain(followed.start.wall),
        "readings": followed.readings,
        "agreeing": followed.agreeing,
    }
    if followed.start.also:
        yield _("画面时钟的月、日次序不明，也可能是 %(also)s。") % {"also": _plain(followed.start.also)}


def _doubted(doubt: Doubt) -> str:
    by, at = _length(round(abs(doubt.by_ms) / 1000)), _length(doubt.at_ms // 1000)
    if doubt.code is ClockDoubt.APART:
        words = (
            _("画面时钟比%(source)s快 %(by)s，请核对哪个可信。")
            if doubt.by_ms > 0
            else _("画面时钟比%(source)s慢 %(by)s，请核对哪个可信。")
        )
        return words % {"source": _(LABELS[doubt.against]) if doubt.against in LABELS else doubt.against, "by": by}
    if doubt.code is ClockDoubt.LEAP:
        words = (
            _("画面时钟在 %(at)s 处向前跳了 %(by)s。")
            if doubt.by_ms > 0
            else _("画面时钟在 %(at)s 处向后跳了 %(by)s。")
        )
        return words % {"at": at, "by": by}
    if doubt.by_ms > 0:
        return _("录像走过 %(at)s，画面时钟多走了 %(by)s：文件中可能缺少画面。") % {"at": at, "by": by}
    return _("录像走过 %(at)s，画面时钟少走了 %(by)s：录像可能被放慢。") % {"at": at, "by": by}


def _length(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    clock = str(timedelta(seconds=rest))
    return _("%(days)s 天 %(rest)s") % {"days": days, "rest": clock} if days else clock


def _plain(wall: str) -> str:
    return wall.replace("T", " ")
