"""Scans that were attached to brought cases."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_situation_until"),
        ("importing", "0003_carried"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="扫描件 SHA-256")),
                ("size", models.BigIntegerField(verbose_name="字节数")),
                ("at", models.DateTimeField(verbose_name="附入时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scan", to="cases.document"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("case", "sha256"), name="scan_once")]},
        ),
        forbid("importing_scan"),
    ]
