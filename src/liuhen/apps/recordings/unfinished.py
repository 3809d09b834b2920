"""Uploads that stopped half-way: what the page asks the file again for, and in which batches of a person they lie."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.recordings.models import Intake
from liuhen.apps.recordings.names import shown
from liuhen.apps.recordings.storage import room_of
from liuhen.apps.recordings.tickets import KEPT_UNFINISHED
from liuhen.apps.recordings.uploads import told_at_creation, unfinished_of
from liuhen.ports.outside import outside
from liuhen.ports.upload_store import Upload

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

UPLOADS_AT = "/data/tus/"
"""Where the data plane takes uploads."""


@dataclass(frozen=True, slots=True)
class UnfinishedBatch:
    """An intake of a person with `files` uploads that stopped half-way."""

    intake: Intake
    files: int


def awaited_files(intake: Intake, person: Person) -> list[dict[str, str | int]]:
    """What the uploader needs to go on with each half-sent file: its name, size, own time (ms) and how far it came."""
    return [
        {
            "url": UPLOADS_AT + one.id,
            "path": str(one.about.get("name", "")),
            "size": one.length,
            "offset": one.offset,
            "modified": _milliseconds(one),
        }
        for one in unfinished_of(intake)
        if one.about.get("person") == person.pk and _goes_on(one)
    ]


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that has come whole and has no row yet; `lacks_room`: the agency's quota has no room for it."""

    name: str
    size: int
    lacks_room: bool


def waiting_files(intake: Intake) -> list[WaitingFile]:
    """What came whole into an intake and still waits to be registered, for want of room or for another reason."""
    waiting = [one for one in unfinished_of(intake) if one.offset >= one.length]
    room = room_of(intake.agency) if waiting else None
    return [_waiting(one, room) for one in waiting]


def _waiting(upload: Upload, room: int | None) -> WaitingFile:
    return WaitingFile(shown(told_at_creation(upload).name), upload.length, room is not None and upload.length > room)


def unfinished_batches(person: Person) -> list[UnfinishedBatch]:
    """The person's intakes that wait for files, the latest first."""
    waiting = Counter(
        one.about.get("intake")
        for one in outside().uploads.standing()
        if one.about.get("person") == person.pk and _goes_on(one)
    )
    intakes = Intake.objects.filter(pk__in=[key for key in waiting if key]).select_related("device", "officer")
    return [UnfinishedBatch(intake, waiting[intake.pk]) for intake in intakes.order_by("-pk")]


def _goes_on(upload: Upload) -> bool:
    """Whether bytes are missing and those that came are still kept."""
    expired = outside().clock.now() - upload.touched_at > KEPT_UNFINISHED
    return upload.offset < upload.length and not expired


def _milliseconds(upload: Upload) -> int:
    text = str(upload.about.get("last_modified", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
