"""What a real browser plays: our word for it, and the copies made of what it can't play. Read from files, no house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.adapters.workshop import playable
from liuhen.adapters.workshop.tests.studio import facts, shoot
from liuhen.core.media.playing import needs_playable
from liuhen.ports.workshop import Task, WorkImpossible, WorkKind
from tests.samples.conftest import DEFAULT, samples

__all__ = ["DEFAULT", "samples"]
pytestmark = pytest.mark.journey

TRY = """async ([address, kind]) => {
  const one = document.createElement(kind === "image" ? "img" : kind);
  document.body.replaceChildren(one);
  const told = (event) => new Promise((done) => one.addEventListener(event, () => done(event), { once: true }));
  if (kind === "image") {
    const first = Promise.race([told("load"), told("error")]);
    one.src = address;
    return { plays: await first === "load", width: one.naturalWidth, height: one.naturalHeight };
  }
  one.muted = true;
  const first = Promise.race([told("canplaythrough"), told("error")]);
  one.src = address;
  if (await first === "error") return { plays: false };
  const sought = Promise.race([told("seeked"), told("error")]);
  one.currentTime = one.duration / 2;
  const seeks = await sought === "seeked";
  return { plays: seeks, seconds: one.duration, width: one.videoWidth ?? 0, height: one.videoHeight ?? 0 };
}"""
SKIPPED = {"sidecar", "none"}


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An empty page that may read files."""
    empty = tmp_path_factory.mktemp("page") / "empty.html"
    empty.write_text("<!doctype html><body></body>")
    opened = browser.new_page()
    opened.goto(empty.as_uri())
    yield opened
    opened.close()


def tried(page: Page, path: Path, kind: str) -> dict[str, Any]:
    result: dict[str, Any] = page.evaluate(TRY, [path.as_uri(), "audio" if kind == "audio" else kind])
    return result


def kind_of(content_type: str) -> str:
    return content_type.partition("/")[0]


def copy_of(path: Path, told: dict[str, Any], into: Path) -> list[tuple[Path, str]]:
    """The playable copies of a file; none of one of which nothing can be decoded."""
    try:
        work = playable.make(Task(kind=WorkKind.PLAYABLE, facts=told), path, into)
    except WorkImpossible:
        return []
    return [(file.path, kind_of(file.content_type)) for file in work.files]


@pytest.mark.parametrize(
    ("ending", "coder", "sound"),
    [("mp4", "h264", "aac"), ("mp4", "h264", None), ("webm", "vp8", "libopus"), ("webm", "vp9", "libopus")],
)
def test_films_served_as_they_are_play(page: Page, tmp_path: Path, ending: str, coder: str, sound: str | None) -> None:
    film = shoot(tmp_path / f"film.{ending}", coder=coder, sound=sound, rate=48_000)
    assert not needs_playable(facts(film))
    assert tried(page, film, "video") == {
        "plays": True,
        "seconds": pytest.approx(2, abs=0.1),
        "width": 192,
        "height": 144,
    }


@pytest.mark.parametrize(
    ("name", "coder", "sound"),
    [
        ("film.ts", "h264", "aac"),
        ("film.avi", "mjpeg", "pcm_s16le"),
        ("film.mov", "hevc", "pcm_s16le"),
        ("film.mpg", "mpeg2video", "mp2"),
        ("film.flv", "h264", "aac"),
    ],
)
def test_copies_of_films_no_browser_plays_do_play(
    page: Page, tmp_path: Path, name: str, coder: str, sound: str
) -> None:
    film = shoot(tmp_path / name, coder=coder, sound=sound, rate=48_000 if sound == "mp2" else 16_000)
    told = facts(film)
    before = tried(page, film, "video")
    assert not (before["plays"] and before["width"]), "then no copy would be needed"
    ((copy, kind),) = copy_of(film, told, tmp_path)
    assert tried(page, copy, kind) == {"plays": True, "seconds": pytest.approx(2, abs=0.2), "width": 192, "height": 144}


@pytest.mark.samples
def test_of_every_real_camera_file_something_plays(page: Page, samples: Path, tmp_path: Path) -> None:
    """The original where we say that it plays, else every copy; one film was cut off with nothing to decode it by."""
    tried_files, impossible, probe = 0, list[str](), ChildProbe()
    for path in sorted(one for one in samples.rglob("*") if one.is_file() and "hostile" not in one.parts):
        told = facts(path, probe)
        if told["kind"] in SKIPPED or (told["reason"] and told["reason"] != "index_missing"):
            continue
        shown = [(path, told["kind"])]
        if needs_playable(told):
            folder = tmp_path / path.name
            folder.mkdir()
            shown = copy_of(path, told, folder)
            impossible += [] if shown else [path.name]
        for file, kind in shown:
            result = tried(page, file, kind)
            assert result["plays"], (path.name, file.name)
            assert kind == "audio" or result["width"], (path.name, "sound without its picture")
            tried_files += 1
    probe.close()
    assert tried_files > 60
    assert impossible == ["powerloss_moov_missing.mp4"]
