"""The survey, on films and sound made here whose stretches are known to the millisecond.

Tolerances: black, covered and missing to two pictures (80 ms); frozen to a quarter of a second, because encoders go on
improving a picture that has stopped; silence to 40 ms, because sound is encoded in frames.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from liuhen.adapters.workshop.survey.making import make
from liuhen.adapters.workshop.tests import reels
from liuhen.ports.workshop import Task, Work, WorkFailed, WorkImpossible, WorkKind

PICTURE_MS, FROZEN_MS, SOUND_MS = 80, 250, 40
TROUBLED = reels.schedule(
    (5, reels.moving),
    (9.4, reels.black),
    (14, reels.moving),
    (18.2, reels.covered),
    (22, reels.moving),
    (27.6, reels.halted(549)),
    (32, reels.moving),
)
Found = list[tuple[str, int, int]]
FORMAT = Path(__file__).parents[5] / "docs/formats/findings.schema.json"


def as_documented(kind: str, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """The result, if it is one of docs/formats/findings.md."""
    schema = json.loads(FORMAT.read_text(encoding="utf-8"))
    jsonschema.validate(result, {**schema, "$ref": f"#/$defs/{kind}"})
    return result


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., Work]:
    def survey(path: Path, container: str = "mov", **facts: Any) -> Work:
        into = tmp_path / f"into-{path.name}"
        into.mkdir()
        work = make(Task(kind=WorkKind.SURVEY, facts={"kind": "video", "container": container, **facts}), path, into)
        as_documented("survey", work.result)
        return work

    return survey


def spans(work: Work, *kinds: str) -> Found:
    return [(s["kind"], s["from_ms"], s["to_ms"]) for s in work.result["spans"] if not kinds or s["kind"] in kinds]


def near(found: Found, expected: Found, tolerance: int) -> bool:
    return [kind for kind, _, _ in found] == [kind for kind, _, _ in expected] and all(
        abs(one[1] - other[1]) <= tolerance and abs(one[2] - other[2]) <= tolerance
        for one, other in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("codec", "keys", "name", "container"),
    [
        ("libx264", 25, "a.mp4", "mov"),
        ("libx264", 50, "a.ts", "mpegts"),
        ("libx264", 250, "a.mkv", "matroska"),  # key frames ten seconds apart
        ("mpeg4", 50, "a.avi", "avi"),
        ("mjpeg", 1, "a.mp4", "mov"),  # nothing but key frames
    ],
)
def test_black_covered_and_frozen_stretches_are_found_where_they_are(
    look: Callable[..., Work], tmp_path: Path, codec: str, keys: int, name: str, container: str
) -> None:
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    path = reels.film(tmp_path / name, TROUBLED, 32, codec=codec, keys=keys, pix_fmt=pix_fmt)
    work = look(path, container, duration_ms=32_000)
    seen = [("black", 5000, 9400), ("covered", 14_000, 18_200)]
    assert near(spans(work, "black", "covered"), seen, PICTURE_MS), spans(work)
    assert near(spans(work, "frozen"), [("frozen", 21_960, 27_600)], FROZEN_MS), spans(work)
    assert spans(work, "missing", "silence") == []


def test_a_film_without_trouble_has_none(look: Callable[..., Work], tmp_path: Path) -> None:
    assert spans(look(reels.film(tmp_path / "a.mp4", reels.moving, 12, sound=lambda at: 0.2))) == []


def test_a_still_scene_filmed_by_a_camera_that_works_is_not_frozen(look: Callable[..., Work], tmp_path: Path) -> None:
    assert spans(look(reels.film(tmp_path / "yard.mp4", reels.still_yard, 12))) == []


def test_a_clock_that_ticks_in_a_still_picture_keeps_it_from_being_frozen(
    look: Callable[..., Work], tmp_path: Path
) -> None:
    def ticking(number: int, width: int, height: int) -> reels.Image:
        image = reels.halted(7)(number, width, height).copy()
        image[8:20, 8 : 8 + 4 * (number // reels.FPS % 5)] = 250  # every second a stroke more
        return image

    assert spans(look(reels.film(tmp_path / "clock.mp4", ticking, 12))) == []


def test_in_a_film_of_one_picture_a_second_two_alike_are_not_frozen(look: Callable[..., Work], tmp_path: Path) -> None:
    painter = lambda number, w, h: reels.halted(number // 3 * 40)(number, w, h)  # noqa: E731 - each picture thrice
    assert spans(look(reels.film(tmp_path / "slow.mp4", painter, 30, fps=1))) == []
    held = reels.schedule((10, reels.moving), (18, reels.halted(9)), (30, reels.moving), fps=1)
    found = spans(look(reels.film(tmp_path / "held.mp4", held, 30, fps=1)))
    assert near(found, [("frozen", 9000, 18_000)], 1000), found


def test_stretches_shorter_than_two_seconds_are_not_told(look: Callable[..., Work], tmp_path: Path) -> None:
    painter = reels.schedule((4, reels.moving), (5.5, reels.black), (12, reels.moving))
    loud = lambda at: 0.0 if 4 <= at < 5.5 else 0.2  # noqa: E731
    assert spans(look(reels.film(tmp_path / "a.mp4", painter, 12, sound=loud))) == []


def test_a_stretch_that_lasts_to_the_end_ends_with_the_film(look: Callable[..., Work], tmp_path: Path) -> None:
    painter = reels.schedule((6, reels.moving), (12, reels.black))
    found = spans(look(reels.film(tmp_path / "a.mp4", painter, 12)))
    assert near(found, [("black", 6000, 12_000)], PICTURE_MS), found


@pytest.mark.parametrize(("name", "container"), [("a.mp4", "mov"), ("a.mkv", "matroska"), ("a.ts", "mpegts")])
def test_time_missing_inside_a_file_is_told_with_the_tracks_that_lack_it(
    look: Callable[..., Work], tmp_path: Path, name: str, container: str
) -> None:
    path = reels.film(tmp_path / name, reels.moving, 16, skip=[(5, 8)], sound=lambda at: 0.3)
    work = look(path, container)
    assert near(spans(work), [("missing", 5000, 8000)], PICTURE_MS), spans(work)
    assert sorted(work.result["spans"][0]["detail"]["tracks"]) == ["audio", "video"]


def test_a_track_that_ends_early_lacks_the_rest(look: Callable[..., Work], tmp_path: Path) -> None:
    path = reels.film(tmp_path / "a.mp4", reels.moving, 12, sound=lambda at: 0.3, skip=[])
    cut = tmp_path / "cut.mp4"
    _without(path, cut, lambda packet: packet.stream.type == "audio" and packet.pts * packet.time_base > 7)
    work = look(cut)
    assert near(spans(work), [("missing", 7000, 12_000)], PICTURE_MS), spans(work)
    assert work.result["spans"][0]["detail"] == {"tracks": ["audio"]}


def test_missing_time_is_neither_silent_nor_frozen(look: Callable[..., Work], tmp_path: Path) -> None:
    path = reels.film(tmp_path / "a.mp4", reels.halted(3), 20, skip=[(5, 12)], sound=lambda at: 0.0)
    work = look(path)
    assert near(spans(work, "missing"), [("missing", 5000, 12_000)], PICTURE_MS)
    for kind in ("silence", "frozen"):
        assert near(spans(work, kind), [(kind, 0, 5000), (kind, 12_000, 20_000)], FROZEN_MS), spans(work, kind)


@pytest.mark.parametrize("seconds", [3.0, 61.7])
def test_silence_is_found_where_it_is(look: Callable[..., Work], tmp_path: Path, seconds: float) -> None:
    path = reels.sound(tmp_path / "a.wav", lambda at: 0.0 if 2.5 <= at < 2.5 + seconds else 0.25, seconds + 10)
    work = look(path, "wav", kind="audio")
    assert near(spans(work), [("silence", 2500, 2500 + round(seconds * 1000))], SOUND_MS), spans(work)


def test_a_quiet_room_is_not_silent(look: Callable[..., Work], tmp_path: Path) -> None:
    assert spans(look(reels.sound(tmp_path / "a.wav", lambda at: 0.003, 8), "wav", kind="audio")) == []


def test_loudness_is_that_of_the_standard(look: Callable[..., Work], tmp_path: Path) -> None:
    """A tone of 997 Hz at full scale in one channel has -3.01 LUFS (ITU-R BS.1770, EBU Tech 3341)."""
    work = look(reels.sound(tmp_path / "a.wav", lambda at: 0.1, 8), "wav", kind="audio")
    assert work.result["loudness"]["integrated_lufs"] == pytest.approx(-23.0, abs=0.1)
    assert work.result["loudness"]["sample_peak_db"] == pytest.approx(-20.0, abs=0.1)


def test_digital_silence_has_no_loudness(look: Callable[..., Work], tmp_path: Path) -> None:
    work = look(reels.sound(tmp_path / "a.wav", lambda at: 0.0, 5), "wav", kind="audio")
    assert work.result["loudness"] == {"integrated_lufs": None, "sample_peak_db": None}


def test_the_waveform_follows_the_sound(look: Callable[..., Work], tmp_path: Path) -> None:
    path = reels.sound(tmp_path / "a.flac", lambda at: 0.5 if at < 3 else 0.1, 6, codec="flac")
    work = look(path, "flac", kind="audio")
    told, [file] = work.result["waveform"], work.files
    levels = file.path.read_bytes()
    assert (told["every_ms"], told["count"], file.name) == (50, len(levels), told["artifact"])
    assert len(levels) == pytest.approx(120, abs=2)
    assert set(levels[2:58]) <= {127, 128, 129}
    assert set(levels[62:118]) <= {25, 26, 27}
    assert "storyboard" not in work.result


def test_the_storyboard_shows_each_moment_in_its_place(look: Callable[..., Work], tmp_path: Path) -> None:
    painter = reels.schedule((10, reels.black), (30, lambda number, w, h: reels.black(0, w, h) + 200))
    work = look(reels.film(tmp_path / "a.mp4", painter, 30), duration_ms=30_000)
    board, sheet = work.result["storyboard"], _sheet(work, 0)
    assert (board["every_ms"], board["count"], board["sheets"]) == (2000, 15, ["sheet-0.jpg"])
    assert (board["width"], board["height"], sheet.size) == (160, 90, (1600, 180))
    bright = [sheet.getpixel((slot % 10 * 160 + 80, slot // 10 * 90 + 45))[0] > 100 for slot in range(15)]  # type: ignore[index]
    assert bright == [False] * 5 + [True] * 10


def test_a_long_film_has_pictures_farther_apart_and_never_more_than_nine_hundred(
    look: Callable[..., Work], tmp_path: Path
) -> None:
    work = look(reels.film(tmp_path / "a.mp4", reels.moving, 12), duration_ms=10 * 3_600_000)
    assert work.result["storyboard"]["every_ms"] == 40_000


def test_the_storyboard_is_turned_upright(look: Callable[..., Work], tmp_path: Path) -> None:
    def lit_from_the_left(number: int, width: int, height: int) -> reels.Image:
        image = reels.black(number, width, height)
        image[:, : width // 2] = 220
        return image

    path = reels.film(tmp_path / "a.mp4", lit_from_the_left, 4)
    turned = look(path, rotation=-90)  # as phones say that it is to be turned clockwise
    board, sheet = turned.result["storyboard"], _sheet(turned, 0)
    assert (board["width"], board["height"]) == (90, 160)
    assert sheet.getpixel((45, 20)) > (150, 150, 150), "turned clockwise, what was left is above"  # type: ignore[operator]
    assert sheet.getpixel((45, 140)) < (80, 80, 80)  # type: ignore[operator]


def test_ten_bit_pictures_are_looked_at_as_well(look: Callable[..., Work], tmp_path: Path) -> None:
    painter = reels.schedule((4, reels.moving), (8, reels.black), (12, reels.moving))
    options = {"color_primaries": "bt2020", "color_trc": "smpte2084", "colorspace": "bt2020nc"}
    options["x265-params"] = "log-level=0"
    path = reels.film(
        tmp_path / "hdr.mp4", painter, 12, codec="libx265", pix_fmt="yuv420p10le", keys=25, options=options
    )
    work = look(path)
    assert near(spans(work), [("black", 4000, 8000)], PICTURE_MS), spans(work)
    assert _sheet(work, 0).size == (1600, 90)


def test_a_file_that_breaks_off_is_surveyed_as_far_as_it_goes(look: Callable[..., Work], tmp_path: Path) -> None:
    path = reels.film(tmp_path / "a.ts", reels.moving, 12, sound=lambda at: 0.2)
    cut = tmp_path / "cut.ts"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    work = look(cut, "mpegts")
    assert 4000 < work.result["duration_ms"] < 12_000
    assert work.files


def test_what_holds_neither_picture_nor_sound_is_refused(look: Callable[..., Work], tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(4000))
    with pytest.raises(WorkFailed):
        look(path)
    film = reels.film(tmp_path / "b.mp4", reels.moving, 2)
    with pytest.raises(WorkImpossible):
        look(film, kind="audio")  # a film without sound, asked only for its sound


def _sheet(work: Work, number: int) -> Image.Image:
    return Image.open(io.BytesIO(work.files[number].path.read_bytes())).convert("RGB")


def _without(source: Path, target: Path, left_out: Callable[[Any], bool]) -> None:
    """Copy a film without some of its packets."""
    import av

    with av.open(str(source)) as read, av.open(str(target), "w") as write:
        streams = {stream.index: write.add_stream_from_template(stream) for stream in read.streams}
        for packet in read.demux():
            if packet.dts is not None and not left_out(packet):
                packet.stream = streams[packet.stream.index]
                write.mux(packet)
