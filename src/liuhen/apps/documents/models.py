"""Documents written here: drafts, what a document in force says, its signatures, the series that number it.

That a document exists, and of which kind, is a fact of the room of cases (`cases.Document`); this room makes it.
"""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed
from liuhen.core.terms.labels import Term


class DraftState(Term):
    """How far a document has come."""

    WRITING = "writing", "起草中"
    CHECKED = "checked", "已核对，待签名"
    IN_FORCE = "in_force", "已生效"
    DROPPED = "dropped", "已废弃"


class SignedHow(Term):
    """How somebody confirmed a document."""

    DRAWN = "drawn", "手写签名"
    PHOTOGRAPHED = "photographed", "纸质签名照片"
    SEALED = "sealed", "加盖印章"
    REFUSED = "refused", "拒绝签名"


@sealed
class Draft(models.Model):
    """A document being written 文书草稿, no fact yet.

    `content` is by field of the form (law/_forms, `form` is its document code): see core.forms.filled. `revision`
    counts the saves: who saves says which one was read, so that nobody's words are lost. From `checked` on the content
    stands still and is signed; sent back, it can be written again and signatures of the former content count no more.
    `form_digest` tells which wording of the form it was begun or checked with. `replaces` is the document in force
    that this one corrects, `reason` why.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="drafts")
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, null=True, related_name="drafts")
    form = models.CharField("文书", max_length=60)
    about = models.JSONField("所涉对象", default=list)
    content = models.JSONField("内容", default=dict)
    form_digest = models.CharField("式样摘要", max_length=64, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    state = models.CharField("状态", max_length=10, choices=[(one.value, one.label) for one in DraftState])
    replaces = models.ForeignKey("cases.Document", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.TextField("更正理由", blank=True)
    begun_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("开始时间")
    changed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("修改时间")
    checked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        """A case's open drafts are found without reading those that have ended."""

        indexes = [
            models.Index(
                fields=["case", "id"], name="draft_open", condition=models.Q(state__in=["writing", "checked"])
            ),
        ]


@sealed
class Series(models.Model):
    """The running numbers 文号 of one kind of document, agency and year. `last` is the highest given."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    form = models.CharField("文书", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    word = models.CharField("代字", max_length=40)
    last = models.PositiveIntegerField("已用序号", default=0)

    class Meta:
        """One series each; of an agency no two share their word in a year, or two documents would bear one number."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "form", "year"], name="series_once"),
            models.UniqueConstraint(fields=["agency", "year", "word"], name="series_word_once"),
        ]


@sealed
class Paper(models.Model):
    """What a document in force says 文书内容. Never changed; a correction is another, which `replaces` its document.

    `form_digest` is the SHA-256 of the form as it was, `content_sha256` what signatures sign (core.forms.digest). The
    running number is given after that, and is no part of it.
    """

    document = models.OneToOneField("cases.Document", on_delete=models.PROTECT, related_name="paper")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="paper")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="papers")
    serial = models.PositiveIntegerField("序号", null=True)
    number = models.CharField("文号", max_length=80, blank=True)
    form = models.CharField("文书", max_length=60)
    form_digest = models.CharField("式样摘要", max_length=64)
    content = models.JSONField("内容")
    content_sha256 = models.CharField("内容摘要", max_length=64)
    replaces = models.ForeignKey("cases.Document", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A number is given once; a document is corrected by one other, which may be corrected in turn."""

        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="serial_once"),
            models.UniqueConstraint(fields=["replaces"], name="corrected_once"),
        ]


@sealed
class Signature(models.Model):
    """A confirmation 签名、盖章 of a checked draft. Never changed.

    `slot` is its place in the form's signatures. `content_sha256` is what was signed: of another content it counts no
    more. `image_sha256` are strokes or a photograph in the vault. A refusal has `words` and a `witness` instead.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="signatures")
    slot = models.PositiveSmallIntegerField("签名处")
    who = models.CharField("签名人", max_length=120)
    how = models.CharField("方式", max_length=15, choices=[(one.value, one.label) for one in SignedHow])
    words = models.TextField("意见或者理由", blank=True)
    witness = models.CharField("见证人", max_length=120, blank=True)
    image_sha256 = models.CharField("图像 SHA-256", max_length=64, blank=True)
    content_sha256 = models.CharField("内容摘要", max_length=64)
    signed_at = models.DateTimeField("签名时间")
    place = models.CharField("签名地点", max_length=200, blank=True)
    taken_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")


@sealed
class SignatureWithdrawal(models.Model):
    """That a signature counts no more 撤回签名, and why: it can't be read, or stands in the wrong place."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField("撤回理由")
    withdrawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间")


@sealed
class SealImage(models.Model):
    """The image of an agency's seal 印章, put on documents only by the person it is entrusted to.

    `withdrawn_at` is when it was taken out of use; another row takes its place.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=80)
    sha256 = models.CharField("SHA-256", max_length=64)
    keeper = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField("启用时间")
    withdrawn_at = models.DateTimeField("停用时间", null=True)
