"""Signatures may be withdrawn before their document is in force; that is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_form_digest"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="SignatureWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="撤回理由")),
                ("withdrawn_at", models.DateTimeField(verbose_name="撤回时间")),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="documents.signature",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        forbid("documents_signaturewithdrawal"),
    ]
