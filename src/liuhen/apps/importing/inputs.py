"""What people state when they bring a table in, and what becomes of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from liuhen.apps.cases.actions import BroughtCase
from liuhen.core.importing.rows import RowFault
from liuhen.ports.vault import Source

if TYPE_CHECKING:
    from liuhen.apps.parties.actions import NewParty
    from liuhen.core.importing.mapping import MappingFile
    from liuhen.core.importing.stated import StatedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGiven:
    """A table on the disk and how it is called, the mapping that reads it, and the folder of its documents, if any."""

    path: Path
    name: str
    mapping: MappingFile
    mapping_text: str
    documents: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A table that somebody hands in: its bytes (a path, or pieces as they arrive), its name, and its mapping."""

    source: Source
    name: str
    system: str
    mapping_text: str

    @classmethod
    def of(cls, given: TableGiven) -> Offered:
        """The same table, on the disk already."""
        return cls(source=given.path, name=given.name, system=given.mapping.source, mapping_text=given.mapping_text)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that may become a case; `party` None: nothing but a name is known. `remarks`: what is kept in words."""

    stated: StatedCase
    case: BroughtCase
    party: NewParty | None = None
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What became of the rows so far: how many were read, brought in (or may be), known already, changed, refused.

    `findings` are the faults of the refused and the differences of the changed ones, the former under "refused".
    """

    total: int = 0
    brought: int = 0
    known: int = 0
    changed: int = 0
    refused: int = 0
    findings: list[tuple[str, RowFault]] = field(default_factory=list)

    def counts(self) -> Mapping[str, int]:
        """The numbers alone."""
        names = ("brought", "known", "changed", "refused")
        return {"rows_read": self.total, **{name: getattr(self, name) for name in names}}
