"""Candidates a person dismissed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recordings", "0005_kept_again"),
        ("review", "0002_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, verbose_name="种类")),
                ("content", models.CharField(blank=True, max_length=60, verbose_name="内容")),
                ("at_ms", models.BigIntegerField(verbose_name="位置（毫秒）")),
                ("said", models.TextField(blank=True, verbose_name="所听所见")),
                ("tool", models.CharField(blank=True, max_length=80, verbose_name="提示来源")),
                ("made_at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dismissals",
                        to="recordings.recording",
                    ),
                ),
            ],
        ),
    ]
