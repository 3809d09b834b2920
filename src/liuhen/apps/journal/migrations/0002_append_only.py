"""The journal is append-only: the database itself refuses changes."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [forbid("journal_entry")]
