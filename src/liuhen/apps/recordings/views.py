"""The screens of the room: the list, the recording's page with player, links and marks. Intake is in upload_views."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.cases.queries import latest_steps_of
from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.recordings import actions, forms, queries, showing
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.law import asked_contents, required_keeping
from liuhen.apps.recordings.linking import suggest_links
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.permissions import (
    INTAKE,
    Ground,
    approved_until,
    may_keep,
    may_work,
    needs_purpose,
    require_work,
    view_ground,
)
from liuhen.apps.recordings.tickets import MediaTicket, issue
from liuhen.core.terms.labels import MarkKind, Medium
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Step
    from liuhen.apps.people.models import Person

PAGE = 50
HISTORY = 200
STEPS_ON_OFFER = 200
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


@require_safe
def recording_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One recording, not yet playing: what it is, where it belongs, what was marked, who had it."""
    recording = recording_of(request, pk)
    actions.view_page(person_of(request), recording)
    return render(request, "recordings/recording.html", _page(request, recording))


@require_POST
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal the viewing, then give the player with a ticket for the bytes."""
    recording = recording_of(request, pk)
    purpose = request.POST.get("purpose", "")[:500]
    try:
        actions.view(person_of(request), recording, purpose)
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("recordings:recording", pk)
    download = f"{recording.sha256[:16]}.{recording.container or 'bin'}"
    context = {
        **_page(request, recording),
        "media_url": media_url(request, recording),
        "download_url": media_url(request, recording, download),
    }
    template = "recordings/_viewer.html" if request.headers.get("HX-Request") else "recordings/recording.html"
    return render(request, template, context)


def media_url(request: HttpRequest, recording: Recording, download: str = "") -> str:
    """Where the data plane gives out the recording's bytes; to be called only after a viewing was journalled."""
    ticket = MediaTicket(recording.sha256, showing.content_type(recording), download)
    return f"/data/media/{issue(ticket, request.session.session_key)}"


def _page(request: HttpRequest, recording: Recording) -> dict[str, Any]:
    person = person_of(request)
    links = list(queries.standing_links(recording).prefetch_related("step__interruptions"))
    marks = list(queries.standing_marks(recording))
    ground = view_ground(person, recording)
    works = may_work(person, recording)
    return {
        "recording": recording,
        "links": links,
        "marks": [(mark, showing.mark_label(mark)) for mark in marks],
        "timeline": showing.timeline(recording, links, marks),
        "asked": list(enumerate(asked_contents(recording), start=1)) if works else [],
        "spoken": [kind for kind in MarkKind if kind is not MarkKind.KEY_CONTENT],
        "suggestions": suggest_links(recording) if works else [],
        "link_form": forms.LinkForm(_steps_on_offer(person, recording)) if works else None,
        "filed_form": forms.FiledForm(initial={"at": outside().clock.now()}),
        "required_keeping": required_keeping(recording),
        "keeping_form": forms.KeepingForm() if may_keep(person, recording) else None,
        "clocks": showing.clocks(recording),
        "reasoning": showing.reasoning(recording),
        "faults": showing.faults(recording),
        "place": showing.place(recording),
        "fps": showing.frames_per_second(recording),
        "time_known": time_known(recording),
        "may_work": works,
        "ground": ground,
        "approved_until": approved_until(person, recording) if ground is Ground.APPROVED else None,
        "needs_purpose": ground is not None and needs_purpose(ground),
        "history": _history(recording),
    }


def _history(recording: Recording) -> list[tuple[Any, Any, dict[str, Any]]]:
    entries = entries_about("recording", str(recording.pk)).reverse()[:HISTORY]
    return [(entry, kind_of(entry.kind), body_of(entry)) for entry in entries]


def _steps_on_offer(person: Person, recording: Recording) -> QuerySet[Step]:
    return latest_steps_of(person, recording.agency_id, STEPS_ON_OFFER)


@require_POST
def make_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the moment being played; the answer is the new list of marks."""
    recording = recording_of(request, pk)
    require_work(person_of(request), recording)
    form = forms.MarkForm(request.POST)
    if not form.is_valid():
        return HttpResponse(
            _("标记没有保存：位置或种类不对，请刷新页面后重试。"), status=422, content_type="text/plain"
        )
    try:
        actions.make_mark(person_of(request), recording, form.typed())
    except actions.RecordingRefused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    return _marks(request, recording)


@require_POST
def withdraw_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a mark, saying why."""
    mark = queries.mark_for(person_of(request), pk)
    if mark is None:
        raise Http404
    try:
        actions.withdraw_mark(person_of(request), mark, request.POST.get("purpose", ""))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("recordings:recording", mark.recording_id)


def _marks(request: HttpRequest, recording: Recording) -> HttpResponse:
    marks = [(mark, showing.mark_label(mark)) for mark in queries.standing_marks(recording)]
    return render(request, "recordings/_marks.html", {"recording": recording, "marks": marks, "may_work": True})


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the recording to a step."""
    person, recording = person_of(request), recording_of(request, pk)
    require_work(person, recording)
    offered = _steps_on_offer(person, recording)
    form = forms.LinkForm(offered, request.POST)
    if not form.is_valid():
        messages.error(request, _("请从列表中选择执法环节。"))
        return redirect("recordings:recording", pk)
    try:
        actions.link(person, recording, form.cleaned_data["step"])
        messages.success(request, _("已关联。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("recordings:recording", pk)


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
    return redirect("recordings:recording", standing.recording_id)


@require_POST
def use_as_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the recording is used as evidence."""
    recording = recording_of(request, pk)
    try:
        actions.use_as_evidence(person_of(request), recording)
        messages.success(request, _("已确定作为证据。由此产生的义务已列入本案的法定义务。"))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("recordings:recording", pk)


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
    return redirect("recordings:recording", pk)


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
    return redirect("recordings:recording", pk)


def recording_of(request: HttpRequest, pk: int) -> Recording:
    """The recording of the address; 404 when the person may not know of it."""
    recording = queries.recording_for(person_of(request), pk)
    if recording is None:
        raise Http404
    return recording


def person_of(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
