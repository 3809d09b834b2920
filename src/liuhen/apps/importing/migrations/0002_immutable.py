"""Where a case was brought from never changes; what a run was is fixed, its counts are not."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("importing", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("importing_brought"),
        forbid(
            "importing_run",
            update=["agency_id", "by_id", "source", "table_name", "table_sha256", "mapping", "begun_at"],
        ),
    ]
