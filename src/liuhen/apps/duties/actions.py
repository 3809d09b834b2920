"""All writes of the room. Judging derives rows from facts and is no act; a determination by a person is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.cases.queries import case_by_key, case_by_number
from liuhen.apps.duties import entries
from liuhen.apps.duties.judging import judged, write
from liuhen.apps.duties.models import OUTCOMES, Determination, Judgement, Obligation
from liuhen.apps.duties.permits import require_determine
from liuhen.apps.duties.queries import judged_with_device, judged_with_person, last_checked_for
from liuhen.apps.journal.actions import About, What, record
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person


def judge(case: Case, now: datetime) -> Judgement:
    """Ask the law what the case owes and write what changed since the last answer, in one go."""
    with transaction.atomic():
        judgement = _claim(case, now)
        write(judged([case.pk], now), {case.pk: judgement})
    return judgement


def _claim(case: Case, now: datetime) -> Judgement:
    """Lock the case's judgement, so that two judgings of one case follow each other."""
    judgement, _ = Judgement.objects.select_for_update().get_or_create(case=case, defaults={"judged_at": now})
    return judgement


def judge_number(number: str, seq: int | None = None) -> None:
    """Judge the case of this number now; a number that is no case's (yet) is no mistake.

    With the number of a journal entry: unless a judging has seen that entry already, so that an act of many entries
    has its case judged once.
    """
    case = case_by_number(number)
    if case is not None and not (
        seq is not None and Judgement.objects.filter(case=case, journal_seq__gte=seq).exists()
    ):
        judge(case, outside().clock.now())


def judge_device(key: int) -> None:
    """Judge the case the device was last checked for, and call for judging all others in which it was used or checked.

    A shared camera has hundreds of cases: nobody is to wait for them, the sweep judges them within its minute.
    """
    now, touched, at_hand = outside().clock.now(), judged_with_device(key), last_checked_for(key)
    Judgement.objects.filter(case__in=touched).update(judge_again_at=now)
    if at_hand in touched:
        judge(case_by_key(at_hand), now)


def judge_person(key: int) -> None:
    """Call for judging all cases a person takes part in, as what the roll says of them has changed."""
    Judgement.objects.filter(case__in=judged_with_person(key)).update(judge_again_at=outside().clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDetermination:
    """What a person decides: for which duty ("text-id/duty-id") and subject, with which outcome and reason."""

    duty: str
    subject: str
    outcome: str
    reason: str


@transaction.atomic
def determine(by: Person, case: Case, new: NewDetermination) -> Determination:
    """Decide what a text leaves to a person; a later determination of the same thing supersedes it."""
    require_determine(by, case, new.outcome)
    _check(case, new)
    row = Determination.objects.create(
        case=case,
        duty=new.duty,
        subject=new.subject,
        outcome=new.outcome,
        reason=new.reason.strip(),
        by=by,
        at=outside().clock.now(),
    )
    about = About(kind="determination", id=str(row.pk), label=OUTCOMES[new.outcome], case=case.number)
    data = {"duty": new.duty, "subject": new.subject, "outcome": new.outcome}
    record(entries.DETERMINED, by, about, What(data=data, rows=[row]))
    return row


def _check(case: Case, new: NewDetermination) -> None:
    if new.outcome not in OUTCOMES:
        raise ValidationError({"outcome": "请选择认定结论。"})
    if not new.reason.strip():
        raise ValidationError({"reason": "请写明认定的理由。"})
    text, _, duty = new.duty.partition("/")
    if not Obligation.objects.filter(case=case, text=text, duty=duty).exists():
        raise ValidationError(f"案件 {case.number} 没有这项义务（{new.duty}），请刷新页面后重试。")
