"""Volumes never change; the code of a fonds and the series are never removed."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("archiving", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("archiving_volume"),
        forbid("archiving_fonds", update=["agency_id"]),
        forbid("archiving_shelf", update=["agency_id", "category", "year", "keeping"]),
    ]
