"""Scans of documents, told by how their files are named: which case, which document, which day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from liuhen.core.importing.mapping import Scans
from liuhen.core.importing.times import read_time, zone_of
from liuhen.core.lawbook.vocabulary import Vocabulary

_CHINA = zone_of("+08:00")
_CALLED = {"案号": "case", "文书": "kind", "日期": "date"}
"""What a clerk calls the parts of a name."""
_PART = re.compile(r"\{(case|kind|date|案号|文书|日期)\}|\*")
_SHAPES = {"case": "(?P<case>[^/]+?)", "kind": "(?P<kind>[^/_]+)", "date": "(?P<date>[^/_]+)", None: "[^/]*"}
"""An underline ends a kind and a day, so that what follows may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedScan:
    """A scan as its name states it; `case` is the id of the case in the other system, or its number."""

    case: str
    kind: str
    made_at: datetime


class ScanNaming(Protocol):
    """Knows of a scan which case, document and day it is of."""

    def read(self, path: str) -> StatedScan:
        """What is known of the file at a path below its folder, with its ending; ValueError says why nothing is."""
        ...


class ScanNames:
    """Reads names by a pattern. ValueError: there is none, or one that can't do."""

    def __init__(self, scans: Scans | None, zone: str, words: Vocabulary) -> None:
        """Compile the pattern."""
        if scans is None:
            raise ValueError("映射文件没有写 scans，不知道扫描件怎样命名")
        self._scans: Scans = scans
        self._words, self._zone = words, zone_of(zone)
        parts = [_part(found) for found in _PART.finditer(scans.name)]
        if any(parts.count(part) != 1 for part in _CALLED.values()):
            raise ValueError(f"scans.name“{scans.name}”应当各有一个 {{案号}}、{{文书}}、{{日期}}")
        self._shape = re.compile(_expression(scans.name))

    def read(self, path: str) -> StatedScan:
        """What the name states."""
        found = self._shape.fullmatch(path.removesuffix(PurePosixPath(path).suffix))
        if not found:
            raise ValueError(f"文件名与 scans.name“{self._scans.name}”不符")
        made_at = read_time(found["date"], (self._scans.date,), self._zone)
        kind = _kind(found["kind"].strip(), self._scans.kinds, self._words)
        return StatedScan(case=found["case"].strip(), kind=kind, made_at=made_at)


class ScanList:
    """Finds files in a list that somebody wrote: name of the file → case, document and day, in words."""

    def __init__(self, listed: Mapping[str, Sequence[str]], words: Vocabulary) -> None:
        """Take the list as it is; what can't be read is told file by file."""
        self._listed, self._words = listed, words

    def read(self, path: str) -> StatedScan:
        """What the list says of the file, with its ending or without."""
        name = PurePosixPath(path).name
        found = self._listed.get(name) or self._listed.get(name.removesuffix(PurePosixPath(name).suffix))
        if not found:
            raise ValueError("清单中没有这个文件名")
        case, kind, day = (part.strip() for part in found)
        if not case:
            raise ValueError("清单中这个文件没有写案号")
        return StatedScan(case=case, kind=_kind(kind, {}, self._words), made_at=read_time(day, (), _CHINA))


def _kind(word: str, kinds: Mapping[str, str], words: Vocabulary) -> str:
    documents = words.lists.get("documents", {})
    called = (one.code for one in documents.values() if one.label == word)
    kind = kinds.get(word) or (word if word in documents else next(called, ""))
    if not kind:
        raise ValueError(f"“{word}”不是文书名称，请写文书的名称或者代码（映射文件中写在 scans.kinds）")
    return kind


def _part(found: re.Match[str]) -> str | None:
    return _CALLED.get(found[1], found[1])


def _expression(pattern: str) -> str:
    pieces, last = [], 0
    for part in _PART.finditer(pattern):
        pieces += [re.escape(pattern[last : part.start()]), _SHAPES[_part(part)]]
        last = part.end()
    return "".join([*pieces, re.escape(pattern[last:])])
