"""A capture of a vehicle terminal with two channels, and what is done with it on its page."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tickets import redeem_media
from liuhen.apps.review.tests.conftest import World, artifact, found
from liuhen.core.media.tests.terminal import SIM, row
from liuhen.ports.workshop import WorkKind

FIRST, SECOND = "playable.mp4", "playable-2.mp4"
ONE, THIRD = f"{SIM}-1", f"{SIM}-3"
"""The names of the channels, in rows as in the journal; rows of an earlier day name none for the first."""
HOLE = {"from_ms": 200, "to_ms": 400, "packets": 1}
LATER = {"from_ms": 5000, "to_ms": 6000, "packets": 2}


def capture_in(world: World) -> Recording:
    """A capture of two channels with its two films; the second channel begins a second and a half later."""
    (world.card / "terminal.bin").write_bytes(b"".join(row(50)))
    recording = Recording.objects.get(sha256=world.take_in()[0].sha256)
    film = {"sim": SIM, "container": "mp4", "same_length": True}
    first = {**film, "channel": 1, "artifact": FIRST, "starts_ms": 0, "length_ms": 2000, "missing": [HOLE]}
    second = {**film, "channel": 3, "artifact": SECOND, "starts_ms": 1500, "length_ms": 9000, "missing": [LATER]}
    work = found(recording, WorkKind.PLAYABLE, {**first, "streams": [first, second, {"sim": SIM, "channel": 4}]})
    for name in (FIRST, SECOND):
        made = artifact(work, name, "video/mp4")
        made.sha256 = digest_of(name)
        made.save()
    return recording


def digest_of(name: str) -> str:
    """The digest under which the film of this name is kept here."""
    return name.encode().hex().ljust(64, "0")


def plays(browser: Client, answer: Any) -> str:
    ticket = answer.context["media_url"].split("/")[-1]
    return redeem_media(ticket, browser.session.session_key or "").sha256


def switched(browser: Client, capture: Recording, viewing: str, channel: str) -> Any:
    """The viewer after a press on a channel."""
    told = {"v": viewing, "channel": channel}
    return browser.post(reverse("review:view", args=[capture.pk]), told, headers={"HX-Request": "true"})


def axis_of(browser: Client, capture: Recording, viewing: str) -> dict[str, Any]:
    content: dict[str, Any] = browser.get(reverse("review:lanes", args=[capture.pk]), {"v": viewing}).json()
    return content


def told(kind: str) -> list[dict[str, Any]]:
    return [body_of(entry) for entry in Entry.objects.filter(kind=kind).order_by("seq")]
