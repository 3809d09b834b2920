"""What a sidecar belongs to may be said anew, by a row that names the one it takes the place of; triggers made again."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("recordings", "0012_by_digest"), ("journal", "0002_append_only")]
    operations = [
        migrations.AlterModelOptions(name="companion", options={"base_manager_name": "every"}),
        migrations.AlterModelManagers(
            name="companion", managers=[("objects", models.Manager()), ("every", models.Manager())]
        ),
        migrations.AlterField(
            model_name="companion",
            name="sidecar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="companion_of",
                to="recordings.recording",
            ),
        ),
        migrations.AlterField(
            model_name="companion",
            name="recording",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="companions",
                to="recordings.recording",
            ),
        ),
        migrations.AddField(
            model_name="companion",
            name="reason",
            field=models.TextField(blank=True, default="", verbose_name="更正理由"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="companion",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="recordings.companion",
            ),
        ),
        migrations.AddConstraint(
            model_name="companion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)), fields=("sidecar",), name="companion_once"
            ),
        ),
        forbid("recordings_companion"),
    ]
