"""Marks made while watching: the answer is the new state of the lists on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liuhen.apps.recordings import actions, offers
from liuhen.apps.recordings.queries import mark_for
from liuhen.apps.review import forms, lanes, queries
from liuhen.apps.review.candidates import candidates_in, candidates_of
from liuhen.apps.review.views import SPOKEN_KEYS, no_viewing, person_of, recording_of, viewing_of

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording


@require_POST
def make_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the moment being played, or a stretch; the answer holds the lists of marks and of what is still asked.

    409 without a journalled viewing: a mark says what was seen, and the answer tells what machines heard and read.
    Of several channels it is the one this viewing plays in which the mark is made.
    """
    person, recording = person_of(request), recording_of(request, pk)
    offers.require_work(person, recording)
    token = viewing_of(request, recording)
    if token is None:
        return no_viewing()
    form = forms.MarkForm(request.POST)
    if not form.is_valid():
        return _refused(_("标记没有保存：位置或种类不对，请刷新页面后重试。"))
    try:
        actions.make_mark(person, recording, _vouched(recording, replace(form.typed(), channel=token.channel)))
    except actions.RecordingRefused as refusal:
        return _refused(str(refusal))
    return _lists(request, recording, token.channel)


def _vouched(recording: Recording, new: actions.NewMark) -> actions.NewMark:
    """Which tool proposed a mark is told by the candidate at that very place, never by the browser."""
    if not new.proposed_by:
        return new
    place = (new.kind, new.content, new.offset_ms)
    tools = [one.tool for one in candidates_of(recording, new.channel) if (one.kind, one.content, one.at_ms) == place]
    return replace(new, proposed_by=tools[0] if tools else "")


def _refused(why: str) -> HttpResponse:
    return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")


def _lists(request: HttpRequest, recording: Recording, channel: str) -> JsonResponse:
    scene = queries.scene_of(recording, channel)
    context = {
        "recording": recording,
        "may_work": True,
        "marks": queries.shown_marks(scene),
        "contents": queries.contents_of(scene),
        "spoken": list(SPOKEN_KEYS.items()),
    }
    return JsonResponse(
        {
            "marks": lanes.marks(scene.marks_here),
            "candidates": [one.as_json() for one in candidates_in(scene)],
            "marks_html": render_to_string("review/_marks.html", context, request),
            "contents_html": render_to_string("review/_contents.html", context, request),
        }
    )


@require_POST
def withdraw_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a mark, saying why."""
    mark = mark_for(person_of(request), pk)
    if mark is None:
        raise Http404
    try:
        actions.withdraw_mark(person_of(request), mark, request.POST.get("purpose", ""))
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:recording", mark.recording_id)
