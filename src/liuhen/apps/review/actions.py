"""All writes of the room: what was watched of a recording, which analysis is to be done (again)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.findings.actions import StillGoingOn, ask_for
from liuhen.apps.findings.actions import again as done_again
from liuhen.apps.findings.queries import found_in
from liuhen.apps.journal.actions import What, record
from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.recordings.actions import case_of
from liuhen.apps.recordings.offers import (
    about_recording,
    channel_told,
    facts_of,
    kept_as,
    length_ms,
    require_work,
    standing_of,
)
from liuhen.apps.review import entries
from liuhen.apps.review.lost import copy_is_lost
from liuhen.apps.review.models import Dismissal
from liuhen.apps.review.playing import what_plays
from liuhen.apps.review.watching import Watched, distinct_ms, merge
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording
    from liuhen.apps.review.candidates import Candidate
    from liuhen.apps.review.tokens import ViewingToken

BETWEEN_ENTRIES = timedelta(seconds=55)
"""Pages tell once a minute; what comes sooner waits for the next minute, unless the person leaves."""


class ReviewRefused(LiuhenError):
    """Something about watching a recording cannot be done as asked."""


class TooSoon(ReviewRefused):
    """An entry of this viewing was written less than a minute ago; tell again later."""


@transaction.atomic
def watched(
    by: Person, recording: Recording, stretches: Iterable[Watched], viewing: ViewingToken, *, leaving: bool
) -> int:
    """Journal what was watched in a viewing, in the time of the channel it plays; gives the milliseconds seen.

    Where nothing was seen there is no entry, and 0 is given.
    Raises TooSoon within a minute of the last entry of this viewing, unless the person is leaving.
    """
    film = what_plays(recording, found_in(recording.sha256), viewing.channel).film
    seen = merge(stretches, length_ms(recording, film))
    if not seen:
        return 0
    if not leaving and _told_lately(by, recording, viewing.entry):
        raise TooSoon("一分钟内已记录过观看情况，稍后一并记录。")
    total = distinct_ms(seen)
    data = {
        "viewing": viewing.entry,
        "watched_ms": total,
        "ranges": _said(seen),
        **channel_told(recording, viewing.channel),
    }
    record(entries.WATCHED, by, about_recording(recording, case_of(recording)), What(data=data))
    return total


def _said(seen: Sequence[Watched]) -> list[dict[str, int]]:
    return [{"from_ms": one.from_ms, "to_ms": one.to_ms, "speed": one.speed} for one in seen]


def _told_lately(by: Person, recording: Recording, viewing: int) -> bool:
    since = outside().clock.now() - BETWEEN_ENTRIES
    told = entries_about("recording", str(recording.pk)).filter(kind=entries.WATCHED.code, at__gt=since)
    return any(_of_viewing(body_of(entry), by, viewing) for entry in told)


def _of_viewing(body: dict[str, Any], by: Person, viewing: int) -> bool:
    return bool(body["actor"]["id"] == by.pk and body["data"]["viewing"] == viewing)


def ask_playable(recording: Recording) -> None:
    """Have a playable copy made of a recording that came in before copies were; a second asking changes nothing."""
    ask_for(recording.sha256, [WorkKind.PLAYABLE], facts=facts_of(recording))


@transaction.atomic
def again(by: Person, recording: Recording, kind: WorkKind) -> None:
    """Have a parked analysis tried once more; who may view the recording may ask. ReviewRefused for any other.

    What is done stays: doing it again would take it away from everybody meanwhile. Only a playable copy of which
    a film is gone is made anew.
    """
    if standing_of(by, recording).ground is None:
        raise PermissionDenied("只有可以查阅这份音像记录的人员可以要求重新分析。")
    lost = kind is WorkKind.PLAYABLE and copy_is_lost(found_in(recording.sha256))
    try:
        reason = done_again(recording.sha256, kind, done=lost)
    except StillGoingOn as refusal:
        raise ReviewRefused(str(refusal)) from refusal
    data = {"kind": kind.value, "reason": reason}
    record(entries.ANALYSIS_AGAIN, by, about_recording(recording, case_of(recording)), What(data=data))


@transaction.atomic
def dismiss(by: Person, recording: Recording, candidate: Candidate, channel: str = "") -> Dismissal:
    """Say that a machine's candidate is none: it is not proposed again, and who said so stays on record.

    `channel` names the channel of a capture in which it was proposed; empty: the first or only one.
    """
    require_work(by, recording)
    made = Dismissal.objects.create(
        recording=recording,
        kind=candidate.kind.value,
        content=candidate.content,
        channel=kept_as(recording, channel),
        at_ms=candidate.at_ms,
        said=candidate.said,
        tool=candidate.tool,
        by=by,
        made_at=outside().clock.now(),
    )
    data = {"kind": made.kind, "content": made.content, "at_ms": made.at_ms, "said": made.said, "tool": made.tool}
    data |= channel_told(recording, channel)
    record(
        entries.CANDIDATE_DISMISSED, by, about_recording(recording, case_of(recording)), What(data=data, rows=[made])
    )
    return made
