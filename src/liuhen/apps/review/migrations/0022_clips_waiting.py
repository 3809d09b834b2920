"""The next clip to be cut is looked for every second: among those that wait, not among all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0021_clip_kept_again")]
    operations = [
        migrations.AddIndex(
            "derivative",
            models.Index(fields=["attempts", "id"], name="clip_waits", condition=models.Q(sha256="", failure="")),
        ),
    ]
