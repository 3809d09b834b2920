"""A document in force is never changed or removed, and no fact of a case is removed."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid

FACTS = ["case", "act", "step", "milestone", "handler", "stepperson", "interruption", "report", "situation"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("cases_document", update=["case_id", "kind", "made_at", "sha256", "size", "original_name"]),
        *(forbid(f"cases_{name}", update=False) for name in FACTS),
    ]
