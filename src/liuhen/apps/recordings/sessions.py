"""Files that one device cut from one filming 连续摄录, joined once their intake is over; the gaps are measured."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.models import Intake, LinkSweep, Recording, Session
from liuhen.core.continuity.sessions import CHAPTER_WITHIN, Filming, Piece, Tie, joined
from liuhen.core.terms.labels import Medium
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from django.db.models import QuerySet

QUIET = timedelta(minutes=10)
"""An intake into which nothing came for so long is taken to be over."""
RECENT = timedelta(days=2)
_MILLISECOND = timedelta(milliseconds=1)


@transaction.atomic
def join_sessions(intake: Intake) -> list[Session]:
    """Join what the intake brought with what its device left unjoined right before and after; give the new sessions.

    The films are held from choosing to joining: of two that join at once, the second finds what the first has left.
    """
    own = [one for one in _joinable(intake.device_id).filter(intake=intake) if time_known(one)]
    if not own:
        return []
    first, last = min(one.start for one in own), max(one.end for one in own)
    near = _joinable(intake.device_id).filter(start__lte=last + CHAPTER_WITHIN, end__gte=first - CHAPTER_WITHIN)
    held = near.filter(officer=intake.officer_id).order_by("pk").select_for_update(no_key=True)
    films = {one.pk: one for one in held if time_known(one)}
    found = joined(piece_of(one) for one in films.values())
    fresh = [one for one in found if any(films[piece.id].intake_id == intake.pk for piece in one.pieces)]
    return [_keep(filming, [films[piece.id] for piece in filming.pieces]) for filming in fresh]


def quiet_intakes(after: int = 0, limit: int = 50) -> list[Intake]:
    """Intakes after a key, in order, that came to rest with something unjoined.

    (Those of a browser say no word when they are over.)
    """
    now = outside().clock.now()
    waiting = Recording.objects.filter(session=None, stored_at__gte=now - RECENT, stored_at__lt=now - QUIET)
    busy = Recording.objects.filter(stored_at__gte=now - QUIET).values("device")
    found = Intake.objects.filter(pk__gt=after, pk__in=waiting.values("intake")).exclude(device__in=busy)
    return list(found.select_related("device").order_by("pk")[:limit])


def next_quiet_intakes(limit: int = 50) -> list[Intake]:
    """The quiet intakes after those of the last call; at the end it begins anew, so that none waits for ever."""
    sweep = LinkSweep.objects.first() or LinkSweep.objects.create()
    found = quiet_intakes(sweep.intakes_through, limit)
    sweep.intakes_through = found[-1].pk if len(found) == limit else 0
    sweep.save(update_fields=["intakes_through"])
    return found


def piece_of(recording: Recording) -> Piece:
    """A recording as a piece: its view is told by device, medium, size of the picture and channel."""
    says = recording.found.get("name") or {}
    view = (recording.device_id, recording.medium, recording.width, recording.height, says.get("channel"))
    return Piece(
        id=recording.pk,
        view=repr(view),
        start=recording.start,
        end=recording.end,
        clock=str(recording.time_basis.get("source", "")),
        index=says.get("index"),
        part=says.get("part"),
        group=str(says.get("group", "")),
    )


def _joinable(device: int) -> QuerySet[Recording]:
    films = Recording.objects.filter(device=device, session=None, parent=None, duration_ms__gt=0)
    return films.filter(medium__in=[Medium.VIDEO.value, Medium.AUDIO.value]).exclude(found__kind="sidecar")


def _keep(filming: Filming, films: list[Recording]) -> Session:
    first = films[0]
    session = Session.objects.create(
        agency_id=first.agency_id,
        device_id=first.device_id,
        officer_id=first.officer_id,
        start=filming.start,
        end=filming.end,
        gaps_ms=[gap // _MILLISECOND for gap in filming.gaps],
        reasons=[tie.value for tie in filming.ties],
        made_at=outside().clock.now(),
    )
    for number, film in enumerate(films, 1):
        film.session, film.part = session, number
        film.save(update_fields=["session", "part"])
    data = {"recordings": [film.pk for film in films], "gaps_ms": session.gaps_ms, "reasons": session.reasons}
    about = About(kind="session", id=str(session.pk), label=first.original_name[:80])
    record(entries.SESSION_JOINED, None, about, What(data=data, rows=[session, *films]))
    return session


def tie_words(session: Session) -> list[str]:
    """Why each piece is taken to continue the one before, in Chinese."""
    return [Tie(code).label for code in session.reasons]


def longest_gap(session: Session) -> timedelta:
    """The longest time missing between two pieces; overlaps count as none."""
    return timedelta(milliseconds=max([0, *session.gaps_ms]))
