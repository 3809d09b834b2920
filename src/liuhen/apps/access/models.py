"""Requests to view, and packages given out."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class ViewingRequest(models.Model):
    """A request 调阅申请 to view a case's recordings by someone whose post does not already allow it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="viewing_requests")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="viewing_requests")
    purpose = models.TextField("用途")
    ground = models.TextField("依据", blank=True)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    granted = models.BooleanField("同意", null=True)
    opinion = models.TextField("审批意见", blank=True)
    until = models.DateTimeField("有效期至", null=True)


@sealed
class Package(models.Model):
    """An evidence package 证据包 that was built: what its manifest's digest was, for whom and why."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="packages")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("制作时间")
    purpose = models.TextField("用途", blank=True)
    manifest_sha256 = models.CharField("清单 SHA-256", max_length=64)
