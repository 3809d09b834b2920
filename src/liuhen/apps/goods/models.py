"""Goods taken from a party, how they are described, and every movement of theirs. Codes are of law/_vocabulary."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class Ledger(models.Model):
    """The ledger 涉案财物台账 of an agency in a year. `last` is the highest number given; there are no gaps."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用序号", default=0)

    class Meta:
        """One a year."""

        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="goods_ledger_once")]


@sealed
class Description(models.Model):
    """What a thing is, as somebody stated it. Never changed; a correction `replaces` it and says why."""

    name = models.CharField("财物名称", max_length=120)
    specification = models.CharField("规格型号", max_length=120, blank=True)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=3)
    unit = models.CharField("单位", max_length=20)
    condition = models.CharField("保管状态", max_length=300)
    owner = models.CharField("归属人或者单位", max_length=120)
    remark = models.TextField("备注", blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField("更正理由", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        """A thing is found by the beginning of its name."""

        indexes = [models.Index(fields=["name"], name="goods_by_name", opclasses=["varchar_pattern_ops"])]


@sealed
class Item(models.Model):
    """One thing in the ledger: how it came to the agency, and where it stands now.

    `described`, `state` (goods_states), `place`, `keeper` and `moved_at` follow the latest correction and movement,
    which are rows of their own; `received_at` is when the keeper 涉案财物管理人员 first took it over. All else stays.
    """

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="goods")
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("编号", max_length=60)
    measure = models.CharField("到案方式", max_length=40)
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, null=True, related_name="goods")
    document = models.ForeignKey("cases.Document", on_delete=models.PROTECT, null=True, related_name="goods")
    taken_at = models.DateTimeField("提取时间")
    entered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    described = models.OneToOneField(Description, on_delete=models.PROTECT, related_name="item")
    state = models.CharField("状态", max_length=20)
    place = models.CharField("保管场所", max_length=200)
    keeper = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField("最近流转时间")
    received_at = models.DateTimeField("管理人员接收时间", null=True)

    class Meta:
        """A number is given once; what an agency holds is found by its state, the longest there first."""

        constraints = [models.UniqueConstraint(fields=["agency", "year", "serial"], name="goods_number_once")]
        indexes = [models.Index(fields=["agency", "state", "moved_at"], name="goods_by_state")]

    def __str__(self) -> str:
        """Show its number and name."""
        return f"{self.number} {self.described.name}"


@sealed
class Movement(models.Model):
    """What became of a thing at a moment 流转: kind of goods_movements. Never changed.

    `handed_by` gave it, `keeper` took it over, or `receiver` outside the agency. `document`, `approval` and `step` are
    what allowed it; `amount` the money it brought, in yuan.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField("流转", max_length=40)
    at = models.DateTimeField("时间")
    place = models.CharField("保管场所", max_length=200, blank=True)
    handed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    keeper = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.CharField("接收人或者单位", max_length=120, blank=True)
    document = models.ForeignKey("cases.Document", on_delete=models.PROTECT, null=True, related_name="+")
    approval = models.ForeignKey("cases.Approval", on_delete=models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField("价款（元）", max_digits=14, decimal_places=2, null=True)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间")
