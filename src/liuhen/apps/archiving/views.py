"""Pages of the room: the volume of a case, its file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, BinaryIO

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.handlers.asgi import ASGIRequest
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liuhen.apps.archiving import actions, queries, showing
from liuhen.apps.archiving.forms import VolumeForm
from liuhen.apps.archiving.permits import require_make
from liuhen.apps.cases.opened import case_or_404, person_of, seen
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case

PIECE = 1 << 18
LONGEST_KEY = 19
MOST_WORDS = 200


@require_safe
def list_volumes(request: HttpRequest) -> HttpResponse:
    """The cases that wait to be archived, and the volumes made so far."""
    person, before = person_of(request), request.GET.get("before", "")
    page = Paginator(queries.waiting_for(person), showing.ROWS).get_page(request.GET.get("page"))
    key = int(before) if before.isascii() and before.isdigit() and len(before) < LONGEST_KEY else None
    context = showing.list_page(person, request.GET.get("q", "")[:MOST_WORDS], key)
    context |= {"page": page, "waiting": showing.waiting_rows(list(page)), "now": outside().clock.now()}
    return render(request, "archiving/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def volume(request: HttpRequest, key: int) -> HttpResponse:
    """What the volume of a case would hold and what is missing; sent: make it."""
    case, person = case_or_404(request, key), person_of(request)
    template = showing.chosen(case, (request.POST or request.GET).get("template", ""))
    if request.method == "POST":
        require_make(person, case)
        form = VolumeForm(case, request.POST)
        if form.is_valid() and _made(request, case, form):
            return redirect("archiving:volume", case.pk)
    else:
        keeping = template.keeping_for(case.features) if template else ""
        form = VolumeForm(case, initial={"template": template and template.id, "keeping": keeping})
    seen(request, case)  # what is shown is of the case: looking at it is viewing the case
    context = {**showing.volume_page(person, case, template), "form": form}
    return render(request, "archiving/volume.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, case: Case, form: VolumeForm) -> bool:
    """Make the volume; what hinders it is told in the form."""
    try:
        made = actions.make_volume(person_of(request), case, form.new_volume())
    except ValidationError as error:
        _tell(form, error)
        return False
    except LiuhenError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("已立卷，共 %(pages)d 页。卷内目录已登记为本案文书。") % {"pages": made.pages})
    return True


def _tell(form: VolumeForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields else None, found)


@require_safe
def volume_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """Give the file of a volume in pieces; opening it is journalled."""
    found = queries.volume_for(person_of(request), key)
    if found is None:
        raise Http404(_("没有这份案卷，或者您无权查看。"))
    actions.view_volume(person_of(request), found)
    file = outside().vault.open(found.sha256)
    answer: StreamingHttpResponse
    if isinstance(request, ASGIRequest):
        answer = StreamingHttpResponse(_pieces(file), content_type="application/pdf")
    else:
        answer = FileResponse(file, content_type="application/pdf")
    answer.headers["Content-Length"] = str(found.size)
    name = f"案卷-{found.case.number}.pdf"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    try:
        while piece := await sync_to_async(file.read)(PIECE):
            yield piece
    finally:
        file.close()


@require_POST
def fonds(request: HttpRequest) -> HttpResponse:
    """Set the code of the fonds of one's agency."""
    try:
        actions.set_fonds(person_of(request), request.POST.get("code", "")[:MOST_WORDS])
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, _("已设置全宗号。此后的案卷按它编档号。"))
    return redirect("archiving:list")
