"""What agencies keep is counted anew: 0005 left out the rejected lane, whose files are counted as they come."""

from typing import Any

from django.db import migrations
from django.db.models import Sum


def count_again(apps: Any, _editor: Any) -> None:
    """Set every counter there is to what recordings and rejected lane hold; the first use makes those there are not."""
    recordings = apps.get_model("recordings", "Recording").objects.all()
    kept = dict(recordings.order_by().values_list("agency").annotate(total=Sum("size")))
    rejected = apps.get_model("recordings", "Rejected").objects.all()
    apart = dict(rejected.order_by().values_list("intake__agency").annotate(total=Sum("size")))
    storage = apps.get_model("recordings", "Storage")
    for agency in storage.objects.values_list("agency", flat=True):
        storage.objects.filter(agency=agency).update(used_bytes=kept.get(agency, 0) + apart.get(agency, 0))


class Migration(migrations.Migration):
    dependencies = [("recordings", "0009_by_stored_at")]
    operations = [migrations.RunPython(count_again, migrations.RunPython.noop)]
