"""Finds what is wrong with one file of the law folder, or with a dossier, by what kind of file it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.case_runner import run_check
from liuhen.core.lawbook.calendars import read_calendar
from liuhen.core.lawbook.cases import read_cases
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.vocabulary import read_vocabulary

TEXT_FILES = frozenset({"text.yaml", "duties.yaml", "coverage.yaml"})


def problems_of(file: Path, folder: DiskLawFolder) -> tuple[Problem, ...]:
    """Every problem of the file, and for a case file also the expectations that fail."""
    try:
        return _linter(file)(file.resolve(), folder)
    except LawError as error:
        return error.problems


def _linter(file: Path) -> Callable[[Path, DiskLawFolder], tuple[Problem, ...]]:
    parent = file.resolve().parent.name
    if file.name in TEXT_FILES:
        return _text
    return {"_vocabulary": _vocabulary, "_calendars": _calendar, "cases": _cases}.get(parent, _dossier)


def _text(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    """A regulation is checked whole, with the vocabulary beside it; the other files' problems show too."""
    DiskLawFolder(file.parent.parent).text(file.parent.name)
    return ()


def _vocabulary(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    read_vocabulary({file.stem: read_text(file)})
    return ()


def _calendar(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    read_calendar(read_text(file), name=str(file))
    return ()


def _cases(file: Path, _: DiskLawFolder) -> tuple[Problem, ...]:
    folder = DiskLawFolder(file.parent.parent.parent)
    owner = file.parent.parent.name
    name = f"{owner}/cases/{file.name}"
    checks = read_cases(read_text(file), name=name, owner=owner, vocabulary=folder.vocabulary())
    texts = {id: folder.text(id) for check in checks for id in check.texts}
    outcomes = [outcome for check in checks for outcome in run_check(check, texts, folder.calendar())]
    return tuple(
        Problem(name, o.check.line, f"{o.check.title}：{o.duty}（{o.subject}）{o.fault}") for o in outcomes if o.fault
    )


def _dossier(file: Path, folder: DiskLawFolder) -> tuple[Problem, ...]:
    read_dossier(read_text(file), name=str(file), vocabulary=folder.vocabulary())
    return ()
