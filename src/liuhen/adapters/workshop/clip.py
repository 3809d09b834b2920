"""A clip of a recording 片段: from one position to another, marked as a derivative wherever it is taken.

Where the wanted part begins with a key picture, its packets are moved over unchanged; anywhere else it is encoded anew,
so that it begins with the very picture asked for.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from liuhen.adapters.workshop import labels
from liuhen.adapters.workshop.films.copying import recipe_for, track_told, write_somehow
from liuhen.adapters.workshop.films.source import Film, opened
from liuhen.adapters.workshop.films.tracks import Window
from liuhen.adapters.workshop.films.writing import TOOL, NothingWritten, Recipe, Written
from liuhen.core.media.playing import Way
from liuhen.ports.workshop import MadeFile, Task, Work, WorkImpossible

WHAT = "片段"
NEAR = Fraction(1, 50)
"""How far from the wanted beginning a key picture may lie and still be that beginning: half a picture."""
NOTHING_THERE = "这一段没有可以截取的画面和声音：已超出录像的长度，或内容已损坏。请重新填写起止位置。"
_WITHOUT_CUT = {"image", "packets", "sidecar"}


PLACES = {"original": "原件中的位置", "copy": "副本中的位置"}


class NoClip(WorkImpossible):
    """What was asked for can't be cut, however often it is tried."""


def make(task: Task, source: Path, into: Path) -> Work:
    """Cut from `from_ms` to `to_ms` of the task's options; `label` names the clip. Raises NoClip for no such part."""
    wanted = _wanted(task)
    container = task.facts.get("container")
    parent = labels.parent_of(task.facts, source)
    recipe = replace(recipe_for(source, container), window=wanted, words=_words(task, parent))
    recipe = _at_key(recipe, _key_near(source, container, wanted))
    name, content_type = ("clip.mp4", "video/mp4") if recipe.picture else ("clip.m4a", "audio/mp4")
    try:
        recipe, written = write_somehow(source, into / name, container, recipe)
    except NothingWritten as reason:
        raise NoClip(NOTHING_THERE) from reason
    with opened(source, container) as film:
        result = _result(film, task, recipe, written)
    told = {"artifact": name, "parent": parent, **result}
    return Work(tool=TOOL, result=told, files=(MadeFile(name, into / name, content_type),))


def _wanted(task: Task) -> Window:
    begin, end = task.options.get("from_ms"), task.options.get("to_ms")
    if task.facts.get("kind") in _WITHOUT_CUT:
        raise NoClip("只能从录音录像截取片段。")
    if not isinstance(begin, int) or not isinstance(end, int) or not 0 <= begin < end:
        raise NoClip("截取片段的起止位置不对：止须在起之后。")
    return Window(Fraction(begin, 1000), Fraction(end, 1000))


def _words(task: Task, parent: str) -> dict[str, str]:
    """What the clip says of itself: its title, of what it is, from where to where, who had it cut."""
    told = task.options
    span = f"{clock(told['from_ms'])} 至 {clock(told['to_ms'])}"
    label, by = str(told.get("label") or WHAT), str(told.get("by") or "")
    made = f"，由{by}截取" if by else ""
    comment = f"{labels.comment(parent, WHAT)}。{_place(task)}：{span}{made}。"
    return {"title": f"{label}（{labels.NO_ORIGINAL}）", "comment": comment}


def _place(task: Task) -> str:
    """In what the positions count, in words, with the channel where there are several."""
    channel = task.facts.get("channel")
    return f"{PLACES[_positions(task)]}（通道 {channel}）" if channel else PLACES[_positions(task)]


def _positions(task: Task) -> str:
    """In what the positions count: a copy of another length than the original has positions of its own."""
    return "copy" if task.facts.get("positions") == "copy" else "original"


def clock(position_ms: int) -> str:
    """A position as people read it."""
    seconds, rest = divmod(position_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _at_key(recipe: Recipe, key: Fraction | None) -> Recipe:
    """Begin with this key picture; without one the pictures are encoded. Sound can be cut between any two packets."""
    if key is None:
        return replace(recipe, picture=recipe.picture and Way.ENCODE)
    return replace(recipe, window=replace(recipe.window, start=key))


def _key_near(source: Path, container: str | None, wanted: Window) -> Fraction | None:
    """Where a key picture lies at the wanted beginning; the beginning itself where there is sound alone."""
    with opened(source, container) as film:
        if film.picture is None:
            return wanted.start
        film.seek(wanted.start + NEAR)
        key = film.first_key()
    return key if key is not None and abs(key - wanted.start) <= NEAR else None


def _result(film: Film, task: Task, recipe: Recipe, written: Written) -> dict[str, Any]:
    """What was made. `exact`: every picture is the original's own, none was encoded anew."""
    return {
        "container": "mp4",
        "positions": _positions(task),
        "from_ms": round(recipe.window.start * 1000),
        "to_ms": task.options["to_ms"],
        "length_ms": written.length_ms,
        "video": track_told(film.picture, recipe.picture, "h264"),
        "audio": track_told(film.sound, recipe.sound, "aac"),
        "exact": Way.ENCODE not in (recipe.picture, recipe.sound),
        "broke_off": written.broke_off,
    }
