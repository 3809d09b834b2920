"""Marks tell in which channel of a capture they are, and when that channel begins; triggers are made again."""

from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("recordings", "0010_use_counted_again"), ("journal", "0002_append_only")]
    operations = [
        migrations.AddField("mark", "channel", models.CharField(blank=True, max_length=40, verbose_name="通道")),
        migrations.AddField("mark", "starts_ms", models.BigIntegerField(default=0, verbose_name="通道起点（毫秒）")),
        forbid(
            "recordings_mark",
            update=[
                *("recording_id", "kind", "content", "channel", "starts_ms", "offset_ms", "end_ms"),
                *("made_at", "by_id"),
            ],
        ),
    ]
