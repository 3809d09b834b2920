from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0008_by_start")]
    operations = [
        migrations.AddIndex(
            model_name="recording", index=models.Index(fields=["stored_at"], name="recording_by_stored_at")
        ),
        migrations.AddIndex(
            model_name="recording", index=models.Index(fields=["session", "stored_at"], name="recording_unjoined")
        ),
        migrations.AddField(
            model_name="linksweep",
            name="intakes_through",
            field=models.BigIntegerField(default=0, verbose_name="已归并至批次"),
        ),
    ]
