"""What was found in the copies of an object is looked up by the original; most rows are about no copy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("findings", "0004_of_copies")]
    operations = [
        migrations.AddIndex(
            "analysis",
            models.Index(fields=["copy_of"], name="analysis_of_copies", condition=~models.Q(copy_of="")),
        ),
    ]
