"""A situation has an end, until which a period stands still; its trigger is made again, for the table got a column."""

from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_corrections"), ("journal", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="situation",
            name="until",
            field=models.DateTimeField(null=True, verbose_name="结束时间"),
        ),
        forbid("cases_situation", update=["case_id", "kind", "since"]),
    ]
