"""What each recording still waits for: the column `awaits` repeats, for the lists, what links and companions say.

Whoever makes or ends a link or a companion calls `settle` in the same transaction. It asks what is there and writes
that, so that called once too often it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from liuhen.apps.recordings.models import Awaits, Companion, Link, Recording
from liuhen.ports.media_probe import MediaKind


def awaited_by(kind: MediaKind) -> Awaits:
    """What a file of this kind waits for when it has just come in."""
    return Awaits.FILM if kind is MediaKind.SIDECAR else Awaits.STEP


def settle(recordings: Iterable[int]) -> None:
    """Write anew what each of these recordings (by key) waits for, within the caller's transaction."""
    chosen = Recording.objects.filter(pk__in=list(recordings))
    linked = Exists(Link.objects.filter(recording=OuterRef("pk"), ended_at=None))
    has_film = Exists(Companion.objects.filter(sidecar=OuterRef("pk"), recording__isnull=False))
    sidecars = {row.pk for row in chosen.only("found") if row.is_sidecar}
    films = chosen.exclude(pk__in=sidecars)
    _write(films.filter(~linked), Awaits.STEP)
    _write(films.filter(linked), Awaits.NOTHING)
    _write(chosen.filter(~has_film, pk__in=sidecars), Awaits.FILM)
    _write(chosen.filter(has_film, pk__in=sidecars), Awaits.NOTHING)


def _write(rows: QuerySet[Recording], awaits: Awaits) -> None:
    rows.exclude(awaits=awaits.value).update(awaits=awaits.value)
