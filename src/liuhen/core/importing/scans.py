"""Scans of documents, told by how their files are named: which case, which document, which day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.importing.mapping import MappingFile, Scans
from liuhen.core.importing.times import read_time, zone_of
from liuhen.core.lawbook.vocabulary import Vocabulary

_PART = re.compile(r"\{(case|kind|date)\}|\*")
_SHAPES = {"case": "(?P<case>[^/]+?)", "kind": "(?P<kind>[^/_]+)", "date": "(?P<date>[^/_]+)", None: "[^/]*"}
"""An underline ends a kind and a day, so that what follows may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedScan:
    """A scan as its name states it; `case` is the id of the case in the other system, or its number."""

    case: str
    kind: str
    made_at: datetime


class ScanNames:
    """Reads names by the pattern of one mapping. ValueError: the mapping has none, or one that can't do."""

    def __init__(self, mapping: MappingFile, words: Vocabulary) -> None:
        """Compile the pattern."""
        if mapping.scans is None:
            raise ValueError("映射文件没有写 scans，不知道扫描件怎样命名")
        self._scans: Scans = mapping.scans
        self._words, self._zone = words, zone_of(mapping.times.zone)
        parts = [found[1] for found in _PART.finditer(self._scans.name)]
        if any(parts.count(part) != 1 for part in ("case", "kind", "date")):
            raise ValueError(f"scans.name“{self._scans.name}”应当各有一个 {{case}}、{{kind}}、{{date}}")
        self._shape = re.compile(_expression(self._scans.name))

    def read(self, path: str) -> StatedScan:
        """What a path below the folder (with /, without its ending) states; ValueError says why it states nothing."""
        found = self._shape.fullmatch(path)
        if not found:
            raise ValueError(f"文件名与 scans.name“{self._scans.name}”不符")
        made_at = read_time(found["date"], (self._scans.date,), self._zone)
        return StatedScan(case=found["case"].strip(), kind=self._kind(found["kind"].strip()), made_at=made_at)

    def _kind(self, word: str) -> str:
        documents = self._words.lists.get("documents", {})
        called = (one.code for one in documents.values() if one.label == word)
        kind = self._scans.kinds.get(word) or (word if word in documents else next(called, ""))
        if not kind:
            raise ValueError(f"“{word}”不是文书名称，请在映射文件的 scans.kinds 中写明对应的代码")
        return kind


def _expression(pattern: str) -> str:
    pieces, last = [], 0
    for part in _PART.finditer(pattern):
        pieces += [re.escape(pattern[last : part.start()]), _SHAPES[part[1]]]
        last = part.end()
    return "".join([*pieces, re.escape(pattern[last:])])
