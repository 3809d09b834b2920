"""The press: prints papers as PDF/A, the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from liuhen.core.errors import LiuhenError
from liuhen.ports.volume_press import VolumeSheet


class PressFailed(LiuhenError):
    """The paper can't be printed as it is: a character no font holds, a font that is not installed, a broken image."""


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


class PlaceKind(StrEnum):
    """Where on the paper somebody confirms it."""

    SIGNATURE = "signature"
    EACH_PAGE = "each_page"
    OPINION = "opinion"
    SEAL = "seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One confirmation: the strokes, photograph or seal (PNG or JPEG, empty: none), words, and when, as printed.

    A `photo` of signed paper is printed at the end, over a page. `refusal` says that somebody refused to sign, and why;
    `witness` who saw it.
    """

    image: bytes = b""
    photo: bool = False
    words: str = ""
    refusal: str = ""
    witness: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to sign or seal, for `who`. Without anything `signed` it is left open, with `room` for so many hands.

    `note` is printed beside it; with a seal, it says what is missing while the seal is.
    """

    who: str
    note: str = ""
    room: int = 1
    kind: PlaceKind = PlaceKind.SIGNATURE
    signed: Sequence[Signed] = ()


class CellKind(StrEnum):
    """What a cell holds: a line, long text that flows over pages, boxes to tick, rows, talk, an opinion."""

    LINE = "line"
    LONG = "long"
    TICKS = "ticks"
    TABLE = "table"
    DIALOGUE = "dialogue"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of a form as it is printed, in its `group` if it has one.

    `options` are those of ticks, each with whether it is ticked; `heads` and `rows` a table; `rows` of a dialogue are
    question and answer; `place` is where the one who gives an opinion signs.
    """

    label: str
    kind: CellKind = CellKind.LINE
    group: str = ""
    text: str = ""
    options: Sequence[tuple[str, bool]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A recording that proves what the document says: from and to which second, and its digest."""

    name: str
    device: str
    when: str
    seconds: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A document made from a form. All is text and nothing in it is read as markup.

    `across` is printed across every page (a draft says so). `blank` stands in what was left empty, so that nothing can
    be written in later; empty: the room is left open. `proofs` prove the document; `digests` are of all recordings made
    so far, told under `digests_title`, with square codes that say `marks` (docs/formats/checking-slip.md). `foot` and
    `lines` are small print in the foot of every page.
    """

    issuer: str
    title: str
    made_at: datetime
    case_number: str = ""
    number: str = ""
    cells: Sequence[Cell] = ()
    places: Sequence[Place] = ()
    proofs: Sequence[Proof] = ()
    digests: Sequence[Proof] = ()
    digests_title: str = ""
    marks: Sequence[str] = ()
    lines: Sequence[str] = ()
    foot: str = ""
    across: str = ""
    blank: str = ""


class Press(Protocol):
    """Prints sheets on A4."""

    def print_sheet(self, sheet: Sheet) -> bytes:
        """The sheet as PDF/A-2b. Raises PressFailed, saying what to do."""

    def print_form(self, sheet: FormSheet) -> bytes:
        """The document as PDF/A-2b. Raises PressFailed, saying what to do."""

    def print_volume_sheet(self, sheet: VolumeSheet) -> bytes:
        """A sheet of a volume, or its page numbers, as PDF/A-2b. Raises PressFailed, saying what to do."""

    def edit_form(self, sheet: FormSheet) -> bytes:
        """The document as .docx, to be worked on elsewhere; no original. Raises PressFailed, saying what to do."""

    def image_fault(self, image: bytes) -> str:
        """Why an image of strokes, paper or a seal can't be printed, in Chinese and what to do; empty when it can."""
