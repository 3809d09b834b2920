"""The screens of intake: opening a batch, registering what the data plane received, the rejected lane."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.recordings import actions, forms, queries
from liuhen.apps.recordings.companions import pair_companions
from liuhen.apps.recordings.intake import IntakeRefused, Result, open_intake
from liuhen.apps.recordings.list_views import tabs_of
from liuhen.apps.recordings.models import Intake
from liuhen.apps.recordings.outcomes import Became, told_of, told_of_intake
from liuhen.apps.recordings.permissions import INTAKE, REJECTED_LANE, require
from liuhen.apps.recordings.serving import OCTETS
from liuhen.apps.recordings.tickets import MediaTicket, Receipt, TicketRefused, issue, redeem_receipt
from liuhen.apps.recordings.unfinished import UPLOADS_AT, awaited_files, unfinished_batches, waiting_files
from liuhen.apps.recordings.uploads import (
    DigestStatedDiffers,
    Told,
    compare_digest,
    milliseconds,
    name_told,
    register_upload,
    ticket_for,
)
from liuhen.apps.recordings.views import PAGE, person_of
from liuhen.ports.upload_store import UploadBusy, UploadError
from liuhen.ports.vault import VaultError, VaultFull


def upload(request: HttpRequest) -> HttpResponse:
    """Say which device and officer the files come from, then upload."""
    person = person_of(request)
    require(person, INTAKE)
    form = forms.IntakeForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            intake = open_intake(form.batch())
        except IntakeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("recordings:intake", intake.pk)
    context = {"form": form, "batches": unfinished_batches(person)}
    return render(request, "recordings/upload.html", context, status=422 if form.errors else 200)


@require_safe
def intake_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the files, watch them go in, see what became of each."""
    intake = _intake(request, pk)
    context = {
        "intake": intake,
        "clock_seconds": f"{abs(intake.clock_offset_ms or 0) / 1000:g}",
        "filmings": queries.filmings_of_intake(intake),
        "ticket": _ticket(request, intake),
        "files": told_of_intake(person_of(request), intake),
        "uploads_at": UPLOADS_AT,
        "unfinished": awaited_files(intake, person_of(request)),
        "waiting": waiting_files(intake),
    }
    return render(request, "recordings/intake.html", context)


@require_safe
def ticket(request: HttpRequest, pk: int) -> JsonResponse:
    """A fresh upload ticket and form token, for a page that outlived its own."""
    intake = _intake(request, pk)
    return JsonResponse({"ticket": _ticket(request, intake), "token": get_token(request)})


def _ticket(request: HttpRequest, intake: Intake) -> str:
    return issue(ticket_for(intake, person_of(request)), request.session.session_key)


@require_POST
def register(request: HttpRequest, pk: int) -> JsonResponse:
    """Give an uploaded file its row: the same intake as on the command line."""
    intake = _intake(request, pk)
    try:
        receipt = redeem_receipt(request.POST.get("receipt", ""))
        if (receipt.intake, receipt.person) != (intake.pk, person_of(request).pk):
            raise TicketRefused(_("这份上传凭证不属于本批次，请重新上传。"))
        result = _take_in(intake, receipt, request)
    except (TicketRefused, DigestStatedDiffers, UploadError, VaultError) as refusal:
        return JsonResponse({"outcome": "failed", "reason": str(refusal)}, status=_status(refusal))
    return JsonResponse(_answer(request, result))


def _status(refusal: Exception) -> int:
    """423: being registered already, ask again; 507: no room, it waits here; 422: other bytes than were sent."""
    found = {UploadBusy: 423, VaultFull: 507, DigestStatedDiffers: 422}
    return next((status for kind, status in found.items() if isinstance(refusal, kind)), 409)


@require_POST
def over(request: HttpRequest, pk: int) -> JsonResponse:
    """Everything chosen has arrived: sidecars are given to their films at once, and each file is told anew.

    Joining pieces waits for the job: more may be chosen in a moment, and a session is joined once.
    """
    intake = _intake(request, pk)
    pair_companions(intake)
    files = told_of_intake(person_of(request), intake)
    return JsonResponse({"files": {told.sha256: _told_html(request, told) for told in files}})


def _told_html(request: HttpRequest, told: Became) -> str:
    return render_to_string("recordings/_became.html", {"told": told}, request)


def _answer(request: HttpRequest, result: Result) -> dict[str, str | None]:
    """What a script reads, and as `html` what the person reads."""
    told = told_of(person_of(request), result)
    return {
        "outcome": result.outcome.value,
        "label": _(result.outcome.label),
        "reason": result.reason,
        "sha256": result.sha256,
        "url": reverse("review:recording", args=[result.recording]) if result.recording else "",
        "lane": told.lane.value,
        "html": _told_html(request, told),
    }


def _take_in(intake: Intake, receipt: Receipt, request: HttpRequest) -> Result:
    compare_digest(receipt.name, receipt.sha256, request.POST.get("sha256", ""))
    name = request.POST.get("path") or request.POST.get("name") or ""
    told = Told(name_told(name), milliseconds(request.POST.get("last_modified", "")))
    return register_upload(intake, receipt.name, receipt.sha256, told)


def _intake(request: HttpRequest, pk: int) -> Intake:
    intake = queries.intake_for(person_of(request), pk)
    if intake is None:
        raise Http404
    return intake


@require_safe
def rejected_lane(request: HttpRequest) -> HttpResponse:
    """Files that were not taken in, each with its reason; the bytes are kept."""
    person = person_of(request)
    page = Paginator(queries.rejected_for(person), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_fetch": person.may(REJECTED_LANE), **tabs_of(person)}
    return render(request, "recordings/rejected.html", context)


@require_POST
def fetch_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the bytes of a rejected file, never under a type a browser would run."""
    row = get_object_or_404(queries.rejected_for(person_of(request)), pk=pk)
    try:
        actions.fetch_rejected(person_of(request), row, request.POST.get("purpose", "")[:500])
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("recordings:rejected")
    ticket = MediaTicket(row.sha256, OCTETS, f"{row.sha256[:16]}.bin")
    return redirect(f"/data/media/{issue(ticket, request.session.session_key)}")
