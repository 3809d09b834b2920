"""What the workshop tells of a clip, and who works on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0011_dismissal_kept")]
    operations = [
        migrations.AddField("derivative", "result", models.JSONField(default=dict, verbose_name="结果")),
        migrations.AddField("derivative", "attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
        migrations.AddField("derivative", "claimed_until", models.DateTimeField(null=True, verbose_name="认领至")),
    ]
