"""Which wording of its form a draft was written with; words of series once; one correction of each document. Triggers are made again."""

from django.db import migrations, models

from liuhen.apps.journal.triggers import forbid


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_immutable")]
    operations = [
        migrations.AddField(
            model_name="draft",
            name="form_digest",
            field=models.CharField(blank=True, max_length=64, verbose_name="式样摘要"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("agency", "year", "word"), name="series_word_once"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("replaces",), name="corrected_once"),
        ),
        forbid("documents_paper"),
        forbid("documents_draft", update=["case_id", "form", "replaces_id", "begun_by_id", "begun_at"]),
        forbid("documents_series", update=["agency_id", "form", "year"]),
    ]
