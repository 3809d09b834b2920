"""Devices, checks and faults are never removed, and what was stated of them does not change."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("devices_device", update=["agency_id", "number"]),
        forbid("devices_devicecheck"),
        forbid("devices_devicefault", update=["device_id", "reporter_id", "found_at", "description"]),
    ]
