"""What needs a playable copy."""

from typing import Any

import pytest

from liuhen.core.media.playing import Way, needs_playable, way_of_picture, way_of_sound


def film(container: str, picture: str | None = None, sound: str | None = None) -> dict[str, Any]:
    tracks = [{"kind": "video", "codec": picture}] if picture is not None else []
    tracks += [{"kind": "audio", "codec": sound}] if sound is not None else []
    return {"kind": "video" if picture is not None else "audio", "container": container, "tracks": tracks}


@pytest.mark.parametrize(
    "facts",
    [
        film("mov", "h264", "aac"),
        film("mov", "h264"),
        film("mov", "av1", "opus"),
        film("mov", "vp9", "aac"),
        film("matroska", "vp8", "vorbis"),
        film("matroska", "vp9", "opus"),
        film("mov", sound="aac"),
        film("mp3", sound="mp3"),
        film("wav", sound="pcm_s16le"),
        film("flac", sound="flac"),
        film("ogg", sound="opus"),
        film("aac", sound="aac"),
    ],
)
def test_what_browsers_play_is_served_as_it_is(facts: dict[str, Any]) -> None:
    assert not needs_playable(facts)


@pytest.mark.parametrize(
    "facts",
    [
        film("mov", "hevc", "aac"),
        film("mov", "h264", "pcm_s16le"),
        film("mov", "mpeg4", "amrnb"),
        film("mpegts", "h264", "aac"),
        film("mpeg", "h264", "pcm_alaw"),
        film("avi", "mjpeg", "pcm_s16le"),
        film("matroska", "h264", "aac"),
        film("flv", "h264", "aac"),
        film("dhav", "hevc"),
        film("wav", sound="pcm_alaw"),
        film("wav", sound="adpcm_g726"),
        film("amr", sound="amrnb"),
        film("mov", ""),
    ],
)
def test_what_browsers_cannot_play_needs_a_copy(facts: dict[str, Any]) -> None:
    assert needs_playable(facts)


@pytest.mark.parametrize("container", ["jpeg", "png", "webp", "gif"])
def test_pictures_for_the_web_are_shown_as_they_are(container: str) -> None:
    assert not needs_playable({"kind": "image", "container": container, "tracks": []})


@pytest.mark.parametrize("container", ["heif", "tiff", "bmp"])
def test_other_pictures_need_a_copy(container: str) -> None:
    assert needs_playable({"kind": "image", "container": container, "tracks": []})


def test_a_damaged_picture_is_not_copied() -> None:
    assert not needs_playable({"kind": "image", "container": "heif", "reason": "damaged"})


def test_packets_and_films_without_an_index_are_tried_and_sidecars_are_not() -> None:
    assert needs_playable({"kind": "packets", "container": "jt1078"})
    assert needs_playable({"kind": "video", "container": "mov", "tracks": [], "reason": "index_missing"})
    assert not needs_playable({"kind": "sidecar", "container": "srt"})


def test_a_film_of_telemetry_alone_needs_nothing() -> None:
    tracks = [{"kind": "data", "codec": ""}, {"kind": "subtitle", "codec": "mov_text"}]
    assert not needs_playable({"kind": "video", "container": "mov", "tracks": tracks, "reason": "no_picture_or_sound"})


def test_only_the_first_track_of_a_kind_decides() -> None:
    facts = film("mov", "h264", "aac")
    facts["tracks"] += [{"kind": "video", "codec": "hevc"}, {"kind": "data", "codec": None}]
    assert not needs_playable(facts)


def test_what_fits_is_copied_and_the_rest_encoded() -> None:
    assert (way_of_picture("h264"), way_of_picture("hevc")) == (Way.COPY, Way.ENCODE)
    assert (way_of_sound("aac"), way_of_sound("pcm_alaw")) == (Way.COPY, Way.ENCODE)
