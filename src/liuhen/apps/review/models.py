"""Derivatives cut by people, notes that explain a recording used as evidence, and candidates dismissed."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class Derivative(models.Model):
    """A file made from a recording by a person's decision 派生件: a clip. Never an original, it satisfies no duty.

    `from_ms` and `to_ms` are positions in the original; in its playable copy where the clip is cut from one of another
    length (`result["positions"]` is "copy" then). `channel` names the channel of a capture from whose film it is cut
    and in whose time they count; empty: no capture, or its first channel, as it was kept before it was named. `sha256`
    is empty until the work is done; the bytes are in the vault's lane of derivatives. `result` is what the workshop
    tells of it (docs/formats/findings.md). `attempts` and `claimed_until` only say who works on it.
    """

    recording = models.ForeignKey("recordings.Recording", on_delete=models.PROTECT, related_name="clips")
    kind = models.CharField("种类", max_length=20)
    channel = models.CharField("通道", max_length=40, blank=True)
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
    result = models.JSONField("结果", default=dict)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    claimed_until = models.DateTimeField("认领至", null=True)

    unsealed = frozenset({"attempts", "claimed_until"})
    sealed_later = frozenset({"result", "channel"})

    class Meta:
        """Those that wait to be cut are found among themselves, every second."""

        indexes = [
            models.Index(fields=["attempts", "id"], name="clip_waits", condition=models.Q(sha256="", failure=""))
        ]

    @property
    def waits(self) -> bool:
        """Whether it is still to be cut."""
        return not self.sha256 and not self.failure


@sealed
class EvidenceNote(models.Model):
    """The explanation of a recording used as evidence 证据文字说明. Never changed: a newer one `replaces` it.

    `content` is what was written, as pairs of a matter (code of law/_vocabulary) and its text, in the order printed.
    The printed paper is the case's `document`, which is what the law is judged by.
    """

    recording = models.ForeignKey("recordings.Recording", on_delete=models.PROTECT, related_name="evidence_notes")
    document = models.OneToOneField("cases.Document", on_delete=models.PROTECT, related_name="evidence_note")
    content = models.JSONField("内容", default=list)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制作时间")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")


@sealed
class Dismissal(models.Model):
    """A person's word that a candidate 机器提示 is none: what a machine proposed there is not proposed again.

    `said` are the words heard or read there, `tool` who proposed it, both as they stood. `channel` as in a clip.
    """

    recording = models.ForeignKey("recordings.Recording", on_delete=models.PROTECT, related_name="dismissals")
    kind = models.CharField("种类", max_length=30)
    content = models.CharField("内容", max_length=60, blank=True)
    channel = models.CharField("通道", max_length=40, blank=True)
    at_ms = models.BigIntegerField("位置（毫秒）")
    said = models.TextField("所听所见", blank=True)
    tool = models.CharField("提示来源", max_length=80, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("时间")

    sealed_later = frozenset({"channel"})
