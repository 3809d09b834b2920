"""How long the law has the recordings of a case kept: what was once found stands, and is only ever lengthened.

The longest rule that applies is found anew at each judging (`liuhen.core.duties.keep_until`). Where a changed text or a
corrected fact would let a recording go earlier, what was found before stays, and the reasons say so: an edit does not
shorten what exists (gd-transport-2019 art. 30, yexian-transport-2017 art. 13 name what is kept longest).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from liuhen.apps.duties.models import Keeping
from liuhen.apps.duties.rows import reason_as_data
from liuhen.apps.journal.prepared import Prepared

if TYPE_CHECKING:
    from liuhen.core.terms.verdict import Reason

CHINA = ZoneInfo("Asia/Shanghai")
HELD = "held"
"""Marks the reason that tells what was found before and still stands."""


class Found(Protocol):
    """What the law says at a moment (`liuhen.core.duties.keep_until.KeepUntil`)."""

    @property
    def until(self) -> datetime | None: ...
    @property
    def long_term(self) -> bool: ...
    @property
    def permanent(self) -> bool: ...
    @property
    def reasons(self) -> tuple[Reason, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long one recording is kept for a case, with the reasons as plain data."""

    until: datetime | None
    long_term: bool
    permanent: bool
    reasons: list[dict[str, Any]]

    @property
    def extent(self) -> tuple[datetime | None, bool, bool]:
        """How long, without why."""
        return self.until, self.long_term, self.permanent


def kept_of(found: Found) -> Kept:
    """What the law says now."""
    return Kept(
        until=found.until,
        long_term=found.long_term,
        permanent=found.permanent,
        reasons=[reason_as_data(reason) for reason in found.reasons],
    )


def longest(before: Kept | None, now: Kept) -> Kept:
    """What stands from now on: what the law says now, or what was found before where that is longer in any respect."""
    if before is None:
        return now
    until = max((moment for moment in (before.until, now.until) if moment), default=None)
    long_term, permanent = before.long_term or now.long_term, before.permanent or now.permanent
    if (until, long_term, permanent) == now.extent:
        return now
    held = next((reason for reason in before.reasons if HELD in reason), None)
    if held is None or before.extent != (until, long_term, permanent):
        held = _held(before)
    return Kept(until=until, long_term=long_term, permanent=permanent, reasons=[*now.reasons, held])


def _held(before: Kept) -> dict[str, Any]:
    text = f"此前已确定{_words(before)}；文本或者事实后来的修改不缩短已有音像记录的保存期限"
    return {"text": text, "holds": True, "parts": before.reasons, HELD: True}


def _words(kept: Kept) -> str:
    if kept.permanent:
        return "永久保存"
    words = ["长期保存"] if kept.long_term else []
    if kept.until:
        words.append(f"保存至{kept.until.astimezone(CHINA):%Y-%m-%d}")
    return "，".join(words)


_KEEPINGS = Prepared(
    lambda keys: Keeping.objects.filter(case__in=keys),
    *("case_id", "recording_id", "pk", "until", "long_term", "permanent", "reasons"),
)
_COLUMNS = ("until", "long_term", "permanent", "reasons", "at")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of one recording, with the primary key of its row."""

    pk: int
    kept: Kept


def standing_of(keys: Collection[int]) -> defaultdict[int, dict[int, Standing]]:
    """What is kept for each of these cases, by recording."""
    found = defaultdict[int, dict[int, Standing]](dict)
    for row in _KEEPINGS.rows(keys):
        kept = Kept(until=row.until, long_term=row.long_term, permanent=row.permanent, reasons=row.reasons)
        found[row.case_id][row.recording_id] = Standing(row.pk, kept)
    return found


def changes(case: int, there: Mapping[int, Standing], found: Mapping[str, Found], at: datetime) -> list[Keeping]:
    """The rows to write: new ones, and those that have to say something else; recordings as "recording:7"."""
    rows = []
    for name, says in found.items():
        recording = int(name.partition(":")[2])
        before = there.get(recording)
        now = longest(before.kept if before else None, kept_of(says))
        if before is None or now != before.kept:
            rows.append(_row(case, recording, now, at, before.pk if before else None))
    return rows


def _row(case: int, recording: int, kept: Kept, at: datetime, key: int | None) -> Keeping:
    return Keeping(
        pk=key,
        case_id=case,
        recording_id=recording,
        until=kept.until,
        long_term=kept.long_term,
        permanent=kept.permanent,
        reasons=kept.reasons,
        at=at,
    )


def write(rows: Iterable[Keeping]) -> None:
    """Write these rows; within the transaction of the judging."""
    found = [*rows]
    Keeping.objects.bulk_create(row for row in found if row.pk is None)
    for row in found:
        if row.pk is not None:
            row.save(update_fields=_COLUMNS)
