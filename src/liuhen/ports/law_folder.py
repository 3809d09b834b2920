"""The shape of the place where regulations are kept: names and wording of files, nothing about how they are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.forms.form import Form
from liuhen.core.lawbook.cases import CaseCheck
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.procedure.procedure import Procedure
from liuhen.core.volume.template import VolumeTemplate


class LawFolder(Protocol):
    """Where the law comes from. Every method raises LawError when a file cannot be used."""

    def ids(self) -> tuple[str, ...]:
        """The ids of the regulations there, sorted."""
        ...

    def text(self, id: str) -> LawText:
        """One regulation; LawError names the known ids when there is no such text."""
        ...

    def vocabulary(self) -> Vocabulary:
        """The codes all regulations share."""
        ...

    def forms(self) -> Mapping[str, Form]:
        """The forms of documents, by code of the document."""
        ...

    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures and the tracks beside them, by id."""
        ...

    def volumes(self) -> Mapping[str, VolumeTemplate]:
        """The orders in which the volumes of cases are put together, by id."""
        ...

    def calendar(self) -> WorkCalendar:
        """Working days, as far as years have been published."""
        ...

    def cases(self, id: str) -> tuple[CaseCheck, ...]:
        """The worked cases of one regulation."""
        ...

    def files(self, id: str) -> Mapping[str, str]:
        """The files of one regulation as they are written: text.yaml, duties.yaml, coverage.yaml, cases/….yaml."""
        ...

    def shared_digest(self) -> str:
        """SHA-256 (hex) of what all regulations share: the vocabulary and the calendars, as their files are written."""
        ...
