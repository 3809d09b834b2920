"""A page about stored objects finds their recordings by the digest, whichever agency they are of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0011_marks_of_channels")]
    operations = [
        migrations.AddIndex("recording", models.Index(fields=["sha256"], name="recording_by_digest")),
    ]
