"""Finds what is wrong with a text's folder, one file of it, or a dossier, by what kind of file it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.case_gaps import gaps
from liuhen.core.duties.case_runner import Outcome, run_check
from liuhen.core.lawbook.calendars import read_calendar
from liuhen.core.lawbook.cases import read_cases
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.scaffold import TO_FILL
from liuhen.core.lawbook.soft_words import soft_words
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.site.cli.law_folders import folder_at

TEXT_FILES = ("text.yaml", "duties.yaml", "coverage.yaml")


def problems_of(file: Path, folder: DiskLawFolder) -> tuple[Problem, ...]:
    """Every problem of the file, or of all files of a text's folder; for cases also the expectations that fail."""
    if file.is_dir():
        return tuple(_whole_text(file.resolve()))
    try:
        left = tuple(unfilled(file))
    except LawError as error:
        return error.problems
    try:
        return (*left, *_linter(file)(file.resolve(), folder))
    except LawError as error:
        return (*left, *error.problems)


def _linter(file: Path) -> Callable[[Path, DiskLawFolder], tuple[Problem, ...]]:
    parent = file.resolve().parent.name
    if file.name in TEXT_FILES:
        return _text
    return {"_vocabulary": _vocabulary, "_calendars": _calendar, "cases": _cases}.get(parent, _dossier)


def unfilled(file: Path) -> Iterator[Problem]:
    """The gaps which the scaffold of a new text left for a person to fill."""
    for number, line in enumerate(read_text(file).split("\n"), 1):
        place = line.find(TO_FILL)
        if place >= 0:
            hint = re.split(r"[}\"']|  #", line[place:].partition("〕")[2])[0].strip()
            yield Problem(_name_of(file.resolve()), number, f"还没有填写：{hint}（填好后去掉〔待填〕）")


def _name_of(file: Path) -> str:
    """The file as messages name it: text/duties.yaml, text/cases/first.yaml."""
    owner = file.parent.parent.name + "/" if file.parent.name == "cases" else ""
    return f"{owner}{file.parent.name}/{file.name}"


def _whole_text(place: Path) -> Iterator[Problem]:
    """The three files, the cases one by one, and what only all of them together show: duties no case proves."""
    cases = sorted((place / "cases").glob("*.yaml"))
    for file in (*(place / name for name in TEXT_FILES), *cases):
        yield from problems_of(file, folder_at(place.parent))
    if not (place / "text.yaml").exists():
        return
    try:
        law = folder_at(place.parent).text(place.name)
        outcomes = [outcome for file in cases for outcome in outcomes_of(file)]
    except LawError:
        return  # said above
    for gap in gaps(law, outcomes):
        line = _line_of(place, law, gap.duty)
        yield Problem(f"{law.id}/duties.yaml", line, str(gap), gap.article)


def _text(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    """A regulation is checked whole, with the vocabulary beside it; the other files' problems show too."""
    law = folder_at(file.parent.parent).text(file.parent.name)
    return tuple(
        Problem(f"{law.id}/duties.yaml", _line_of(file.parent, law, soft.duty), soft.message, soft.article)
        for soft in soft_words(law)
    )


def _line_of(place: Path, law: LawText, duty: str) -> int:
    """Where in duties.yaml the duty (spread or not) begins."""
    found = law.duty(duty)
    entry = re.escape(found.entry if found else duty)
    lines = read_text(place / "duties.yaml").split("\n")
    begins = re.compile(rf"\s*(- )?\{{?\s*id:\s*['\"]?{entry}['\"]?\s*(,.*|#.*|\}}.*)?")
    return next((number for number, line in enumerate(lines, 1) if begins.fullmatch(line.replace("- {", "- ", 1))), 0)


def _vocabulary(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    read_vocabulary({file.stem: read_text(file)})
    return ()


def _calendar(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    read_calendar(read_text(file), name=str(file))
    return ()


def _cases(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    return tuple(
        Problem(_name_of(file), o.check.line, f"{o.check.title}：{o.duty}（{o.subject}）{o.fault}")
        for o in outcomes_of(file)
        if o.fault
    )


def outcomes_of(file: Path) -> list[Outcome]:
    """What every expectation of a case file came to; LawError when it or a text it names cannot be read."""
    owner = file.parent.parent.name
    folder = folder_at(file.parent.parent.parent)
    checks = read_cases(read_text(file), name=_name_of(file), owner=owner, vocabulary=folder.vocabulary())
    texts = {id: folder.text(id) for check in checks for id in check.texts}
    return [outcome for check in checks for outcome in run_check(check, texts, folder.calendar())]


def _dossier(file: Path, folder: DiskLawFolder) -> tuple[Problem, ...]:
    read_dossier(read_text(file), name=str(file), vocabulary=folder.vocabulary())
    return ()
