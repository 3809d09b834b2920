"""Cards and cameras that are plugged in: which are there, what lies on them, and taking off what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from liuhen.core.errors import LiuhenError


class CardError(LiuhenError):
    """Something about a card or a file on it is not as it should be; the message says what to do next."""


class CardGone(CardError):
    """The card is no longer there: it was pulled out, or has stopped answering."""


class FileChanged(CardError):
    """A file on the card is not the one that was checked; it stays where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A card that is plugged in. `serial` is the file system's own.

    `mark` tells one insertion from the next, also across restarts and when another card takes the same place; it is at
    most 80 characters and says nothing else.
    `label` and `serial` are words of others: safe to keep as text, never used as a path.
    """

    place: Path
    label: str = ""
    serial: str = ""
    read_only: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CardFile:
    """One plain file on a card. `name` is its path on the card as text, bytes that are no UTF-8 written out."""

    path: Path
    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What is on a card: plain files in order of their names, and what was left alone, each with its reason."""

    files: tuple[CardFile, ...]
    left_alone: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """All bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class CardText:
    """The beginning of a text file on a card, and when the card says it was written."""

    text: str
    written_at: datetime


class Cards(Protocol):
    """Sees, reads and clears cards. Follows no link, and never leaves the card."""

    def volumes(self, below: Iterable[Path]) -> list[Volume]:
        """The cards mounted below these folders; a plain folder with something in it counts as one."""

    def volume_at(self, place: Path) -> Volume:
        """The card at this very place. Raises CardGone when there is none."""

    def present(self, volume: Volume) -> bool:
        """Whether this card is still plugged in and answering."""

    def listing(self, volume: Volume) -> Listing:
        """Everything on the card. Raises CardGone when it cannot be read to its end."""

    def text(self, volume: Volume, name: str) -> CardText | None:
        """The first 64 KiB of a text file on the card, letters of the path in either case; None when there is none."""

    def digest(self, volume: Volume, file: CardFile) -> str:
        """SHA-256 (hex) of a file, read from the card itself and not from memory.

        Raises CardGone, FileChanged, CardError when it cannot be read.
        """

    def remove(self, volume: Volume, file: CardFile, sha256: str) -> None:
        """Delete a file whose size, time and SHA-256 are still these, looked at again just before.

        Raises CardGone, FileChanged, CardError (read-only); then the file is still there.
        """
