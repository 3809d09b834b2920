"""Cards and cameras that were read out at a dock."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed
from liuhen.apps.recordings.names import shown
from liuhen.core.terms.labels import Term


class KnownBy(Term):
    """How the dock knew whose card it was."""

    SERIAL_FILE = "serial_file", "机身序列号"
    VOLUME_SERIAL = "volume_serial", "卷序列号"
    VOLUME_LABEL = "volume_label", "卷标"
    FILE_NAMES = "file_names", "文件名"
    OPERATOR = "operator", "工作人员指定"


@sealed
class CardVisit(models.Model):
    """One visit of a card or camera to the dock 一次采集: what was on it, that every byte was checked, when cleared.

    `files` and `size` count what was found on the card; `verified_at` is when all of it was read back from the vault
    and agreed; only after that may `cleared_at` be set, by a person's decision. `manifest` is the SHA-256 over the list
    of the files taken in, so that the seal of this row vouches for theirs. `problem` says why it did not go on.
    """

    intake = models.OneToOneField("recordings.Intake", on_delete=models.PROTECT, related_name="card_visit")
    device = models.ForeignKey("devices.Device", on_delete=models.PROTECT, related_name="card_visits")
    volume_label = models.CharField("卷标", max_length=40, blank=True)
    volume_serial = models.CharField("卷序列号", max_length=80, blank=True)
    known_by = models.CharField("识别依据", max_length=40)
    seen_at = models.DateTimeField("接入时间")
    files = models.PositiveIntegerField("文件数", null=True)
    size = models.BigIntegerField("字节数", null=True)
    left_alone = models.JSONField("未采集", default=list)
    manifest = models.CharField("清单摘要", max_length=64, blank=True)
    problem = models.TextField("未完成的原因", blank=True)
    finished_at = models.DateTimeField("采集完成时间", null=True)
    verified_at = models.DateTimeField("核对时间", null=True)
    clear_asked_at = models.DateTimeField("要求清空时间", null=True)
    clear_asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField("清空时间", null=True)
    cleared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    kept_on_card = models.PositiveIntegerField("卡上留下", null=True)

    sealed_later = frozenset(
        {"left_alone", "manifest", "problem", "clear_asked_at", "clear_asked_by_id", "kept_on_card"}
    )

    class Meta:
        """The latest visits of a device are asked for at every docking."""

        indexes = [models.Index(fields=["device", "seen_at"], name="visit_by_device")]


class CardFile(models.Model):
    """One file of a card as it was taken in: its name, size and time on the card, its digest, and what became of it.

    These rows are vouched for by the visit's `manifest`. `mtime_us` is in microseconds since 1970, by the card.
    """

    visit = models.ForeignKey(CardVisit, on_delete=models.PROTECT, related_name="entries")
    name = models.TextField("文件名")
    size = models.BigIntegerField("字节数")
    mtime_us = models.BigIntegerField("修改时间（微秒）")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    outcome = models.CharField("结果", max_length=20)
    reason = models.TextField("原因", blank=True)
    verified_at = models.DateTimeField("核对时间", null=True)
    cleared_at = models.DateTimeField("清除时间", null=True)

    @property
    def shown_name(self) -> str:
        """The name with hidden characters written out."""
        return shown(self.name)


class WaitingCard(models.Model):
    """A card at the dock that nobody is known for 待认领的存储卡: nothing is taken in before somebody says whose it is.

    What the dock sees now, no evidence: the row goes when the card does. What a person says of it is journalled.
    """

    place = models.CharField("位置", max_length=255)
    mark = models.CharField(max_length=80, unique=True)
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    volume_label = models.CharField("卷标", max_length=40, blank=True)
    why = models.TextField("原因")
    files = models.PositiveIntegerField("文件数", default=0)
    seen_at = models.DateTimeField("接入时间")
    device = models.ForeignKey("devices.Device", on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    named_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
