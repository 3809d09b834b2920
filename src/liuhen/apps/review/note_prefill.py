"""What the program already knows for the matters of a note of evidence, so that nobody types it again.

Every suggestion is text the person may change. A matter nothing is known of stays empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import time_known

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Step
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording


PRINTED_IN = "zh-hans"
"""A paper of the case is Chinese, whatever language its maker reads the pages in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a note is about: the recording, the case and step it is linked to, and who writes."""

    recording: Recording
    case: Case
    step: Step | None
    by: Person


def suggestion(matter: str, known: Known) -> str:
    """What may be written for this matter; empty when nothing is known."""
    fill = _FILLS.get(matter)
    return fill(known) if fill else ""


def interval_words(recording: Recording) -> str:
    """From when to when it was recorded, with its error; says so when no clock can be believed."""
    if not time_known(recording):
        return _("文件中没有可信的时间")
    error = recording.error_ms / 1000
    return _("%(start)s 至 %(end)s（误差±%(error)s秒）") % {
        "start": moment_words(recording.start),
        "end": timezone.localtime(recording.end).strftime("%H:%M:%S"),
        "error": f"{error:.0f}" if error >= 1 else f"{error:.1f}",
    }


def moment_words(moment: datetime) -> str:
    """A moment as papers write it: 2026年11月20日 14:05:00."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"


def _person(person: Person) -> str:
    return f"{person.name}（{person.certificate}）" if person.certificate else person.name


def _how(known: Known) -> str:
    device = known.recording.device
    model = f" {device.model}" if device.model else ""
    return _("使用%(kind)s%(model)s（编号 %(number)s）现场摄录，原始文件直接存入保管库，未经剪接。") % {
        "kind": term("devices", device.kind),
        "model": model,
        "number": device.number,
    }


_FILLS: dict[str, Callable[[Known], str]] = {
    "collector": lambda known: _person(known.recording.officer),
    "maker": lambda known: _person(known.by),
    "collected_at": lambda known: interval_words(known.recording),
    "collected_where": lambda known: known.step.place if known.step else "",
    "made_how": _how,
}
