"""Agencies, units, persons and their roles are never removed; a grant does not change."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("people_agency", update=["code"]),
        forbid("people_unit", update=["agency_id"]),
        forbid("people_person", update=False),
        forbid("people_rolegrant"),
    ]
