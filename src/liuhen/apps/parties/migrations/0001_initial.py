import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0007_situation_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "自然人"),
                            ("organisation", "单位"),
                            ("vehicle", "车辆"),
                            ("vessel", "船舶"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                ("role", models.CharField(max_length=40, verbose_name="身份")),
                ("name", models.CharField(max_length=120, verbose_name="姓名或者名称")),
                ("sex", models.CharField(blank=True, max_length=1, verbose_name="性别")),
                ("birth", models.DateField(null=True, verbose_name="出生日期")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="住址、地址")),
                ("telephone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
                ("head", models.CharField(blank=True, max_length=60, verbose_name="法定代表人")),
                ("post", models.CharField(blank=True, max_length=120, verbose_name="工作单位及职务")),
                ("model", models.CharField(blank=True, max_length=60, verbose_name="车（船）型")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                ("reason", models.TextField(blank=True, verbose_name="更正理由")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="已撤销")),
                ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="cases.case"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="所属当事人",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="parties.party",
                        verbose_name="所更正的记录",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartyNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, verbose_name="号码种类")),
                ("number", models.CharField(max_length=40, verbose_name="号码")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="姓名")),
                (
                    "way",
                    models.CharField(
                        choices=[("own", "自行申请回避"), ("asked", "当事人及其代理人申请回避")],
                        max_length=10,
                        verbose_name="提出方式",
                    ),
                ),
                ("asker", models.CharField(blank=True, max_length=120, verbose_name="申请人")),
                ("orally", models.BooleanField(default=False, verbose_name="口头申请")),
                ("ground", models.CharField(max_length=40, verbose_name="回避情形")),
                ("reason", models.TextField(verbose_name="理由")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "approval",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusal",
                        to="cases.approval",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["name"], name="party_by_name", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="partynumber",
            index=models.Index(fields=["number"], name="party_by_number"),
        ),
        migrations.AddConstraint(
            model_name="partynumber",
            constraint=models.UniqueConstraint(fields=("party", "kind"), name="party_number_once"),
        ),
    ]
