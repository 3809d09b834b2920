"""What a person has determined never changes and is never removed; a later determination supersedes it."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_sweep"), ("journal", "0002_append_only")]
    operations = [forbid("duties_determination")]
