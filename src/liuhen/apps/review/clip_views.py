"""Clips of a recording, and what is taken out of the house: each by its own right, for a purpose, journalled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.recordings.offers import MediaTicket, content_type, media_address
from liuhen.apps.review import clips
from liuhen.apps.review.actions import ReviewRefused
from liuhen.apps.review.clip_forms import ClipForm
from liuhen.apps.review.clip_queries import clip_for, clips_context
from liuhen.apps.review.clip_queries import content_type as clip_type
from liuhen.apps.review.clips import LONGEST_PURPOSE
from liuhen.apps.review.page_entries import part_fetched
from liuhen.apps.review.views import channel_asked, person_of, recording_of

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording


@require_safe
def clip_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The clips of a recording as they stand, for a page that waits for one."""
    return _listed(request, recording_of(request, pk), ClipForm())


@require_POST
def cut(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a clip; the answer is the list with it, or the form with what is wrong."""
    recording, form = recording_of(request, pk), ClipForm(request.POST)
    if form.is_valid():
        try:
            clips.cut(person_of(request), recording, form.typed())
            form = ClipForm()
        except ReviewRefused as refusal:
            form.add_error(None, str(refusal))
    if not request.headers.get("HX-Request"):
        for error in form.errors.values() if form.is_bound else ():
            messages.error(request, str(error[0]))
        return redirect("review:recording", pk)
    return _listed(request, recording, form)


def _listed(request: HttpRequest, recording: Recording, form: ClipForm) -> HttpResponse:
    part_fetched(request, recording)
    context = {"recording": recording, "clip_form": form, **_clips(request, recording)}
    return render(request, "review/_clips.html", context)


def _clips(request: HttpRequest, recording: Recording) -> dict[str, Any]:
    return clips_context(person_of(request), recording, channel_asked(request))


@require_POST
def take_clip(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal, then hand out a clip under a name that says what it is."""
    clip = clip_for(person_of(request), pk)
    if clip is None:
        raise Http404
    try:
        clips.take(person_of(request), clip, _purpose(request))
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:recording", clip.recording_id)
    kind = clip_type(clip)
    ending = {"video/mp4": "mp4", "audio/mp4": "m4a"}.get(kind, "bin")
    name = _("派生件_%(digest)s_%(label)s") % {"digest": clip.recording.sha256[:8], "label": clip.label}
    return _handed_out(request, MediaTicket(clip.sha256, kind, f"{name}.{ending}"))


@require_POST
def take_original(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal, then hand out a copy of the original, byte for byte."""
    recording = recording_of(request, pk)
    try:
        clips.take_original(person_of(request), recording, _purpose(request))
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:recording", pk)
    name = f"{recording.sha256[:16]}.{recording.container or 'bin'}"
    return _handed_out(request, MediaTicket(recording.sha256, content_type(recording), name))


def _purpose(request: HttpRequest) -> str:
    return request.POST.get("purpose", "")[:LONGEST_PURPOSE]


def _handed_out(request: HttpRequest, ticket: MediaTicket) -> HttpResponse:
    return redirect(media_address(ticket, request.session.session_key))
