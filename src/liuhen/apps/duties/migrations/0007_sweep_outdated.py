"""The sweep remembers which case it last judged anew because the law had changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0006_difference")]
    operations = [
        migrations.AddField("sweep", "outdated_after", models.BigIntegerField("已复核至案件", default=0)),
    ]
