"""Clips and dismissals tell in which channel of a capture they are; triggers are made again for the new columns."""

from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid

CHANNEL = models.CharField(blank=True, max_length=40, verbose_name="通道")


class Migration(migrations.Migration):
    dependencies = [("review", "0022_clips_waiting"), ("journal", "0002_append_only")]
    operations = [
        migrations.AddField("derivative", "channel", CHANNEL),
        migrations.AddField("dismissal", "channel", CHANNEL.clone()),
        forbid(
            "review_derivative",
            update=[
                *("recording_id", "kind", "channel", "from_ms", "to_ms", "label", "purpose", "by_id", "made_at"),
            ],
        ),
        forbid("review_dismissal"),
    ]
