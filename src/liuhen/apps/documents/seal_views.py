"""The page of an agency's seals and of the words its running numbers bear: who keeps what, given and withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.cases.opened import person_of
from liuhen.apps.documents import actions, queries
from liuhen.apps.documents.act_views import picture_of
from liuhen.apps.documents.forms import NewSealForm, PassOnForm, WordForm
from liuhen.apps.documents.models import SealImage
from liuhen.apps.documents.permissions import KEEP_SEALS, SEAL, SET_WORDS
from liuhen.apps.documents.permits import require
from liuhen.apps.people.queries import people_of
from liuhen.core.deadlines.units import CHINA
from liuhen.ports.outside import outside
from liuhen.ports.vault import VaultError

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


def _must_know(request: HttpRequest) -> Person:
    """Who keeps a seal, manages them or sets words may look at them; nobody else has to know who keeps what."""
    person = person_of(request)
    if not any(person.may(right) for right in (KEEP_SEALS, SET_WORDS)) and not queries.seals_of(person, person.agency):
        raise PermissionDenied(_("只有印章保管人和有权管理印章、文号代字的人员可以查看本页。"))
    return person


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The seals and words of the person's agency."""
    return _shown(request, _must_know(request))


def _shown(request: HttpRequest, person: Person, status: int = 200, **refused: Any) -> HttpResponse:
    year = outside().clock.now().astimezone(CHINA).year
    keepers, words = _keepers(person), queries.numbers_in(person.agency, year)
    context: dict[str, Any] = {
        "may_keep": person.may(KEEP_SEALS),
        "may_word": person.may(SET_WORDS),
        "seals": queries.seals_ever(person.agency),
        "begun": [one for one in words if one.given],
        "waiting": [one for one in words if not one.given],
        "year": year,
        "new_seal": NewSealForm(keepers=keepers),
        "pass_on": PassOnForm(keepers=keepers),
        "set_word": WordForm(year=year),
    }
    return render(request, "documents/seals.html", context | refused, status=status)


def _keepers(person: Person) -> list[tuple[str, str]]:
    """Who of the agency may keep a seal: value and name for the list."""
    people = people_of(person.agency).prefetch_related("grants")
    return [(str(one.pk), one.name) for one in people if one.may(SEAL)]


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Take a seal into use."""
    person = _must_know(request)
    require(person, KEEP_SEALS)
    form = NewSealForm(request.POST, request.FILES, keepers=_keepers(person))
    if form.is_valid():
        said = form.cleaned_data
        new = actions.NewSeal(name=said["name"], keeper=_keeper(person, said["keeper"]), image=said["image"].chunks())
        if _done(form, lambda: actions.keep_seal(person, new)):
            messages.success(request, _("已启用“%(name)s”。") % {"name": said["name"]})
            return redirect("documents:seals")
    return _shown(request, person, 422, new_seal=form)


@require_POST
def pass_on(request: HttpRequest, key: int) -> HttpResponse:
    """Entrust a seal to another person."""
    person, seal = _must_know(request), _seal_or_404(request, key)
    require(person, KEEP_SEALS)
    form = PassOnForm(request.POST, keepers=_keepers(person))
    if form.is_valid():
        keeper = _keeper(person, form.cleaned_data["keeper"])
        if _done(form, lambda: actions.pass_on_seal(person, seal, keeper)):
            words = _("“%(seal)s”已交由%(name)s保管。") % {"seal": seal.name, "name": keeper.name}
            messages.success(request, words)
            return redirect("documents:seals")
    return _shown(request, person, 422, pass_on=form, passing=seal.pk)


@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take a seal out of use."""
    person, seal = _must_know(request), _seal_or_404(request, key)
    try:
        actions.withdraw_seal(person, seal)
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
    else:
        messages.success(request, _("已停用“%(name)s”。") % {"name": seal.name})
    return redirect("documents:seals")


@require_POST
def set_word(request: HttpRequest) -> HttpResponse:
    """Set the word that the numbers of a kind of document bear in a year."""
    person = _must_know(request)
    require(person, SET_WORDS)
    form = WordForm(request.POST, year=outside().clock.now().astimezone(CHINA).year)
    if form.is_valid():
        said = form.cleaned_data
        if _done(form, lambda: actions.set_word(person, said["form"], said["year"], said["word"])):
            messages.success(request, _("代字已设为“%(word)s”。") % {"word": said["word"]})
            return redirect("documents:seals")
    return _shown(request, person, 422, set_word=form)


@require_safe
def image(request: HttpRequest, key: int) -> HttpResponse:
    """The picture of a seal."""
    _must_know(request)
    return picture_of(_seal_or_404(request, key).sha256)


def _seal_or_404(request: HttpRequest, key: int) -> SealImage:
    seal = queries.seal_for(person_of(request), key)
    if seal is None:
        raise Http404(_("没有这枚印章，或者它不属于本机构。"))
    return seal


def _keeper(person: Person, key: str) -> Person:
    return people_of(person.agency).get(pk=int(key))


def _done(form: forms.Form, act: Any) -> bool:
    """Do it; what is refused is told beside its field, or above the form."""
    try:
        act()
    except VaultError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return False
        for field, found in error.error_dict.items():
            form.add_error(field if field in form.fields else None, found)
    return form.is_valid()
