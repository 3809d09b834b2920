"""Volumes of closed cases, the code of an agency's fonds, and the series that number the volumes."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class Fonds(models.Model):
    """The code of the fonds 全宗号 that the archive gave an agency; it stands at the head of every 档号."""

    agency = models.OneToOneField("people.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.CharField("全宗号", max_length=8)


@sealed
class Shelf(models.Model):
    """The running numbers of volumes 案卷号 of an agency, category, year and period. `last` is the highest given."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    category = models.CharField("类别", max_length=12)
    year = models.PositiveSmallIntegerField("年度")
    keeping = models.CharField("保管期限", max_length=8)
    last = models.PositiveIntegerField("已用序号", default=0)

    class Meta:
        """One each."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "category", "year", "keeping"], name="shelf_once"),
        ]


@sealed
class Volume(models.Model):
    """The volume 案卷 of a case, bound into one PDF. Never changed; a later one `replaces` it and bears its number.

    `catalogue` is the list of its pieces in order: serial, part, kind, title, number, day, responsible, document (key),
    first and last page, SHA-256 of the file. `document` is the catalogue as a document of the case. `archival`: the
    whole file was checked and is PDF/A-2b. `number` is the 档号, empty while the agency has no code of a fonds.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="volumes")
    template = models.CharField("排列", max_length=40)
    title = models.CharField("名称", max_length=120)
    keeping = models.CharField("保管期限", max_length=8)
    number = models.CharField("档号", max_length=60, blank=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, null=True, related_name="+")
    serial = models.PositiveIntegerField("案卷号", null=True)
    catalogue = models.JSONField("目录")
    pages = models.PositiveIntegerField("页数")
    note = models.TextField("情况说明", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    archival = models.BooleanField("PDF/A-2b", default=False)
    document = models.OneToOneField("cases.Document", on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    made_at = models.DateTimeField("立卷时间")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
