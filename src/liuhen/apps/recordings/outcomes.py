"""What became of each file of an intake, as the person who brings it is told: its lane, its time, where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from liuhen.apps.cases.queries import visible_to as visible_cases
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.intake import Outcome, Result
from liuhen.apps.recordings.models import Companion, Intake, Link, Recording
from liuhen.apps.recordings.names import shown
from liuhen.apps.recordings.queries import recordings_of_intake, rejected_of_intake
from liuhen.core.terms.labels import Term

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000  # in milliseconds


class FileLane(Term):
    """Among what a file ended."""

    RECORDING = "recording", "音像记录"
    SIDECAR = "sidecar", "随录数据"
    DUPLICATE = "duplicate", "之前已入库"
    REJECTED = "rejected", "未收录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """One file: its lane and why, the recording it is or was before, its standing links, the film it goes with.

    `original_name` is as it came. `open_cases`: keys of those cases of the links the person may open.
    """

    lane: FileLane
    original_name: str
    sha256: str
    size: int | None = None
    reason: str = ""
    recording: Recording | None = None
    links: Sequence[Link] = ()
    film: Recording | None = None
    open_cases: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The name it came under, with hidden characters written out."""
        return shown(self.original_name)

    @property
    def time_known(self) -> bool:
        """Whether a clock found with it can be believed."""
        return self.recording is not None and time_known(self.recording)

    @property
    def error(self) -> str:
        """How far its time may be off, in words: ±2 秒."""
        return error_words(self.recording.error_ms) if self.recording else ""


def told_of(person: Person, result: Result) -> Became:
    """What is told of a file just taken in."""
    if result.recording is None:
        sha256, reason = result.sha256 or "", result.reason
        return Became(lane=FileLane.REJECTED, original_name=result.name, sha256=sha256, reason=reason)
    recording = Recording.objects.select_related("device").get(pk=result.recording)
    lane = FileLane.DUPLICATE if result.outcome is Outcome.DUPLICATE else _lane(recording)
    [told] = _told(person, [(lane, recording, result.name, result.reason)])
    return told


def told_of_intake(person: Person, intake: Intake) -> list[Became]:
    """What is told of everything an intake brought, recordings first; in a fixed number of queries."""
    stored = [(_lane(row), row, row.original_name, _remark(row)) for row in recordings_of_intake(intake)]
    rejected = [
        Became(
            lane=FileLane.REJECTED,
            original_name=row.original_name,
            sha256=row.sha256,
            size=row.size,
            reason=row.reason,
        )
        for row in rejected_of_intake(intake)
    ]
    return [*sorted(_told(person, stored), key=lambda told: told.lane is FileLane.SIDECAR), *rejected]


Found = tuple[FileLane, Recording, str, str]


def _told(person: Person, found: Iterable[Found]) -> list[Became]:
    files = list(found)
    keys = [recording.pk for _lane, recording, _name, _why in files]
    links: dict[int, list[Link]] = {}
    for link in Link.objects.filter(recording__in=keys, ended_at=None).select_related("step__case").order_by("pk"):
        links.setdefault(link.recording_id, []).append(link)
    cases = {link.step.case_id for several in links.values() for link in several}
    seen = frozenset(visible_cases(person).filter(pk__in=cases).values_list("pk", flat=True)) if cases else frozenset()
    films = {one.sidecar_id: one.recording for one in _companions(keys)}
    return [
        Became(
            lane=lane,
            original_name=name,
            sha256=recording.sha256,
            size=recording.size,
            reason=why,
            recording=recording,
            links=links.get(recording.pk, ()),
            film=films.get(recording.pk),
            open_cases=seen,
        )
        for lane, recording, name, why in files
    ]


def _companions(sidecars: Iterable[int]) -> Iterable[Companion]:
    found = Companion.objects.filter(sidecar__in=list(sidecars), recording__isnull=False)
    return found.select_related("recording")


def _lane(recording: Recording) -> FileLane:
    return FileLane.SIDECAR if recording.is_sidecar else FileLane.RECORDING


def _remark(recording: Recording) -> str:
    return str(recording.found.get("message", ""))


def error_words(milliseconds: int) -> str:
    """The error of a time in words, rounded up.

    >>> error_words(2000), error_words(300_000), error_words(301_000)
    ('±2 秒', '±5 分', '±5 分 1 秒')
    """
    seconds = max(1, -(-milliseconds // SECOND))
    if milliseconds < 2 * MINUTE:
        return _("±%(n)s 秒") % {"n": seconds}
    if milliseconds < 2 * HOUR:
        minutes, rest = divmod(seconds, 60)
        return (_("±%(n)s 分 %(rest)s 秒") if rest else _("±%(n)s 分")) % {"n": minutes, "rest": rest}
    if milliseconds < 2 * DAY:
        return _("±%(n)s 小时") % {"n": -(-milliseconds // HOUR)}
    return _("±%(n)s 天") % {"n": -(-milliseconds // DAY)}
