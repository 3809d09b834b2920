"""Scans handed in on the page; what a batch was is fixed, how far it has come is not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_situation_until"),
        ("importing", "0004_scans"),
        ("journal", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScanBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="文件名写法")),
                ("list_name", models.CharField(blank=True, max_length=255, verbose_name="清单文件名")),
                ("listed", models.JSONField(default=dict, verbose_name="清单")),
                ("begun_at", models.DateTimeField(verbose_name="开始时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待附入"), ("running", "附入中"), ("ended", "已附入")],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ScanFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255, verbose_name="文件")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("attached", "已附入"),
                            ("fitting", "可以附入"),
                            ("known", "早已附入"),
                            ("refused", "未附入"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="文书")),
                ("made_at", models.DateTimeField(null=True, verbose_name="文书日期")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.BigIntegerField(default=0, verbose_name="字节数")),
                ("pdf_sha256", models.CharField(blank=True, max_length=64, verbose_name="PDF SHA-256")),
                ("pdf_size", models.BigIntegerField(default=0, verbose_name="PDF 字节数")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="importing.scanbatch"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="scanbatch",
            index=models.Index(fields=["agency", "-begun_at"], name="batch_by_agency"),
        ),
        migrations.AddIndex(
            model_name="scanbatch",
            index=models.Index(condition=models.Q(("state", "running")), fields=["id"], name="batch_waiting"),
        ),
        migrations.AddIndex(
            model_name="scanfile",
            index=models.Index(fields=["batch", "outcome"], name="scan_file_by_outcome"),
        ),
        migrations.AddConstraint(
            model_name="scanfile",
            constraint=models.UniqueConstraint(fields=("batch", "path"), name="scan_file_once"),
        ),
        forbid("importing_scanbatch", update=["agency_id", "by_id", "name", "list_name", "listed", "begun_at"]),
    ]
