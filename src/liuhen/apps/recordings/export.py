"""What an export holds: which recordings, in which folder, and its line in the list (yexian-transport-2017 art. 17).

Copying is done by the roof (site/exporting.py); here it is decided and journalled, each copy before it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Prefetch
from django.utils.timezone import localtime

from liuhen.apps.journal.actions import Purpose, What, record
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.export_names import NOTHING, extension_of, safe_name
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.intake import about_recording
from liuhen.apps.recordings.listing import Filters, all_of
from liuhen.apps.recordings.models import Link, Recording
from liuhen.core.cells import safe_cell

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person

UNLINKED, UNKNOWN_TIME = "未关联案件", "时间不明"
PORTION = 50
HEADINGS = (
    *("路径", "SHA-256", "SM3", "字节数", "原文件名", "形式", "派生自"),
    *("大队", "设备编号", "摄录人员", "执法证号", "开始", "结束", "误差（毫秒）"),
    *("案号", "当事人", "案由", "环节", "入库时间", "作为证据"),
)


def _date(one: Recording) -> str:
    return f"{localtime(one.start):%Y-%m-%d}" if time_known(one) else UNKNOWN_TIME


def _case(one: Recording) -> Link | None:
    links: list[Link] = getattr(one, "standing", [])
    return links[0] if links else None


CLASSES: dict[str, tuple[str, Callable[[Recording], str]]] = {
    "unit": ("大队名称", lambda one: one.unit.name if one.unit else NOTHING),
    "device": ("执法记录设备编号", lambda one: one.device.number),
    "officer": ("执法人员", lambda one: f"{one.officer.name} {one.officer.certificate or ''}".strip()),
    "date": ("使用时间（日期）", _date),
    "party": ("案件当事人", lambda one: link.step.case.party if (link := _case(one)) else UNLINKED),
    "cause": ("案由名称", lambda one: link.step.case.cause if (link := _case(one)) else UNLINKED),
    "medium": ("形式", lambda one: one.medium_label),
}
"""What an export may be sorted by: its Chinese name, and what a recording is put under."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A recording, and its path below the folder of the export."""

    recording: Recording
    path: str

    @property
    def line(self) -> list[str]:
        """Its line in the list."""
        one = self.recording
        return [self.path, one.sha256, one.sm3, str(one.size), *map(safe_cell, _words(one))]


def to_export(agency: Agency, wanted: Filters, by: Sequence[str], *, derivatives: bool) -> Iterator[list[Exported]]:
    """What is to be exported, in portions; what was made from recordings only when it is asked for."""
    for rows in all_of(agency.pk, wanted, PORTION):
        chosen = [row for row in _whole(rows) if derivatives or row.parent_id is None]
        yield [Exported(row, path_of(row, by)) for row in chosen]


def _whole(keys: Iterable[int]) -> Iterable[Recording]:
    links = Link.objects.filter(ended_at=None).select_related("step__case").order_by("pk")
    found = Recording.objects.filter(pk__in=list(keys)).select_related("unit", "device", "officer", "parent")
    return found.prefetch_related(Prefetch("links", links, to_attr="standing")).order_by("-start", "-pk")


def path_of(one: Recording, by: Sequence[str]) -> str:
    """Where a recording is put: one folder per class, then a name that tells time, device and digest."""
    folders = [safe_name(CLASSES[name][1](one)) for name in by]
    when = f"{localtime(one.start):%Y%m%d-%H%M%S}" if time_known(one) else UNKNOWN_TIME
    made = "派生_" if one.parent_id else ""
    name = f"{made}{when}_{safe_name(one.device.number)}_{one.sha256[:12]}{extension_of(one.original_name)}"
    return "/".join([*folders, name])


def _words(one: Recording) -> list[str]:
    cases = [link.step.case for link in getattr(one, "standing", [])]
    steps = [term("steps", link.step.kind) for link in getattr(one, "standing", [])]
    known = time_known(one)
    return [
        *(one.original_name, one.medium_label, one.parent.sha256 if one.parent else ""),
        *(one.unit.name if one.unit else "", one.device.number, one.officer.name, one.officer.certificate or ""),
        *(_local(one.start) if known else "", _local(one.end) if known else "", str(one.error_ms) if known else ""),
        *("；".join(case.number for case in cases), "；".join(dict.fromkeys(case.party for case in cases))),
        *("；".join(dict.fromkeys(case.cause for case in cases)), "；".join(steps)),
        *(_local(one.stored_at), "是" if one.used_as_evidence else ""),
    ]


def _local(moment: datetime) -> str:
    return localtime(moment).isoformat(timespec="seconds")


@transaction.atomic
def note_copies(by: Person | None, portion: Iterable[Exported], why: Purpose) -> None:
    """Journal that these recordings are copied out of the vault, each an entry of its own; before a byte is copied."""
    for one in portion:
        recording = one.recording
        case = link.step.case.number if (link := _case(recording)) else ""
        data = {"sha256": recording.sha256, "path": one.path}
        record(entries.COPIED, by, about_recording(recording, case), What(data=data), why)
