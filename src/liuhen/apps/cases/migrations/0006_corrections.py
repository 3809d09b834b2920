"""A document names the one it takes the place of; its trigger is made again, for the table got a column."""

import django.db.models.deletion
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid

FIXED = ["case_id", "kind", "made_at", "sha256", "size", "original_name", "corrects_id"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_approvals"), ("journal", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="corrects",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.document",
                verbose_name="所更正的文书",
            ),
        ),
        forbid("cases_document", update=FIXED),
    ]
