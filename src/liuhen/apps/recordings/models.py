"""Recordings, the rejected lane, links and marks. Bytes are in the vault under their SHA-256; rows describe them."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import Standing, sealed
from liuhen.apps.recordings.names import shown
from liuhen.core.terms.labels import MarkKind, Medium, Term

SIDECAR_LABEL = "随录数据"


class Awaits(Term):
    """What a recording still waits for: a film for its step 待关联, a sidecar for its film."""

    NOTHING = "", "无"
    STEP = "step", "待关联"
    FILM = "film", "无所属录像"


@sealed
class Intake(models.Model):
    """One batch 入库批次: the files of one device brought in at once, with the dock's measured clock offset.

    `clock_offset_ms` is how far the device's clock runs ahead of true time.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="intakes")
    device = models.ForeignKey("devices.Device", on_delete=models.PROTECT, related_name="intakes")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="intakes")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField("开始时间")
    returned_at = models.DateTimeField("返回单位时间", null=True)
    clock_offset_ms = models.BigIntegerField("时钟偏差（毫秒）", null=True)
    clock_error_ms = models.BigIntegerField("时钟偏差的误差（毫秒）", null=True)
    clock_source = models.CharField("钟差依据", max_length=30, blank=True)

    sealed_later = frozenset({"clock_error_ms", "clock_source"})


@sealed
class Session(models.Model):
    """One continuous filming 连续摄录 that the device cut into several files: their row, in order, with gaps measured.

    `gaps_ms[k]` is the time between the end of part k and the start of part k + 1 (negative where they overlap).
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="sessions")
    device = models.ForeignKey("devices.Device", on_delete=models.PROTECT, related_name="sessions")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="sessions")
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")
    gaps_ms = models.JSONField("间隔（毫秒）", default=list)
    reasons = models.JSONField("理由", default=list)
    made_at = models.DateTimeField("归并时间")


@sealed
class Recording(models.Model):
    """An audio-video record 音像记录: immutable. Corrected times are derived from the clocks found, all kept.

    Only `sm3`, `used_as_evidence`, the session, the filing and the keeping columns may be completed later, each by a
    journalled act.
    GPS is in microdegrees. `clocks`, `tracks`, `faults`, `time_basis` and `found` are what the probe found, as found;
    like all sealed rows they hold whole numbers and text only. `unit` (the officer's squad at intake), `awaits` and
    `name_key` repeat, for the lists, what officer, links, companions and the name say (`waiting`, `names.key_of`).
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="recordings")
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="recordings")
    device = models.ForeignKey("devices.Device", on_delete=models.PROTECT, related_name="recordings")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="recordings")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    size = models.BigIntegerField("字节数")
    original_name = models.TextField("原文件名")
    medium = models.CharField("形式", max_length=10, choices=[(m.value, m.label) for m in Medium])
    container = models.CharField("封装", max_length=40, blank=True)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")
    error_ms = models.BigIntegerField("时间误差（毫秒）", default=0)
    duration_ms = models.BigIntegerField("时长（毫秒）", null=True)
    width = models.PositiveIntegerField("宽", null=True)
    height = models.PositiveIntegerField("高", null=True)
    orientation = models.IntegerField("方向", null=True)
    rotation = models.IntegerField("旋转（度）", null=True)
    latitude = models.IntegerField("纬度（微度）", null=True)
    longitude = models.IntegerField("经度（微度）", null=True)
    altitude_mm = models.BigIntegerField("海拔（毫米）", null=True)
    make = models.CharField("厂商", max_length=120, blank=True)
    model = models.CharField("型号", max_length=120, blank=True)
    serial = models.CharField("序列号", max_length=120, blank=True)
    tracks = models.JSONField("轨道", default=list)
    clocks = models.JSONField("所见时钟", default=list)
    faults = models.JSONField("异常", default=list)
    time_basis = models.JSONField("时间依据", default=dict)
    found = models.JSONField("其他所见", default=dict)
    playable = models.BooleanField("可播放", default=True)
    source = models.CharField("来源", max_length=40, default="body_camera")
    store = models.CharField("存储位置", max_length=20, default="platform")
    stored_at = models.DateTimeField("存储时间")
    used_as_evidence = models.BooleanField("作为证据", default=False)
    filed_at = models.DateTimeField("附卷时间", null=True)
    kept_until = models.DateTimeField("保存至", null=True)
    kept_long_term = models.BooleanField("长期保存", default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="derivatives")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="parts")
    part = models.PositiveIntegerField("段号", null=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    awaits = models.CharField("等待", max_length=8, default=Awaits.STEP.value, blank=True)
    name_key = models.CharField("检索名", max_length=80, blank=True)

    sealed_later = frozenset({"session_id", "part"})
    unsealed = frozenset({"unit_id", "awaits", "name_key"})

    class Meta:
        """The same bytes once per agency; every list reads along an index by time, and no further than its page."""

        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="recording_once")]
        indexes = [
            models.Index(fields=["start"], name="recording_by_start"),
            models.Index(fields=["officer", "start"], name="recording_by_officer"),
            models.Index(fields=["device", "start"], name="recording_by_device"),
            models.Index(fields=["unit", "start"], name="recording_by_unit"),
            models.Index(fields=["agency", "start"], name="recording_by_agency"),
            models.Index(fields=["agency", "medium", "start"], name="recording_by_medium"),
            models.Index(
                fields=["agency", "name_key"],
                name="recording_by_name",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.Index(fields=["awaits", "agency", "start"], name="recording_awaiting"),
            models.Index(fields=["awaits", "officer", "start"], name="recording_awaiting_own"),
            models.Index(fields=["sha256"], name="recording_by_digest"),
            models.Index(fields=["stored_at"], name="recording_by_stored_at"),
            models.Index(fields=["session", "stored_at"], name="recording_unjoined"),
        ]

    def __str__(self) -> str:
        """Show the file's name."""
        return self.shown_name

    @property
    def is_sidecar(self) -> bool:
        """Whether this is data recorded beside a film 随录数据 (a GPS track, subtitles), and no film itself."""
        return bool(self.found.get("kind") == "sidecar")

    @property
    def medium_label(self) -> str:
        """What it is, in Chinese."""
        return SIDECAR_LABEL if self.is_sidecar else Medium(self.medium).label

    @property
    def shown_name(self) -> str:
        """The name the file came under, with hidden characters written out."""
        return shown(self.original_name)


@sealed
class Rejected(models.Model):
    """A file of an intake that is no recording or can't be read 未收录文件; its bytes are kept in the vault's lane."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="rejected")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    original_name = models.TextField("原文件名")
    code = models.CharField("原因代码", max_length=60)
    reason = models.TextField("原因")
    found = models.JSONField("所见", default=dict)
    at = models.DateTimeField("时间")

    @property
    def shown_name(self) -> str:
        """The name the file came under, with hidden characters written out."""
        return shown(self.original_name)


@sealed
class Link(models.Model):
    """A recording attached to a step 关联. Ended, never removed; `by` None: the machine, with its `reasons`."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="links")
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, related_name="links")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("关联时间")
    ended_at = models.DateTimeField("解除时间", null=True)
    reasons = models.JSONField("理由", default=list)

    class Meta:
        """At most one standing link between the two."""

        constraints = [
            models.UniqueConstraint(
                fields=["recording", "step"], condition=models.Q(ended_at=None), name="link_stands_once"
            )
        ]


