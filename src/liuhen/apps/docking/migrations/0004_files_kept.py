"""What was taken in from a card does not change; the trigger on visits is made again, since their table got columns."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("docking", "0003_card_files"), ("journal", "0002_append_only")]
    operations = [
        forbid(
            "docking_cardvisit",
            update=["intake_id", "device_id", "volume_label", "volume_serial", "known_by", "seen_at"],
        ),
        forbid(
            "docking_cardfile",
            delete=False,
            update=["visit_id", "name", "size", "mtime_us", "sha256", "outcome"],
        ),
    ]
