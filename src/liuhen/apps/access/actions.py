"""All writes of the room: asking to view, deciding on it, and building evidence packages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from liuhen.apps.access import entries
from liuhen.apps.access.models import Package, ViewingRequest
from liuhen.apps.access.packing import contents_of, seal_with
from liuhen.apps.access.permissions import ASK, DECIDE, PACKAGE
from liuhen.apps.journal.actions import About, Purpose, What, publish, record
from liuhen.core.package import Manifest, Seal, write_package
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.journal.models import Entry
    from liuhen.apps.people.models import Person
    from liuhen.apps.people.roles import Right

USUAL_APPROVAL = timedelta(days=30)
"""How long an approval holds when the head names no end: a habit of this house, no period of any regulation."""


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


@transaction.atomic
def ask_to_view(by: Person, case: Case, purpose: str, ground: str = "") -> ViewingRequest:
    """Ask the head to be allowed to view a case's recordings, saying what for."""
    require(by, ASK)
    if case.agency_id != by.unit.agency_id:
        raise ValidationError({"case": "只能申请调阅本机构的案件。其他单位的案件，请由本单位书面商请。"})
    if not purpose.strip():
        raise ValidationError({"purpose": "请写明用途，例如：行政复议答复、案件讨论。"})
    if ViewingRequest.objects.filter(case=case, by=by, decided_at=None).exists():
        raise ValidationError({"case": f"您对案件 {case.number} 的申请正在等待审批。"})
    request = ViewingRequest.objects.create(
        case=case, by=by, purpose=purpose.strip(), ground=ground.strip(), asked_at=outside().clock.now()
    )
    record(entries.VIEWING_ASKED, by, _named(request), What(rows=[request]), Purpose(purpose=purpose, ground=ground))
    return request


@transaction.atomic
def decide(
    by: Person, request: ViewingRequest, granted: bool, opinion: str, *, until: datetime | None = None
) -> ViewingRequest:
    """Approve a request until a moment, or refuse it; once, with an opinion, and never one's own.

    An approval covers what is linked to the case now. `until` None is USUAL_APPROVAL from now.
    """
    require(by, DECIDE)
    # Read again under the lock: two heads may have had it on their screens.
    request = ViewingRequest.objects.select_for_update(of=("self",)).select_related("case", "by").get(pk=request.pk)
    if request.case.agency_id != by.unit.agency_id or request.by_id == by.pk:
        raise PermissionDenied("调阅申请由案件所属机构的其他负责人审批。")
    if request.decided_at:
        raise ValidationError("这份申请已经审批，不能再次审批。")
    if not granted and not opinion.strip():
        raise ValidationError({"opinion": "不同意时请写明理由。"})
    request.decided_by, request.decided_at = by, outside().clock.now()
    request.granted, request.opinion = granted, opinion.strip()
    request.until = _end(request.decided_at, until) if granted else None
    request.save(update_fields=["decided_by", "decided_at", "granted", "opinion", "until"])
    kind = entries.VIEWING_GRANTED if granted else entries.VIEWING_REFUSED
    data = {"opinion": request.opinion, "until": request.until.isoformat() if request.until else None}
    record(kind, by, _named(request), What(data=data, rows=[request]))
    return request


def _end(now: datetime, until: datetime | None) -> datetime:
    if until is not None and until <= now:
        raise ValidationError({"until": "有效期至须晚于现在，请重新填写。"})
    return until or now + USUAL_APPROVAL


def _named(request: ViewingRequest) -> About:
    label = f"{request.by.name}的调阅申请"
    return About(kind="viewing_request", id=str(request.pk), label=label, case=request.case.number)


def build_package(by: Person | None, case: Case, purpose: str, out: BinaryIO) -> Manifest:
    """Write the case's evidence package to `out` (writable, seekable, empty) and journal it; give its manifest.

    `by` None is the system (command line). Raises PackageError when a file is no longer what was taken in; what was
    written to `out` is then to be thrown away.
    """
    if by is not None:
        require_builder(by, case)
    if not purpose.strip():
        raise ValidationError({"purpose": "请写明制作证据包的用途，例如：提交人民法院、行政复议答复。"})
    publish()
    now = outside().clock.now()
    contents = contents_of(case, by.name if by else "系统", now)

    def seal(manifest_sha256: str) -> Seal:
        entry = _journal_package(by, case, purpose.strip(), manifest_sha256, now)
        publish()
        return seal_with(contents, entry)

    return write_package(out, contents, seal)


def require_builder(by: Person, case: Case) -> None:
    """Stop with 403 unless the person may build packages of the case."""
    require(by, PACKAGE)
    if case.agency_id != by.unit.agency_id:
        raise PermissionDenied("证据包由案件所属机构制作。")


@transaction.atomic
def _journal_package(by: Person | None, case: Case, purpose: str, digest: str, now: datetime) -> Entry:
    package = Package.objects.create(case=case, by=by, made_at=now, purpose=purpose, manifest_sha256=digest)
    about = About(kind="package", id=str(package.pk), label=f"{case.number} 证据包", case=case.number)
    what = What(data={"case_number": case.number, "manifest_sha256": digest}, rows=[package])
    return record(entries.PACKAGE_BUILT, by, about, what, Purpose(purpose=purpose))
