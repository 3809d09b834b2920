"""Devices are found by how their number or serial number begins, on PostgreSQL whatever its collation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("devices", "0005_kept_again")]
    operations = [
        migrations.AddIndex(
            model_name="device",
            index=models.Index(
                fields=["agency", column], name=f"device_by_{column}", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
        )
        for column in ("number", "serial")
    ]