@sealed
class Mark(models.Model):
    """A person's statement of what is seen or heard at a moment, or from it to `end_ms` 标记. Withdrawn, never removed.

    `proposed_by` names the tool whose candidate the person confirmed; empty when the person found it alone.
    `channel` names the channel of a capture in whose time the positions count, which begins `starts_ms` after the
    recording; empty: no capture, or the first channel, as marks of it were kept before they named it.
    """

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="marks")
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, null=True, related_name="marks")
    kind = models.CharField("种类", max_length=30, choices=[(k.value, k.label) for k in MarkKind])
    content = models.CharField("内容", max_length=60, blank=True)
    channel = models.CharField("通道", max_length=40, blank=True)
    starts_ms = models.BigIntegerField("通道起点（毫秒）", default=0)
    offset_ms = models.BigIntegerField("位置（毫秒）")
    end_ms = models.BigIntegerField("终止位置（毫秒）", null=True)
    note = models.TextField("备注", blank=True)
    proposed_by = models.CharField("提示来源", max_length=80, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("标记时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    sealed_later = frozenset({"end_ms", "proposed_by", "channel", "starts_ms"})


@sealed
class Companion(models.Model):
    """Data recorded beside a film 随录数据 as part of that film's record: which sidecar belongs to which recording.

    A correction is a row of its own that `replaces` the one before, with its `reason`; one without a recording says
    that it belongs to none that is known. Whoever asks is given what stands; `every` holds what was corrected too.
    """

    sidecar = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="companion_of")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, null=True, related_name="companions")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("归属时间")
    reasons = models.JSONField("理由", default=list)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField("更正理由", blank=True)

    sealed_later = frozenset({"replaces_id", "reason"})

    objects = Standing["Companion"]()
    every = models.Manager["Companion"]()

    class Meta:
        """Said once, and each row corrected once: one stands."""

        base_manager_name = "every"
        constraints = [
            models.UniqueConstraint(fields=["sidecar"], condition=models.Q(replaces=None), name="companion_once")
        ]


@sealed
class TimeStatement(models.Model):
    """A person's statement of when a recording began 时间说明, beside what was found; it changes none of that."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="time_statements")
    start = models.DateTimeField("所述开始时间")
    error_ms = models.BigIntegerField("所述误差（毫秒）")
    basis = models.TextField("依据")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("说明时间")


class Storage(models.Model):
    """How much an agency keeps 存储用量: counted with each file taken in, so that nobody sums the archive to know."""

    agency = models.OneToOneField("people.Agency", on_delete=models.PROTECT, related_name="storage")
    used_bytes = models.BigIntegerField("已用字节数", default=0)
    quota_bytes = models.BigIntegerField("配额字节数", null=True)


class LinkSweep(models.Model):
    """How far the machine has looked for steps of films that wait for one; one row. It goes round and round.

    `intakes_through`: likewise the last intake whose pieces it tried to join.
    """

    through = models.BigIntegerField("已查至", default=0)
    intakes_through = models.BigIntegerField("已归并至批次", default=0)
