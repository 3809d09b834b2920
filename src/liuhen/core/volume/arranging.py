"""Laying the documents of a case in the order of a template. Every document lies in the volume exactly once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.volume.template import Part, Section, VolumeTemplate

DOCUMENT = "document:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A document to be laid in: its key, kind (vocabulary), when it was made, the things it is about.

    `corrects` is the key of the document it takes the place of; both are kept, the correction behind.
    """

    key: int
    kind: str
    made_at: datetime
    about: tuple[str, ...] = ()
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A document in its place."""

    part: Part
    section: Section
    leaf: Leaf


def arranged(template: VolumeTemplate, leaves: Iterable[Leaf]) -> list[Placed]:
    """The documents in the order of the volume."""
    kept = [leaf for leaf in leaves if leaf.kind not in template.leave_out]
    behind = _behind(template, kept)
    leading = [leaf for leaf in kept if not any(leaf in group for group in behind.values())]
    return [
        Placed(part, section, leaf)
        for part in template.parts
        for section in part.sections
        for first in _of_section(template, section, leading)
        for leaf in _with_followers(first, behind)
    ]


def _behind(template: VolumeTemplate, leaves: Sequence[Leaf]) -> dict[int, list[Leaf]]:
    """What lies behind which document, by its key: corrections first, then what is about it; each by time.

    Only an earlier document is followed, so that nothing follows itself in a circle.
    """
    by_key = {leaf.key: leaf for leaf in leaves}
    found = defaultdict[int, list[Leaf]](list)
    for leaf in sorted(leaves, key=lambda one: (one.corrects is None, one.made_at, one.key)):
        before = by_key.get(_leads(template, leaf) or 0)
        if before and (before.made_at, before.key) < (leaf.made_at, leaf.key):
            found[before.key].append(leaf)
    return found


def _leads(template: VolumeTemplate, leaf: Leaf) -> int | None:
    """The key of the document this one lies behind."""
    if leaf.corrects is not None or leaf.kind not in template.follow:
        return leaf.corrects
    named = [name.removeprefix(DOCUMENT) for name in leaf.about if name.startswith(DOCUMENT)]
    return next((int(key) for key in named if key.isascii() and key.isdigit()), None)


def _with_followers(leaf: Leaf, behind: dict[int, list[Leaf]]) -> Iterator[Leaf]:
    waiting = [leaf]
    while waiting:
        now = waiting.pop(0)
        yield now
        waiting[:0] = behind.get(now.key, [])


def _of_section(template: VolumeTemplate, section: Section, leaves: Sequence[Leaf]) -> list[Leaf]:
    listed = {code for part in template.parts for one in part.sections for code in one.documents}
    mine = [leaf for leaf in leaves if leaf.kind in section.documents or (section.others and leaf.kind not in listed)]
    places = {code: place for place, code in enumerate(section.documents)}
    last = len(places)

    def order(leaf: Leaf) -> tuple[int, datetime, int]:
        return 0 if section.by_time else places.get(leaf.kind, last), leaf.made_at, leaf.key

    return sorted(mine, key=order)
