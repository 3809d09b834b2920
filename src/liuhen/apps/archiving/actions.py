"""All writes of the room: permit → rule → one transaction → journal entry. Each lies in the file of its matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.archiving import entries
from liuhen.apps.archiving.making import NewVolume, make_volume
from liuhen.apps.archiving.numbering import set_fonds
from liuhen.apps.journal.actions import About, What, record

if TYPE_CHECKING:
    from liuhen.apps.archiving.models import Volume
    from liuhen.apps.people.models import Person

__all__ = ["NewVolume", "make_volume", "note_folder", "set_fonds", "view_volume"]


@transaction.atomic
def note_folder(by: Person | None, volume: Volume, manifest_sha256: str) -> None:
    """Journal that the folder an archive takes in was made of a volume; `by` None: on the command line."""
    about = About(kind="volume", id=str(volume.pk), label=volume.number or volume.title, case=volume.case.number)
    record(entries.FOLDER_MADE, by, about, What(data={"manifest_sha256": manifest_sha256}))


@transaction.atomic
def view_volume(by: Person, volume: Volume) -> None:
    """Journal that a person opened the file of a volume."""
    label = volume.number or volume.title
    record(entries.VOLUME_VIEWED, by, About(kind="volume", id=str(volume.pk), label=label, case=volume.case.number))
