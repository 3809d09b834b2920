"""What rows state once a mapping has been applied: plain values, codes of the vocabulary, aware times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDocument:
    """A document the other system tells of; `file` is its name below the folder of files, empty: none."""

    kind: str
    made_at: datetime
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCase:
    """A case the other system tells of. `unit` and `handlers` are as written there; `source` holds the cells read.

    `keeps_unit` and `keeps_handlers`: one that nobody here is called is kept in words.
    """

    row: int
    id: str
    number: str
    cause: str
    party: str
    procedure: str
    origin: str
    opened_at: datetime
    plate: str = ""
    features: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    unit: str = ""
    keeps_unit: bool = False
    handlers: tuple[str, ...] = ()
    keeps_handlers: bool = False
    milestones: Mapping[str, datetime] = field(default_factory=dict)
    about_party: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[StatedDocument, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)
