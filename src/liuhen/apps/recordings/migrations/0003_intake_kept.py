"""An intake never changes and is never removed: its clock offset stands behind the times of its recordings."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("recordings", "0002_immutable"), ("journal", "0002_append_only")]
    operations = [forbid("recordings_intake")]
