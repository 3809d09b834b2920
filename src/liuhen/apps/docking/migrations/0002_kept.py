"""A visit of a card is never removed, and what it was does not change."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("docking", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid(
            "docking_cardvisit",
            update=["intake_id", "device_id", "volume_label", "volume_serial", "known_by", "seen_at"],
        )
    ]
