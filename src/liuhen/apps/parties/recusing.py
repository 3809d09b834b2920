"""Writes about recusals 回避: asked for by a person himself or by a party, put to who decides, journalled.

The decision is an approval like others (law/_vocabulary/approvals.yaml names who gives it). Until it is made the person
goes on with the case; from then on he is kept out of it (cn-transport-procedure-2021 art. 13, 14).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.cases.actions import NewApproval, ask_approval
from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.lawlib.queries import knows, term
from liuhen.apps.parties import entries, rules
from liuhen.apps.parties.inputs import NewRecusal
from liuhen.apps.parties.models import Recusal
from liuhen.apps.parties.permits import require_work
from liuhen.apps.parties.queries import APPROVAL, PREFIX, recusals_of
from liuhen.core.terms.labels import RecusalWay
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Approval, Case
    from liuhen.apps.people.models import Person

CLOCK_TOLERANCE = timedelta(minutes=5)
LONGEST = {"name": 120, "asker": 120, "reason": 2000}


@transaction.atomic
def ask_recusal(by: Person, case: Case, new: NewRecusal) -> Recusal:
    """Register that somebody is to stay out of the case, and put it to who decides.

    ValidationError beside the field that is wrong, or where the same person's recusal waits or was decided already.
    """
    require_work(by, case)
    rules.not_archived(case, "登记回避申请")
    type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)
    name = new.person.name if new.person else new.name.strip()
    _check(case, new, name)
    recusal = Recusal.objects.create(
        case=case,
        person=new.person,
        name=name,
        way=new.way.value,
        asker=new.asker.strip(),
        orally=new.orally,
        ground=new.ground,
        reason=new.reason.strip(),
        asked_at=new.asked_at,
        registered_by=by,
        registered_at=outside().clock.now(),
    )
    recusal.approval = _put_to_decider(by, recusal)
    recusal.save(update_fields=["approval"])
    named = About(kind="recusal", id=str(recusal.pk), label=f"{name}的回避", case=case.number)
    data = {"person": name, "way": recusal.way, "ground": recusal.ground}
    record(entries.RECUSAL_ASKED, by, named, What(data=data, rows=[recusal]), Purpose(purpose=recusal.reason))
    return recusal


def _put_to_decider(by: Person, recusal: Recusal) -> Approval:
    note = f"{recusal.name}：{term('recusal_grounds', recusal.ground)}。{recusal.reason}"
    return ask_approval(
        by, recusal.case, NewApproval(kind=APPROVAL, about=(f"{PREFIX}{recusal.pk}",), note=note[: LONGEST["reason"]])
    )


def _check(case: Case, new: NewRecusal, name: str) -> None:
    if not name:
        raise rules.broken("person", "请选择应当回避的人员；本机构以外的检测、鉴定、翻译人员请填写姓名。")
    if new.person and new.person.unit.agency_id != case.agency_id:
        raise rules.broken("person", "请选择本机构的人员。")
    if new.person and new.name.strip():
        raise rules.broken("name", "已选择本机构人员，不再填写其他姓名。两人都申请回避的，请分别登记。")
    if not knows("recusal_grounds", new.ground):
        raise rules.broken("ground", "请选择应当回避的情形。")
    if not new.reason.strip():
        raise rules.broken("reason", "请写明申请回避的理由。")
    if new.way is RecusalWay.ASKED and not new.asker.strip():
        raise rules.broken("asker", "请填写申请回避的当事人或者代理人。")
    _check_lengths(new)
    if new.asked_at > outside().clock.now() + CLOCK_TOLERANCE:
        raise rules.broken("asked_at", "时间晚于现在，请核对日期和时分。")
    _check_others(case, new, name)


def _check_lengths(new: NewRecusal) -> None:
    for field, most in LONGEST.items():
        if len(getattr(new, field).strip()) > most:
            raise rules.broken(field, f"最多 {most} 字，请写要点。")


def _check_others(case: Case, new: NewRecusal, name: str) -> None:
    for other in recusals_of(case):
        same = other.person_id == new.person.pk if new.person else other.name == name and not other.person_id
        if same and other.approval and other.approval.outcome == "":
            raise rules.broken("person", f"{name}的回避正在等待决定。")
        if same and other.approval and other.approval.outcome == "approved":
            raise rules.broken("person", f"{name}已被决定回避，不需要再次申请。")
