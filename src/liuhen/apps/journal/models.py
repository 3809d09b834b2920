"""The journal table. Rows are written by `actions.record` and by nothing else; triggers refuse change and removal."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act 留痕条目, with the leaf that stands for it in the transparency log.

    `body` is the canonical JSON that the leaf commits to with `salt`; the other columns repeat parts of it so that
    entries can be found, and `liuhen log verify` compares them with it. `seq` counts from 0 without gaps and is the
    leaf's index in the log.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    kind = models.CharField("种类", max_length=60)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("人员编号", null=True)
    actor_name = models.CharField("姓名", max_length=60)
    subject_kind = models.CharField("对象种类", max_length=40)
    subject_id = models.CharField("对象编号", max_length=80)
    case_number = models.CharField("案号", max_length=80, blank=True)
    body = models.TextField("内容")
    salt = models.BinaryField("盐", max_length=32)
    leaf = models.BinaryField("叶", max_length=2048)

    class Meta:
        """Found by subject, by case and by person, newest last."""

        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "seq"], name="entry_by_subject"),
            models.Index(fields=["case_number", "seq"], name="entry_by_case"),
            models.Index(fields=["actor_id", "seq"], name="entry_by_actor"),
        ]

    def __str__(self) -> str:
        """Show number and kind."""
        return f"{self.seq} {self.kind}"
