"""The screens of scans: batches that were handed in, and one of them with what became of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liuhen.apps.importing import forms, handing, queries
from liuhen.apps.importing.actions import require_bring
from liuhen.apps.importing.models import BatchState, ScanBatch
from liuhen.apps.importing.permissions import BRING

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

PAGE, FILES = 30, 100


@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest) -> HttpResponse:
    """The batches of the agency, the latest first, and the form for another one."""
    person = _person(request)
    require_bring(person)
    form = forms.ScansForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (batch := _opened(person, form)):
        return redirect("importing:batch", batch.pk)
    page = Paginator(queries.batches_of_agency(person), PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "importing/scans.html", {"form": form, "page": page}, status=status)


def _opened(person: Person, form: forms.ScansForm) -> ScanBatch | None:
    table = form.cleaned_data["table"]
    new = handing.NewBatch(
        name=form.cleaned_data["name"].strip(), list_name=table.name if table else "", listed=form.listed
    )
    try:
        return handing.open_batch(person, new)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: the files handed in so far, which fit, which do not and why."""
    found = _batch(request, pk)
    counts = queries.counts_of(found)
    context = {
        "batch": found,
        "counts": counts,
        "total": sum(counts.values()),
        "page": Paginator(queries.files_of(found), FILES).get_page(request.GET.get("page")),
        "open": found.state == BatchState.OPEN.value,
        "working": found.state == BatchState.RUNNING.value,
    }
    name = "importing/_batch.html" if request.headers.get("HX-Request") else "importing/batch.html"
    return render(request, name, context)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take files into the batch; each is tried, none is attached yet."""
    found, person = _batch(request, pk), _person(request)
    try:
        for file in request.FILES.getlist("files"):
            handing.take_file(person, found, file.name or "", file.chunks())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("importing:batch", pk)


@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Have what fits attached."""
    found = _batch(request, pk)
    try:
        handing.begin_attaching(_person(request), found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已开始附入，离开本页也会继续。"))
    return redirect("importing:batch", pk)


def _batch(request: HttpRequest, pk: int) -> ScanBatch:
    """The batch among those of the agency; somebody of the agency without the right is refused by word."""
    person = _person(request)
    found = get_object_or_404(queries.batches_of_agency(person), pk=pk)
    if not person.may(BRING):
        raise PermissionDenied(_("导入的扫描件由资料管理员查看。"))
    return found


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)
