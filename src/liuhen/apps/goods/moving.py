"""Movements of goods 流转: to the keeper, to be tested, back to the party, sold, destroyed, to others.

What a kind of movement needs is data (law/_vocabulary/goods_movements.yaml); here it is looked for in the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.cases.queries import approvals_of, step_for
from liuhen.apps.goods import entries, rules
from liuhen.apps.goods.asked import is_filmed
from liuhen.apps.goods.entering import goods_named
from liuhen.apps.goods.inputs import NewMovement
from liuhen.apps.goods.kinds import keeper_states, measure_named, movement_named, state_label
from liuhen.apps.goods.models import Item, Movement
from liuhen.apps.goods.queries import may_keep, may_move
from liuhen.apps.journal.actions import What, record
from liuhen.apps.lawlib.queries import terms
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Approval, Case, Document, Step
    from liuhen.apps.people.models import Person
    from liuhen.core.goods import MovementKind

_ASKED = {
    "place": "请填写保管场所。",
    "keeper": "请选择接收的涉案财物管理人员。",
    "receiver": "请填写接收的人员或者单位。",
    "amount": "请填写变卖、拍卖所得的价款。",
}


@transaction.atomic
def move_items(by: Person, case: Case, items: Sequence[Item], new: NewMovement) -> list[Movement]:
    """Register what became of some things of a case, all alike. ValidationError names what is missing beside its field.

    PermissionDenied for who may not register such a movement here.
    """
    kind = _kind(by, case, new)
    held = _locked(case, items)
    _check_given(case, kind, new)
    _check_states(kind, held, new)
    step = _step(by, case, kind, new)
    allowed = _Allowed(_document(by, case, kind, held, new), _approval(case, kind, step, new), step)
    if "filmed" in kind.needs and not is_filmed(case.pk, step.pk if step else None, new.at):
        raise rules.broken("kind", f"“{kind.label}”以前应当先拍照或者录像。请先上传并关联到本案的环节。")
    movements = [_move(by, item, kind, new, allowed) for item in held]
    data = {"kind": new.kind, "at": new.at.isoformat(), "items": [item.number for item in held]}
    record(entries.MOVED, by, goods_named(case, held), What(data=data, rows=[*movements, *held]))
    return movements


class _Allowed:
    """What in the case allows a movement."""

    def __init__(self, document: Document | None, approval: Approval | None, step: Step | None) -> None:
        self.document = document
        self.approval = approval
        self.step = step


def _kind(by: Person, case: Case, new: NewMovement) -> MovementKind:
    kind = movement_named(new.kind)
    if kind is None:
        raise rules.broken("kind", "请选择流转的种类。")
    if not may_move(by, case) & {*kind.by}:
        who = "、".join({"keeper": "涉案财物管理人员", "handler": "办案人员"}[way] for way in kind.by)
        raise PermissionDenied(f"“{kind.label}”由本案的{who}登记；办案人员不得兼任本案财物的管理人员。")
    return kind


def _locked(case: Case, items: Sequence[Item]) -> list[Item]:
    """The things, each held until the transaction ends, in one order for everybody."""
    if not 0 < len(items) <= rules.MOST:
        raise rules.broken("items", f"请选择财物，一次最多 {rules.MOST} 件。")
    mine = Item.objects.filter(case=case, pk__in=[item.pk for item in items]).order_by("pk")
    held = list(mine.select_for_update(of=("self",)).select_related("described"))
    if len(held) < len({item.pk for item in items}):
        raise rules.broken("items", "所选财物中有不属于本案的，请从列表中选择。")
    return held


def _check_given(case: Case, kind: MovementKind, new: NewMovement) -> None:
    rules.not_in_future("at", new.at)
    for field, message in _ASKED.items():
        value = getattr(new, field)
        if field in kind.needs and (value is None or value == "" or str(value).isspace()):
            raise rules.broken(field, message)
    for field, most in (("place", 200), ("receiver", 120)):
        if len(getattr(new, field)) > most:
            raise rules.broken(field, f"内容过长，最多 {most} 字。")
    if new.amount is not None and new.amount < 0:
        raise rules.broken("amount", "价款不能小于零。")
    if new.keeper is not None and not may_keep(new.keeper, case):
        raise rules.broken(
            "keeper",
            f"{new.keeper.name}不是本机构的涉案财物管理人员，或者参与了本案的办理。办案人员不得保管自己提取的财物，请另选。",
        )


def _check_states(kind: MovementKind, held: Sequence[Item], new: NewMovement) -> None:
    for item in held:
        if item.state not in kind.starts:
            raise rules.broken("items", f"{item}现在“{state_label(item.state)}”，不能登记“{kind.label}”。")
        if new.at < item.moved_at:
            raise rules.broken("at", f"时间早于{item}的上一次流转，请核对。")


def _step(by: Person, case: Case, kind: MovementKind, new: NewMovement) -> Step | None:
    step = step_for(by, new.step) if new.step else None
    if new.step and (step is None or step.case_id != case.pk):
        raise rules.broken("step", "这个执法环节不属于本案，请从列表中选择。")
    if kind.steps and (step is None or step.kind not in kind.steps):
        raise rules.broken("step", f"请选择“{terms('steps', kind.steps)}”的环节；还没有登记的，请先登记。")
    return step


def _document(by: Person, case: Case, kind: MovementKind, held: Sequence[Item], new: NewMovement) -> Document | None:
    """The document by which it happens: of a kind that fits each thing, made after it was taken and before now."""
    document = rules.document_of(by, case, new.document)
    for item in held:
        asked = kind.documents_for(measure_named(item.measure))
        if not asked:
            continue
        if document is None or document.kind not in asked or document.made_at < item.taken_at:
            named = "》或者《".join(terms("documents", [code]) for code in asked)
            raise rules.broken(
                "document",
                f"{item}的“{kind.label}”应当先有《{named}》。请选择提取之后作出的这份文书；还没有的，请先制作。",
            )
    if document and new.at < document.made_at - rules.CLOCK_TOLERANCE:
        raise rules.broken("at", "时间早于所依据的文书，请核对。")
    return document


def _approval(case: Case, kind: MovementKind, step: Step | None, new: NewMovement) -> Approval | None:
    """The approval that was given before; of several the latest."""
    if not kind.approvals:
        return None
    given = approvals_of(case).filter(kind__in=kind.approvals, outcome="approved", decided_at__lte=new.at)
    whole = {f"case:{case.pk}", *([f"step:{step.pk}"] if step else [])}
    found = next((one for one in given if not one.about or whole & {*one.about}), None)
    if found is None:
        named = terms("approvals", kind.approvals)
        raise rules.broken("kind", f"“{kind.label}”应当先经“{named}”的批准。请先提请审批。")
    return found


def _move(by: Person, item: Item, kind: MovementKind, new: NewMovement, allowed: _Allowed) -> Movement:
    movement = Movement.objects.create(
        item=item,
        kind=kind.code,
        at=new.at,
        place=new.place.strip(),
        handed_by=new.handed_by,
        keeper=new.keeper,
        receiver=new.receiver.strip(),
        document=allowed.document,
        approval=allowed.approval,
        step=allowed.step,
        amount=new.amount,
        note=new.note.strip(),
        by=by,
        registered_at=outside().clock.now(),
    )
    _set_standing(item, kind, movement)
    return movement


def _set_standing(item: Item, kind: MovementKind, movement: Movement) -> None:
    with_keeper = kind.leads_to in keeper_states()
    item.state = kind.leads_to
    item.place = movement.place or movement.receiver or item.place
    item.keeper = movement.keeper if with_keeper else None
    item.moved_at = movement.at
    if with_keeper and item.received_at is None:
        item.received_at = movement.at
    item.save(update_fields=["state", "place", "keeper", "moved_at", "received_at"])
