"""Writes about milestones 节点: each is reached once; when it was may be corrected by a new row, with the reason."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.cases import entries, guard, rules
from liuhen.apps.cases.models import Case, Milestone
from liuhen.apps.cases.naming import thing_named
from liuhen.apps.cases.permits import require_archive_or_work, require_work
from liuhen.apps.journal.actions import Purpose, What, record
from liuhen.apps.lawlib.queries import term

if TYPE_CHECKING:
    from liuhen.apps.journal.actions import About
    from liuhen.apps.people.models import Person

LONGEST = 500
"""Characters of the reason of a correction."""


@transaction.atomic
def set_milestone(by: Person, case: Case, kind: str, at: datetime) -> Milestone:
    """Register a moment other duties count from; each is reached once. Archiving has its own action."""
    require_work(by, case)
    rules.known("kind", "milestones", [kind])
    if kind == "archived":
        raise rules.broken("kind", "归档请使用“归档”操作。")
    rules.not_archived(case, "登记节点")
    return _set(by, case, kind, at)


@transaction.atomic
def archive(by: Person, case: Case, at: datetime) -> Milestone:
    """Archive the case 归档: its handler or the custodian, after it is closed."""
    require_archive_or_work(by, case)
    rules.not_archived(case, "归档")
    rules.closed_first(case)
    return _set(by, case, "archived", at)


def _set(by: Person, case: Case, kind: str, at: datetime) -> Milestone:
    rules.not_in_future("at", at)
    rules.after_its_beginning(case, kind, at)
    if Milestone.objects.filter(case=case, kind=kind).exists():
        raise rules.broken("kind", f"“{term('milestones', kind)}”已登记过。")
    used = guard.must_be_open("kind", case, guard.milestone(by, kind, at))
    milestone = Milestone.objects.create(case=case, kind=kind, at=at)
    entry = entries.CASE_ARCHIVED if kind == "archived" else entries.MILESTONE_SET
    data = {"kind": kind, "at": at.isoformat()}
    record(entry, by, _named(milestone), What(data=data, rows=[milestone, *used]))
    return milestone


@transaction.atomic
def correct_milestone(by: Person, milestone: Milestone, at: datetime, reason: str) -> Milestone:
    """Correct when a milestone was reached, before the case is archived: a new row that takes the other's place.

    It is tried like reaching it: what stands on it and what it stands on must stay in order.
    """
    case = milestone.case
    require_work(by, case)
    rules.not_archived(case, "更正节点")
    why = _reason(reason)
    rules.not_in_future("at", at)
    type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)
    standing = Milestone.objects.filter(case=case, kind=milestone.kind).get()
    if standing.pk != milestone.pk:
        raise rules.broken("at", f"“{term('milestones', milestone.kind)}”刚刚已被更正，请刷新页面后核对。")
    if at == standing.at:
        raise rules.broken("at", "与已登记的时间相同，不需要更正。")
    rules.after_its_beginning(case, milestone.kind, at)
    used = guard.must_be_open("at", case, guard.milestone(by, milestone.kind, at, corrects=True))
    corrected = Milestone.objects.create(case=case, kind=milestone.kind, at=at, replaces=standing, reason=why)
    data = {"kind": milestone.kind, "before": standing.at.isoformat(), "at": at.isoformat()}
    what = What(data=data, rows=[corrected, *used])
    record(entries.MILESTONE_CORRECTED, by, _named(corrected), what, Purpose(purpose=why))
    return corrected


def _reason(text: str) -> str:
    if not text.strip():
        raise rules.broken("reason", "请写明更正的理由。")
    if len(text.strip()) > LONGEST:
        raise rules.broken("reason", f"最多 {LONGEST} 字，请写要点。")
    return text.strip()


def _named(milestone: Milestone) -> About:
    return thing_named(milestone.case, "milestone", milestone, term("milestones", milestone.kind))
