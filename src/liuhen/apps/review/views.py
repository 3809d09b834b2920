"""The screens of the room: a recording's page, what plays on it, and the marks made while watching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.recordings import actions, offers, queries
from liuhen.apps.review import forms, showing
from liuhen.core.terms.labels import MarkKind

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

HISTORY = 200


@require_safe
def recording_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One recording, not yet playing: what it is, where it belongs, what was marked, who had it."""
    recording = recording_of(request, pk)
    actions.view_page(person_of(request), recording)
    return render(request, "review/recording.html", _page(request, recording))


@require_POST
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal the viewing, then give the player with a ticket for the bytes."""
    recording = recording_of(request, pk)
    purpose = request.POST.get("purpose", "")[:500]
    try:
        actions.view(person_of(request), recording, purpose)
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:recording", pk)
    download = f"{recording.sha256[:16]}.{recording.container or 'bin'}"
    context = {
        **_page(request, recording),
        "media_url": _media_url(request, recording),
        "download_url": _media_url(request, recording, download),
    }
    template = "review/_viewer.html" if request.headers.get("HX-Request") else "review/recording.html"
    return render(request, template, context)


def _media_url(request: HttpRequest, recording: Recording, download: str = "") -> str:
    ticket = offers.MediaTicket(recording.sha256, offers.content_type(recording), download)
    return offers.media_address(ticket, request.session.session_key)


def _page(request: HttpRequest, recording: Recording) -> dict[str, Any]:
    person = person_of(request)
    links = list(queries.standing_links(recording).prefetch_related("step__interruptions"))
    marks = list(queries.standing_marks(recording))
    standing = offers.standing_of(person, recording)
    return {
        "recording": recording,
        "links": links,
        "marks": [(mark, showing.mark_label(mark)) for mark in marks],
        "timeline": showing.timeline(recording, links, marks),
        "asked": list(enumerate(offers.asked_contents(recording), start=1)) if standing.works else [],
        "spoken": [kind for kind in MarkKind if kind is not MarkKind.KEY_CONTENT],
        **offers.panels(person, recording, works=standing.works),
        "clocks": showing.clocks(recording),
        "reasoning": showing.reasoning(recording),
        "faults": showing.faults(recording),
        "place": showing.place(recording),
        "fps": showing.frames_per_second(recording),
        "time_known": offers.time_known(recording),
        "may_work": standing.works,
        "ground": standing.ground,
        "approved_until": standing.approved_until,
        "needs_purpose": standing.needs_purpose,
        "history": _history(recording),
    }


def _history(recording: Recording) -> list[tuple[Any, Any, dict[str, Any]]]:
    entries = entries_about("recording", str(recording.pk)).reverse()[:HISTORY]
    return [(entry, kind_of(entry.kind), body_of(entry)) for entry in entries]


@require_POST
def make_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the moment being played; the answer is the new list of marks."""
    person, recording = person_of(request), recording_of(request, pk)
    form = forms.MarkForm(request.POST)
    if not form.is_valid():
        offers.require_work(person, recording)
        return _refused(_("标记没有保存：位置或种类不对，请刷新页面后重试。"))
    try:
        actions.make_mark(person, recording, form.typed())
    except actions.RecordingRefused as refusal:
        return _refused(str(refusal))
    return _marks(request, recording)


def _refused(why: str) -> HttpResponse:
    return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")


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
    return redirect("review:recording", mark.recording_id)


def _marks(request: HttpRequest, recording: Recording) -> HttpResponse:
    marks = [(mark, showing.mark_label(mark)) for mark in queries.standing_marks(recording)]
    return render(request, "review/_marks.html", {"recording": recording, "marks": marks, "may_work": True})


def recording_of(request: HttpRequest, pk: int) -> Recording:
    """The recording of the address; 404 when the person may not know of it."""
    recording = queries.recording_for(person_of(request), pk)
    if recording is None:
        raise Http404
    return recording


def person_of(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
