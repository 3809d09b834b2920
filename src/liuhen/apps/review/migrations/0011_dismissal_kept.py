"""What a person dismissed stays on record as it was."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("review", "0010_dismissal"), ("journal", "0002_append_only")]
    operations = [forbid("review_dismissal")]
