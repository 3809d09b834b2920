"""All reads of the room: what a person still has to do, and what the law says of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Case as When_
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value, When

from liuhen.apps.cases.queries import agencies_seen, taking_part
from liuhen.apps.duties.appointments import Appointed
from liuhen.apps.duties.export import dossier_yaml, plain_data
from liuhen.apps.duties.facts import dossier_of, verdict_at, verdict_data
from liuhen.apps.duties.foreseen import told_too_late, who_may_not
from liuhen.apps.duties.models import Determination, Judgement, Keeping, Obligation
from liuhen.apps.duties.permissions import EXCUSE
from liuhen.apps.duties.rows import LACKING
from liuhen.apps.people.roles import Role
from liuhen.core.terms.labels import State, Term

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

__all__ = [
    "LACKING",
    "Appointed",
    "dossier_of",
    "dossier_yaml",
    "plain_data",
    "told_too_late",
    "verdict_at",
    "verdict_data",
    "who_may_not",
]

CHINA = ZoneInfo("Asia/Shanghai")
OWN_WORK = {Role.OFFICER: {"officer", "recorder"}, Role.HANDLER: {"officer", "recorder", "handler", ""}}
"""What officers and handlers owe in the cases they take part in."""
AGENCY_WORK = {
    Role.HEAD: {"head", "agency"},
    Role.REVIEWER: {"reviewer"},
    Role.CUSTODIAN: {"custodian", "device_admin", "property_custodian"},
    Role.INSPECTOR: {"inspector"},
}
"""What these roles owe in every case of the agency."""


class Urgency(Term):
    """How soon something has to be done: the groups of the first page."""

    OVERDUE = "overdue", "逾期"
    TODAY = "today", "今天"
    SOON = "soon", "即将届满"
    WEEK = "week", "本周"
    LATER = "later", "以后或未定期限"


@dataclass(frozen=True, slots=True)
class Figures:
    """The three figures of the first page: one's own, or of all cases one answers for (`whole`)."""

    overdue: int
    today: int
    open: int
    whole: bool


def mine_to_do(person: Person, now: datetime) -> QuerySet[Obligation]:
    """What the person still has to do, the most urgent first: past its time, today, raised; then by due time."""
    urgent = When_(
        When(state__in=[State.OVERDUE, State.BREACHED], then=Value(0)),
        When(due_at__lte=end_of_day(now), then=Value(1)),
        When(raise_at__lte=now, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    mine = Obligation.objects.filter(_mine(person), to_do=True, agency=person.unit.agency_id)
    return mine.select_related("case").order_by(urgent, F("due_at").asc(nulls_last=True), "case_id", "position")


def _mine(person: Person) -> Q:
    own = set[str]().union(*(OWN_WORK.get(role, set()) for role in person.roles))
    whole = set[str]().union(*(AGENCY_WORK.get(role, set()) for role in person.roles))
    mine = Q(pk__in=[])
    if own:
        mine |= Q(owner__in=own, case__in=taking_part(person).values("pk"))
    if whole:
        mine |= Q(owner__in=whole)
    if person.may(EXCUSE) and Role.REVIEWER in person.roles:
        mine |= Q(state=State.NEEDS_PERSON)
    return mine


def figures(person: Person, now: datetime) -> Figures:
    """How much is overdue, due by the end of today, and to be done at all."""
    agencies = agencies_seen(person)
    rows = (
        Obligation.objects.filter(to_do=True, agency__in=agencies) if agencies else mine_to_do(person, now).order_by()
    )
    past = Q(state__in=[State.OVERDUE, State.BREACHED]) | Q(due_at__lt=now)
    counts = rows.aggregate(
        overdue=Count("pk", filter=past),
        today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=end_of_day(now)) & ~past),
        open=Count("pk"),
    )
    return Figures(**counts, whole=bool(agencies))


def urgency(owed: Obligation, now: datetime) -> Urgency:
    """The group an obligation belongs to at a moment."""
    if owed.state in (State.OVERDUE, State.BREACHED) or (owed.due_at and owed.due_at < now):
        return Urgency.OVERDUE
    if owed.due_at is None:
        return Urgency.LATER
    if owed.due_at <= end_of_day(now):
        return Urgency.TODAY
    if owed.raise_at and owed.raise_at <= now:
        return Urgency.SOON
    return Urgency.WEEK if owed.due_at <= end_of_week(now) else Urgency.LATER


