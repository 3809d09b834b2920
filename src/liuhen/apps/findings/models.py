"""What was found in stored objects, and the files made from them. All of it is advice and can be made again."""

from __future__ import annotations

from django.db import models

from liuhen.ports.workshop import WorkKind, WorkState


class Analysis(models.Model):
    """One piece of work on one object 分析: waiting, running, done, or parked after three failures with its reason.

    `sha256` names the object, not a recording: the same bytes are looked at once, whoever brought them. `copy_of` names
    the original where the object is a playable copy of one. `priority`: the lowest is done first. `result` is the JSON
    of docs/formats/findings.md for this `kind`.
    """

    sha256 = models.CharField("SHA-256", max_length=64)
    copy_of = models.CharField("原件", max_length=64, blank=True)
    kind = models.CharField("种类", max_length=20, choices=[(k.value, k.label) for k in WorkKind])
    state = models.CharField("状态", max_length=10, default=WorkState.WAITING.value)
    priority = models.PositiveSmallIntegerField("次序", default=50)
    facts = models.JSONField("已知", default=dict)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    asked_at = models.DateTimeField("提出时间")
    claimed_until = models.DateTimeField("认领至", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    reason = models.TextField("原因", blank=True)
    tool = models.CharField("工具", max_length=120, blank=True)
    result = models.JSONField("结果", default=dict)

    class Meta:
        """Each kind of work once per object; the next to be done is found by state and priority, the latest by its end.

        Where no model is installed, one piece per recording waits for it: those to wake are found by their kind, and
        those that failed are found without them. What was found in copies is found by their original.
        """

        constraints = [models.UniqueConstraint(fields=["sha256", "kind"], name="analysis_once")]
        indexes = [
            models.Index(fields=["state", "priority", "asked_at"], name="analysis_next"),
            models.Index(fields=["state", "finished_at"], name="analysis_ended"),
            models.Index(fields=["copy_of"], name="analysis_of_copies", condition=~models.Q(copy_of="")),
            models.Index(fields=["kind"], name="analysis_untried", condition=models.Q(state="parked", attempts=0)),
            models.Index(
                fields=["state", "finished_at"],
                name="analysis_parked",
                condition=models.Q(state="parked", attempts__gt=0),
            ),
        ]

    @property
    def original(self) -> str:
        """The digest of the object people know: of a playable copy its original."""
        return self.copy_of or self.sha256


class Artifact(models.Model):
    """A file made from an object 派生文件: a sheet of pictures, sound levels, a playable copy. Never an original.

    Its bytes are in the vault's lane of derivatives under their own digest.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="artifacts")
    name = models.CharField("名称", max_length=60)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    content_type = models.CharField("类型", max_length=60)

    class Meta:
        """A name once per analysis."""

        constraints = [models.UniqueConstraint(fields=["analysis", "name"], name="artifact_once")]
