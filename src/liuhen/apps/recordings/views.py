"""The screens of the room: the list, and what is done to one recording. Its page is in the room of review."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.recordings import actions, forms, queries
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.offers import steps_on_offer
from liuhen.apps.recordings.permissions import INTAKE, require_work
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

PAGE = 50
FIRST_YEAR, LAST_YEAR = 1970, 9000  # beyond them a day cannot be counted on in every time zone


@require_safe
def recording_list(request: HttpRequest) -> HttpResponse:
    """The recordings the person may know of, narrowed by what the address says."""
    person = person_of(request)
    wanted = _filters(request, person)
    page = Paginator(queries.listed(person, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "media": list(Medium),
        "may_intake": person.may(INTAKE),
        "waiting": queries.unlinked_of(person).count() if person.may(INTAKE) else 0,
        "rejected": queries.rejected_for(person).count(),
    }
    return render(request, "recordings/list.html", context)


def _filters(request: HttpRequest, person: Person) -> queries.Filters:
    asked = request.GET
    medium = asked.get("medium", "")
    return queries.Filters(
        mine=person if "mine" in asked else None,
        unlinked="unlinked" in asked,
        medium=medium if medium in list(Medium) else "",
        words=asked.get("q", "")[:100],
        day=_day(asked.get("day", "")),
    )


def _day(text: str) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    known = day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
    return make_aware(datetime.combine(day, time.min)) if day and known else None


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the recording to a step."""
    person, recording = person_of(request), recording_of(request, pk)
    require_work(person, recording)
    offered = steps_on_offer(person, recording)
    form = forms.LinkForm(offered, request.POST)
    if not form.is_valid():
        messages.error(request, _("请从列表中选择执法环节。"))
        return redirect("review:recording", pk)
    try:
        actions.link(person, recording, form.cleaned_data["step"])
        messages.success(request, _("已关联。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", pk)


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
