"""Nothing registered of a party is changed or removed; a correction is another row."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid

STATED = ["case_id", "person_id", "name", "way", "asker", "orally", "ground", "reason", "asked_at"]


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("parties_party"),
        forbid("parties_partynumber"),
        forbid("parties_recusal", update=[*STATED, "registered_by_id", "registered_at"]),
    ]
