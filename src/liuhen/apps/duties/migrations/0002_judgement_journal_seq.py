"""A judgement says up to which journal entry it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [
        migrations.AddField("judgement", "journal_seq", models.BigIntegerField("日志序号", default=-1)),
    ]
