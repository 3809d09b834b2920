"""Papers and signatures never change; drafts, series and seals are never removed."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("documents_paper"),
        forbid("documents_signature"),
        forbid("documents_draft", update=["case_id", "form", "replaces_id", "begun_by_id", "begun_at"]),
        forbid("documents_series", update=["agency_id", "form", "year"]),
        forbid("documents_sealimage", update=["agency_id", "name", "sha256", "keeper_id", "since"]),
    ]
