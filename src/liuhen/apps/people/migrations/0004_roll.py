"""Qualifications and suspended certificates: rows that stay; a suspension ends once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_certificate_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="暂扣时间")),
                ("until", models.DateTimeField(null=True, verbose_name="发还时间")),
                ("reason", models.TextField(verbose_name="理由")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="资格")),
                ("since", models.DateField(null=True, verbose_name="取得日")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="证书编号或者说明")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "kind"), name="qualification_once")],
            },
        ),
        forbid("people_qualification"),
        forbid("people_suspension", update=["person_id", "since", "reason"]),
    ]
