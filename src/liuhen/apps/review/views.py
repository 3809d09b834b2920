"""The page a recording is watched on, and what plays on it once a viewing was journalled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.findings.queries import found_in, sketch_of
from liuhen.apps.recordings import actions, offers
from liuhen.apps.recordings.clock_flags import clock_flags
from liuhen.apps.recordings.queries import recording_for
from liuhen.apps.review import burnt_in, note_queries, queries, showing
from liuhen.apps.review.actions import ReviewRefused, again, ask_playable
from liuhen.apps.review.clip_queries import clips_context
from liuhen.apps.review.device_words import device_words
from liuhen.apps.review.lost import channel_to_play, copy_is_lost, films_lost
from liuhen.apps.review.page_entries import page_opened
from liuhen.apps.review.playing import Playing, Plays, what_plays
from liuhen.apps.review.tokens import ViewingToken, seal, unseal
from liuhen.core.media.channels import number_in
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

SPOKEN_KEYS = {MarkKind.SPOKEN_NOTICE: "Q", MarkKind.SPOKEN_EXPLANATION: "W", MarkKind.INTERRUPTION_REASON: "E"}
MAX_NUMBER = 2**53
"""What a browser counts exactly."""
NO_VIEWING = "查阅已经结束或尚未开始，请刷新页面后重新点“开始查阅”。"


@require_safe
def recording_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One recording, not yet playing: what it is, where it belongs, what was marked, who had it."""
    recording = recording_of(request, pk)
    page_opened(request, recording)
    return render(request, "review/recording.html", _page(request, queries.scene_of(recording)))


@require_POST
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal the viewing, then give the player with a ticket for the bytes.

    Whoever goes over to another channel within a viewing (`v`) views that one for the same purpose and no longer than
    before; 409 when the viewing has ended.
    """
    person, recording = person_of(request), recording_of(request, pk)
    before = viewing_of(request, recording)
    if before is None and "v" in request.POST:
        return no_viewing()
    purpose = before.purpose if before else request.POST.get("purpose", "")[:500]
    channel = channel_to_play(recording, found_in(recording.sha256), channel_asked(request))
    try:
        viewing = actions.view(person, recording, purpose, channel=channel)
    except actions.RecordingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:recording", pk)
    until = before.until if before else 0
    return _shown(request, recording, ViewingToken(recording.pk, person.pk, viewing.entry, purpose, channel, until))


@require_safe
def playing(request: HttpRequest, pk: int) -> HttpResponse:
    """What plays by now, for a page that waits for its playable copy: 204 while it is being made.

    409 without a journalled viewing.
    """
    recording = recording_of(request, pk)
    token = viewing_of(request, recording)
    if token is None:
        return no_viewing()
    if what_plays(recording, found_in(recording.sha256)).plays is Plays.MAKING:
        return HttpResponse(status=204)
    return _shown(request, recording, token)


def _shown(request: HttpRequest, recording: Recording, token: ViewingToken) -> HttpResponse:
    scene = queries.scene_of(recording, token.channel)
    plays = scene.plays
    if not plays.asked:
        ask_playable(recording)
    session = request.session.session_key
    context = {
        **_page(request, scene),
        "viewing": seal(replace(token, channel=plays.channel), session),
        "plays": plays,
        **_lost(request, scene),
        "sketch": sketch_of(scene.found),
        "device_words": device_words(scene),
        "beside": offers.time_known(recording) and _others(request, scene).exists(),
        "media_url": media_url(recording, plays, session),
    }
    template = "review/_viewer.html" if request.headers.get("HX-Request") else "review/recording.html"
    return render(request, template, context)


def _lost(request: HttpRequest, scene: queries.Scene) -> dict[str, Any]:
    """What of the copy is gone; a position in a channel that is gone leads nowhere in the one that plays instead."""
    plays = scene.plays
    return {
        "film_lost": plays.plays is Plays.COPY and copy_is_lost(scene.found),
        "films_lost": films_lost(plays.films),
        **({} if channel_asked(request) in plays.called else {"at": None}),
    }


def _others(request: HttpRequest, scene: queries.Scene) -> QuerySet[Recording]:
    return offers.other_cameras(person_of(request), scene.recording, scene.steps)


def media_url(recording: Recording, plays: Playing, session: str | None) -> str:
    """Where the browser fetches what plays; empty when nothing does. To be made after a viewing was journalled."""
    if plays.plays not in (Plays.ORIGINAL, Plays.COPY):
        return ""
    sha256 = plays.sha256 or recording.sha256
    content_type = plays.content_type or offers.content_type(recording)
    return offers.media_address(offers.MediaTicket(sha256, content_type), session)


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a parked analysis of the recording tried once more."""
    recording, kind = recording_of(request, pk), request.POST.get("kind", "")
    try:
        again(person_of(request), recording, WorkKind(kind))
        messages.success(request, _("已重新排队，完成后刷新页面即可看到。"))
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    except ValueError:
        messages.error(request, _("没有这种分析，请刷新页面后重试。"))
    return redirect("review:recording", pk)


