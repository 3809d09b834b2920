"""What machines can't read by itself is looked at in its playable copy, channel by channel, in the copy's own time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest
from django.urls import reverse

from liuhen.adapters.workshop.tests.studio import KEYS, shoot
from liuhen.adapters.workshop.tests.test_repair import power_lost
from liuhen.adapters.workshop.tests.transmitter import pictures, sent, sound
from liuhen.apps.findings.models import Analysis
from liuhen.apps.findings.queries import found_in, visible_to
from liuhen.apps.findings.working import run_next
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.recordings.looking_at_copies import copy_was_made, look_at_copies
from liuhen.apps.recordings.looking_back import ask_missing
from liuhen.apps.recordings.models import Recording
from liuhen.apps.review import clips, jobs, lanes
from liuhen.apps.review.clips import NewClip
from liuhen.apps.review.queries import scene_of
from liuhen.apps.review.tests.conftest import Browser, World, artifact, found, viewing_of
from liuhen.core.media.tests.terminal import SIM
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind, WorkState

SECOND = f"{SIM}-2"
LOOKED = {WorkKind.SURVEY, WorkKind.SPEECH, WorkKind.TRANSCRIPT, WorkKind.LETTERS}


@pytest.fixture
def capture(world: World, settings: Any, tmp_path: Path) -> Recording:
    """A capture of two channels whose playable copy the workshop has made: two seconds with sound, one without."""
    settings.HOME = tmp_path
    packets = sent(pictures(), sound("pcm_alaw", 6)) + sent(pictures(count=25), channel=2, base=1_600_000_000_500)
    (world.card / "terminal.bin").write_bytes(b"".join(packets))
    recording = Recording.objects.get(sha256=world.take_in()[0].sha256)
    assert set(found_in(recording.sha256).works) == {WorkKind.PLAYABLE}
    assert run_next((WorkKind.PLAYABLE,))
    return recording


def digests(recording: Recording) -> list[str]:
    return [film.made.sha256 for film in scene_of(recording).films if film.made]


def test_the_films_of_a_capture_are_asked_about_once_the_copy_is_made(capture: Recording) -> None:
    first, second = digests(capture)
    assert set(found_in(first).works) == LOOKED
    assert set(found_in(second).works) == {WorkKind.SURVEY, WorkKind.LETTERS}, "it has no sound"
    assert set(Analysis.objects.filter(sha256__in=[first, second]).values_list("copy_of", flat=True)) == {
        capture.sha256
    }
    assert look_at_copies(capture) == [], "asked already"
    assert Analysis.objects.get(sha256=capture.sha256).facts["sha256"] == capture.sha256, "nobody computes it again"


def test_each_channel_shows_the_storyboard_and_the_findings_of_its_own_film(
    capture: Recording, signed_in: Browser
) -> None:
    while run_next((WorkKind.SURVEY,)):
        pass
    browser = signed_in("officer")
    viewing = viewing_of(browser, capture)
    told = {"v": viewing, "channel": SECOND}
    other = browser.post(reverse("review:view", args=[capture.pk]), told, headers={"HX-Request": "true"})
    assert "分析取自可播放副本。" in other.content.decode()
    address = reverse("review:lanes", args=[capture.pk])
    one, two = (browser.get(address, {"v": token}).json() for token in (viewing, other.context["viewing"]))
    assert one["storyboard"]["sheets"]
    assert two["storyboard"]["sheets"]
    assert one["waveform"]
    assert two["waveform"] is None
    assert [round(axis["duration"], -2) for axis in (one, two)] == [2000, 1000]
    states = {state["kind"]: state["state"] for state in two["states"]}
    assert states["survey"] == states["playable"] == WorkState.DONE.value


def test_a_clip_of_the_second_channel_is_cut_from_its_film_and_says_so(capture: Recording) -> None:
    clip = clips.cut(
        capture.officer, capture, NewClip(from_ms=200, to_ms=600, label="号牌", purpose="审核", channel=SECOND)
    )
    assert jobs.cut_clips(lambda: False) == 1
    clip.refresh_from_db()
    assert (clip.failure, clip.result["parent"]) == ("", capture.sha256)
    with outside().vault.local(clip.sha256) as path, av.open(str(path)) as film:
        assert "（通道 2）：00:00:00.200" in film.metadata["comment"]
        assert not film.streams.audio, "the first channel has sound"
    assert [body_of(entry)["data"]["channel"] for entry in Entry.objects.filter(kind__startswith="review.clip_")] == [
        SECOND,
        SECOND,
    ]


def test_who_may_know_of_the_recording_sees_the_work_on_its_copies_and_nobody_else(
    world: World, capture: Recording
) -> None:
    first, _second = digests(capture)
    assert visible_to(world.cast.custodian).filter(sha256=first).count() == len(LOOKED)
    assert not visible_to(world.cast.outsider).filter(sha256=first).exists()


def test_copies_made_before_they_were_looked_at_are_asked_about_later(capture: Recording) -> None:
    Analysis.objects.exclude(copy_of="").delete()
    assert sum(asked.total() for asked in ask_missing([WorkKind.SURVEY])) == 2
    assert not any(ask_missing([WorkKind.SURVEY]))
    assert {found_in(digest).works[WorkKind.SURVEY].state for digest in digests(capture)} == {WorkState.WAITING}


@pytest.mark.parametrize(("same", "kinds"), [(True, set()), (False, {"survey", "letters"})])
def test_of_a_film_the_original_is_looked_at_unless_its_copy_is_of_another_length(
    recording: Recording, same: bool, kinds: set[str]
) -> None:
    told = {"artifact": "copy", "same_length": same, "length_ms": 900, "video": {"to": "h264"}, "audio": None}
    made = artifact(found(recording, WorkKind.PLAYABLE, told), "copy", "video/mp4")
    copy_was_made(recording.sha256, WorkKind.PLAYABLE)
    copy_was_made(recording.sha256, WorkKind.SURVEY)
    assert {kind.value for kind in found_in(made.sha256).works} == kinds
    assert (scene_of(recording).looked.sha256 == made.sha256) is not same


def test_a_film_found_again_without_its_index_is_looked_at_in_its_copy(
    world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setitem(KEYS, "libx264", {**KEYS["libx264"], "x264-params": "repeat-headers=1"})
    power_lost(shoot(world.card / "cut.mp4"))
    recording = Recording.objects.get(sha256=world.take_in()[0].sha256)
    assert run_next((WorkKind.PLAYABLE,))
    scene = scene_of(recording)
    assert scene.plays.film is not None
    assert (scene.plays.film.counts, scene.films) == (True, ())
    assert run_next((WorkKind.SURVEY,))
    assert scene_of(recording).result(WorkKind.SURVEY)["storyboard"]["count"] >= 1


def test_time_lost_on_its_way_is_told_once() -> None:
    lost = [{"kind": "missing", "from_ms": 1000, "to_ms": 3000}]
    found_too = {"kind": "missing", "from_ms": 960, "to_ms": 3040}
    apart = {"kind": "missing", "from_ms": 5000, "to_ms": 6000}
    black = {"kind": "black", "from_ms": 1200, "to_ms": 2800}
    assert lanes.with_lost([found_too, black, apart], lost) == [black, apart, *lost]
    assert lanes.with_lost([found_too], []) == [found_too]
