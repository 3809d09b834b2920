"""What a recording is can never be changed; nor can a rejected file, and neither is ever removed."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid

AS_FOUND = [
    "agency_id", "intake_id", "device_id", "officer_id", "sha256", "size", "original_name", "medium", "container",
    "start", "end", "error_ms", "duration_ms", "tracks", "clocks", "faults", "time_basis", "stored_at", "parent_id",
    "found", "rotation", "orientation", "latitude", "longitude", "altitude_mm", "make", "model", "serial", "playable",
    "width", "height", "source", "store",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("recordings", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("recordings_recording", update=AS_FOUND),
        forbid("recordings_rejected"),
        forbid("recordings_link", update=["recording_id", "step_id", "made_at", "by_id"]),
        forbid("recordings_mark", update=["recording_id", "kind", "content", "offset_ms", "made_at", "by_id"]),
    ]
