"""Derivatives cut by people, and the notes that explain a recording used as evidence."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class Derivative(models.Model):
    """A file made from a recording by a person's decision 派生件: a clip. Never an original, it satisfies no duty.

    `from_ms` and `to_ms` are positions in the original. `sha256` is empty until the work is done; the bytes are in the
    vault's lane of derivatives.
    """

    recording = models.ForeignKey("recordings.Recording", on_delete=models.PROTECT, related_name="clips")
    kind = models.CharField("种类", max_length=20)
    from_ms = models.BigIntegerField("起（毫秒）")
    to_ms = models.BigIntegerField("止（毫秒）")
    label = models.CharField("标题", max_length=120)
    purpose = models.TextField("用途")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制作时间")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.BigIntegerField("字节数", null=True)
    tool = models.CharField("工具", max_length=120, blank=True)
    failure = models.TextField("失败原因", blank=True)


@sealed
class EvidenceNote(models.Model):
    """The explanation of a recording used as evidence 音像证据说明. Never changed: a newer one `replaces` it."""

    recording = models.ForeignKey("recordings.Recording", on_delete=models.PROTECT, related_name="evidence_notes")
    collector = models.CharField("取证人", max_length=120)
    collected_at = models.DateTimeField("取证时间")
    place = models.CharField("取证地点", max_length=200)
    method = models.TextField("取证方法")
    maker = models.CharField("制作人", max_length=120)
    object_of_proof = models.TextField("证明对象")
    note = models.TextField("备注", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制作时间")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    sha256 = models.CharField("打印件 SHA-256", max_length=64, blank=True)
