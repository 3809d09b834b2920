"""The law folder on disk: `law/` beside the package, or where LIUHEN_LAW points."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.forms.form import Form
from liuhen.core.forms.reading import read_form
from liuhen.core.lawbook.calendars import read_calendar
from liuhen.core.lawbook.cases import CaseCheck, read_cases
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary, read_vocabulary
from liuhen.core.procedure.procedure import Procedure, read_procedure
from liuhen.core.volume.template import VolumeTemplate, read_volume

MAX_BYTES = 4_000_000
PARTS = ("text", "duties", "coverage")
"""The three files that make a regulation, without their ending."""
_WHY_NOT = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有读取的权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ELOOP: "符号链接绕成了圈",
    errno.ENAMETOOLONG: "文件名太长",
}


def default_folder() -> Path:
    """Where the law is: LIUHEN_LAW, else `law/` at the root of the checkout the package runs from."""
    named = os.environ.get("LIUHEN_LAW")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "law"


def read_text(path: Path, *, name: str | None = None) -> str:
    """A file's text; raises LawError where it is missing, no plain file, too big or not UTF-8."""
    shown = name or str(path)
    try:
        raw = _bytes_of(path, shown)
    except OSError as error:
        why = _WHY_NOT.get(error.errno or 0, error.strerror)
        raise LawError([Problem(shown, 0, f"读不到这个文件（{why}），请核对文件名和权限")]) from None
    if raw is None:
        raise LawError([Problem(shown, 0, f"文件超过 {MAX_BYTES} 字节，请拆分")])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LawError([Problem(shown, line, "不是 UTF-8 编码，请另存为 UTF-8")]) from None


def _bytes_of(path: Path, shown: str) -> bytes | None:
    """What the file holds, None when that is too much. A pipe or a device would never end, so it is not opened."""
    found = path.stat()
    if not (S_ISREG(found.st_mode) or S_ISDIR(found.st_mode)):
        raise LawError([Problem(shown, 0, "不是普通文件，不读取；请给出 YAML 文件")])
    return path.read_bytes() if found.st_size <= MAX_BYTES else None


class DiskLawFolder:
    """Reads regulations from a folder; each is read and typed once and then kept."""

    def __init__(self, root: Path | None = None) -> None:
        """Use `root`, or the default folder."""
        self.root = root or default_folder()
        self._texts: dict[str, LawText] = {}
        self._read: dict[str, dict[str, str]] = {}

    def ids(self) -> tuple[str, ...]:
        """The folders that hold a text.yaml, sorted."""
        if not self.root.is_dir():
            raise LawError([Problem(str(self.root), 0, "没有这个法规文件夹，请设置 LIUHEN_LAW 或用 --law 指定")])
        return tuple(sorted(path.parent.name for path in self.root.glob("[a-z]*/text.yaml")))

    def text(self, id: str) -> LawText:
        """One regulation, typed and cross-checked."""
        if id not in self._texts:
            self._texts[id] = load_text(self._files(id), self._vocabulary)
        return self._texts[id]

    def vocabulary(self) -> Vocabulary:
        """The shared codes."""
        return self._vocabulary

    def forms(self) -> Mapping[str, Form]:
        """The forms of documents, by code of the document, in the order of the files."""
        return self._forms

    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures and the tracks beside them, by id."""
        return self._procedures

    def volumes(self) -> Mapping[str, VolumeTemplate]:
        """The orders in which volumes are put together, by id."""
        return self._volumes

    def calendar(self) -> WorkCalendar:
        """The published years."""
        return self._calendar

    def cases(self, id: str) -> tuple[CaseCheck, ...]:
        """The worked cases of one regulation, in file order."""
        self._known(id)
        checks: list[CaseCheck] = []
        for path in sorted((self.root / id / "cases").glob("*.yaml")):
            name = f"{id}/cases/{path.name}"
            checks += read_cases(read_text(path, name=name), name=name, owner=id, vocabulary=self._vocabulary)
        return tuple(checks)

    def files(self, id: str) -> dict[str, str]:
        """The files of one regulation as they are written, by name within its folder."""
        self._known(id)
        folder = self.root / id
        found = [*(folder / f"{name}.yaml" for name in PARTS), *sorted((folder / "cases").glob("*.yaml"))]
        names = [path.relative_to(folder).as_posix() for path in found]
        return {name: read_text(path, name=f"{id}/{name}") for name, path in zip(names, found, strict=True)}

    def shared_digest(self) -> str:
        """SHA-256 (hex) of the files of the vocabulary and the calendars."""
        return self._shared_digest

    @cached_property
    def _shared_digest(self) -> str:
        return sha256(repr([self._shared("_vocabulary"), self._shared("_calendars")]).encode()).hexdigest()

    def _shared(self, part: str) -> dict[str, str]:
        """The files of the vocabulary or of the calendars by name, read once, so that the digest is of what is used."""
        if part not in self._read:
            paths = sorted((self.root / part).glob("*.yaml"))
            self._read[part] = {path.stem: read_text(path, name=f"{part}/{path.name}") for path in paths}
        return self._read[part]

    def _known(self, id: str) -> None:
        if id not in self.ids():
            known = "、".join(self.ids()) or "（空）"
            raise LawError([Problem(str(self.root), 0, f"没有标识为“{id}”的文本，现有：{known}")])

    def _files(self, id: str) -> TextFiles:
        self._known(id)
        parts = {n: read_text(self.root / id / f"{n}.yaml", name=f"{id}/{n}.yaml") for n in PARTS}
        return TextFiles(folder=id, **parts)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return read_vocabulary(self._shared("_vocabulary"))

    @cached_property
    def _forms(self) -> dict[str, Form]:
        files = self._shared("_forms").items()
        forms = (read_form(text, name=f"_forms/{name}.yaml", vocabulary=self._vocabulary) for name, text in files)
        return {form.document: form for form in forms}

    @cached_property
    def _procedures(self) -> dict[str, Procedure]:
        files = self._shared("_procedures").items()
        found = (read_procedure(t, name=f"_procedures/{n}.yaml", vocabulary=self._vocabulary) for n, t in files)
        return {procedure.id: procedure for procedure in found}

    @cached_property
    def _volumes(self) -> dict[str, VolumeTemplate]:
        files = self._shared("_volumes").items()
        found = (read_volume(t, name=f"_volumes/{n}.yaml", vocabulary=self._vocabulary) for n, t in files)
        return {template.id: template for template in found}

    @cached_property
    def _calendar(self) -> WorkCalendar:
        years = self._shared("_calendars").items()
        return WorkCalendar(read_calendar(text, name=f"_calendars/{name}.yaml") for name, text in years)
