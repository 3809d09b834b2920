"""From which to which day a certificate is valid; the trigger is made again where the table got columns."""

from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("people", "0002_kept")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="certificate_since",
            field=models.DateField(blank=True, null=True, verbose_name="执法证生效日"),
        ),
        migrations.AddField(
            model_name="person",
            name="certificate_until",
            field=models.DateField(blank=True, null=True, verbose_name="执法证有效期至"),
        ),
        forbid("people_person", update=False),
    ]
