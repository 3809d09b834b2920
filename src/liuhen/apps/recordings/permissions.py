"""The room's rights, and the ground on which a person may view a recording.

The officer who made a recording, and those who take part in a case it is linked to, view it in the course of their
work. Those whose post is to review or supervise view it with a stated purpose. Anybody else needs an approved request;
the room of access, which lies above, adds that ground with `add_ground` (wired by the roof).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.queries import taking_part
from liuhen.apps.people.queries import agencies_under
from liuhen.apps.people.roles import Right, Role, declare
from liuhen.apps.recordings.models import Link, Recording
from liuhen.core.terms.labels import Term

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

INTAKE = declare(
    "recordings.intake", "采集入库", [Role.OFFICER, Role.HANDLER, Role.CUSTODIAN], "gd-transport-2019 art. 29"
)
INTAKE_FOR_OTHERS = declare(
    "recordings.intake_for_others", "代他人采集入库", [Role.CUSTODIAN], "gd-province-2018 art. 22"
)
WORK = declare("recordings.work", "关联和标记音像记录", [Role.OFFICER, Role.HANDLER], "gd-transport-2019 art. 21")
SEE_AGENCY = declare(
    "recordings.see_agency",
    "查看本机构音像记录目录",
    [Role.REVIEWER, Role.HEAD, Role.CUSTODIAN, Role.INSPECTOR],
    "gd-province-2018 art. 25",
)
SEE_BELOW = declare("recordings.see_below", "查看下级机关音像记录目录", [Role.SUPERIOR], "gd-province-2018 art. 6")
VIEW_WITH_PURPOSE = declare(
    "recordings.view_with_purpose",
    "说明用途后查阅音像记录",
    [Role.REVIEWER, Role.HEAD, Role.CUSTODIAN, Role.INSPECTOR, Role.SUPERIOR],
    "gd-province-2018 art. 25",
)
KEEP = declare("recordings.keep", "确定保存期限", [Role.CUSTODIAN], "gd-transport-2019 art. 30")
NAME_FILM = declare("recordings.name_film", "指定随录数据所属的录像", [Role.OFFICER, Role.HANDLER, Role.CUSTODIAN])
REJECTED_LANE = declare("recordings.rejected_lane", "取出未收录文件", [Role.CUSTODIAN], "gd-province-2018 art. 22")


class Ground(Term):
    """Why a person may view a recording; kept in the journal with the viewing."""

    OWN = "own", "本人摄录"
    TAKES_PART = "takes_part", "办理所关联的案件"
    POST = "post", "因职责查阅"
    APPROVED = "approved", "经批准调阅"


OtherGround = Callable[["Person", Recording], datetime | None]
_others: list[OtherGround] = []


def add_ground(allows: OtherGround) -> None:
    """Let a higher room allow viewing by an approved request, until the moment it gives."""
    if allows not in _others:
        _others.append(allows)


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


def view_ground(person: Person, recording: Recording) -> Ground | None:
    """On which ground the person may view the recording's picture and sound; None: not without an approved request."""
    if not person.is_active:
        return None
    if recording.officer_id == person.pk:
        return Ground.OWN
    if takes_part(person, recording):
        return Ground.TAKES_PART
    if approved_until(person, recording):
        return Ground.APPROVED
    return Ground.POST if person.may(VIEW_WITH_PURPOSE) and _within_reach(person, recording) else None


def approved_until(person: Person, recording: Recording) -> datetime | None:
    """Until when an approved request lets the person view the recording; None: no approval holds."""
    return max((end for allows in _others if (end := allows(person, recording))), default=None)


def needs_purpose(ground: Ground) -> bool:
    """Whether a viewing on this ground must state its purpose."""
    return ground is Ground.POST


def takes_part(person: Person, recording: Recording) -> bool:
    """Whether the person handles a case the recording is linked to, or took part in a step of it."""
    standing = Link.objects.filter(recording=recording, ended_at=None)
    return standing.filter(step__case__in=taking_part(person)).exists()


def may_work(person: Person, recording: Recording) -> bool:
    """Whether the person may link and mark the recording."""
    return person.may(WORK) and (recording.officer_id == person.pk or takes_part(person, recording))


def may_name_film(person: Person, sidecar: Recording) -> bool:
    """Whether the person may say to which film the data belongs: whose it is, or the custodian of the agency."""
    if not person.may(NAME_FILM) or sidecar.agency_id != person.unit.agency_id:
        return False
    return sidecar.officer_id == person.pk or person.may(INTAKE_FOR_OTHERS)


def may_keep(person: Person, recording: Recording) -> bool:
    """Whether the person may set how long it is kept: the agency's custodian, and those who work with it."""
    return may_work(person, recording) or (person.may(KEEP) and recording.agency_id == person.unit.agency_id)


def require_work(person: Person, recording: Recording) -> None:
    """Stop with 403 when the person may see the recording at most."""
    if not may_work(person, recording):
        raise PermissionDenied("只有摄录人员和所关联案件的办案人员可以关联、标记这份音像记录。")


def _within_reach(person: Person, recording: Recording) -> bool:
    if person.may(SEE_BELOW):
        return recording.agency_id in agencies_under(person.agency)
    return recording.agency_id == person.unit.agency_id
