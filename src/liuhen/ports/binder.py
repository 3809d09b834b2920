"""The binder: joins the PDF files of a volume into one, numbered and with bookmarks, and says whether it is PDF/A."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from liuhen.core.errors import LiuhenError


class BindingFailed(LiuhenError):
    """The volume can't be bound; the message says why and what to do."""


class Trouble(StrEnum):
    """Why the pages of a file can't be bound in."""

    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Look:
    """What a file was found to be: its pages, or why they can't be bound in."""

    pages: int
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file to be bound in: where it lies or its bytes, its bookmark (empty: none) under that of `under`.

    `numbered` pages bear a number, counted through the whole volume.
    """

    file: Path | bytes
    bookmark: str = ""
    under: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A volume to be bound: its pieces in order, the numbers to lay over their pages, and what it says of itself."""

    pieces: Sequence[Piece]
    numbers: bytes
    title: str
    author: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The bound volume. `archival`: the whole was checked and is PDF/A-2b, and says so; else it claims nothing.

    `not_archival` are the places among the pieces whose own content was found not to be PDF/A-2b.
    """

    path: Path
    pages: int
    archival: bool
    not_archival: Sequence[int] = ()


class Binder(Protocol):
    """Looks into PDF files of strangers and binds them, in a process of its own."""

    def look(self, files: Sequence[Path | bytes]) -> list[Look]:
        """What each file is, in order. Raises BindingFailed when none can be looked at."""

    def bind(self, binding: Binding) -> AbstractContextManager[Bound]:
        """The bound volume, as a file that lies there while the context lasts. Raises BindingFailed."""
