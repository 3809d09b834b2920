"""The vocabulary: the codes regulations use, with their exact Chinese terms (law/_vocabulary/)."""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field

from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.reading import Listing, Mapping, Node, read_yaml

_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_KEYS = {"label", "note", "matters", "asks", "signed_by"}


@dataclass(frozen=True, slots=True)
class Word:
    """One code: its term, a note for people, and for documents the matters their form sets down.

    `asks` are the matters a form printed here asks for, in order; `signed_by` who signs it, as printed.
    """

    code: str
    label: str
    note: str = ""
    matters: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Lists of words by name; an unknown code is its own label, so that nothing is ever hidden."""

    lists: AbstractMapping[str, AbstractMapping[str, Word]] = field(default_factory=dict)

    def label(self, name: str, code: str) -> str:
        """The Chinese term of a code."""
        word = self.lists.get(name, {}).get(code)
        return word.label if word else code

    def labels(self, name: str, codes: tuple[str, ...], *, between: str = "、") -> str:
        """The terms of several codes, joined."""
        return between.join(self.label(name, code) for code in codes)

    def knows(self, name: str, code: str) -> bool:
        """Whether the code is in the list."""
        return code in self.lists.get(name, {})

    def matters_of(self, document_kind: str) -> frozenset[str]:
        """The matters a document of this kind sets down by its form."""
        word = self.lists.get("documents", {}).get(document_kind)
        return word.matters if word else frozenset()

    def word(self, name: str, code: str) -> Word:
        """The word of a code; an unknown code is its own label."""
        return self.lists.get(name, {}).get(code) or Word(code, code)


def read_vocabulary(files: AbstractMapping[str, str]) -> Vocabulary:
    """The vocabulary from its files, list name → YAML text; raises LawError with all problems of all files."""
    problems: list[Problem] = []
    lists = {}
    for name, text in sorted(files.items()):
        try:
            lists[name] = _read_list(name, text)
        except LawError as error:
            problems += error.problems
    if problems:
        raise LawError(problems)
    return Vocabulary(lists)


def _read_list(name: str, text: str) -> dict[str, Word]:
    file = f"_vocabulary/{name}.yaml"
    tree = read_yaml(text, name=file)
    words, problems = {}, []
    for code, entry in tree.items():
        try:
            words[code] = _word(code, entry)
        except ValueError as error:
            problems.append(Problem(file, tree.lines[code], str(error)))
    if problems:
        raise LawError(problems)
    return words


def _word(code: str, entry: Node) -> Word:
    if not _CODE.fullmatch(code):
        raise ValueError(f"“{code}”不是代码，请用小写英文字母、数字和下划线")
    fields = entry if isinstance(entry, Mapping) else Mapping()
    label = entry if isinstance(entry, str) else fields.get("label", "")
    note = fields.get("note", "")
    if unknown := set(fields) - _KEYS:
        allowed = "、".join(sorted(_KEYS))
        raise ValueError(f"“{code}”有不认识的字段“{min(unknown)}”，可以写：{allowed}")
    if not (isinstance(label, str) and label.strip() and isinstance(note, str)):
        raise ValueError(f"“{code}”缺少中文名称，请写成 {code}: 名称，或 {code}: {{label: 名称}}")
    matters, asks, signed_by = (_texts(code, fields, key) for key in ("matters", "asks", "signed_by"))
    return Word(code, label, note, frozenset(matters), asks, signed_by)


def _texts(code: str, fields: Mapping, key: str) -> tuple[str, ...]:
    listed = fields.get(key, Listing())
    if not (isinstance(listed, Listing) and all(isinstance(one, str) for one in listed)):
        raise ValueError(f"“{code}”的 {key} 应为列表，例如 [inquiry]")
    return tuple(str(one) for one in listed)
