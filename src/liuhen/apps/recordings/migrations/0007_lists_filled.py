"""What was taken in before the lists read along their own columns gets them; triggers are made again after 0006."""

from importlib import import_module
from typing import Any

from django.db import migrations
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When

from liuhen.apps.journal.triggers import forbid
from liuhen.apps.recordings.names import key_of

AS_FOUND = import_module("liuhen.apps.recordings.migrations.0002_immutable").AS_FOUND
PORTION = 2000


def fill(apps: Any, _editor: Any) -> None:
    """Squad of the officer as it is today, what each still waits for, and the name it is looked up by."""
    recording = apps.get_model("recordings", "Recording")
    person, link = apps.get_model("people", "Person"), apps.get_model("recordings", "Link")
    squad = person.objects.filter(pk=OuterRef("officer")).values("unit")[:1]
    linked = Exists(link.objects.filter(recording=OuterRef("pk"), ended_at=None))
    has_film = Exists(apps.get_model("recordings", "Companion").objects.filter(sidecar=OuterRef("pk")))
    sidecars = recording.objects.filter(found__kind="sidecar").values("pk")
    recording.objects.update(unit=Subquery(squad), awaits=Case(When(linked, then=Value("")), default=Value("step")))
    recording.objects.filter(pk__in=sidecars).update(awaits=Case(When(has_film, then=Value("")), default=Value("film")))
    _fill_names(recording)


def _fill_names(recording: Any) -> None:
    last = 0
    while rows := list(recording.objects.filter(pk__gt=last).order_by("pk").only("original_name")[:PORTION]):
        for row in rows:
            row.name_key = key_of(row.original_name)
        recording.objects.bulk_update(rows, ["name_key"], batch_size=200)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("recordings", "0006_lists"), ("journal", "0002_append_only")]
    operations = [
        forbid("recordings_recording", update=AS_FOUND),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
