"""Data recorded beside a film 随录数据: which film a sidecar belongs to, by its name or by its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from liuhen.apps.journal.actions import What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.intake import about_recording
from liuhen.apps.recordings.models import Companion, Intake, Recording
from liuhen.apps.recordings.names import safe_text
from liuhen.apps.recordings.permissions import may_name_film
from liuhen.apps.recordings.refusal import RecordingRefused
from liuhen.apps.recordings.waiting import settle
from liuhen.core.terms.labels import Term
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

CHANGED = "这份随录数据的归属已有人改动，或已有所属的录像，没有更改。请刷新页面查看。"
LENS_LETTERS = 1
"""A film may bear one letter more than its sidecar, which tells the lens: 20191224_113912_N.gps, …_NF.mp4."""


class Belongs(Term):
    """Why a sidecar is taken to belong to a film."""

    SAME_NAME = "same_name", "与录像同名"
    NAME_AND_LENS = "name_and_lens", "与录像同名，录像名多一个镜头字母"
    SAME_TIME = "same_time", "时间只与这一份录像重合"
    SAME_FILMING = "same_filming", "时间与同一次摄录的各段重合，归属第一段"
    NAMED = "named", "人工指定"


def pair_companions(intake: Intake) -> list[Companion]:
    """Say for each sidecar of the intake which film it belongs to, where that is certain; give the new pairs.

    Of which a person has said something, also that it belongs to none, nothing is said here.
    """
    own = Recording.objects.filter(intake=intake).order_by("start", "pk")
    films = [one for one in own if not one.is_sidecar]
    paired = set(Companion.objects.filter(sidecar__intake=intake).values_list("sidecar", flat=True))
    open_ = [one for one in own if one.is_sidecar and one.pk not in paired]
    found = [(one, fit) for one in open_ if (fit := film_of(one, films))]
    return [_pair(sidecar, film, reason) for sidecar, (film, reason) in found]


def film_of(sidecar: Recording, films: Sequence[Recording]) -> tuple[Recording, Belongs] | None:
    """The film a sidecar belongs to and why; None when several could be it, or none."""
    stem = _stem(sidecar)
    same = [one for one in films if _stem(one) == stem]
    if same:
        return same[0], Belongs.SAME_NAME
    by_lens = [one for one in films if _is_lens_of(_stem(one), stem)]
    if by_lens:
        return by_lens[0], Belongs.NAME_AND_LENS
    return _by_time(sidecar, films)


def _by_time(sidecar: Recording, films: Iterable[Recording]) -> tuple[Recording, Belongs] | None:
    if not time_known(sidecar):
        return None
    met = [one for one in films if time_known(one) and _overlap(sidecar, one) > timedelta(0)]
    if len(met) == 1:
        return met[0], Belongs.SAME_TIME
    sessions = {one.session_id for one in met}
    if len(sessions) == 1 and None not in sessions:
        return min(met, key=lambda one: one.part or 0), Belongs.SAME_FILMING
    return None


def _overlap(sidecar: Recording, film: Recording) -> timedelta:
    """How long both ran; a sidecar of unknown length counts for its first second."""
    end = max(sidecar.end, sidecar.start + timedelta(seconds=1))
    return min(end, film.end) - max(sidecar.start, film.start)


def _stem(recording: Recording) -> str:
    path = PurePosixPath(recording.original_name.replace("\\", "/"))
    return str(path.with_suffix("")).casefold() if path.name else ""


def _is_lens_of(film: str, sidecar: str) -> bool:
    rest = film.removeprefix(sidecar)
    return film.startswith(sidecar) and len(rest) == LENS_LETTERS and rest.isalpha()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person takes back: the pairing they saw standing (its key), and why."""

    companion: int
    reason: str


def name_film(by: Person, sidecar: Recording, film: Recording, correction: Correction | None = None) -> Companion:
    """Say by hand which film a sidecar belongs to; with a correction also where it has one already.

    RecordingRefused for what can't be its film, without a reason, and where something else stands by now.
    """
    _require_may(by, sidecar)
    if film.is_sidecar or film.agency_id != sidecar.agency_id:
        raise RecordingRefused("所选的不是本机构的录像，请重新选择。")
    standing = _standing(sidecar, correction)
    if standing and standing.recording_id == film.pk:
        raise RecordingRefused("这份随录数据本来就归属所选的录像，没有更改。")
    return _said(by, Companion(sidecar=sidecar, recording=film, reasons=[Belongs.NAMED.value]), standing, correction)


def end_pairing(by: Person, sidecar: Recording, correction: Correction) -> Companion:
    """Say that a sidecar does not belong to the film it was given to; no machine gives it to one again."""
    _require_may(by, sidecar)
    standing = _standing(sidecar, correction)
    if standing is None or standing.recording is None:
        raise RecordingRefused(CHANGED)
    return _said(by, Companion(sidecar=sidecar, recording=None), standing, correction)


def _require_may(by: Person, sidecar: Recording) -> None:
    if not may_name_film(by, sidecar):
        raise PermissionDenied("只有摄录人员本人和本机构资料管理员可以指定随录数据所属的录像。")
    if not sidecar.is_sidecar:
        raise RecordingRefused("这份记录不是随录数据，没有所属的录像可以指定。")


def _standing(sidecar: Recording, correction: Correction | None) -> Companion | None:
    """What stands of the sidecar; RecordingRefused where a film is named that is not the one taken back."""
    found = Companion.objects.filter(sidecar=sidecar).select_related("recording").first()
    taken_back = correction.companion if correction else None
    if (found is None or found.recording is None) and taken_back is None:
        return found
    if found is None or found.pk != taken_back:
        raise RecordingRefused(CHANGED)
    if correction and not correction.reason.strip():
        raise RecordingRefused("请写明更正的理由，理由将记入日志。")
    return found


@transaction.atomic
def _said(by: Person, new: Companion, standing: Companion | None, correction: Correction | None) -> Companion:
    new.by, new.replaces = by, standing
    new.reason = safe_text(correction.reason.strip()) if correction else ""
    try:
        with transaction.atomic():
            made = _keep(new)
    except IntegrityError as error:
        raise RecordingRefused(CHANGED) from error
    if standing and standing.recording:
        data = {"sidecar": made.sidecar_id, "recording": standing.recording_id, "reason": made.reason}
        told = What(data=data | {"instead": made.recording_id}, rows=[] if made.recording else [made])
        record(entries.COMPANION_ENDED, by, about_recording(standing.recording), told)
    if made.recording:
        data = {"sidecar": made.sidecar_id, "recording": made.recording_id, "reasons": made.reasons}
        data |= {"reason": made.reason} if made.reason else {}
        record(entries.COMPANION_NAMED, by, about_recording(made.recording), What(data=data, rows=[made]))
    return made


def _keep(new: Companion) -> Companion:
    new.made_at = outside().clock.now()
    new.save(force_insert=True)
    settle([new.sidecar_id])
    return new


@transaction.atomic
def _pair(sidecar: Recording, film: Recording, reason: Belongs) -> Companion:
    made = _keep(Companion(sidecar=sidecar, recording=film, reasons=[reason.value]))
    data = {"sidecar": sidecar.pk, "recording": film.pk, "reasons": made.reasons}
    record(entries.COMPANION_PAIRED, None, about_recording(film), What(data=data, rows=[made]))
    return made
