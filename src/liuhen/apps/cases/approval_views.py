"""Pages of approvals and exceptions: ask for one, see what was asked, decide on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuhen.apps.cases import actions, queries
from liuhen.apps.cases.approval_forms import ApprovalForm, DecisionForm, ExemptionForm, WithdrawForm
from liuhen.apps.cases.forms import RoomForm, things_of
from liuhen.apps.cases.guard import bars_of
from liuhen.apps.cases.opened import case_or_404, seen
from liuhen.apps.cases.permits import require_decide, require_exempt, require_work
from liuhen.apps.cases.prefill import initial_from
from liuhen.apps.cases.rules import name_of_thing
from liuhen.apps.cases.views import add_errors, answer_form, back_to, person_of
from liuhen.apps.lawlib.queries import approval_basis, decided_by, term
from liuhen.core.procedure.attempt import attempt_of
from liuhen.ports.outside import outside


def new_approval(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for an approval."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    if request.method == "POST":
        form = ApprovalForm(request.POST, case=case, person=person)
    else:
        form = ApprovalForm(initial={"about": f"case:{case.pk}", **initial_from(request.GET)}, case=case, person=person)

    def save(data: dict[str, Any]) -> str:
        about = () if data["about"] == f"case:{case.pk}" else (data["about"],)
        actions.ask_approval(person, case, actions.NewApproval(kind=data["kind"], about=about, note=data["note"]))
        return back_to(case, "procedure")

    return answer_form(request, form, save, _("提请审批"), case)


def new_exemption(request: HttpRequest, key: int) -> HttpResponse:
    """Ask that an event be let through although something bars it, which the page tells."""
    case, person = case_or_404(request, key), person_of(request.user)
    require_work(person, case)
    event = request.GET.get("event", "")
    if queries.event_words(event) == event:
        raise Http404(_("没有这个事项。请从案件页面的“程序”中选择。"))
    form = ExemptionForm(request.POST if request.method == "POST" else None, case=case, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_exemption(person, case, actions.NewExemption(event=event, **form.cleaned_data))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已申请程序例外，等待负责人决定。"))
            return HttpResponseRedirect(back_to(case, "procedure"))
    seen(request, case)
    bars = bars_of(case, attempt_of(event, outside().clock.now()))
    context = {"form": form, "case": case, "event": queries.event_words(event), "bars": bars}
    return render(request, "cases/exemption_new.html", context, status=422 if form.errors else 200)


def approval(request: HttpRequest, key: int) -> HttpResponse:
    """A request for approval and what became of it; who may decide does it here."""
    person = person_of(request.user)
    found = queries.approval_for(person, key)
    if found is None:
        raise Http404(_("没有这项审批，或者您无权查看。"))
    if request.method == "POST" and "withdraw" not in request.POST:
        require_decide(person, found)
    context = {
        "asked": found,
        "title": term("approvals", found.kind),
        "basis": approval_basis(found.kind),
        "roles": decided_by(found.kind),
        "may_decide": not found.outcome and queries.may_decide(person, found),
    }
    return _decide(request, found, lambda decision: actions.decide_approval(person, found, decision), context)


def exemption(request: HttpRequest, key: int) -> HttpResponse:
    """A request for an exception and what became of it; a head decides on it here."""
    person = person_of(request.user)
    found = queries.exemption_for(person, key)
    if found is None:
        raise Http404(_("没有这项程序例外，或者您无权查看。"))
    if request.method == "POST" and "withdraw" not in request.POST:
        require_exempt(person, found)
    context = {
        "asked": found,
        "title": _("程序例外：%(event)s") % {"event": queries.event_words(found.event)},
        "exception": True,
        "roles": ["head"],
        "may_decide": not found.outcome and queries.may_exempt(person, found),
    }
    return _decide(request, found, lambda decision: actions.decide_exemption(person, found, decision), context)


def _withdraw(request: HttpRequest, found: Any, context: dict[str, Any]) -> HttpResponse:
    """The page for who asked: to be withdrawn while nobody decided."""
    person = person_of(request.user)
    context |= {"may_decide": False, "may_withdraw": not found.outcome}
    form: RoomForm = WithdrawForm(request.POST if request.method == "POST" else None)

    def withdraw() -> str:
        actions.withdraw(person, found, form.cleaned_data["reason"])
        return _("已撤回：%(title)s。") % {"title": context["title"]}

    return _answered(request, found, form, withdraw, context)


def _decide(
    request: HttpRequest, found: Any, decide: Callable[[actions.Decision], object], context: dict[str, Any]
) -> HttpResponse:
    if person_of(request.user).pk == found.asked_by_id:
        return _withdraw(request, found, context)
    form: RoomForm = DecisionForm(request.POST if request.method == "POST" else None)

    def decided() -> str:
        decide(actions.Decision(**form.cleaned_data))
        return _("已作出决定：%(title)s。") % {"title": context["title"]}

    return _answered(request, found, form, decided, context)


def _answered(
    request: HttpRequest, found: Any, form: RoomForm, act: Callable[[], str], context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            told = act()
        except ValidationError as error:
            add_errors(form, error)
            found.refresh_from_db()
        else:
            messages.success(request, told)
            return HttpResponseRedirect(back_to(found.case, "procedure"))
    seen(request, found.case)
    named = dict(things_of(found.case))
    things = [named.get(name) or name_of_thing(name) for name in getattr(found, "about", [])]
    context |= {"form": form, "case": found.case, "things": things}
    return render(request, "cases/decide.html", context, status=422 if form.errors else 200)
