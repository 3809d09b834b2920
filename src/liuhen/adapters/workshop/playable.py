"""A copy that every browser plays 可播放副本: moved over unchanged where only the container is wrong, else encoded."""

from __future__ import annotations

from pathlib import Path

from liuhen.adapters.workshop import labels
from liuhen.adapters.workshop.films.copying import film_copy
from liuhen.adapters.workshop.films.writing import TOOL
from liuhen.core.media.playing import INDEX_MISSING
from liuhen.ports.workshop import MadeFile, Task, Work

WHAT = "可播放副本"


def make(task: Task, source: Path, into: Path) -> Work:
    """Make a playable copy of a film, a sound, a picture, a capture of packets or a film without an index."""
    kind = task.facts.get("kind")
    if kind == "image":
        from liuhen.adapters.workshop import still

        return still.make(task, source, into)
    if kind == "packets":
        from liuhen.adapters.workshop import packets

        return packets.make(task, source, into)
    if task.facts.get("reason") == INDEX_MISSING:
        from liuhen.adapters.workshop import repair

        return repair.make(task, source, into)
    return _of_film(task, source, into)


def _of_film(task: Task, source: Path, into: Path) -> Work:
    words = labels.metadata(labels.parent_of(task.facts, source), WHAT)
    container = task.facts.get("container")
    name, content_type, result = film_copy(source, into, stem="playable", container=container, words=words)
    files = (MadeFile(name, into / name, content_type),)
    return Work(tool=TOOL, result={"artifact": name, **result}, files=files)
