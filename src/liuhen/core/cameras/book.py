"""All templates together: which camera a name or a card belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase

from liuhen.core.cameras.reading import NameReading
from liuhen.core.cameras.template import CameraTemplate


class CameraBook:
    """The templates of cameras/, by id."""

    def __init__(self, templates: Iterable[CameraTemplate] = ()) -> None:
        self.templates = {one.id: one for one in templates}

    def read(self, name: str) -> NameReading | None:
        """What the name of a file says, by the template that fixes most of it; None when no template knows it."""
        found = [reading for one in self.templates.values() if (reading := one.read(name))]
        return max(found, key=lambda one: one[0])[1] if found else None

    def known_by_card(self, names: Collection[str], label: str) -> list[CameraTemplate]:
        """The templates whose signs are on a card: a file or folder among `names` (paths as text), or its label."""
        lowered = {part for name in names for part in _prefixes(name.lower())}
        return [one for one in self.templates.values() if _signs(one, lowered, label)]

    def clashes(self) -> Iterator[tuple[str, str, str]]:
        """Examples which another template reads instead: template, example, the other."""
        for one in self.templates.values():
            for name in one.names:
                reading = self.read(name.example)
                if reading and reading.camera != one.id:
                    yield one.id, name.example, reading.camera


def _signs(template: CameraTemplate, names: Collection[str], label: str) -> bool:
    by_label = any(fnmatchcase(label.lower(), pattern.lower()) for pattern in template.card.labels if label)
    return by_label or any(fnmatchcase(name, sign.lower()) for sign in template.card.files for name in names)


def _prefixes(name: str) -> Iterator[str]:
    """The path and every folder above it."""
    parts = name.split("/")
    yield from ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
