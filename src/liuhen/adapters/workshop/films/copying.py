"""A film led over into MP4 as far as it can be decoded: each track as it is where that plays, encoded where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from liuhen.adapters.workshop.films.source import (
    WELL_KNOWN_PICTURES,
    Film,
    Look,
    codec_of,
    first_look,
    is_heard,
    opened,
)
from liuhen.adapters.workshop.films.tracks import Untimed
from liuhen.adapters.workshop.films.writing import Recipe, Written, write
from liuhen.core.media.playing import Way, way_of_picture, way_of_sound
from liuhen.ports.workshop import WorkImpossible

SAME_MS = 100
"""By how much the length of a copy may differ and still count as the same: pictures and sounds come in steps."""


def film_copy(
    source: Path, into: Path, *, stem: str, container: str | None, words: Mapping[str, str]
) -> tuple[str, str, dict[str, Any]]:
    """Make a copy that browsers play; give its name in `into`, its content type and what was done.

    Raises WorkImpossible when nothing of the source can be decoded.
    """
    recipe = replace(recipe_for(source, container), words=words)
    name, content_type = (f"{stem}.mp4", "video/mp4") if recipe.picture else (f"{stem}.m4a", "audio/mp4")
    recipe, written = write_somehow(source, into / name, container, recipe)
    with opened(source, container) as film:
        return name, content_type, _result(film, recipe, written)


def recipe_for(source: Path, container: str | None) -> Recipe:
    """How each track is led over, by what can be decoded of it and what browsers play."""
    look = first_look(source, container)
    heard = is_heard(source, container)
    with opened(source, container) as film:
        recipe = Recipe(picture=_picture_way(film, look), sound=_sound_way(film) if heard else None, look=look)
        if recipe.picture is None and recipe.sound is None:
            raise WorkImpossible(_why_nothing(film))
    return recipe


def write_somehow(source: Path, target: Path, container: str | None, recipe: Recipe) -> tuple[Recipe, Written]:
    """Write by the recipe; where a track can't be moved over as it is, encode all. Give what was done in the end."""
    try:
        with opened(source, container) as film:
            return recipe, write(film, target, recipe)
    except Untimed:
        anew = replace(recipe, picture=recipe.picture and Way.ENCODE, sound=recipe.sound and Way.ENCODE)
        if anew == recipe:
            raise
        with opened(source, container) as film:
            return anew, write(film, target, anew)


def _picture_way(film: Film, look: Look | None) -> Way | None:
    """None where nothing of the track can be decoded. Unusual colours are made usual."""
    codec = codec_of(film.picture)
    if codec is None or look is None:
        return None
    return way_of_picture(codec) if look.pixels in WELL_KNOWN_PICTURES else Way.ENCODE


def _sound_way(film: Film) -> Way | None:
    codec = codec_of(film.sound)
    return None if codec is None else way_of_sound(codec)


def _why_nothing(film: Film) -> str:
    if not film.streams:
        return "文件里没有画面也没有声音，做不出可播放副本。"
    return "画面或声音的编码本机不能解码，做不出可播放副本。请用厂商播放器查看原件。"


def _result(film: Film, recipe: Recipe, written: Written) -> dict[str, Any]:
    return {
        "container": "mp4",
        "video": track_told(film.picture, recipe.picture, "h264"),
        "audio": track_told(film.sound, recipe.sound, "aac"),
        "length_ms": written.length_ms,
        "same_length": abs(written.read_ms - written.length_ms) <= SAME_MS,
        "broke_off": written.broke_off,
    }


def track_told(stream: Any | None, way: Way | None, encoded: str) -> dict[str, Any] | None:
    """What became of a track: `way` is null where it had to be left out; null altogether where there is none."""
    if stream is None:
        return None
    codec = codec_of(stream)
    if way is None:
        return {"from": codec, "to": None, "way": None}
    return {"from": codec, "to": codec if way is Way.COPY else encoded, "way": way.value}
