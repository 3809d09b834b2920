"""Which regulations bind which agency. The texts themselves are files in law/."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


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
