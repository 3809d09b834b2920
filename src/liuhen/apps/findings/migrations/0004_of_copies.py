"""Work on a playable copy tells of which object it is the copy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("findings", "0003_parked_quickly")]
    operations = [
        migrations.AddField("analysis", "copy_of", models.CharField(blank=True, max_length=64, verbose_name="原件")),
    ]
