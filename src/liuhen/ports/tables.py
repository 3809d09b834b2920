"""The shape of whoever reads the rows of a table: CSV, XLSX or JSON of another system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from liuhen.core.errors import LiuhenError

if TYPE_CHECKING:
    from liuhen.core.importing.mapping import TableShape
    from liuhen.core.importing.rows import Row


class TableRefused(LiuhenError):
    """A file that can't be read as a table; the message says why and what to do instead (Chinese)."""


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table, and its rows as they are read; reading further may raise TableRefused."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


class TableReader(Protocol):
    """Reads tables of strangers."""

    def open(self, file: Path, shape: TableShape, *, name: str) -> AbstractContextManager[Table]:
        """The table in a file; TableRefused when there is none to be had. `name` is for messages."""
        ...