def _page(request: HttpRequest, scene: queries.Scene) -> dict[str, Any]:
    person, recording = person_of(request), scene.recording
    standing = offers.standing_of(person, recording)
    return {
        "recording": recording,
        "links": scene.links,
        "standing": standing,
        "may_work": standing.works,
        "marks": queries.shown_marks(scene),
        "contents": queries.contents_of(scene),
        "spoken": [(kind, SPOKEN_KEYS.get(kind, "")) for kind in SPOKEN_KEYS],
        "at": _at(request),
        "channel": channel_asked(request),
        "channel_label": number_in(channel_asked(request)),
        "begins": scene.begins,
        "length_ms": scene.length_ms,
        "time_known": offers.time_known(recording),
        "parts": queries.parts_of(recording),
        **_told(recording),
        "burnt_in": burnt_in.said(recording, scene.result(WorkKind.LETTERS), scene.starts_ms),
        **offers.panels(person, recording, works=standing.works),
        **clips_context(person, recording, scene.channel),
        "notes": note_queries.notes_of(recording),
        "history": queries.history_of(recording),
    }


def _told(recording: Recording) -> dict[str, Any]:
    """What the file tells of itself."""
    return {
        "clocks": showing.clocks(recording),
        "reasoning": showing.reasoning(recording),
        "odd_clocks": clock_flags(recording),
        "faults": showing.faults(recording),
        "place": showing.place(recording),
        "fps": showing.frames_per_second(recording),
    }


def _at(request: HttpRequest) -> int | None:
    """The position (ms) the address asks to begin at."""
    text = request.GET.get("at", "") or request.POST.get("at", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    return None if asked is None else min(asked, MAX_NUMBER)


def channel_asked(request: HttpRequest) -> str:
    """The name of the channel the address or the form asks for; empty for the first or only one."""
    return (request.POST.get("channel") or request.GET.get("channel") or "")[:40]


def viewing_of(request: HttpRequest, recording: Recording) -> ViewingToken | None:
    """The journalled viewing this request belongs to; None when there is none, or its ground has gone since."""
    text = request.POST.get("v", "") or request.GET.get("v", "")
    token = unseal(text, request.session.session_key)
    person = person_of(request)
    if token is None or (token.recording, token.person) != (recording.pk, person.pk):
        return None
    return token if offers.standing_of(person, recording).ground else None


def no_viewing() -> HttpResponse:
    """The answer to whoever asks for what is shown in a viewing only."""
    return HttpResponse(NO_VIEWING, status=409, content_type="text/plain; charset=utf-8")


def recording_of(request: HttpRequest, pk: int) -> Recording:
    """The recording of the address; 404 when the person may not know of it."""
    recording = recording_for(person_of(request), pk)
    if recording is None:
        raise Http404
    return recording


def person_of(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
