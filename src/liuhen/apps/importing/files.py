"""The files of documents that come with a table: found below one folder, told by their first bytes, kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.actions import BroughtDocument

_PDF = b"%PDF-"


class Files:
    """A folder of documents; None: none was given."""

    def __init__(self, folder: Path | None) -> None:
        """Look at nothing yet."""
        self._folder = folder.resolve() if folder else None

    def fault(self, name: str) -> str:
        """Why the file of this name can't be a document; empty when it can."""
        if self._folder is None:
            return "没有给出文书文件夹"
        path = self._path(name)
        if path is None:
            return "文件名不在文书文件夹之内"
        if not path.is_file():
            return "文书文件夹中没有这个文件"
        with path.open("rb") as head:
            return "" if head.read(len(_PDF)) == _PDF else "不是 PDF 文件"

    def keep(self, document: BroughtDocument) -> BroughtDocument:
        """The document with the bytes of its file in the vault. Raises VaultError."""
        path = self._path(document.name) if document.name else None
        if path is None:
            return document
        vault = outside().vault
        stored = vault.commit(vault.stage(path))
        return replace(document, sha256=stored.sha256, size=stored.size, name=path.name)

    def _path(self, name: str) -> Path | None:
        """The file's place; None for a name that leads out of the folder, by .. or by a link."""
        parts = PurePosixPath(name.replace("\\", "/"))
        if self._folder is None or parts.is_absolute() or ".." in parts.parts or "\x00" in name:
            return None
        path = (self._folder / parts).resolve()
        return path if path.is_relative_to(self._folder) else None
