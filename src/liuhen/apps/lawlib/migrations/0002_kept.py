"""Which texts bind an agency since when, and the numbers it set, never change and are never removed."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("lawlib", "0001_initial"), ("journal", "0002_append_only")]
    operations = [forbid("lawlib_binding"), forbid("lawlib_agencynumber")]
