"""The room's pages: the parties of a case, one of them, registering and correcting; recusals; another handler."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liuhen.apps.cases import actions as case_actions
from liuhen.apps.cases.opened import case_or_404, person_of, seen
from liuhen.apps.cases.queries import may_name_handler
from liuhen.apps.parties import actions, queries, showing
from liuhen.apps.parties.forms import USUAL_ROLE, HandlerForm, PartyForm, RecusalForm, standing_of
from liuhen.apps.parties.permits import require_see_numbers, require_work
from liuhen.core.forms.party_numbers import normal_number
from liuhen.core.terms.labels import NumberKind, PartyKind
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.parties.models import Party

Save = Callable[[], str]
"""Does what the form says and gives the address to go on to."""


def _party_or_404(request: HttpRequest, key: int) -> Party:
    party = queries.party_for(person_of(request), key)
    if party is None:
        raise Http404(_("没有这项当事人登记，已被撤销，或者您无权查看。"))
    return party


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, were it nothing at all; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def _list_of(case: Case, anchor: str = "") -> str:
    where = reverse("parties:of-case", args=[case.pk])
    return f"{where}#{anchor}" if anchor else where


@require_http_methods(["GET", "HEAD"])
def of_case(request: HttpRequest, key: int) -> HttpResponse:
    """Everybody and everything a case is about, and who was asked to stay out of it."""
    case = case_or_404(request, key)
    seen(request, case)
    return render(request, "parties/of_case.html", showing.of_case(person_of(request), case))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: int) -> HttpResponse:
    """Register a party of the kind the address names."""
    case, person = case_or_404(request, key), person_of(request)
    require_work(person, case)
    kind = _kind(request.GET.get("kind", ""))
    form = PartyForm(kind, case, _sent(request), initial=_suggested(request, case, kind))

    def save() -> str:
        party = actions.add_party(person, case, form.typed())
        messages.success(request, _("已登记%(name)s。") % {"name": party.name})
        return _list_of(case, f"party-{party.first}")

    context = {"kinds": list(PartyKind), "kind": kind, "title": _("登记当事人和有关人员、车船")}
    return _answer(request, form, save, case, context)


def _kind(code: str) -> PartyKind:
    return PartyKind(code) if code in {one.value for one in PartyKind} else PartyKind.PERSON


def _suggested(request: HttpRequest, case: Case, kind: PartyKind) -> dict[str, Any]:
    """What is known already: the party the case was registered against, and its plate."""
    parties = queries.parties_of(case.pk)
    main = queries.main_party(parties)
    found: dict[str, Any] = {"role": USUAL_ROLE[kind]}
    if kind in (PartyKind.PERSON, PartyKind.ORGANISATION):
        found |= {"name": case.party} if main is None else {"role": ""}
    if kind is PartyKind.VEHICLE:
        known = {number for one in parties for number in one.numbers_by_kind.values()}
        plate = normal_number(NumberKind.PLATE, case.plate)
        found |= {"plate": plate if plate not in known else "", "of": str(main.pk) if main else ""}
    return found | {name: request.GET[name] for name in ("role", "name", "of") if name in request.GET}


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: int) -> HttpResponse:
    """One party; sent with a purpose: its whole numbers, once, which is journalled."""
    party, person = _party_or_404(request, key), person_of(request)
    whole = False
    if request.method == "POST":
        require_see_numbers(person)
        try:
            actions.show_numbers(person, party, request.POST.get("purpose", ""))
            whole = True
        except ValidationError as error:
            messages.error(request, error.messages[0])
    seen(request, party.case)
    refused = request.method == "POST" and not whole
    answer = render(
        request, "parties/party.html", showing.one_party(person, party, whole=whole), status=422 if refused else 200
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Correct a party, with the reason."""
    party, person = _party_or_404(request, key), person_of(request)
    case = party.case
    require_work(person, case)
    initial = standing_of(party, queries.parties_of(case.pk))
    form = PartyForm(PartyKind(party.kind), case, _sent(request), standing=party, initial=initial)

    def save() -> str:
        corrected = actions.correct_party(person, party, form.typed(), form.cleaned_data["reason"])
        messages.success(request, _("已更正%(name)s的登记，原登记仍可查看。") % {"name": corrected.name})
        return reverse("parties:party", args=[corrected.pk])

    context = {"title": _("更正登记：%(name)s") % {"name": party.name}, "party": party}
    return _answer(request, form, save, case, context)


@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take back a party that should not have been registered."""
    party, person = _party_or_404(request, key), person_of(request)
    require_work(person, party.case)
    try:
        actions.withdraw_party(person, party, request.POST.get("purpose", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("parties:party", party.pk)
    messages.success(request, _("已撤销%(name)s的登记。") % {"name": party.name})
    return HttpResponseRedirect(_list_of(party.case))


@require_http_methods(["GET", "HEAD", "POST"])
def new_recusal(request: HttpRequest, key: int) -> HttpResponse:
    """Register that somebody is to stay out of the case."""
    case, person = case_or_404(request, key), person_of(request)
    require_work(person, case)
    form = RecusalForm(case, _sent(request), initial={"asked_at": outside().clock.now(), "way": "asked"})

    def save() -> str:
        recusal = actions.ask_recusal(person, case, form.typed())
        words = _("已登记%(name)s的回避申请，等待决定。决定作出前不停止对案件的调查。")
        messages.success(request, words % {"name": recusal.name})
        return _list_of(case, "recusals")

    return _answer(request, form, save, case, {"title": _("登记回避申请")})


@require_http_methods(["GET", "HEAD", "POST"])
def new_handler(request: HttpRequest, key: int) -> HttpResponse:
    """Name somebody to handle the case: by who handles it, or by a head where nobody is left."""
    case, person = case_or_404(request, key), person_of(request)
    if not may_name_handler(person, case):
        require_work(person, case)
    form = HandlerForm(case, _sent(request))

    def save() -> str:
        handler = case_actions.name_handler(person, case, form.cleaned_data["person"])
        messages.success(request, _("%(name)s已成为本案承办人。") % {"name": handler.person.name})
        return reverse("cases:case", args=[case.pk])

    return _answer(request, form, save, case, {"title": _("指定承办人")})


def _answer(request: HttpRequest, form: forms.Form, save: Save, case: Case, context: dict[str, Any]) -> HttpResponse:
    """Show the form, or do what it says and go on; what was typed is kept when something is wrong."""
    if form.is_valid():
        try:
            return HttpResponseRedirect(save())
        except ValidationError as error:
            _add_errors(form, error)
    seen(request, case)
    status = 422 if request.method == "POST" else 200
    return render(request, "parties/form.html", {"form": form, "case": case, **context}, status=status)


def _add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put a broken rule beside the field it belongs to, or above the form when it has none."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)
