"""Cases that came whole from another instance."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_situation_until"),
        ("importing", "0002_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(max_length=200, verbose_name="来源实例")),
                ("sha256", models.CharField(max_length=64, verbose_name="案件文件 SHA-256")),
                ("at", models.DateTimeField(verbose_name="导入时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="cases.case"
                    ),
                ),
            ],
        ),
        forbid("importing_carried"),
    ]
