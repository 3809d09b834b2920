"""Cases are found by the beginning of a plate too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_looked_up")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["agency", "plate"], name="case_by_plate", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
        ),
    ]
