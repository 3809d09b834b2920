"""The agency of an obligation is looked up through the index of what is still to be done, never through the archive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_judgement_journal_seq")]
    operations = [
        migrations.AlterField(
            "obligation",
            "agency",
            models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+", db_index=False),
        ),
    ]
