"""The custodian's page: what waits for analysis, what runs, and what was given up, with its reason and a second try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.findings import actions, queries
from liuhen.apps.findings.permissions import MANAGE, SEE, require
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind, WorkState

if TYPE_CHECKING:
    from django.core.paginator import Page

    from liuhen.apps.findings.models import Analysis
    from liuhen.apps.people.models import Person

PAGE = 50
A_DAY = timedelta(hours=24)
STATES = {"parked": WorkState.PARKED, "waiting": WorkState.WAITING, "running": WorkState.RUNNING}
"""What the page shows, the custodian's own work first; what is done is seen where the recording is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of work as the list shows it."""

    work: Analysis
    kind: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """A kind of work that can't be done here: what has to be installed, and how many pieces wait for it."""

    kind: str
    words: str
    waiting: int

    @property
    def many(self) -> bool:
        """Whether so many wait that they are not counted further."""
        return self.waiting >= queries.MANY


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The pieces of work in one state."""
    person = _person(request)
    require(person, SEE)
    state = STATES.get(request.GET.get("state", ""), WorkState.PARKED)
    counts = queries.counted(person)
    pages = Paginator(queries.listed(person, state), PAGE)
    pages.count = counts[state]  # counted already
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(person, page),
        "state": state,
        "tabs": [(one, _(one.label), _told(counts[one]), one is state) for one in STATES.values()],
        "done": _told(queries.done_since(person, outside().clock.now() - A_DAY)),
        "lacking": _lacking(),
        "may_manage": person.may(MANAGE),
    }
    return render(request, "findings/list.html", context)


def _told(number: int) -> str:
    """A number as the page says it; with a plus where nothing was counted further."""
    return f"{number}+" if number >= queries.MANY else str(number)


def _lines(person: Person, page: Page[Analysis]) -> list[Line]:
    names = queries.names_for(person, {work.original for work in page})
    lines = []
    for work in page:
        named = names.get(work.original, queries.Named(work.original[:12], ""))
        lines.append(Line(work, _(WorkKind(work.kind).label), named.name, named.url))
    return lines


def _lacking() -> list[Lacking]:
    """Kinds of work for which something has to be installed."""
    lacking = [(kind, outside().workshop.missing(kind)) for kind in WorkKind]
    return [Lacking(_(kind.label), words, queries.waiting_for_tool(kind)) for kind, words in lacking if words]


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one parked piece tried again."""
    person = _person(request)
    require(person, MANAGE)
    work = get_object_or_404(queries.visible_to(person), pk=pk)
    try:
        actions.try_again(person, work.sha256, WorkKind(work.kind))
        messages.success(request, _("已重新排队，稍后会再分析一次。"))
    except actions.StillGoingOn as refusal:
        messages.error(request, str(refusal))
    return redirect("findings:list")


@require_POST
def all_again(request: HttpRequest) -> HttpResponse:
    """Have everything that is parked tried again."""
    person = _person(request)
    require(person, MANAGE)
    number = actions.try_all_again(person, queries.listed(person, WorkState.PARKED)[: actions.MOST_AT_ONCE])
    messages.success(request, _("已重新排队 %(number)s 项分析。") % {"number": number})
    return redirect("findings:list")


def _person(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
