"""Parties of a case, the numbers they are known by, and who was asked to stay out of it.

Facts are never overwritten: a correction is a new row that replaces the older one, and says why.
"""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed
from liuhen.core.terms.labels import NumberKind, PartyKind, RecusalWay


@sealed
class Party(models.Model):
    """Somebody or something a case is about, and what it is in it (`role`: vocabulary party_roles).

    `replaces` is the row this one corrects, `reason` why; `withdrawn`: it should never have been there. `of` is the
    party an agent acts for or a vehicle belongs to, in whichever of its rows. `head` is the legal representative of an
    organisation, `post` employer and post of a person, `model` the kind of a vehicle or vessel.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField("种类", max_length=20, choices=[(one.value, one.label) for one in PartyKind])
    role = models.CharField("身份", max_length=40)
    name = models.CharField("姓名或者名称", max_length=120)
    sex = models.CharField("性别", max_length=1, blank=True)
    birth = models.DateField("出生日期", null=True)
    address = models.CharField("住址、地址", max_length=200, blank=True)
    telephone = models.CharField("联系电话", max_length=30, blank=True)
    head = models.CharField("法定代表人", max_length=60, blank=True)
    post = models.CharField("工作单位及职务", max_length=120, blank=True)
    model = models.CharField("车（船）型", max_length=60, blank=True)
    note = models.TextField("备注", blank=True)
    of = models.ForeignKey("self", verbose_name="所属当事人", on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField(
        "self", verbose_name="所更正的记录", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    reason = models.TextField("更正理由", blank=True)
    withdrawn = models.BooleanField("已撤销", default=False)
    registered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        """Found by how the name begins, on PostgreSQL whatever its collation."""

        indexes = [models.Index(fields=["name"], name="party_by_name", opclasses=["varchar_pattern_ops"])]

    former: tuple[int, ...] = ()
    """The keys of the rows it corrects, the first one first, where it was read with them (queries); no column."""

    @property
    def first(self) -> int:
        """The key of its first row: what it is called by, whatever was corrected since."""
        return self.former[0] if self.former else self.pk

    @property
    def keys(self) -> frozenset[int]:
        """The keys of all its rows."""
        return frozenset({self.pk, *self.former})

    @property
    def about_it(self) -> str:
        """How a document names it that is about it: "party:5"."""
        return f"party:{self.first}"

    @property
    def numbers_by_kind(self) -> dict[NumberKind, str]:
        """Its numbers, the usual one first."""
        known = {NumberKind(one.kind): one.number for one in self.numbers.all()}
        return {kind: known[kind] for kind in NumberKind if kind in known}

    @property
    def number(self) -> str:
        """The number it is usually called by; empty where none is known."""
        return next(iter(self.numbers_by_kind.values()), "")

    @property
    def kind_label(self) -> str:
        """The kind in Chinese."""
        return PartyKind(self.kind).label


@sealed
class PartyNumber(models.Model):
    """One number of a party, as kept by `core.forms.party_numbers.normal_number`; `kind` is of labels.NumberKind."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField("号码种类", max_length=30)
    number = models.CharField("号码", max_length=40)

    class Meta:
        """One of a kind; found by the whole number alone."""

        constraints = [models.UniqueConstraint(fields=["party", "kind"], name="party_number_once")]
        indexes = [models.Index(fields=["number"], name="party_by_number")]


@sealed
class Recusal(models.Model):
    """Somebody is to stay out of a case 回避; `approval` is the question put to who decides, and the answer.

    `person` is one of ours, `name` an expert or interpreter from outside (cn-transport-procedure-2021 art. 15).
    `asker` is the party or agent who asked; `ground` is of the vocabulary recusal_grounds.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("姓名", max_length=120)
    way = models.CharField("提出方式", max_length=10, choices=[(one.value, one.label) for one in RecusalWay])
    asker = models.CharField("申请人", max_length=120, blank=True)
    orally = models.BooleanField("口头申请", default=False)
    ground = models.CharField("回避情形", max_length=40)
    reason = models.TextField("理由")
    asked_at = models.DateTimeField("申请时间")
    approval = models.OneToOneField("cases.Approval", on_delete=models.PROTECT, null=True, related_name="recusal")
    registered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间")

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided on it, one way or the other."""
        return self.approval is not None and self.approval.outcome in ("approved", "refused")

    @property
    def way_label(self) -> str:
        """On whose motion, in Chinese."""
        return RecusalWay(self.way).label
