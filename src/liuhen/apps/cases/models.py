"""Cases, steps and documents. Codes (kinds, features, matters …) are words of law/_vocabulary, kept as text."""

from __future__ import annotations

from typing import Any

from django.db import models

from liuhen.apps.journal.seals import Standing, sealed
from liuhen.core.terms.labels import Stage

STAGES = [(stage.value, stage.label) for stage in Stage]


@sealed
class Case(models.Model):
    """A case 案件 of a unit. Milestones (filed, decided, closed …) are rows of their own."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="cases")
    number = models.CharField("案号", max_length=80, unique=True)
    cause = models.CharField("案由", max_length=200)
    party = models.CharField("当事人", max_length=120)
    plate = models.CharField("车牌号", max_length=20, blank=True)
    procedure = models.CharField("程序", max_length=40)
    origin = models.CharField("启动方式", max_length=40)
    features = models.JSONField("特征", default=list)
    opened_at = models.DateTimeField("登记时间")
    taking_part: frozenset[int] | None = None
    """Who handles it or took part in a step, without those kept out, by key, where it was read whole; no column."""
    remembered: dict[str, Any] | None = None
    """What rooms above have read of a case that was read whole, so that no page reads it twice; no column."""

    class Meta:
        """Found by the beginning of party, cause and plate, on PostgreSQL whatever its collation."""

        indexes = [
            models.Index(
                fields=["agency", "party"], name="case_by_party", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
            models.Index(
                fields=["agency", "cause"], name="case_by_cause", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
            models.Index(
                fields=["agency", "plate"], name="case_by_plate", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        """Show its number."""
        return self.number


@sealed
class Handler(models.Model):
    """A person who handles the case 承办人."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handlers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="handles")

    class Meta:
        """Named once."""

        constraints = [models.UniqueConstraint(fields=["case", "person"], name="handler_once")]


@sealed
class Milestone(models.Model):
    """A moment other duties count from: filed 立案, decided 决定, served 送达, closed 结案, archived 归档.

    A correction is a row of its own that `replaces` the one before, with its `reason`. Whoever asks for milestones is
    given those that stand; `every` holds the corrected ones too.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField("节点", max_length=40)
    at = models.DateTimeField("时间")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField("更正理由", blank=True)
    sealed_later = frozenset({"replaces_id", "reason"})

    objects = Standing["Milestone"]()
    every = models.Manager["Milestone"]()

    class Meta:
        """Reached once, and each row corrected once."""

        base_manager_name = "every"
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=models.Q(replaces=None), name="milestone_once")
        ]


@sealed
class Act(models.Model):
    """One enforcement act 执法行为 within the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField("执法行为", max_length=40)


@sealed
class Step(models.Model):
    """One step 执法环节, at a place and time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="steps")
    kind = models.CharField("环节", max_length=40)
    stage = models.CharField("阶段", max_length=20, choices=STAGES)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束", null=True)
    arrival = models.DateTimeField("到达现场", null=True)
    departure = models.DateTimeField("离开现场", null=True)
    returned_at = models.DateTimeField("返回单位", null=True)
    place = models.CharField("地点", max_length=200, blank=True)
    features = models.JSONField("涉及权益", default=list)
    circumstances = models.JSONField("客观情形", default=list)
    matters = models.JSONField("发生事项", default=list)


@sealed
class StepPerson(models.Model):
    """A person of the agency taking part in a step, and as what."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=20, default="officer")
    staff = models.CharField("人员类别", max_length=20, default="enforcement")


