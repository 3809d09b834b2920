"""What falls due when: the reads of the calendar page. Rows are found by agency and due time, not through the archive.

A period of days is over at midnight, which belongs to the day it ends: what is due at the midnight after the 20th is
shown on the 20th.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from liuhen.apps.cases.queries import agencies_seen, taking_part
from liuhen.apps.duties.models import Appointment, Obligation
from liuhen.apps.duties.queries import CHINA, mine_to_do
from liuhen.apps.people.roles import all_rights
from liuhen.core.deadlines.calendar import SATURDAY
from liuhen.core.deadlines.counting import last_day_of
from liuhen.core.terms.labels import Term
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.core.deadlines.calendar import WorkCalendar

IN_CELL = 3
READ_FOR_CELL = 9
"""How many lines a day of the month shows before it counts the rest; of how many obligations they are made."""
WEEK = 7
_INSTANT = timedelta(microseconds=1)


class Whose(Term):
    """Whose obligations the calendar shows."""

    MINE = "mine", "我的"
    UNIT = "unit", "本单位"
    AGENCY = "agency", "所辖全部"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: whose, of which text and kind (empty: of all)."""

    whose: Whose = Whose.MINE
    text: str = ""
    kind: str = ""


@dataclass(slots=True)
class Cell:
    """A day of the month: `mark` is 休 or 班 where it is no ordinary day; `total` counts what falls due."""

    day: date
    inside: bool
    works: bool
    mark: str
    rows: list[Obligation] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    total: int = 0
    shown: int = 0

    @property
    def more(self) -> int:
        """How many obligations are not shown."""
        return self.total - self.shown

    def add(self, row: Obligation, total: int) -> None:
        """Show an obligation while there is room; the same of several texts takes one line."""
        self.total = total
        same = any((one.case_id, one.title) == (row.case_id, row.title) for one in self.rows)
        if not same and len(self.rows) == IN_CELL:
            return
        self.shown += 1
        if not same:
            self.rows.append(row)


def offered_to(person: Person) -> list[Whose]:
    """Whose obligations a person may look at, narrowest first."""
    found = [Whose.MINE]
    if any(right.code == "cases.see_unit" and person.may(right) for right in all_rights()):
        found.append(Whose.UNIT)
    if agencies_seen(person):
        found.append(Whose.AGENCY)
    return found


def owed_by_time(person: Person, wanted: Wanted, now: datetime) -> QuerySet[Obligation]:
    """What is still to be done and has a due time; where several texts ask the same, the one that leads."""
    rows = _of_whom(person, wanted.whose, now).filter(to_do=True, leads=True, due_at__isnull=False)
    if wanted.text:
        rows = rows.filter(text=wanted.text)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return rows.select_related("case").order_by("due_at", "case_id", "position")


def undated(person: Person, now: datetime) -> int:
    """How much of one's own is still to be done and has no due time: it stands in no calendar."""
    return mine_to_do(person, now).order_by().filter(leads=True, due_at=None).count()


def _of_whom(person: Person, whose: Whose, now: datetime) -> QuerySet[Obligation]:
    if whose is Whose.MINE:
        return mine_to_do(person, now).order_by()
    if whose is Whose.UNIT:
        return Obligation.objects.filter(agency=person.unit.agency_id, case__unit=person.unit_id)
    return Obligation.objects.filter(agency__in=agencies_seen(person))


def appointed_between(person: Person, whose: Whose, begin: datetime, end: datetime) -> QuerySet[Appointment]:
    """The days that documents set, from one moment to another."""
    rows = Appointment.objects.filter(at__gte=begin, at__lt=end)
    if whose is Whose.AGENCY:
        rows = rows.filter(agency__in=agencies_seen(person))
    else:
        own = {"case__unit": person.unit_id} if whose is Whose.UNIT else {"case__in": taking_part(person).values("pk")}
        rows = rows.filter(agency=person.unit.agency_id, **own)
    return rows.select_related("case").order_by("at", "pk")


def falling_due(rows: QuerySet[Obligation], begin: datetime, end: datetime) -> QuerySet[Obligation]:
    """Those due after one midnight and up to another, which belongs to the day it ends."""
    return rows.filter(due_at__gt=begin, due_at__lte=end)


def month_of(person: Person, wanted: Wanted, day: date, now: datetime) -> list[list[Cell]]:
    """The weeks of the month of a day, Monday first: two queries, however much falls due."""
    calendar = _calendar()
    days = _days(day)
    cells = {one: _cell(one, day, calendar) for one in days}
    begin, end = midnight(days[0]), midnight(days[-1] + timedelta(days=1))
    for row in _first_of_each_day(falling_due(owed_by_time(person, wanted, now), begin, end)):
        cells[row.day].add(row, row.in_day)  # type: ignore[attr-defined]  # annotated
    for found in appointed_between(person, wanted.whose, begin, end):
        cells[found.at.astimezone(CHINA).date()].appointments.append(found)
    ordered = list(cells.values())
    return [ordered[start : start + WEEK] for start in range(0, len(ordered), WEEK)]


def _first_of_each_day(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """The first few of each day (`day`), each with the number there are on it (`in_day`)."""
    just_before = ExpressionWrapper(F("due_at") - _INSTANT, output_field=DateTimeField())
    order = [F("due_at").asc(), F("case_id").asc(), F("position").asc()]
    marked = rows.annotate(day=TruncDate(just_before, tzinfo=CHINA)).annotate(
        rank=Window(RowNumber(), partition_by=[F("day")], order_by=order),
        in_day=Window(Count("pk"), partition_by=[F("day")]),
    )
    return marked.filter(rank__lte=READ_FOR_CELL).order_by("day", "rank")


def _days(day: date) -> list[date]:
    """The days of the weeks that the month of a day touches."""
    first = day.replace(day=1)
    begin = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=31)).replace(day=1)
    weeks = -(-(after - begin).days // WEEK)
    return [begin + timedelta(days=number) for number in range(weeks * WEEK)]


def _cell(day: date, month: date, calendar: WorkCalendar) -> Cell:
    return Cell(day, day.month == month.month, calendar.is_working(day), mark_of(day, calendar))


def mark_of(day: date, calendar: WorkCalendar) -> str:
    """休 where a weekday is off, 班 where a day of the weekend is worked, empty on any ordinary day."""
    works, weekend = calendar.is_working(day), day.weekday() >= SATURDAY
    if works == weekend:
        return "班" if works else "休"
    return ""


def unknown_years(days: Iterable[date]) -> list[int]:
    """The years among these days of which no days off are known: there, weekends alone count as off."""
    calendar = _calendar()
    return sorted({day.year for day in days if not calendar.known(day)})


def _calendar() -> WorkCalendar:
    return outside().law.calendar()


def midnight(day: date) -> datetime:
    """The midnight at which a day begins, Chinese time."""
    return datetime.combine(day, time.min, CHINA)


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day of the agenda with all that falls due on it and all that is set for it."""

    day: date
    mark: str
    rows: Sequence[Obligation]
    appointments: Sequence[Appointment]


def by_day(rows: Iterable[Obligation], appointments: Iterable[Appointment]) -> list[AgendaDay]:
    """Both put together by day, in the order of time."""
    due, set_for = defaultdict[date, list[Obligation]](list), defaultdict[date, list[Appointment]](list)
    for row in rows:
        if row.due_at:
            due[last_day_of(row.due_at)].append(row)
    for found in appointments:
        set_for[found.at.astimezone(CHINA).date()].append(found)
    calendar = _calendar()
    return [AgendaDay(day, mark_of(day, calendar), due[day], set_for[day]) for day in sorted({*due, *set_for})]
