"""The screens of the room: what came to the dock, one visit of a card, and whose an unknown card is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.docking import actions, forms, queries
from liuhen.apps.docking.models import WaitingCard
from liuhen.apps.docking.permissions import NAME_CARD, may_withdraw, require
from liuhen.apps.docking.showing import VisitState, clock_words, consequence_of, known_by_words, outcome_words, shown_to
from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.journal.queries import entries_about
from liuhen.apps.recordings.queries import filmings_of_intake

if TYPE_CHECKING:
    from liuhen.apps.docking.models import CardVisit
    from liuhen.apps.people.models import Person

PAGE = 30
FILES = 200
HISTORY = 30


@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """The cards that came to the dock, the latest first; before them those that wait for somebody to name them."""
    return _list(request)


def _list(request: HttpRequest, bound: dict[int, forms.OwnerForm] | None = None) -> HttpResponse:
    person = _person(request)
    page = Paginator(queries.listed(person), PAGE).get_page(request.GET.get("page"))
    cards = [(card, _owner_form(person, card, bound or {})) for card in queries.waiting_for(person)]
    context = {"page": page, "visits": shown_to(person, page), "waiting": cards}
    return render(request, "docking/list.html", context, status=422 if bound else 200)


def _owner_form(person: Person, card: WaitingCard, bound: dict[int, forms.OwnerForm]) -> forms.OwnerForm:
    return bound.get(card.pk) or forms.OwnerForm(person, number=card.pk)


@require_safe
def visit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: what was on the card and became of it, the filmings it held, its history, and clearing."""
    person = _person(request)
    visit = get_object_or_404(queries.visible_to(person), pk=pk)
    files = list(queries.files_of(visit))
    (shown,) = shown_to(person, [visit])
    context: dict[str, Any] = {
        "visit": visit,
        "state": shown.state,
        "may_clear": shown.may_clear,
        "unreadable": queries.unreadable_in(visit),
        "consequence": consequence_of(visit, files),
        "waits": shown.state is VisitState.CLEAR_ASKED,
        "may_withdraw": _may_withdraw(person, visit, shown.state),
        "clock": clock_words(visit.intake),
        "known_by": known_by_words(visit),
        "files": [(row, outcome_words(row)) for row in files[:FILES]],
        "more": max(0, len(files) - FILES),
        "filmings": filmings_of_intake(visit.intake),
        "history": [(entry, kind_of(entry.kind)) for entry in _history(pk)],
    }
    return render(request, "docking/visit.html", context)


@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that what was checked be removed from the card."""
    person = _person(request)
    visit = get_object_or_404(queries.visible_to(person), pk=pk)
    try:
        actions.ask_clearing(person, visit, request.POST.get("purpose", ""))
        messages.success(request, _("已要求清空。卡插在采集站上的，几秒内执行；已拔出的，重新插入后执行。"))
    except actions.DockRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("docking:visit", pk)


def _may_withdraw(person: Person, visit: CardVisit, state: VisitState) -> bool:
    waits = state is VisitState.CLEAR_ASKED
    return waits and may_withdraw(person, visit) and not queries.clearing_begun(visit)


@require_POST
def withdraw_clearing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that the card is to be cleared."""
    person = _person(request)
    visit = get_object_or_404(queries.visible_to(person), pk=pk)
    try:
        actions.withdraw_clearing(person, visit)
        messages.success(request, _("已撤回清空要求，卡上的文件没有删除。"))
    except actions.DockRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("docking:visit", pk)


@require_POST
def name_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose an unknown card is."""
    person = _person(request)
    require(person, NAME_CARD)
    card = get_object_or_404(queries.waiting_for(person), pk=pk)
    form = forms.OwnerForm(person, request.POST, number=pk)
    if form.is_valid():
        try:
            actions.name_card(person, card, form.cleaned_data["device"], form.cleaned_data["officer"])
        except actions.DockRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已指定，采集站随即开始采集这张卡。"))
            return redirect("docking:list")
    return _list(request, {pk: form})


def _history(pk: int) -> Any:
    return entries_about("card_visit", str(pk)).reverse()[:HISTORY]


def _person(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
