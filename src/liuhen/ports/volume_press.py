"""What is printed for a volume besides its documents: cover, catalogue, list of recordings, closing note, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every sheet of a volume bears: whose it is, what it is of, its number in the archive (empty: none yet)."""

    issuer: str
    title: str
    made_at: datetime
    archive_number: str = ""
    case_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover 封面: label and text in order. `part` is the part of the volume it lies before, empty for one."""

    head: Head
    rows: Sequence[tuple[str, str]]
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the catalogue: serial, number of the document, who is responsible, title, day, pages, remark.

    A line without `serial` is the head of a part or section.
    """

    serial: str = ""
    number: str = ""
    responsible: str = ""
    title: str = ""
    day: str = ""
    pages: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The catalogue 卷内目录."""

    head: Head
    lines: Sequence[Line]
    total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A recording that belongs to the case: it is kept beside the volume, and told here by its digest."""

    name: str
    device: str
    when: str
    length: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Films:
    """The list of recordings 音像记录清单."""

    head: Head
    films: Sequence[Film]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A page in the place of a document whose pages cannot be bound in: kept on paper, or a file that can't be read."""

    head: Head
    rows: Sequence[tuple[str, str]]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingNote:
    """The closing note 备考表: what is to be known of the volume, and who put it together, with room to sign."""

    head: Head
    paragraphs: Sequence[str]
    signatures: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Page numbers from 1 to `last`, a small page each, to be laid over the pages of the volume."""

    head: Head
    last: int


VolumeSheet = Cover | Catalogue | Films | Slip | ClosingNote | Numbers
