from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0007_lists_filled")]
    operations = [
        migrations.AddIndex(model_name="recording", index=models.Index(fields=["start"], name="recording_by_start")),
    ]
