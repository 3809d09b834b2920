"""What ended last, and what waits for something to be installed, are found without reading every row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("findings", "0001_initial")]
    operations = [
        migrations.AddIndex("analysis", models.Index(fields=["state", "finished_at"], name="analysis_ended")),
        migrations.AddIndex(
            "analysis",
            models.Index(fields=["kind"], name="analysis_untried", condition=models.Q(state="parked", attempts=0)),
        ),
    ]
