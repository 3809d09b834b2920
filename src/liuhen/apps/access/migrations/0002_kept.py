"""What was asked and what was given out is never removed; a package's record never changes."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("access_viewingrequest", update=["case_id", "by_id", "purpose", "ground", "asked_at"]),
        forbid("access_package"),
    ]
