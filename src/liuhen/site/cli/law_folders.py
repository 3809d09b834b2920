"""A text that is being written may lie anywhere: it is read with the words, working days and texts of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from liuhen.adapters.law_folder import DiskLawFolder, default_folder, read_text
from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.lawbook.calendars import read_calendar
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary, Word


class Beside(DiskLawFolder):
    """A folder of texts beside the law folder: its own words and years of the calendar are added to the house's."""

    def __init__(self, root: Path, house: DiskLawFolder) -> None:
        """Read `root`, and from `house` what it lacks."""
        super().__init__(root)
        self._house = house

    def text(self, id: str) -> LawText:
        """A text of this folder, else of the house."""
        own = (self.root / id / "text.yaml").exists()
        return super().text(id) if own or id not in self._house.ids() else self._house.text(id)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return _together([self._house.vocabulary(), DiskLawFolder(self.root).vocabulary()])

    @cached_property
    def _calendar(self) -> WorkCalendar:
        paths = [*_years(self._house.root), *_years(self.root)]
        return WorkCalendar(read_calendar(read_text(path), name=f"_calendars/{path.name}") for path in paths)


def _years(root: Path) -> list[Path]:
    return sorted((root / "_calendars").glob("*.yaml"))


def _together(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """One vocabulary of several; where two know a code the later one's term stands."""
    lists: dict[str, dict[str, Word]] = {}
    for vocabulary in vocabularies:
        for name, words in vocabulary.lists.items():
            lists.setdefault(name, {}).update(words)
    return Vocabulary(lists)


def words_of(folder: DiskLawFolder, texts: Sequence[LawText], dossier: Path) -> Vocabulary:
    """The words a dossier may use that is judged by these texts, wherever it and they lie."""
    return _together([words_near(folder, dossier.resolve().parent), *(law.vocabulary for law in texts)])


def words_near(folder: DiskLawFolder, place: Path) -> Vocabulary:
    """The words of `folder`, and those of a `_vocabulary` in `place` or in the folder that holds it."""
    place = place.resolve()
    roots = [
        root for root in (place.parent, place) if (root / "_vocabulary").is_dir() and root != folder.root.resolve()
    ]
    return _together([folder.vocabulary(), *(DiskLawFolder(root).vocabulary() for root in roots)])


def folder_at(root: Path | None) -> DiskLawFolder:
    """The law folder of the house, or one that stands beside it."""
    house = DiskLawFolder()
    if root is None or root.resolve() == default_folder().resolve():
        return house
    return Beside(root, house)


def text_at(folder: DiskLawFolder, named: str) -> LawText:
    """A text by its id, or by the path of its folder."""
    path = Path(named)
    if (path / "text.yaml").exists() and named not in folder.ids():
        return folder_at(path.resolve().parent).text(path.resolve().name)
    return folder.text(named)
