"""Finds what is wrong with a text's folder, one file of it, or a dossier, by what kind of file it is."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.case_gaps import gaps
from liuhen.core.duties.case_runner import Outcome, run_check
from liuhen.core.forms.reading import read_form
from liuhen.core.lawbook.calendars import read_calendar
from liuhen.core.lawbook.cases import read_cases
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.scaffold import TO_FILL
from liuhen.core.lawbook.soft_words import soft_words
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.procedure.procedure import read_procedure
from liuhen.core.volume.template import read_volume
from liuhen.site.cli.law_folders import folder_at, words_near

TEXT_FILES = ("text.yaml", "duties.yaml", "coverage.yaml")


class Linter:
    """Looks at files one after another; folders, texts and the outcomes of cases are read once for all of them."""

    def __init__(self, house: DiskLawFolder) -> None:
        """Read with the words of `house` and with those that stand beside a file."""
        self._house = house
        self._folders: dict[Path, DiskLawFolder] = {}
        self._outcomes: dict[Path, list[Outcome]] = {}

    def problems(self, file: Path) -> Iterator[Problem]:
        """Every problem of the file, or of all files of a text's folder; for cases also the expectations that fail."""
        file = Path(os.path.realpath(file))  # unlike resolve(), takes links that run in a circle
        if file.is_dir():
            yield from self._whole_text(file)
            return
        try:
            yield from unfilled(file)
            yield from self._linter(file)(file)
        except LawError as error:
            yield from error.problems

    def _linter(self, file: Path) -> Callable[[Path], Iterable[Problem]]:
        if file.name in TEXT_FILES:
            return self._text
        named = {
            "_vocabulary": _vocabulary,
            "_calendars": _calendar,
            "_forms": self._form,
            "_procedures": self._procedure,
            "_volumes": self._volume,
            "cases": self._cases,
        }
        return named.get(file.parent.name, self._dossier)

    def _folder(self, root: Path) -> DiskLawFolder:
        if root not in self._folders:
            self._folders[root] = folder_at(root)
        return self._folders[root]

    def _whole_text(self, place: Path) -> Iterator[Problem]:
        """The three files, the cases one by one, and what only all of them together show: duties no case proves."""
        cases = sorted((place / "cases").glob("*.yaml"))
        for file in (*(place / name for name in TEXT_FILES), *cases):
            yield from self.problems(file)
        if not (place / "text.yaml").exists():
            return
        try:
            law = self._folder(place.parent).text(place.name)
            outcomes = [outcome for file in cases for outcome in self._run(file)]
        except LawError:
            return  # said above
        for gap in gaps(law, outcomes):
            yield Problem(f"{law.id}/duties.yaml", _line_of(place, law, gap.duty), str(gap), gap.article)

    def _text(self, file: Path) -> Iterator[Problem]:
        """A regulation is checked whole, with the vocabulary beside it; the other files' problems show too."""
        law = self._folder(file.parent.parent).text(file.parent.name)
        for soft in soft_words(law):
            line = _line_of(file.parent, law, soft.duty)
            yield Problem(f"{law.id}/duties.yaml", line, soft.message, soft.article)

    def _cases(self, file: Path) -> Iterator[Problem]:
        for o in self._run(file):
            if o.fault:
                yield Problem(_name_of(file), o.check.line, f"{o.check.title}：{o.duty}（{o.subject}）{o.fault}")

    def _run(self, file: Path) -> list[Outcome]:
        """What every expectation of a case file came to; LawError when it or a text it names cannot be read."""
        if file not in self._outcomes:
            folder, owner = self._folder(file.parent.parent.parent), file.parent.parent.name
            checks = read_cases(read_text(file), name=_name_of(file), owner=owner, vocabulary=folder.vocabulary())
            texts = {id: folder.text(id) for check in checks for id in check.texts}
            calendar = folder.calendar()
            self._outcomes[file] = [outcome for check in checks for outcome in run_check(check, texts, calendar)]
        return self._outcomes[file]

    def _form(self, file: Path) -> Iterable[Problem]:
        read_form(read_text(file), name=_name_of(file), vocabulary=self._folder(file.parent.parent).vocabulary())
        return ()

    def _volume(self, file: Path) -> Iterable[Problem]:
        read_volume(read_text(file), name=_name_of(file), vocabulary=self._folder(file.parent.parent).vocabulary())
        return ()

    def _procedure(self, file: Path) -> Iterable[Problem]:
        read_procedure(read_text(file), name=_name_of(file), vocabulary=self._folder(file.parent.parent).vocabulary())
        return ()

    def _dossier(self, file: Path) -> Iterable[Problem]:
        read_dossier(read_text(file), name=str(file), vocabulary=words_near(self._house, file.parent))
        return ()


def unfilled(file: Path) -> Iterator[Problem]:
    """The gaps which the scaffold of a new text left for a person to fill."""
    for number, line in enumerate(read_text(file).split("\n"), 1):
        place = line.find(TO_FILL)
        if place >= 0:
            hint = re.split(r"[}\"']|  #", line[place:].partition("〕")[2])[0].strip()
            yield Problem(_name_of(file), number, f"还没有填写：{hint}（填好后去掉〔待填〕）")


def _name_of(file: Path) -> str:
    """The file as messages name it: text/duties.yaml, text/cases/first.yaml."""
    owner = file.parent.parent.name + "/" if file.parent.name == "cases" else ""
    return f"{owner}{file.parent.name}/{file.name}"


def _line_of(place: Path, law: LawText, duty: str) -> int:
    """Where in duties.yaml the duty (spread or not) begins."""
    found = law.duty(duty)
    entry = re.escape(found.entry if found else duty)
    lines = read_text(place / "duties.yaml").split("\n")
    begins = re.compile(rf"\s*(- )?\{{?\s*id:\s*['\"]?{entry}['\"]?\s*(,.*|#.*|\}}.*)?")
    return next((number for number, line in enumerate(lines, 1) if begins.fullmatch(line.replace("- {", "- ", 1))), 0)


def _vocabulary(file: Path) -> Iterable[Problem]:
    read_vocabulary({file.stem: read_text(file)})
    return ()


def _calendar(file: Path) -> Iterable[Problem]:
    read_calendar(read_text(file), name=str(file))
    return ()
