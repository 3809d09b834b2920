"""Captures of which a channel's film is gone: the others play, and the page says which and makes it again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from liuhen.apps.findings.models import Analysis
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tickets import redeem_media
from liuhen.apps.review.tests.captures import FIRST, SECOND, THIRD, axis_of, capture_in, plays, told
from liuhen.apps.review.tests.conftest import Browser, World, viewing_of
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind, WorkState

MAKE_AGAIN = "可播放副本的文件有缺"


@pytest.fixture
def capture(world: World) -> Recording:
    return capture_in(world)


@pytest.fixture
def kept(capture: Recording) -> Analysis:
    """The making of the capture's films, which lie in the vault."""
    work = Analysis.objects.get(sha256=capture.sha256, kind=WorkKind.PLAYABLE.value)
    for made in work.artifacts.all():
        made.sha256 = outside().vault.commit(outside().vault.stage([made.name.encode()])).sha256
        made.save()
    return work


def lose(work: Analysis, name: str, gone: str) -> None:
    film = work.artifacts.filter(name=name)
    _ = film.delete() if gone == "row" else film.update(sha256=name.encode().hex()[:8] + "0" * 56)


def digest_in(work: Analysis, name: str) -> str:
    return work.artifacts.get(name=name).sha256


GONE = pytest.mark.parametrize("gone", ["row", "bytes"])


@GONE
def test_the_film_of_another_channel_that_is_gone_can_be_made_again(
    capture: Recording, kept: Analysis, signed_in: Browser, gone: str
) -> None:
    browser = signed_in("officer")
    assert MAKE_AGAIN not in browser.post(reverse("review:view", args=[capture.pk])).content.decode()
    lose(kept, SECOND, gone)
    page = browser.post(reverse("review:view", args=[capture.pk])).content.decode()
    assert "<lh-player" in page, "the first still plays"
    assert MAKE_AGAIN in page
    assert "通道 3 的可播放副本" in page
    browser.post(reverse("review:again", args=[capture.pk]), {"kind": WorkKind.PLAYABLE.value})
    kept.refresh_from_db()
    assert kept.state == WorkState.WAITING


@GONE
def test_where_the_first_channel_s_film_is_gone_the_others_play(
    capture: Recording, kept: Analysis, signed_in: Browser, gone: str
) -> None:
    lose(kept, FIRST, gone)
    browser = signed_in("officer")
    answer = browser.post(reverse("review:view", args=[capture.pk]), {"at": "700"})
    page = answer.content.decode()
    assert plays(browser, answer) == digest_in(kept, SECOND)
    assert told("recordings.viewed")[-1]["data"]["channel"] == THIRD
    assert "通道 1 的可播放副本" in page
    assert MAKE_AGAIN in page
    assert "data-at=" not in page, "it counts in the film that is gone"
    assert axis_of(browser, capture, answer.context["viewing"])["duration"] == 9000
    cutting = browser.get(reverse("review:clips", args=[capture.pk])).content.decode()
    assert f'<option value="{THIRD}"' in cutting
    lose(kept, SECOND, "row")
    lost_all = browser.post(reverse("review:view", args=[capture.pk])).content.decode()
    assert ("<lh-player" in lost_all) == (gone == "bytes")
    assert reverse("review:again", args=[capture.pk]) in lost_all


@GONE
def test_beside_another_camera_the_channel_is_shown_that_is_kept(
    world: World, recording: Recording, capture: Recording, kept: Analysis, signed_in: Browser, gone: str
) -> None:
    lose(kept, FIRST, gone)
    browser = signed_in("officer")
    given = browser.post(
        reverse("review:beside", args=[capture.pk]), {"leader": recording.pk, "v": viewing_of(browser, recording)}
    ).json()
    ticket = given["url"].split("/")[-1]
    assert redeem_media(ticket, browser.session.session_key or "").sha256 == digest_in(kept, SECOND)
    assert (given["starts_ms"], told("recordings.viewed")[-1]["data"]["channel"]) == (1500, THIRD)
