"""The calendar page: a month with its days, or a list from a day on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liuhen.apps.duties import agenda
from liuhen.apps.duties.agenda import AgendaDay, Wanted, Whose
from liuhen.apps.duties.bundles import Bundle, by_act
from liuhen.apps.duties.mends import Films, films_for
from liuhen.apps.duties.models import Appointment, Obligation
from liuhen.apps.duties.queries import CHINA
from liuhen.apps.lawlib.queries import names_binding, short_title
from liuhen.core.terms.labels import DutyKind
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

ROWS = 60
BESIDE = 30
"""How many obligations are listed on a page, and beside the month."""
AGENDA = timedelta(days=31)
"""How far the list beside the month reaches."""
AHEAD = timedelta(days=400)
"""How far ahead the list looks for days that documents set."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
TEXT_ID = re.compile(r"[a-z0-9-]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """A day of the agenda as the page shows it: one line per act that mends something."""

    day: date
    mark: str
    lines: list[Bundle]
    appointments: list[Appointment]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    wanted: Wanted
    view: str
    day: date
    past: bool

    def address(self, **other: str) -> str:
        """The same page with other words; a word without content is left out."""
        words = {"view": self.view, "day": self.day.isoformat(), "whose": self.wanted.whose.value}
        words |= {"text": self.wanted.text, "kind": self.wanted.kind, "past": "1" if self.past else ""}
        return "?" + urlencode({name: value for name, value in {**words, **other}.items() if value})


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What falls due, by month or as a list; nothing of it is a viewing of a case."""
    person, now = cast("Person", request.user), outside().clock.now()
    asked = _asked(request, person, now)
    rows = agenda.owed_by_time(person, asked.wanted, now)
    shown = _month(person, asked, now) if asked.view == "month" else _list(request, person, asked, now)
    mine = asked.wanted.whose is Whose.MINE
    days = [cell.day for week in shown.get("weeks", []) for cell in week] or [asked.day]
    context = {
        **shown,
        "asked": asked,
        "today": now.astimezone(CHINA).date(),
        "overdue": rows.order_by().filter(due_at__lt=now).count(),
        "whose": [(one, asked.address(whose=one.value)) for one in agenda.offered_to(person)],
        "texts": [(name, short_title(name)) for name in names_binding(person.agency)],
        "kinds": [(kind.value, _(kind.label)) for kind in DutyKind],
        "unknown": agenda.unknown_years(days),
        "views": [
            ("month", _("月历"), asked.address(view="month", past="")),
            ("list", _("列表"), _list_address(asked)),
        ],
        "mends": mine,
        "undated": agenda.undated(person, now) if mine and not shown["days"] else 0,
    }
    return render(request, "duties/calendar.html", context)


def _list_address(asked: Asked) -> str:
    return asked.address(view="list", past="")


def _asked(request: HttpRequest, person: Person, now: datetime) -> Asked:
    """What the address asks for; what it cannot mean is left at its default."""
    words = {name: request.GET.get(name, "") for name in ("view", "whose", "text", "kind", "day")}
    whose = next((one for one in agenda.offered_to(person) if one == words["whose"]), Whose.MINE)
    kind = words["kind"] if words["kind"] in {known.value for known in DutyKind} else ""
    view = "list" if words["view"] == "list" else "month"
    day = _day(words["day"]) or now.astimezone(CHINA).date()
    past = view == "list" and request.GET.get("past") == "1"
    text = words["text"] if TEXT_ID.fullmatch(words["text"]) else ""
    return Asked(Wanted(whose=whose, text=text, kind=kind), view, day, past)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _month(person: Person, asked: Asked, now: datetime) -> dict[str, Any]:
    """The month of the day, and beside it what falls due from the day on."""
    first = asked.day.replace(day=1)
    begin = agenda.midnight(asked.day)
    after = begin + AGENDA
    rows = agenda.falling_due(agenda.owed_by_time(person, asked.wanted, now), begin, after)
    beside = list(rows[: BESIDE + 1])
    set_for = agenda.appointed_between(person, asked.wanted.whose, begin, _end(beside[BESIDE:], after))
    return {
        "weeks": agenda.month_of(person, asked.wanted, asked.day, now),
        "weekdays": [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")],
        "first": first,
        "before": asked.address(day=(first - timedelta(days=1)).replace(day=1).isoformat()),
        "after": asked.address(day=(first + timedelta(days=31)).replace(day=1).isoformat()),
        "now_here": asked.address(day=""),
        "days": _shown(beside[:BESIDE], set_for),
        "go_on": asked.address(view="list") if len(beside) > BESIDE else "",
    }


def _list(request: HttpRequest, person: Person, asked: Asked, now: datetime) -> dict[str, Any]:
    """What falls due from the day on, or what is past its time."""
    rows = agenda.owed_by_time(person, asked.wanted, now)
    begin = agenda.midnight(asked.day)
    rows = rows.filter(due_at__lt=now) if asked.past else rows.filter(due_at__gt=begin)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    found = list(page)
    set_for = [] if asked.past else _beside(person, asked, page, found)
    return {"days": _shown(found, set_for), "page": page}


def _beside(person: Person, asked: Asked, page: Page[Obligation], rows: list[Obligation]) -> Iterable[Appointment]:
    """The days that documents set, as far as this page of the list reaches."""
    begin = rows[0].due_at if rows and page.number > 1 else None
    end = _end(rows[-1:], agenda.midnight(asked.day) + AHEAD) if page.has_next() else agenda.midnight(asked.day) + AHEAD
    return agenda.appointed_between(person, asked.wanted.whose, begin or agenda.midnight(asked.day), end)


def _end(rows: list[Obligation], otherwise: datetime) -> datetime:
    return next((row.due_at for row in rows if row.due_at), otherwise)


def _shown(rows: list[Obligation], set_for: Iterable[Appointment]) -> list[Shown]:
    films = films_for(rows)
    return [_shown_day(day, films) for day in agenda.by_day(rows, set_for)]


def _shown_day(found: AgendaDay, films: Films) -> Shown:
    return Shown(found.day, found.mark, by_act(found.rows, films), list(found.appointments))
