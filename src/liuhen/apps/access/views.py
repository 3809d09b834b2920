"""Pages of the room: asking to view and deciding on it 审批, and building a case's evidence package."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from typing import IO, TYPE_CHECKING, Any, cast

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.handlers.asgi import ASGIRequest
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.access import actions, queries
from liuhen.apps.access.forms import AskForm, DecideForm, PackageForm
from liuhen.apps.access.permissions import ASK, DECIDE
from liuhen.apps.cases.queries import case_by_number, case_for
from liuhen.apps.lawlib.queries import drafts_waiting
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

ROWS = 25
PIECE = 1 << 18


@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    """The requests to view: those waiting for the person's decision first, then all the person may see."""
    person = cast("Person", request.user)
    page = Paginator(queries.visible_to(person), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": list(queries.waiting_for(person)[:ROWS]),
        "may_ask": person.may(ASK),
        "may_decide": person.may(DECIDE),
        "drafts": drafts_waiting(person),
        "usual_end": outside().clock.now() + actions.USUAL_APPROVAL,
    }
    return render(request, "access/list.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """Ask to view the recordings of a case, named by its number."""
    person = cast("Person", request.user)
    actions.require(person, ASK)
    form = AskForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            _ask(person, form.cleaned_data)
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, _("申请已提交，负责人审批后即可查阅。"))
            return HttpResponseRedirect(reverse("access:list"))
    return render(request, "access/ask.html", {"form": form}, status=422 if form.errors else 200)


def _ask(person: Person, data: dict[str, Any]) -> None:
    """A case of another agency is answered like one that does not exist."""
    case = case_by_number(data["number"].strip())
    if case is None or case.agency_id != person.unit.agency_id:
        raise ValidationError({"number": _("本机构没有这个案号的案件，请核对括号和数字。")})
    actions.ask_to_view(person, case, data["purpose"], data["ground"])


def _show(form: Any, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)


@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Approve or refuse a request."""
    person = cast("Person", request.user)
    asked = queries.request_for(person, key)
    if asked is None:
        raise Http404(_("没有这份申请，或者您无权查看。"))
    granted, form = request.POST.get("decision") == "grant", DecideForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([error for found in form.errors.as_data().values() for error in found])
        said = form.cleaned_data
        actions.decide(person, asked, granted, said["opinion"], until=said["until"])
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, _("已同意。") if granted else _("已答复不同意。"))
    return HttpResponseRedirect(reverse("access:list"))


def package(request: HttpRequest, key: int) -> HttpResponseBase:
    """Say what a package is and how it is checked; build one for a stated purpose and hand it out."""
    person = cast("Person", request.user)
    case = case_for(person, key)
    if case is None:
        raise Http404(_("没有这个案件，或者您无权查看。"))
    actions.require_builder(person, case)
    form = PackageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _hand_out(request, person, case, form.cleaned_data["purpose"])
        except LiuhenError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "case": case,
        "packages": queries.packages_of(case),
        "log_key": outside().signer.verifier_key,
    }
    return render(request, "access/package.html", context, status=422 if form.errors else 200)


def _hand_out(request: HttpRequest, person: Person, case: Case, purpose: str) -> HttpResponseBase:
    """Build into an unnamed file that goes away by itself, then stream it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    try:
        actions.build_package(person, case, purpose, file)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    answer: StreamingHttpResponse
    if isinstance(request, ASGIRequest):
        answer = StreamingHttpResponse(_pieces(file), content_type="application/zip")
    else:
        answer = FileResponse(file, content_type="application/zip")
    answer.headers["Content-Length"] = str(size)
    name = f"{case.number}-证据包.zip"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        while piece := await sync_to_async(file.read)(PIECE):
            yield piece
    finally:
        file.close()
