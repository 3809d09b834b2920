from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0007_sweep_outdated")]
    operations = [
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["agency", "kind", "due_at"], name="to_do_by_kind", condition=models.Q(to_do=True)
            ),
        ),
    ]
