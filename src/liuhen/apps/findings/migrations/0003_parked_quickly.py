"""What failed three times is found without going through what waits for something to be installed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("findings", "0002_found_quickly")]
    operations = [
        migrations.AddIndex(
            "analysis",
            models.Index(
                fields=["state", "finished_at"],
                name="analysis_parked",
                condition=models.Q(state="parked", attempts__gt=0),
            ),
        ),
    ]
