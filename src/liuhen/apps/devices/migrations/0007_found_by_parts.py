"""Devices are found by any part of their number, serial number and model."""

from django.db import migrations

from liuhen.apps.journal.lookups import find_parts


class Migration(migrations.Migration):
    dependencies = [("devices", "0006_by_serial")]
    operations = [find_parts("devices_device", ["number", "serial", "model"])]
