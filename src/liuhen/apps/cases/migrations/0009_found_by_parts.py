"""Cases are found by any part of their number, cause, party and plate."""

from django.db import migrations

from liuhen.apps.journal.lookups import find_parts


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_milestone_corrections")]
    operations = [find_parts("cases_case", ["number", "cause", "party", "plate"])]
