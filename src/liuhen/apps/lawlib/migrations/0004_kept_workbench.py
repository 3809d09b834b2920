"""What was attached and what was put in force never changes; a draft stays what it is a draft of."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("lawlib", "0003_workbench"), ("journal", "0002_append_only")]
    operations = [
        forbid("lawlib_officialwording"),
        forbid("lawlib_enactedtext"),
        forbid("lawlib_textdraft", update=["agency_id", "text", "base", "started_by_id", "started_at"]),
    ]
