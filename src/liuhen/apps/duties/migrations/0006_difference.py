"""Judgements say what law they were made by; obligations when they are raised; how long recordings are kept."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef

from liuhen.apps.duties.models import Compact
from liuhen.apps.journal.triggers import forbid

LONGEST = ["recording_id", "case_id"]


def note_archived(apps: Any, editor: Any) -> None:
    milestones = apps.get_model("cases", "Milestone").objects.filter(case=OuterRef("case"), kind="archived")
    apps.get_model("duties", "Judgement").objects.filter(Exists(milestones)).update(archived=True)


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0005_kept"),
        ("cases", "0002_immutable"),
        ("recordings", "0003_intake_kept"),
        ("journal", "0002_append_only"),
    ]

    operations = [
        migrations.AddField("judgement", "law", models.CharField("所依法规摘要", max_length=64, blank=True)),
        migrations.AddField("judgement", "archived", models.BooleanField("已归档", default=False)),
        migrations.AddField("judgement", "revision", models.PositiveBigIntegerField("评定次数", default=0)),
        migrations.RunPython(note_archived, migrations.RunPython.noop),
        migrations.AddIndex(
            "judgement",
            models.Index(fields=["law", "case"], name="judged_by_law", condition=models.Q(archived=False)),
        ),
        migrations.AddField("obligation", "raise_at", models.DateTimeField("提醒时间", null=True)),
        migrations.AddField("obligation", "topic", models.CharField("问题", max_length=60, blank=True)),
        migrations.AddField("obligation", "leads", models.BooleanField("领先", default=True)),
        migrations.AlterField("obligation", "evidence", models.JSONField("证据", default=list, encoder=Compact)),
        migrations.AlterField("obligation", "explanation", models.JSONField("说明", default=dict, encoder=Compact)),
        migrations.AlterField("obligation", "mend", models.JSONField("补正", null=True, encoder=Compact)),
        migrations.CreateModel(
            name="Keeping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField("保存至", null=True)),
                ("long_term", models.BooleanField("长期保存", default=False)),
                ("permanent", models.BooleanField("永久保存", default=False)),
                ("reasons", models.JSONField("理由", default=list, encoder=Compact)),
                ("at", models.DateTimeField("确定时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keepings", to="cases.case"
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keepings", to="recordings.recording"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["recording", "case"], name="keeping_once")]},
        ),
        forbid("duties_keeping", update=LONGEST),
    ]
