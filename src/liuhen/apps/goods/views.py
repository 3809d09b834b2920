"""The pages of a case's goods: what there is, one thing with its way, entering, moving and correcting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.apps.cases.opened import case_or_404, person_of, seen
from liuhen.apps.cases.queries import document_for
from liuhen.apps.goods import actions, queries, showing
from liuhen.apps.goods.forms import CorrectForm, MovementForm, TakingForm, ThingsForm
from liuhen.apps.goods.kinds import movement_named
from liuhen.apps.goods.prefill import key_said, moved, taken
from liuhen.apps.goods.rules import require_correct, require_enter
from liuhen.apps.goods.wanting import needs_of, offer_for

if TYPE_CHECKING:
    from django.forms import Form

    from liuhen.apps.cases.models import Case, Document
    from liuhen.apps.goods.models import Item
    from liuhen.core.goods import MovementKind

WRITE = ["GET", "HEAD", "POST"]


def _item_or_404(request: HttpRequest, key: int) -> Item:
    item = queries.item_for(person_of(request), key)
    if item is None:
        raise Http404(_("没有这件财物，或者您无权查看。"))
    return item


def _add_errors(form: Form, error: ValidationError) -> None:
    """Put a broken rule beside the field it belongs to, or above the form when it has none."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)


def _status(*forms: Form) -> int:
    return 422 if any(form.errors for form in forms) else 200


@require_safe
def of_case(request: HttpRequest, key: int) -> HttpResponse:
    """The goods of a case."""
    case = case_or_404(request, key)
    seen(request, case)
    return render(request, "goods/of_case.html", showing.of_case(person_of(request), case))


@require_safe
def item(request: HttpRequest, key: int) -> HttpResponse:
    """One thing: what it is, and what became of it."""
    found = _item_or_404(request, key)
    seen(request, found.case)
    return render(request, "goods/item.html", showing.of_item(person_of(request), found))


# entering


@require_http_methods(WRITE)
def enter(request: HttpRequest, key: int) -> HttpResponse:
    """Enter things into the ledger; a document that lists them fills the page."""
    case, person = case_or_404(request, key), person_of(request)
    if not queries.may_enter(person, case):
        require_enter(person, case)
    sent = request.POST if request.method == "POST" else None
    listing = _listing(request, case)
    rows = showing.rows_listed(queries.listed_in(listing), case.party) if listing else []
    form = TakingForm(case, sent, initial=taken(case, listing, request.GET.get("step", "")))
    things = ThingsForm(sent, rows, case.party)
    if sent is not None and "more" not in sent and form.is_valid() & things.is_valid():
        try:
            items = actions.enter_items(person, case, form.typed(), things.typed())
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _entered(items))
            return redirect("goods:of-case", case.pk)
    seen(request, case)
    if sent is not None and "more" in sent:
        form = TakingForm(case, None, initial=sent.dict())
    context = {"case": case, "form": form, "things": things, "listing": listing}
    return render(request, "goods/enter.html", context, status=_status(form, *things.rows))


def _entered(items: Sequence[Item]) -> str:
    if len(items) == 1:
        return _("已登入台账：%(number)s。") % {"number": items[0].number}
    numbers = {"n": len(items), "first": items[0].number, "last": items[-1].number}
    return _("已登入台账 %(n)d 件：%(first)s 至 %(last)s。") % numbers


def _listing(request: HttpRequest, case: Case) -> Document | None:
    """The document of this case that the address names; anything else is none."""
    key = key_said(request.GET.get("document", ""))
    found = document_for(person_of(request), key) if key else None
    return found if found and found.case_id == case.pk else None


# moving


@require_http_methods(WRITE)
def move(request: HttpRequest, key: int) -> HttpResponse:
    """Register what became of some things, all alike; what is still missing is told first, with where to get it."""
    case, person = case_or_404(request, key), person_of(request)
    kind = movement_named(request.GET.get("kind", ""))
    if kind is None:
        raise Http404(_("没有这种流转。请从案件的涉案财物页面选择。"))
    if not queries.may_move(person, case) & {*kind.by}:
        raise PermissionDenied(_("“%(kind)s”不由您登记。请交由有权的人员办理。") % {"kind": kind.label})
    items = [one for one in queries.items_of(case.pk) if one.state in kind.starts]
    offer = offer_for(case, kind, items)
    form = _movement_form(request, case, kind, offer)
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in items if one.pk in form.cleaned_data["items"]]
        try:
            actions.move_items(person, case, chosen, form.typed(kind.code))
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("已登记“%(kind)s”，共 %(n)d 件。") % {"kind": kind.label, "n": len(chosen)})
            return redirect("goods:of-case", case.pk)
    seen(request, case)
    context = {"case": case, "kind": kind, "form": form, "needs": needs_of(case, kind, items, offer), "items": items}
    return render(request, "goods/move.html", context, status=_status(form))


def _movement_form(request: HttpRequest, case: Case, kind: MovementKind, offer: Any) -> MovementForm:
    if request.method == "POST":
        return MovementForm(case, kind, offer, request.POST)
    things, document = request.GET.getlist("item"), request.GET.get("document", "")
    return MovementForm(case, kind, offer, initial=moved(person_of(request), case, offer, things, document))


# correcting


@require_http_methods(WRITE)
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Say anew what a thing is, and why."""
    found, person = _item_or_404(request, key), person_of(request)
    require_correct(person, found.case)
    words = found.described
    initial = {name: getattr(words, name) for name in CorrectForm.base_fields if name != "reason"}
    initial["quantity"] = words.quantity.normalize()
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.pop("reason")
        try:
            actions.correct_item(person, found, form.typed(), reason)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("已更正 %(number)s 的登记，原来的写法保留。") % {"number": found.number})
            return redirect("goods:item", found.pk)
    seen(request, found.case)
    return render(
        request, "goods/correct.html", {"case": found.case, "item": found, "form": form}, status=_status(form)
    )
