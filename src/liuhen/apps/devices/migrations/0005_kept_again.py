"""A reading of a clock never changes; the triggers on devices are made again, since their table got a column."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("devices", "0004_clocks_and_volumes"), ("journal", "0002_append_only")]
    operations = [
        forbid("devices_device", update=["agency_id", "number"]),
        forbid("devices_clockreading"),
    ]
