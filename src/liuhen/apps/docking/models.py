"""Cards and cameras that were read out at a dock."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class CardVisit(models.Model):
    """One visit of a card or camera to the dock 一次采集: what was on it, that every byte was checked, when cleared.

    `files` and `size` count what was found on the card; `verified_at` is when all of it was read back from the vault
    and agreed; only after that may `cleared_at` be set, by a person's decision.
    """

    intake = models.OneToOneField("recordings.Intake", on_delete=models.PROTECT, related_name="card_visit")
    device = models.ForeignKey("devices.Device", on_delete=models.PROTECT, related_name="card_visits")
    volume_label = models.CharField("卷标", max_length=40, blank=True)
    volume_serial = models.CharField("卷序列号", max_length=80, blank=True)
    known_by = models.CharField("识别依据", max_length=40)
    seen_at = models.DateTimeField("接入时间")
    files = models.PositiveIntegerField("文件数", null=True)
    size = models.BigIntegerField("字节数", null=True)
    finished_at = models.DateTimeField("采集完成时间", null=True)
    verified_at = models.DateTimeField("核对时间", null=True)
    cleared_at = models.DateTimeField("清空时间", null=True)
    cleared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