def end_of_day(now: datetime) -> datetime:
    """Midnight at the end of today, Chinese civil time."""
    tomorrow = now.astimezone(CHINA).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, CHINA)


def end_of_week(now: datetime) -> datetime:
    """Midnight at the end of this week's Sunday, Chinese civil time."""
    today = now.astimezone(CHINA).date()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time.min, CHINA)


def obligations_of(case: Case) -> QuerySet[Obligation]:
    """What the law last said of the case, in its order."""
    return Obligation.objects.filter(case=case).order_by("position")


def judged_obligations(case: Case) -> tuple[list[Obligation], datetime | None]:
    """What the law last said of the case, in its order, and when, if ever; one query where anything was said."""
    rows = list(obligations_of(case).annotate(judged_at=F("case__judgement__judged_at")))
    if rows:
        return [*rows], rows[0].judged_at
    judgement = judgement_of(case)
    return [], judgement.judged_at if judgement else None


def obligations_in(cases: Collection[int]) -> QuerySet[Obligation]:
    """What the law last said of several cases."""
    return Obligation.objects.filter(case__in=list(cases))


def obligation_named(case: Case, duty: str, subject: str) -> Obligation | None:
    """The obligation of a duty ("text-id/duty-id") about a subject, as last derived."""
    text, _, name = duty.partition("/")
    return Obligation.objects.filter(case=case, text=text, duty=name, subject_id=subject).first()


def judgement_of(case: Case) -> Judgement | None:
    """When the case was last judged, if ever."""
    return Judgement.objects.filter(case=case).first()


def judged_with_device(key: int) -> list[int]:
    """The cases, not archived, in which a device was used or checked."""
    used = Q(case__steps__links__recording__device=key) | Q(case__steps__device_checks__device=key)
    return _keys(_not_archived().filter(used))


def judged_with_person(key: int) -> list[int]:
    """The cases, not archived, in which a person took part in a step."""
    return _keys(_not_archived().filter(case__steps__people__person=key))


def last_checked_for(key: int) -> int | None:
    """The case of the step a device was last checked for."""
    checked = Judgement.objects.filter(case__steps__device_checks__device=key)
    return checked.order_by("-case__steps__device_checks__pk").values_list("case_id", flat=True).first()


def judged_without_archived() -> list[int]:
    """The cases ever judged that are not archived."""
    return _keys(_not_archived())


def _not_archived() -> QuerySet[Judgement]:
    return Judgement.objects.exclude(case__milestones__kind="archived")


def _keys(judged: QuerySet[Judgement]) -> list[int]:
    return sorted(set(judged.values_list("case_id", flat=True)))


def determinations_of(case: Case) -> QuerySet[Determination]:
    """What persons have determined in the case, oldest first."""
    return Determination.objects.filter(case=case).select_related("by").order_by("at", "pk")


def keepings_of(recording: int) -> QuerySet[Keeping]:
    """How long the law has a recording kept, for each case that was ever judged with it."""
    return Keeping.objects.filter(recording=recording).select_related("case").order_by("case_id")


def keeping_data(case: Case) -> dict[int, dict[str, Any]]:
    """How long the law has each recording of a case kept and why, by the recording's key, ready for JSON."""
    return {
        row.recording_id: {
            "until": row.until.astimezone(CHINA).isoformat() if row.until else None,
            "long_term": row.long_term,
            "permanent": row.permanent,
            "reasons": row.reasons,
        }
        for row in Keeping.objects.filter(case=case).order_by("recording_id")
    }


def lacking_by_case(cases: Iterable[int]) -> dict[int, int]:
    """How many obligations each of the cases lacks, in one query."""
    rows = Obligation.objects.filter(case__in=list(cases), state__in=[*LACKING])
    return dict(rows.order_by().values_list("case").annotate(number=Count("pk")))


def with_state(cases: QuerySet[Case], state: str) -> QuerySet[Case]:
    """Those cases in which some obligation is in the state; "lacking" stands for all states of 欠缺."""
    states = [*LACKING] if state == "lacking" else [state]
    return cases.filter(pk__in=Obligation.objects.filter(state__in=states).values("case"))


def by_text(owed: Iterable[Obligation]) -> dict[str, list[Obligation]]:
    """Obligations grouped by text, within a text by article and item, in the order of the law."""
    grouped: dict[str, list[Obligation]] = {}
    for obligation in sorted(owed, key=lambda row: (row.text, row.article, row.position)):
        grouped.setdefault(obligation.text, []).append(obligation)
    return grouped
