"""What the page's scripts ask for during a viewing: the time axis, another camera beside; what they tell: watching."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.findings.queries import found_in, found_in_many
from liuhen.apps.recordings import offers
from liuhen.apps.recordings.actions import RecordingRefused, view
from liuhen.apps.review import lanes, queries
from liuhen.apps.review.actions import TooSoon, watched
from liuhen.apps.review.candidates import candidates_in
from liuhen.apps.review.device_words import device_words
from liuhen.apps.review.lost import channel_to_play
from liuhen.apps.review.playing import Plays, lost_time, what_plays
from liuhen.apps.review.tokens import ViewingToken, seal
from liuhen.apps.review.views import media_url, no_viewing, person_of, recording_of, viewing_of
from liuhen.apps.review.watching import MOST, Watched
from liuhen.core.media.playing import copy_counts
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind, WorkState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liuhen.apps.findings.queries import Found
    from liuhen.apps.recordings.models import Recording

MOST_SENT = 50 * MOST
"""Stretches one report may hold; merged, they are far fewer."""


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The lanes below the picture; 409 without a journalled viewing."""
    recording = recording_of(request, pk)
    token = viewing_of(request, recording)
    if token is None:
        return no_viewing()
    answer = JsonResponse(_timeline(request, queries.scene_of(recording, token.channel)))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _timeline(request: HttpRequest, scene: queries.Scene) -> dict[str, Any]:
    recording, known = scene.recording, offers.time_known(scene.recording)
    survey, points = scene.result(WorkKind.SURVEY), lanes.later(scene.track().get("points", []), scene.starts_ms)
    others = offers.other_cameras(person_of(request), recording, scene.steps) if known else []
    return {
        "duration": scene.length_ms,
        "starts_at": scene.begins.isoformat() if known else None,
        "error_ms": recording.error_ms if known else None,
        "storyboard": lanes.storyboard(survey, _address(request, scene)),
        "waveform": lanes.waveform(survey, _address(request, scene)),
        "loudness": survey.get("loudness"),
        "lanes": _lanes(scene),
        "marks": lanes.marks(scene.marks_here),
        "candidates": [one.as_json() for one in candidates_in(scene)],
        "speed": lanes.speed(points),
        "track": points,
        "device": device_words(scene).as_json(),
        "said": scene.result(WorkKind.TRANSCRIPT).get("utterances", []),
        "cameras": lanes.cameras(scene.begins, _shown_first(others), lambda key: reverse("review:beside", args=[key])),
        "states": states(scene),
    }


def _shown_first(others: Iterable[Recording]) -> list[lanes.Camera]:
    """Each with the film shown of it first, where it is one whose channels may begin later than it does."""
    known = list(others)
    captures = [one.sha256 for one in known if copy_counts(offers.facts_of(one), same_length=True)]
    found = found_in_many(captures, [WorkKind.PLAYABLE])
    return [lanes.Camera(one, _first_film(one, found.get(one.sha256))) for one in known]


def _first_film(recording: Recording, found: Found | None) -> offers.Film | None:
    return what_plays(recording, found).film if found else None


def _lanes(scene: queries.Scene) -> list[lanes.Json]:
    spans = [*scene.result(WorkKind.SURVEY).get("spans", []), *scene.result(WorkKind.SPEECH).get("spans", [])]
    spans = lanes.with_lost(spans, lost_time(scene.plays.film))
    axis, recording = lanes.Axis(scene.begins, scene.length_ms), scene.recording
    edges = lanes.edges(recording, queries.parts_of(recording), lambda key: reverse("review:recording", args=[key]))
    steps = lanes.step_lanes(axis, scene.links, outside().clock.now()) if offers.time_known(recording) else []
    return lanes.found_lanes(spans, edges) + steps


def _address(request: HttpRequest, scene: queries.Scene) -> lanes.Address:
    work = scene.looked.works.get(WorkKind.SURVEY)

    def address(name: str) -> str:
        made = work.artifacts[name] if work else None
        ticket = offers.MediaTicket(made.sha256, made.content_type) if made else None
        return offers.media_address(ticket, request.session.session_key) if ticket else ""

    return address


def states(scene: queries.Scene) -> list[dict[str, str]]:
    """How far each kind of analysis is, with what is lacking where none can be done here."""
    return [told for kind in queries.SHOWN_KINDS if (told := _state(scene, kind))]


def _state(scene: queries.Scene, kind: WorkKind) -> dict[str, str] | None:
    work = (scene.found if kind is WorkKind.PLAYABLE else scene.looked).works.get(kind)
    if work:
        state, reason = work.state, work.reason if work.state == WorkState.PARKED else ""
    elif kind in queries.NEEDS_MODEL and (reason := outside().workshop.missing(kind)):
        state = WorkState.PARKED
    else:
        return None
    return {"kind": kind.value, "label": _(kind.label), "state": state.value, "words": _(state.label), "reason": reason}


@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal what was watched since the last report: 204, 409 without a viewing, 429 when it is too soon."""
    recording = recording_of(request, pk)
    token = viewing_of(request, recording)
    if token is None:
        return no_viewing()
    try:
        seen = _stretches(request.POST.get("ranges", "[]"))
        watched(person_of(request), recording, seen, token, leaving="leaving" in request.POST)
    except TooSoon as refusal:
        return HttpResponse(str(refusal), status=429, content_type="text/plain; charset=utf-8")
    except ValueError:
        return HttpResponse(_("观看情况的格式不对，没有记录。"), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _stretches(text: str) -> list[Watched]:
    """The stretches a page reports: [[from_ms, to_ms, speed in hundredths], …]; ValueError when it is anything else."""
    sent = json.loads(text)
    if not isinstance(sent, list) or len(sent) > MOST_SENT:
        raise ValueError("a list of stretches is expected")
    return [_stretch(one) for one in sent]


def _stretch(sent: Any) -> Watched:
    if not (isinstance(sent, list) and len(sent) == 3 and all(type(one) is int for one in sent)):
        raise ValueError("a stretch is three whole numbers")
    return Watched(*sent)


@require_POST
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """Open another camera of the scene beside the one being watched: a viewing of its own, for the same purpose."""
    other = recording_of(request, pk)
    leader = _leader(request)
    if leader is None:
        return no_viewing()
    person = person_of(request)
    channel = channel_to_play(other, found_in(other.sha256), "")
    try:
        viewing = view(person, other, leader.purpose, channel=channel)
    except RecordingRefused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    token = ViewingToken(other.pk, person.pk, viewing.entry, leader.purpose, channel)
    return JsonResponse(_beside(request, other, token))


def _leader(request: HttpRequest) -> ViewingToken | None:
    """The viewing of the recording that leads."""
    text = request.POST.get("leader", "")
    return viewing_of(request, recording_of(request, int(text))) if text.isascii() and text.isdigit() else None


def _beside(request: HttpRequest, other: Recording, token: ViewingToken) -> dict[str, Any]:
    plays = what_plays(other, found_in(other.sha256), token.channel)
    return {
        "starts_ms": plays.film.starts_ms if plays.film else 0,
        "url": media_url(other, plays, request.session.session_key),
        "kind": other.medium,
        "copy": plays.plays is Plays.COPY,
        "reason": plays.reason or ("" if plays.plays is not Plays.MAKING else _("正在制作可播放副本，请稍后再试。")),
        "viewing": seal(token, request.session.session_key),
        "watched_url": reverse("review:watched", args=[other.pk]),
        "page": reverse("review:recording", args=[other.pk]),
    }
