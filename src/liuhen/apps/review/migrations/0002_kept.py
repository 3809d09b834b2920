"""Derivatives and notes are never removed; what was asked for and what was stated do not change."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid(
            "review_derivative",
            update=["recording_id", "kind", "from_ms", "to_ms", "label", "purpose", "by_id", "made_at"],
        ),
        forbid("review_evidencenote"),
    ]
