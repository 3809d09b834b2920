"""Runs of importing, which row of which other system became which case, and what was refused."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed
from liuhen.core.terms.labels import Term


class RunState(Term):
    """How far a run of importing has come."""

    CHECKING = "checking", "试运行中"
    CHECKED = "checked", "已试运行"
    RUNNING = "running", "导入中"
    ENDED = "ended", "已结束"
    FAILED = "failed", "未能读取"


class FindingKind(Term):
    """What there is to say of a row that was not brought in."""

    REFUSED = "refused", "未导入"
    CHANGED = "changed", "来源已改"


@sealed
class Run(models.Model):
    """One table brought in 导入批次: whose, from where, by which mapping. The table's bytes are kept in the vault.

    `source` is the name of the other system. What was counted so far is not sealed: the entries of the cases are.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    source = models.CharField("来源系统", max_length=120)
    table_name = models.CharField("表格文件名", max_length=255)
    table_sha256 = models.CharField("表格 SHA-256", max_length=64)
    mapping = models.TextField("映射文件")
    begun_at = models.DateTimeField("开始时间")
    state = models.CharField("状态", max_length=10, choices=[(one.value, one.label) for one in RunState])
    ended_at = models.DateTimeField("结束时间", null=True)
    rows_read = models.PositiveIntegerField("已读行数", default=0)
    brought = models.PositiveIntegerField("已导入", default=0)
    known = models.PositiveIntegerField("早已导入", default=0)
    changed = models.PositiveIntegerField("来源已改", default=0)
    refused = models.PositiveIntegerField("未导入", default=0)
    failure = models.TextField("未能读取的原因", blank=True)

    unsealed = frozenset({"state", "ended_at", "rows_read", "brought", "known", "changed", "refused", "failure"})

    class Meta:
        """Found by agency, the latest first; what waits for the worker without reading what has ended."""

        indexes = [
            models.Index(fields=["agency", "-begun_at"], name="run_by_agency"),
            models.Index(fields=["id"], name="run_waiting", condition=models.Q(state__in=["checking", "running"])),
        ]

    def __str__(self) -> str:
        """Show the file's name."""
        return self.table_name

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return RunState(self.state).label


@sealed
class Brought(models.Model):
    """That a row of another system became a case 导入来源. Never changed; the same row a second time is known by it.

    `content` holds the cells that were read, by column, as they stood there. `remarks` are what could not become a
    field here, in words (a handler nobody here is called).
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    source = models.CharField("来源系统", max_length=120)
    external_id = models.CharField("来源标识", max_length=120)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="cases")
    row = models.PositiveIntegerField("行号")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="brought")
    content = models.JSONField("原始内容", default=dict)
    remarks = models.JSONField("备注", default=list)

    class Meta:
        """A row of another system becomes one case once."""

        constraints = [models.UniqueConstraint(fields=["agency", "source", "external_id"], name="brought_once")]


@sealed
class Carried(models.Model):
    """That a case came whole from another instance, in a file of which `sha256` is the digest of what it states.

    `sender` is the name under which that instance signs its log. Never changed.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="carried")
    sender = models.CharField("来源实例", max_length=200)
    sha256 = models.CharField("案件文件 SHA-256", max_length=64)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")


@sealed
class Scan(models.Model):
    """A scan that was attached to a brought case as one of its documents. Never changed.

    `sha256` are the bytes that were scanned, as they were handed in; the document's own are the PDF made of them, or
    the same where they were one. `path` is its name below the folder it came from.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField("cases.Document", on_delete=models.PROTECT, related_name="scan")
    path = models.CharField("文件", max_length=255)
    sha256 = models.CharField("扫描件 SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("附入时间")

    class Meta:
        """The same bytes are attached to a case once."""

        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="scan_once")]


class BatchState(Term):
    """How far a batch of scans has come."""

    OPEN = "open", "待附入"
    RUNNING = "running", "附入中"
    ENDED = "ended", "已附入"


class ScanOutcome(Term):
    """What became of a scan."""

    ATTACHED = "attached", "已附入"
    FITTING = "fitting", "可以附入"
    KNOWN = "known", "早已附入"
    REFUSED = "refused", "未附入"


@sealed
class ScanBatch(models.Model):
    """Scans handed in together on the page 扫描件批次, and by what each is known: its name, or a list.

    `name` is the pattern of the names (core.importing.scans); `listed` name of the file → case, document, day, where
    there was a list. How far it has come is not sealed: the entries of the documents are.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名写法", max_length=120, blank=True)
    list_name = models.CharField("清单文件名", max_length=255, blank=True)
    listed = models.JSONField("清单", default=dict)
    begun_at = models.DateTimeField("开始时间")
    state = models.CharField("状态", max_length=10, choices=[(one.value, one.label) for one in BatchState])

    unsealed = frozenset({"state"})

    class Meta:
        """Found by agency, the latest first; what waits for the worker without reading what has ended."""

        indexes = [
            models.Index(fields=["agency", "-begun_at"], name="batch_by_agency"),
            models.Index(fields=["id"], name="batch_waiting", condition=models.Q(state="running")),
        ]

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return BatchState(self.state).label


class ScanFile(models.Model):
    """One file of a batch and what became of it; the bytes of those that fit are in the vault, also as a PDF."""

    batch = models.ForeignKey(ScanBatch, on_delete=models.PROTECT, related_name="files")
    path = models.CharField("文件", max_length=255)
    outcome = models.CharField("结果", max_length=10, choices=[(one.value, one.label) for one in ScanOutcome])
    reason = models.CharField("原因", max_length=300, blank=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField("文书", max_length=60, blank=True)
    made_at = models.DateTimeField("文书日期", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    pdf_sha256 = models.CharField("PDF SHA-256", max_length=64, blank=True)
    pdf_size = models.BigIntegerField("PDF 字节数", default=0)

    class Meta:
        """A name once per batch: the same name again takes its place."""

        constraints = [models.UniqueConstraint(fields=["batch", "path"], name="scan_file_once")]
        indexes = [models.Index(fields=["batch", "outcome"], name="scan_file_by_outcome")]

    @property
    def outcome_label(self) -> str:
        """The outcome in Chinese."""
        return ScanOutcome(self.outcome).label


class Finding(models.Model):
    """Why a row of a run was not brought in, cell by cell; written anew whenever the run reads its table again."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField("结果", max_length=10, choices=[(one.value, one.label) for one in FindingKind])
    row = models.PositiveIntegerField("行号")
    column = models.CharField("列", max_length=300)
    value = models.CharField("所写", max_length=200)
    reason = models.CharField("原因", max_length=300)
    advice = models.CharField("怎样改", max_length=300, blank=True)

    class Meta:
        """In the order of the rows."""

        ordering = ["row", "pk"]
        indexes = [models.Index(fields=["run", "row"], name="finding_by_row")]

    @property
    def kind_label(self) -> str:
        """The outcome in Chinese."""
        return FindingKind(self.kind).label
