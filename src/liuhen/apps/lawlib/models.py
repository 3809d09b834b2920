"""Which regulations bind which agency, their official wording, drafts of texts, and the versions put in force.

The texts that come with the system are files in law/; a version an agency puts in force is a row here.
"""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed

DRAFT_STATES = {
    "drafting": "起草中",
    "submitted": "待审批",
    "enacted": "已施行",
    "dropped": "已放弃",
}
"""Where a draft stands. One sent back is drafted again; the opinion says why."""


@sealed
class Binding(models.Model):
    """A text 文本 that binds an agency 适用; every bound text in force at the step's time is judged."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="bindings")
    text = models.CharField("文本", max_length=80)
    since = models.DateTimeField("起")

    class Meta:
        """A text binds once."""

        constraints = [models.UniqueConstraint(fields=["agency", "text"], name="binding_once")]


@sealed
class AgencyNumber(models.Model):
    """A number a text leaves to the agency 由本单位确定, e.g. how long ordinary recordings are kept."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="numbers")
    key = models.CharField("事项", max_length=120)
    value = models.CharField("值", max_length=80)

    class Meta:
        """Set once."""

        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="agency_number_once")]


@sealed
class OfficialWording(models.Model):
    """The official wording 官方原文 of a text as an agency attached it; a later one supersedes, the earlier stays.

    The file itself is in the vault under `sha256`; `parsed` is what was found in it (lawlib/official.py says how).
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.CharField("文本", max_length=80)
    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    parsed = models.JSONField("章条款项")
    attached_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Looked for by text and agency, the latest first."""

        indexes = [models.Index(fields=["text", "agency"], name="wording_by_text")]


@sealed
class TextDraft(models.Model):
    """A draft 草案 of a text or of its next version. It judges nothing; only what is put in force does.

    `files` is file name → content, named as in the law folder (text.yaml, duties.yaml, coverage.yaml, cases/….yaml);
    `base` the files it was started from (empty for a new text); `revision` counts the saves; `authors` are the keys of
    all who saved it, none of whom may approve it.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.CharField("文本", max_length=80)
    title = models.CharField("名称", max_length=200)
    files = models.JSONField("文件")
    base = models.JSONField("起草时的文件", default=dict)
    revision = models.PositiveIntegerField("修订号", default=1)
    state = models.CharField("状态", max_length=20, choices=[*DRAFT_STATES.items()], default="drafting")
    authors = models.JSONField("起草人员", default=list)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField("起草时间")
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField("最后保存")
    submitted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField("报批时间", null=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField("审批时间", null=True)
    opinion = models.TextField("审批意见", blank=True)

    class Meta:
        """Nobody decides on a draft he wrote: said by the database too."""

        indexes = [models.Index(fields=["agency", "state"], name="draft_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("started_by"))
                & ~models.Q(decided_by=models.F("saved_by"))
                & ~models.Q(decided_by=models.F("submitted_by")),
                name="draft_decided_by_another",
            )
        ]

    @property
    def state_label(self) -> str:
        """Where it stands, in Chinese."""
        return DRAFT_STATES.get(self.state, self.state)


@sealed
class EnactedText(models.Model):
    """A version of a text that an agency put in force 施行 from a day; never changed, only followed by a later one.

    `sha256` is the digest of `files` in canonical form, which is what verdicts under this version rest on.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.CharField("文本", max_length=80)
    title = models.CharField("名称", max_length=200)
    files = models.JSONField("文件")
    sha256 = models.CharField("SHA-256", max_length=64)
    in_force_from = models.DateField("施行之日")
    late_reason = models.TextField("自过去的日期起施行的理由", blank=True)
    draft = models.OneToOneField(TextDraft, on_delete=models.PROTECT, related_name="enacted")
    drafted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("批准时间")

    class Meta:
        """Looked for by text; a second person approves."""

        indexes = [models.Index(fields=["text", "agency"], name="enacted_by_text")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(drafted_by=models.F("approved_by")), name="enacted_by_second_person"
            )
        ]
