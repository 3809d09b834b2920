"""Nothing registered of a party is changed or removed; a correction is another row."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("parties_party"),
        forbid("parties_partynumber"),
        forbid("parties_recusal"),
    ]
