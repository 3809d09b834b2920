"""The press: prints papers as PDF/A, the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from liuhen.core.errors import LiuhenError


class PressFailed(LiuhenError):
    """The paper can't be printed as it is: a character no font holds, a font that is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper in the layout of an official form: title, a table of labels and text, places for signatures.

    `rows` are label and text in order; `lines` small print below the table (digests); `mark` what the square code says.
    `title` and `number` head the page; `issuer` stands above the title; `made_at` is when the paper was made. All is
    text; nothing in it is read as markup.
    """

    issuer: str
    title: str
    made_at: datetime
    number: str = ""
    rows: Sequence[tuple[str, str]] = ()
    signatures: Sequence[str] = ()
    lines: Sequence[str] = ()
    mark: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


class Press(Protocol):
    """Prints sheets on A4."""

    def print_sheet(self, sheet: Sheet) -> bytes:
        """The sheet as PDF/A-2b. Raises PressFailed, saying what to do."""
