"""The shape of whoever gets the wording out of an official document's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from liuhen.core.errors import LiuhenError


class DocumentRefusal(LiuhenError):
    """A file whose wording cannot be read; the message says why and what to do instead (Chinese)."""


@dataclass(frozen=True, slots=True)
class Document:
    """The wording of a file: form txt, docx or pdf; pages divided by form feeds where the form has pages.

    `sha256` (hexadecimal) is that of the file's bytes, not of the wording. `notes` tell what was left out.
    """

    text: str
    sha256: str
    form: str
    pages: int = 0
    notes: tuple[str, ...] = ()


class DocumentReader(Protocol):
    """Reads the wording of an official document."""

    def read(self, data: bytes, *, name: str) -> Document:
        """The wording of the file's bytes; DocumentRefusal when there is none to be had. `name` is for messages."""
        ...
