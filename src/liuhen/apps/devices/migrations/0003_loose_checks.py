"""Checks for no particular step are found by device and time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("devices", "0002_kept")]
    operations = [
        migrations.AddIndex(
            "devicecheck",
            models.Index(fields=["device", "at"], name="loose_check", condition=models.Q(step=None)),
        ),
    ]
