"""A milestone names the one it takes the place of; its trigger is made again, for the table got columns."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_situation_until"), ("journal", "0002_append_only")]

    operations = [
        migrations.AlterModelOptions(name="milestone", options={"base_manager_name": "every"}),
        migrations.AlterModelManagers(
            name="milestone", managers=[("objects", models.Manager()), ("every", models.Manager())]
        ),
        migrations.RemoveConstraint(model_name="milestone", name="milestone_once"),
        migrations.AddField(
            model_name="milestone",
            name="reason",
            field=models.TextField(blank=True, default="", verbose_name="更正理由"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="milestone",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="cases.milestone",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)), fields=("case", "kind"), name="milestone_once"
            ),
        ),
        forbid("cases_milestone", update=["case_id", "kind", "at", "replaces_id", "reason"]),
    ]
