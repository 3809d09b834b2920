"""The verdict kept at hand, and what persons have determined. The obligations here can always be derived anew."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed
from liuhen.core.terms.labels import Modality, State

OUTCOMES = {
    "met": "已履行",
    "not_met": "未履行",
    "applies": "适用，按规定履行",
    "not_applicable": "不适用",
    "excused": "免责",
}
"""What a person may determine, in Chinese."""


class Judgement(models.Model):
    """When a case was last judged, under which texts, and when time alone will change the verdict.

    `journal_seq` is the number of the last journal entry there was: later entries of the case call for a new judging.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="judgement")
    judged_at = models.DateTimeField("评定时间")
    judge_again_at = models.DateTimeField("下次评定", null=True, db_index=True)
    texts = models.JSONField("适用文本", default=list)
    journal_seq = models.BigIntegerField("日志序号", default=-1)


class Sweep(models.Model):
    """How far the journal has been looked through for cases left unjudged; one row."""

    through = models.BigIntegerField("已查至", default=0)


class Obligation(models.Model):
    """One obligation of a case as last derived; replaced whole whenever the case is judged."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="obligations")
    position = models.PositiveIntegerField("次序")
    text = models.CharField("文本", max_length=80)
    article = models.PositiveIntegerField("条")
    item_position = models.PositiveIntegerField("项（序）", null=True)
    item_label = models.CharField("项（印）", max_length=20, blank=True)
    duty = models.CharField("义务", max_length=80)
    kind = models.CharField("种类", max_length=40)
    subject_kind = models.CharField("对象种类", max_length=20)
    subject_id = models.CharField("对象", max_length=80)
    subject_label = models.CharField("对象名称", max_length=200)
    state = models.CharField("状态", max_length=20, choices=[(s.value, s.label) for s in State])
    modality = models.CharField("语气", max_length=20, choices=[(m.value, m.label) for m in Modality])
    title = models.CharField("义务内容", max_length=300)
    missing = models.CharField("欠缺", max_length=300, blank=True)
    due_at = models.DateTimeField("期限", null=True)
    evidence = models.JSONField("证据", default=list)
    explanation = models.JSONField("说明", default=dict)
    mend = models.JSONField("补正", null=True)
    stage = models.CharField("阶段", max_length=20, blank=True)
    owner = models.CharField("责任角色", max_length=40, blank=True)
    # Repeated from the case, and whether somebody still has to do something: the to-do list reads only such rows.
    # No index of its own: it would lead through the whole archive where the index of `to_do` rows is meant.
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_do = models.BooleanField("待办", default=False)

    class Meta:
        """Read by case in order, and by agency, owner and due time for the lists of what is still to be done."""

        ordering = ["case", "position"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="obligation_by_due"),
            models.Index(fields=["agency", "owner", "due_at"], name="to_do_by_owner", condition=models.Q(to_do=True)),
        ]


@sealed
class Determination(models.Model):
    """A person's decision 人工认定 where a text leaves judgement; a later one for the same thing supersedes it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="determinations")
    duty = models.CharField("义务", max_length=160)
    subject = models.CharField("对象", max_length=120)
    outcome = models.CharField("结论", max_length=20)
    reason = models.TextField("理由")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    @property
    def outcome_label(self) -> str:
        """The outcome in Chinese."""
        return OUTCOMES.get(self.outcome, self.outcome)
