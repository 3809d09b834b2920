"""Data recorded beside a film 随录数据: which film a sidecar belongs to, by its name or by its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from liuhen.apps.recordings.permissions import may_name_film
from liuhen.apps.recordings.refusal import RecordingRefused
from liuhen.apps.recordings.waiting import settle
from liuhen.core.terms.labels import Term
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

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
    """Say for each sidecar of the intake which film it belongs to, where that is certain; give the new pairs."""
    own = Recording.objects.filter(intake=intake).order_by("start", "pk")
    films = [one for one in own if not one.is_sidecar]
    paired = set(Companion.objects.filter(sidecar__intake=intake).values_list("sidecar", flat=True))
    open_ = [one for one in own if one.is_sidecar and one.pk not in paired]
    found = [(one, fit) for one in open_ if (fit := film_of(one, films))]
    return [_keep(sidecar, film, reason) for sidecar, (film, reason) in found]


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


def name_film(by: Person, sidecar: Recording, film: Recording) -> Companion:
    """Say by hand which film a sidecar belongs to; RecordingRefused when it has one already, or this can be none."""
    if not may_name_film(by, sidecar):
        raise PermissionDenied("只有摄录人员本人和本机构资料管理员可以指定随录数据所属的录像。")
    if not sidecar.is_sidecar:
        raise RecordingRefused("这份记录不是随录数据，没有所属的录像可以指定。")
    if film.is_sidecar or film.agency_id != sidecar.agency_id:
        raise RecordingRefused("所选的不是本机构的录像，请重新选择。")
    try:
        return _keep(sidecar, film, Belongs.NAMED, by)
    except IntegrityError as error:
        raise RecordingRefused("这份随录数据已有所属的录像，没有更改。请刷新页面查看。") from error


@transaction.atomic
def _keep(sidecar: Recording, film: Recording, reason: Belongs, by: Person | None = None) -> Companion:
    made = Companion.objects.create(
        sidecar=sidecar, recording=film, by=by, made_at=outside().clock.now(), reasons=[reason.value]
    )
    settle([sidecar.pk])
    data = {"sidecar": sidecar.pk, "recording": film.pk, "reasons": made.reasons}
    kind = entries.COMPANION_NAMED if by else entries.COMPANION_PAIRED
    record(kind, by, about_recording(film), What(data=data, rows=[made]))
    return made
