"""What is done to one recording: its links, times, evidence and keeping. Its page is in the room of review."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liuhen.apps.recordings import actions, forms, queries
from liuhen.apps.recordings.beside import films_on_offer
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.offers import steps_on_offer, suggested_to
from liuhen.apps.recordings.permissions import may_name_film, require_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liuhen.apps.cases.models import Step
    from liuhen.apps.people.models import Person

PAGE = 50


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the recording to a step."""
    person, recording = person_of(request), recording_of(request, pk)
    require_work(person, recording)
    chosen = _chosen(person, recording, request)
    if chosen is None:
        messages.error(request, _("请从列表中选择执法环节。"))
        return redirect("review:recording", pk)
    try:
        actions.link(person, recording, *chosen)
        messages.success(request, _("已关联。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


def _chosen(person: Person, recording: Recording, request: HttpRequest) -> tuple[Step, Sequence[str]] | None:
    """The step that was suggested, with what speaks for it, or the one chosen by hand."""
    for one in suggested_to(person, recording):
        if str(one.key) == request.POST.get("step"):
            return one.step, one.reasons
    form = forms.LinkForm(steps_on_offer(person, recording), request.POST)
    return (form.cleaned_data["step"], ()) if form.is_valid() else None


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Detach a recording from a step, saying why."""
    standing = queries.link_for(person_of(request), pk)
    if standing is None:
        raise Http404
    try:
        actions.end_link(person_of(request), standing, request.POST.get("purpose", ""))
        messages.success(request, _("已解除关联，原关联和理由保留在留痕中。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", standing.recording_id)


@require_POST
def unlink_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Detach all parts of a filming from the case of a link, saying why."""
    standing = queries.link_for(person_of(request), pk)
    if standing is None:
        raise Http404
    try:
        ended = actions.end_session_links(person_of(request), standing, request.POST.get("purpose", ""))
        said = _("已解除这次连续摄录与案件 %(case)s 的 %(n)s 个关联，原关联和理由保留在留痕中。")
        messages.success(request, said % {"case": standing.step.case.number, "n": len(ended)})
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", standing.recording_id)


@require_POST
def name_film(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which film a sidecar belongs to, also instead of another (`instead_of`, the key of what was said)."""
    person, recording = person_of(request), recording_of(request, pk)
    if not may_name_film(person, recording):
        raise PermissionDenied
    form_of = forms.OtherFilmForm if "instead_of" in request.POST else forms.FilmForm
    form = form_of(films_on_offer(person, recording), request.POST)
    try:
        if form.is_valid():
            taken_back = _taken_back(request, form.cleaned_data.get("reason", ""))
            actions.name_film(person, recording, form.cleaned_data["film"], taken_back)
            messages.success(request, _("已指定所属的录像。"))
        else:
            why = _("请从列表中选择录像，并写明更正的理由。") if "reason" in form.errors else _("请从列表中选择录像。")
            messages.error(request, why)
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


@require_POST
def end_pairing(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a sidecar does not belong to the film it was given to, and why."""
    person, recording = person_of(request), recording_of(request, pk)
    correction = _taken_back(request, request.POST.get("purpose", ""))
    try:
        actions.end_pairing(person, recording, correction or actions.Correction(0, ""))
        messages.success(request, _("已撤销归属，原归属和理由保留在留痕中。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


def _taken_back(request: HttpRequest, reason: str) -> actions.Correction | None:
    """What was said of the film and is taken back; None where nothing is."""
    if "instead_of" not in request.POST:
        return None
    key = request.POST["instead_of"]
    return actions.Correction(int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0, reason)


@require_POST
def state_time(request: HttpRequest, pk: int) -> HttpResponse:
    """State when the recording began; what was found of its time stays."""
    recording = recording_of(request, pk)
    form = forms.TimeForm(request.POST)
    try:
        if form.is_valid():
            actions.state_time(person_of(request), recording, form.typed())
            messages.success(request, _("已记下时间说明，可据此关联执法环节；原有时间未作改动。"))
        else:
            require_work(person_of(request), recording)
            messages.error(request, _("时间说明没有保存。") + " ".join(form.told()))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


@require_POST
def use_as_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the recording is used as evidence."""
    recording = recording_of(request, pk)
    try:
        actions.use_as_evidence(person_of(request), recording)
        messages.success(request, _("已确定作为证据。由此产生的义务已列入本案的法定义务。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


@require_POST
def file_recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when the recording was attached to the case file."""
    recording = recording_of(request, pk)
    form = forms.FiledForm(request.POST)
    try:
        if form.is_valid():
            actions.file_recording(person_of(request), recording, form.cleaned_data["at"])
            messages.success(request, _("已登记附卷。"))
        else:
            messages.error(request, _("请填写附卷时间。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how long the recording is kept."""
    recording = recording_of(request, pk)
    form = forms.KeepingForm(request.POST)
    try:
        if form.is_valid():
            long_term = form.cleaned_data["long_term"]
            actions.set_keeping(person_of(request), recording, until=form.moment(), long_term=long_term)
            messages.success(request, _("已确定保存期限。"))
        else:
            messages.error(request, _("请填写保存至哪一天，或者选择长期保存。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


def recording_of(request: HttpRequest, pk: int) -> Recording:
    """The recording of the address; 404 when the person may not know of it."""
    recording = queries.recording_for(person_of(request), pk)
    if recording is None:
        raise Http404
    return recording


def person_of(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
