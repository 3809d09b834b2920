"""SQLite made the table anew for its new columns, without its triggers."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("review", "0020_clip_work"), ("journal", "0002_append_only")]
    operations = [
        forbid(
            "review_derivative",
            update=["recording_id", "kind", "from_ms", "to_ms", "label", "purpose", "by_id", "made_at"],
        ),
    ]
