"""Recordings are found by any part of their file's name."""

from django.db import migrations

from liuhen.apps.journal.lookups import find_parts


class Migration(migrations.Migration):
    dependencies = [("recordings", "0013_companions_corrected")]
    operations = [find_parts("recordings_recording", ["name_key"])]
