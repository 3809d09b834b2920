"""Descriptions and movements never change; things and ledgers keep how they came in, and are never removed."""

from django.db import migrations

from liuhen.apps.journal.triggers import forbid

CAME_IN = [
    *("agency_id", "case_id", "year", "serial", "number", "measure", "step_id", "document_id", "taken_at"),
    *("entered_by_id", "entered_at"),
]


class Migration(migrations.Migration):
    dependencies = [("goods", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        forbid("goods_description"),
        forbid("goods_movement"),
        forbid("goods_item", update=CAME_IN),
        forbid("goods_ledger", update=["agency_id", "year"]),
    ]
