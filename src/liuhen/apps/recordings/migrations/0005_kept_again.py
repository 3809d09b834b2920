"""What was stated of recordings never changes; triggers are made again where a table got a column. Use is counted."""

from importlib import import_module
from typing import Any

from django.db import migrations
from django.db.models import Sum

from liuhen.apps.journal.triggers import forbid

AS_FOUND = import_module("liuhen.apps.recordings.migrations.0002_immutable").AS_FOUND


def count_what_is_kept(apps: Any, _editor: Any) -> None:
    """Give every agency that keeps recordings its counter."""
    kept = apps.get_model("recordings", "Recording").objects.values("agency").annotate(total=Sum("size"))
    storage = apps.get_model("recordings", "Storage")
    storage.objects.bulk_create(storage(agency_id=row["agency"], used_bytes=row["total"]) for row in kept)


class Migration(migrations.Migration):
    dependencies = [("recordings", "0004_sessions_and_times"), ("journal", "0002_append_only")]
    operations = [
        forbid("recordings_intake"),
        forbid("recordings_recording", update=AS_FOUND),
        forbid(
            "recordings_mark", update=["recording_id", "kind", "content", "offset_ms", "end_ms", "made_at", "by_id"]
        ),
        forbid("recordings_session"),
        forbid("recordings_companion"),
        forbid("recordings_timestatement"),
        migrations.RunPython(count_what_is_kept, migrations.RunPython.noop),
    ]
