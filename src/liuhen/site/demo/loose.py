"""Recordings that belong to no step yet: one filmed where no step was registered, one whose file says no time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.site.demo.footage import Shot
from liuhen.site.demo.theatre import ZONE, Theatre

BY = "partner"


def loose_shots(theatre: Theatre) -> list[Shot]:
    """What the partner filmed on the eve of today."""
    eve = theatre.now.astimezone(ZONE) - timedelta(days=1)
    first = eve.replace(hour=8, minute=20, second=0, microsecond=0)
    return [_shot(theatre, first, index=21), _shot(theatre, first + timedelta(hours=2), index=22, dated=False)]


def bring_loose(theatre: Theatre) -> None:
    """Set their way into the vault: all at once, three hours after the last."""
    shots = loose_shots(theatre)
    theatre.at(shots[-1].start + timedelta(hours=3), partial(_take_in, theatre, shots))


def _shot(theatre: Theatre, start: datetime, *, index: int, dated: bool = True) -> Shot:
    return Shot(
        device=theatre.troupe.cameras[BY].number,
        officer=theatre.person(BY).certificate or "",
        start=start,
        length=timedelta(minutes=2),
        index=index,
        dated=dated,
    )


def _take_in(theatre: Theatre, shots: list[Shot]) -> None:
    officer = theatre.person(BY)
    batch = Batch(officer=officer, device=theatre.troupe.cameras[BY], by=officer, clock_offset=timedelta(0))
    paths = [theatre.footage / shot.file_name for shot in shots]
    for result in intake_files(open_intake(batch), [Incoming(path, path.name) for path in paths]):
        if result.recording is None:
            raise RuntimeError(f"demonstration footage was not stored: {result.reason}")
