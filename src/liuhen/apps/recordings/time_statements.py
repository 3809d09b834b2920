"""A person's word on when a recording began 时间说明, kept beside what the file says.

It makes a recording without a believable clock linkable, and nothing else: what was found stays as found, and no
deadline and no fact of a case is taken from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.journal.actions import What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.intake import about_recording
from liuhen.apps.recordings.models import Link, Recording, TimeStatement
from liuhen.apps.recordings.names import safe_text
from liuhen.apps.recordings.permissions import require_work
from liuhen.apps.recordings.refusal import RecordingRefused
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

WIDEST = timedelta(hours=12)
LONGEST_BASIS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTime:
    """When the recording is said to have begun, give or take `error`, and on what that rests."""

    start: datetime
    error: timedelta
    basis: str


@transaction.atomic
def state_time(by: Person, recording: Recording, said: NewTime) -> TimeStatement:
    """State when the recording began; a later statement stands before an earlier one, and all are kept."""
    require_work(by, recording)
    _check(recording, said)
    row = TimeStatement.objects.create(
        recording=recording,
        start=said.start,
        error_ms=said.error // timedelta(milliseconds=1),
        basis=safe_text(said.basis.strip(), LONGEST_BASIS),
        by=by,
        made_at=outside().clock.now(),
    )
    case = Link.objects.filter(recording=recording, ended_at=None).order_by("pk").values_list("step__case__number")
    data = {"start": row.start.isoformat(), "error_ms": row.error_ms, "basis": row.basis}
    about = about_recording(recording, next(iter(case.first() or ()), ""))
    record(entries.TIME_STATED, by, about, What(data=data, rows=[row]))
    return row


def _check(recording: Recording, said: NewTime) -> None:
    if not said.basis.strip():
        raise RecordingRefused("请写明时间说明的依据，例如：画面中的时钟、出车记录、当时在场人员的陈述。")
    if not timedelta(0) <= said.error <= WIDEST:
        raise RecordingRefused("时间误差应在 0 到 12 小时之间。说不准到 12 小时以内的，请先查证。")
    if said.start + timedelta(milliseconds=recording.duration_ms or 0) > recording.stored_at + said.error:
        raise RecordingRefused("所述时间晚于这份音像记录的入库时间，请核对日期和时间。")
