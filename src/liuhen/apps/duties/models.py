"""The verdict kept at hand, and what persons have determined. The obligations here can always be derived anew."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from liuhen.apps.journal.seals import sealed
from liuhen.core.terms.labels import Modality, State, Term

OUTCOMES = {
    "met": "已履行",
    "not_met": "未履行",
    "applies": "适用，按规定履行",
    "not_applicable": "不适用",
    "excused": "免责",
}
"""What a person may determine, in Chinese."""


class Compact(json.JSONEncoder):
    """JSON in as few bytes as can be: Chinese as it is written, no blanks."""

    def __init__(self, **options: Any) -> None:
        """Take Django's options, but for these two."""
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


class Judgement(models.Model):
    """When a case was last judged, under which texts, and when time alone will change the verdict.

    `law` is the digest of all it was judged by (`AgencyLaw.digest`): where it is not that of the present law, the case
    is judged anew. `journal_seq` is the number of the last journal entry there was: later entries of the case call for
    a new judging. `archived` repeats the case's milestone. `revision` counts the judgings.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="judgement")
    judged_at = models.DateTimeField("评定时间")
    judge_again_at = models.DateTimeField("下次评定", null=True, db_index=True)
    texts = models.JSONField("适用文本", default=list)
    law = models.CharField("所依法规摘要", max_length=64, blank=True)
    archived = models.BooleanField("已归档", default=False)
    journal_seq = models.BigIntegerField("日志序号", default=-1)
    revision = models.PositiveBigIntegerField("评定次数", default=0)

    class Meta:
        """Found by what they were judged by, as long as the case is worked on, in the order of the cases."""

        indexes = [models.Index(fields=["law", "case"], name="judged_by_law", condition=models.Q(archived=False))]


class Sweep(models.Model):
    """How far the journal has been looked through for cases left unjudged; one row.

    `outdated_after` is the last case that was judged anew because the law had changed; the next time goes on after it.
    """

    through = models.BigIntegerField("已查至", default=0)
    outdated_after = models.BigIntegerField("已复核至案件", default=0)


class Obligation(models.Model):
    """One obligation of a case as last derived; rewritten when a judging finds it different.

    `raise_at` is when it is raised before it falls due; `leads` is False where a sister duty of the same topic leads.
    """

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
    raise_at = models.DateTimeField("提醒时间", null=True)
    topic = models.CharField("问题", max_length=60, blank=True)
    leads = models.BooleanField("领先", default=True)
    evidence = models.JSONField("证据", default=list, encoder=Compact)
    explanation = models.JSONField("说明", default=dict, encoder=Compact)
    mend = models.JSONField("补正", null=True, encoder=Compact)
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
            models.Index(fields=["agency", "kind", "due_at"], name="to_do_by_kind", condition=models.Q(to_do=True)),
            models.Index(fields=["agency", "due_at"], name="to_do_by_due", condition=models.Q(to_do=True, leads=True)),
        ]


class Keeping(models.Model):
    """How long the law has a case's recording kept: the longest rule that was ever found to apply, with its reasons.

    Unlike an obligation it remembers: an edit of a text or of facts lengthens it and never shortens it. `until` None
    with neither `long_term` nor `permanent`: no rule has named a time yet, and the recording is kept meanwhile.
    """

    recording = models.ForeignKey("recordings.Recording", on_delete=models.PROTECT, related_name="keepings")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="keepings")
    until = models.DateTimeField("保存至", null=True)
    long_term = models.BooleanField("长期保存", default=False)
    permanent = models.BooleanField("永久保存", default=False)
    reasons = models.JSONField("理由", default=list, encoder=Compact)
    at = models.DateTimeField("确定时间")

    class Meta:
        """Once per recording and case."""

        constraints = [models.UniqueConstraint(fields=["recording", "case"], name="keeping_once")]


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


class Appointment(models.Model):
    """A day or moment that a document in force sets 约定日期: a hearing, the day by which a party has to perform.

    Derived from the documents of a case whenever it is judged. `source` names document and field ("document:5/place"),
    `whole_day` says that the day alone was written; `at` is its beginning then. `label` and `title` are the words of
    the form.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="appointments")
    source = models.CharField("来源", max_length=120)
    at = models.DateTimeField("时间")
    whole_day = models.BooleanField("全天", default=False)
    label = models.CharField("事项", max_length=120)
    title = models.CharField("文书", max_length=120)

    class Meta:
        """Found by agency and time; one of a field of a document."""

        constraints = [models.UniqueConstraint(fields=["case", "source"], name="appointment_once")]
        indexes = [models.Index(fields=["agency", "at"], name="appointment_by_time")]


class Threshold(Term):
    """At which point of its time an obligation is brought to mind."""

    SOON = "soon", "即将到期"
    OVERDUE = "overdue", "已逾期"


class Reminder(models.Model):
    """A person is reminded 提醒 of an obligation, once for each threshold and due time.

    It speaks only while the obligation is still to be done and its due time is the one it was made for (`due_at`);
    `read_at` is when the person took note. The sweep makes reminders and removes those that speak no more; a judging
    removes those of obligations that are owed no more (`judging.write`).
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="reminders", db_index=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.DO_NOTHING, related_name="reminders")
    threshold = models.CharField("提醒", max_length=10, choices=[(one.value, one.label) for one in Threshold])
    due_at = models.DateTimeField("期限")
    made_at = models.DateTimeField("提醒时间")
    read_at = models.DateTimeField("已读时间", null=True)
    mailed_at = models.DateTimeField("发信时间", null=True)

    class Meta:
        """Made once; those not read yet are found without reading the others."""

        constraints = [
            models.UniqueConstraint(fields=["person", "obligation", "threshold", "due_at"], name="reminded_once")
        ]
        indexes = [
            models.Index(fields=["person", "due_at"], name="reminder_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["made_at"], name="reminder_unsent", condition=models.Q(mailed_at=None)),
        ]


@sealed
class ReminderWish(models.Model):
    """How a person wants to be reminded where the law names no time: so many days before, and by e-mail or not."""

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="reminder_wish")
    lead_days = models.PositiveSmallIntegerField("提前天数")
    email = models.EmailField("电子邮箱", blank=True)
    since = models.DateTimeField("设定时间")


@sealed
class Feed(models.Model):
    """A calendar subscription 日历订阅 of a person. The address holds a secret of which only the SHA-256 is kept."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="feeds")
    secret = models.CharField("密钥摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("开通时间")
    withdrawn_at = models.DateTimeField("停用时间", null=True)


class FeedEvent(models.Model):
    """What a feed has told of one thing: `sequence` counts its changes, `uid` never changes (RFC 5545, 3.8.4.7).

    `cancelled` is set when it need not be done any more; the entry is told for some time longer and then dropped.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="events")
    uid = models.CharField("标识", max_length=64)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    summary = models.CharField("标题", max_length=400)
    at = models.DateTimeField("时间")
    whole_day = models.BooleanField("全天", default=False)
    sequence = models.PositiveIntegerField("修改次数", default=0)
    changed_at = models.DateTimeField("修改时间")
    cancelled = models.BooleanField("已取消", default=False)

    class Meta:
        """One of each thing."""

        constraints = [models.UniqueConstraint(fields=["feed", "uid"], name="feed_event_once")]
