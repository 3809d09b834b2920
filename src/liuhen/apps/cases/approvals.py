"""Writes about approvals 审批 and exceptions 程序例外: asked for by who works on the case, decided once by another."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import models, transaction

from liuhen.apps.cases import entries, guard, rules
from liuhen.apps.cases.inputs import Decision, NewApproval, NewExemption
from liuhen.apps.cases.models import OUTCOMES, WITHDRAWN, Approval, Exemption
from liuhen.apps.cases.naming import thing_named
from liuhen.apps.cases.permits import require_decide, require_exempt, require_own, require_work
from liuhen.apps.cases.queries import event_words
from liuhen.apps.journal.actions import Purpose, What, record
from liuhen.apps.lawlib.queries import approving_role, decided_by, term
from liuhen.core.procedure.attempt import attempt_of
from liuhen.core.procedure.procedure import EVENT_LISTS
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

D = TypeVar("D", Approval, Exemption)
APPROVED, REFUSED = "approved", "refused"
LONGEST = 2000
"""Characters of a reason, a basis or an opinion."""


@transaction.atomic
def ask_approval(by: Person, case: Case, new: NewApproval) -> Approval:
    """Ask for an approval; one request of a kind about the same things waits at a time."""
    require_work(by, case)
    rules.not_archived(case, "提请审批")
    rules.known("kind", "approvals", [new.kind])
    if not decided_by(new.kind):
        raise rules.broken("kind", f"“{term('approvals', new.kind)}”不在案件中提请，请从列表中选择。")
    for name in new.about:
        rules.thing_of(case, name)
    about = sorted(new.about)
    _lock(case)
    if any(sorted(row.about) == about for row in Approval.objects.filter(case=case, kind=new.kind, outcome="")):
        raise rules.broken("kind", f"“{term('approvals', new.kind)}”已经提请，正在等待审批。")
    approval = Approval.objects.create(
        case=case, kind=new.kind, about=about, note=_text("note", new.note), asked_by=by, asked_at=_now()
    )
    named = thing_named(case, "approval", approval, term("approvals", new.kind))
    record(entries.APPROVAL_ASKED, by, named, What(data={"kind": new.kind, "about": about}, rows=[approval]))
    return approval


def decide_approval(by: Person, approval: Approval, decision: Decision) -> Approval:
    """Give or refuse an approval, once: by a role the law names for this kind, never by who asked.

    Giving it is an event of the procedure ("passed:decision"), with the gates that stand before it.
    """
    require_decide(by, approval)
    _check(decision)
    with transaction.atomic():
        case, now, role = approval.case, _now(), approving_role(approval.kind, by.roles)
        used: list[Exemption] = []
        if decision.outcome == APPROVED:
            used = guard.must_be_open("outcome", case, guard.passed(approval.kind, approval.about, role, now))
        _decide(by, approval, decision, now, role=role)
        named = thing_named(case, "approval", approval, term("approvals", approval.kind))
        data = {"kind": approval.kind, "outcome": decision.outcome, "role": role}
        why = Purpose(purpose=decision.words.strip())
        record(entries.APPROVAL_DECIDED, by, named, What(data=data, rows=[approval, *used]), why)
    return approval


@transaction.atomic
def withdraw(by: Person, asked: D, reason: str) -> D:
    """Withdraw a request that nobody decided yet: by who asked, with the reason. It can be asked anew."""
    require_own(by, asked)
    rules.not_archived(asked.case, "撤回申请")
    _required("reason", reason, "撤回的理由")
    _decide(by, asked, Decision(outcome=WITHDRAWN, words=reason), _now())
    kind = "approval" if isinstance(asked, Approval) else "exemption"
    label = term("approvals", asked.kind) if isinstance(asked, Approval) else event_words(asked.event)
    what = What(data={"what": kind}, rows=[asked])
    record(entries.WITHDRAWN, by, thing_named(asked.case, kind, asked, label), what, Purpose(purpose=reason.strip()))
    return asked


@transaction.atomic
def ask_exemption(by: Person, case: Case, new: NewExemption) -> Exemption:
    """Ask that one event of the case be let through once although something bars it; what bars it is written down."""
    require_work(by, case)
    rules.not_archived(case, "申请程序例外")
    kind, _, code = new.event.partition(":")
    if kind not in EVENT_LISTS:
        raise rules.broken("event", "请从案件页面的“程序”中选择要办理的事项。")
    rules.known("event", EVENT_LISTS[kind], [code])
    reason, basis = _required("reason", new.reason, "理由"), _required("basis", new.basis, "法律依据")
    _lock(case)
    if Exemption.objects.filter(case=case, event=new.event, outcome="").exists():
        raise rules.broken("event", f"“{event_words(new.event)}”的程序例外已经申请，正在等待决定。")
    bars = guard.bars_of(case, attempt_of(new.event, _now()))
    if not bars:
        raise rules.broken("event", f"“{event_words(new.event)}”没有障碍，可以直接办理，不需要申请例外。")
    exemption = Exemption.objects.create(
        case=case,
        event=new.event,
        bars=[asdict(barred) for barred in bars],
        reason=reason,
        basis=basis,
        asked_by=by,
        asked_at=_now(),
    )
    named = thing_named(case, "exemption", exemption, event_words(new.event))
    why = Purpose(purpose=reason, ground=basis)
    data = {"event": new.event, "bars": exemption.told}
    record(entries.EXEMPTION_ASKED, by, named, What(data=data, rows=[exemption]), why)
    return exemption


@transaction.atomic
def decide_exemption(by: Person, exemption: Exemption, decision: Decision) -> Exemption:
    """Allow an exception or refuse it, once, never by who asked for it."""
    require_exempt(by, exemption)
    _check(decision)
    _decide(by, exemption, decision, _now())
    named = thing_named(exemption.case, "exemption", exemption, event_words(exemption.event))
    data = {"event": exemption.event, "outcome": decision.outcome}
    record(
        entries.EXEMPTION_DECIDED,
        by,
        named,
        What(data=data, rows=[exemption]),
        Purpose(purpose=decision.words.strip(), ground=exemption.basis),
    )
    return exemption


def _decide(by: Person, asked: D, decision: Decision, now: datetime, **more: str) -> None:
    """Write the decision where there is none yet: of two who decide at once the second is told."""
    fields = {"outcome": decision.outcome, "words": decision.words.strip(), "decided_by": by, "decided_at": now, **more}
    rows: models.Manager[D] = type(asked)._default_manager
    decided = rows.filter(pk=asked.pk, outcome="").update(**fields)
    asked.refresh_from_db()
    if not decided:
        who = asked.decided_by.name if asked.decided_by else ""
        raise rules.broken("outcome", f"已由{who}作出决定：{OUTCOMES[asked.outcome]}。一项申请只决定一次。")


def _check(decision: Decision) -> None:
    if decision.outcome not in (APPROVED, REFUSED):
        raise rules.broken("outcome", "请选择同意或者不同意。")
    if decision.outcome == REFUSED and not decision.words.strip():
        raise rules.broken("words", "不同意的，请写明理由。")
    _text("words", decision.words)


def _required(field: str, text: str, name: str) -> str:
    if not text.strip():
        raise rules.broken(field, f"请写明{name}。")
    return _text(field, text)


def _text(field: str, text: str) -> str:
    if len(text.strip()) > LONGEST:
        raise rules.broken(field, f"最多 {LONGEST} 字，请写要点，详细材料另行登记文书。")
    return text.strip()


def _lock(case: Case) -> None:
    """Let requests of one case follow each other."""
    type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)


def _now() -> datetime:
    return outside().clock.now()