@sealed
class Document(models.Model):
    """A document 文书 in force: kind, time, and its PDF in the vault where there is one (empty digest: paper only)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="documents")
    kind = models.CharField("文书", max_length=60)
    made_at = models.DateTimeField("制作时间")
    matters = models.JSONField("记载事项", default=list)
    about = models.JSONField("所涉对象", default=list)
    used_as_evidence = models.BooleanField("作为证据", default=False)
    filed_at = models.DateTimeField("附卷时间", null=True)
    gathered_at = models.DateTimeField("归集时间", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    original_name = models.CharField("原文件名", max_length=255, blank=True)
    registered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey(
        "self", verbose_name="所更正的文书", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed_later = frozenset({"corrects_id"})


@sealed
class Interruption(models.Model):
    """A break 中止记录 in the recording of a step; no end: it was not resumed."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="interruptions")
    start = models.DateTimeField("中止时间")
    end = models.DateTimeField("恢复时间", null=True)
    cause = models.CharField("原因", max_length=40)
    reported_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")


@sealed
class Report(models.Model):
    """A report 报告 or written explanation 书面说明; `about` names what: "interruption:7"."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField("种类", max_length=40)
    about = models.CharField("所涉对象", max_length=60)
    at = models.DateTimeField("时间")
    to = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField("内容", blank=True)


@sealed
class Situation(models.Model):
    """Something that changes what is owed 情形: dispute, complaint, litigation, obstruction …

    `until` is when it ended; null: it goes on, or it has no length. What stands still meanwhile runs on from then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="situations")
    kind = models.CharField("情形", max_length=40)
    since = models.DateTimeField("发生时间")
    until = models.DateTimeField("结束时间", null=True)
    about = models.JSONField("所涉对象", default=list)
    note = models.TextField("说明", blank=True)
    sealed_later = frozenset({"until"})


WITHDRAWN = "withdrawn"
OUTCOMES = {"": "待审批", "approved": "同意", "refused": "不同意", WITHDRAWN: "已撤回"}
"""What became of a request, in Chinese; empty while it waits."""


class Decided(models.Model):
    """Something asked for and decided once, by somebody else than who asked; `words` are those of who decided.

    Who asked may withdraw it while it waits: then `words` are the reason for that.
    """

    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提请时间")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True)
    outcome = models.CharField("结果", max_length=10, blank=True)
    words = models.TextField("意见", blank=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def withdrawn(self) -> bool:
        """Whether who asked took it back."""
        return self.outcome == WITHDRAWN

    @property
    def outcome_label(self) -> str:
        """What became of it, in Chinese."""
        return OUTCOMES.get(self.outcome, self.outcome)


@sealed
class Approval(Decided):
    """A request for approval 审批 and its decision. `kind` is of the vocabulary; `about` empty: the whole case.

    `role` is the one of the regulations in which it was decided.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField("审批", max_length=40)
    about = models.JSONField("所涉对象", default=list)
    note = models.TextField("提请理由", blank=True)
    role = models.CharField("决定人身份", max_length=40, blank=True)

    class Meta:
        """What waits is found without reading what was decided."""

        indexes = [models.Index(fields=["case", "kind"], name="approval_waiting", condition=models.Q(outcome=""))]


@sealed
class Exemption(Decided):
    """An exception 程序例外: one event of the case is let through once although something bars it.

    `bars` are what was in the way when it was asked for: each `{"name": …, "words": the sentence that told it}`. It
    lets through past these and nothing else. `used_at` is the time of the event it let through, null until then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exemptions")
    event = models.CharField("事项", max_length=100)
    bars = models.JSONField("障碍", default=list)
    reason = models.TextField("理由")
    basis = models.TextField("法律依据")
    used_at = models.DateTimeField("已用于", null=True)

    class Meta:
        """What waits is found without reading what was decided."""

        indexes = [models.Index(fields=["case", "event"], name="exemption_waiting", condition=models.Q(outcome=""))]

    @property
    def told(self) -> list[str]:
        """The sentences that told what was in the way; an early version wrote nothing else."""
        return [one if isinstance(one, str) else one["words"] for one in self.bars]

    def is_about(self, name: str) -> bool:
        """Whether it was asked for past what bears this name."""
        return any(not isinstance(one, str) and one["name"] == name for one in self.bars)
