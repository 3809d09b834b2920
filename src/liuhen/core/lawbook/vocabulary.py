"""The vocabulary: the codes regulations use, with their exact Chinese terms (law/_vocabulary/)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field

from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.reading import Listing, Mapping, Node, read_yaml
from liuhen.core.media.phrases import LONGEST, SHORTEST, bare
from liuhen.core.terms.labels import Stage

_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_KEYS = {"label", "note", "matters", "asks", "signed_by"}
_ONLY_IN = {
    "source": {"devices"},
    "ends": {"milestones"},
    "begins": {"milestones"},
    "heard": {"contents", "spoken"},
    "seen": {"contents"},
    "by": {"approvals", "goods_movements"},
    "acts_as": {"approvals"},
    "held_by": {"roles"},
    "basis": {"approvals", "goods_movements", "goods_records"},
    **{key: {"goods_movements"} for key in ("from", "to", "needs", "documents", "approvals")},
    **{key: {"goods_measures"} for key in ("lists", "release", "begins_as")},
    **{key: {"goods_states"} for key in ("held", "with_keeper")},
    "steps": {"goods_movements", "goods_measures"},
    "counts_as": {"goods_records"},
    "kinds": {"party_roles"},
    "numbered": {"procedures", "acts"},
}
"""Fields that some lists alone know."""
_OF_GOODS = tuple(
    key for key, only in _ONLY_IN.items() if key not in {"by", "basis"} and min(only).startswith(("goods_", "party_"))
)
"""What the lists of goods and parties say besides; `core.goods` and the room of parties know what it means."""
_MORE = (*_OF_GOODS, "numbered")
_SEEN = {"", "plate"}
"""What a machine can see that shows a content: the plate of the case's vehicle."""


@dataclass(frozen=True, slots=True)
class Word:
    """One code: its term, a note for people, and for documents the matters their form sets down.

    `asks` are the matters a form printed here asks for, in order; `signed_by` who signs it, as printed.
    `source` is where recordings of such a device come from (a code of `sources`); `ends` the stage a milestone ends;
    `begins`: a case may begin with it, so that its time dates the case.
    `heard` are phrases by which a machine proposes the second at which this was said, `seen` what it
    sees there that proposes it: `plate`, the plate of the case's vehicle. `by` are the roles of the house that decide
    an approval, `acts_as` the role of the regulations in which they do, `basis` the articles ("text/article") that say
    so; `held_by` the roles of the house of which each may do what a regulation gives to this one. `more` holds by key
    what only the lists of seized goods, of parties and of kinds of case say.
    """

    code: str
    label: str
    note: str = ""
    matters: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    source: str = ""
    ends: Stage | None = None
    begins: bool = False
    heard: tuple[str, ...] = ()
    seen: str = ""
    by: tuple[str, ...] = ()
    acts_as: str = ""
    held_by: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    more: AbstractMapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


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

    def source_of(self, device_kind: str) -> str:
        """Where the recordings of a kind of device come from; of an unknown kind, from a source of that name."""
        return self.word("devices", device_kind).source or device_kind

    def heard(self, name: str) -> dict[str, tuple[str, ...]]:
        """The phrases of a list by code, as far as it has any."""
        return {code: word.heard for code, word in self.lists.get(name, {}).items() if word.heard}

    def seen_by(self, what: str) -> tuple[str, ...]:
        """The key contents that are shown where a machine sees this."""
        return tuple(word.code for word in self.lists.get("contents", {}).values() if word.seen == what)

    def acting(self, held: Iterable[str]) -> frozenset[str]:
        """The roles of the regulations in which somebody with these roles may act."""
        own = {*held}
        words = self.lists.get("roles", {}).values()
        return frozenset(own | {word.code for word in words if own & {*word.held_by}})

    def begins(self, milestone: str) -> bool:
        """Whether a case may begin with this milestone; what is none of these has something before it."""
        return self.word("milestones", milestone).begins

    def stage_ends(self) -> dict[Stage, str]:
        """The milestone that ends each stage, as far as one does."""
        milestones = self.lists.get("milestones", {}).values()
        return {word.ends: word.code for word in milestones if word.ends}


def read_vocabulary(files: AbstractMapping[str, str]) -> Vocabulary:
    """The vocabulary from its files, list name → YAML text; raises LawError with all problems of all files."""
    problems: list[Problem] = []
    lists = {}
    for name, text in sorted(files.items()):
        try:
            lists[name] = _read_list(name, text)
        except LawError as error:
            problems += error.problems
    problems += [*_unknown_sources(lists, files), *_ended_twice(lists, files), *_heard_twice(lists, files)]
    problems += _unknown_roles(lists, files)
    if problems:
        raise LawError(problems)
    return Vocabulary(lists)


def _unknown_sources(
    lists: AbstractMapping[str, AbstractMapping[str, Word]], files: AbstractMapping[str, str]
) -> Iterator[Problem]:
    """Sources a device names that are in no list; said only where the list of sources was read as well."""
    for word in lists.get("devices", {}).values():
        if "sources" in lists and word.source and word.source not in lists["sources"]:
            message = f"“{word.code}”的 source 写了“{word.source}”，不在 _vocabulary/sources.yaml 的代码之中"
            yield _problem("devices", word, message, files)


def _unknown_roles(
    lists: AbstractMapping[str, AbstractMapping[str, Word]], files: AbstractMapping[str, str]
) -> Iterator[Problem]:
    """Roles a word names that are in no list; said only where the list of roles was read as well."""
    for name in ("approvals", "roles"):
        for word in lists.get(name, {}).values():
            for role in (*word.by, *word.held_by, *filter(None, [word.acts_as])):
                if "roles" in lists and role not in lists["roles"]:
                    message = f"“{word.code}”写了角色“{role}”，不在 _vocabulary/roles.yaml 的代码之中"
                    yield _problem(name, word, message, files)


def _ended_twice(
    lists: AbstractMapping[str, AbstractMapping[str, Word]], files: AbstractMapping[str, str]
) -> Iterator[Problem]:
    """Milestones that end a stage which another milestone ends already."""
    ended: dict[Stage, Word] = {}
    for word in lists.get("milestones", {}).values():
        if word.ends and (first := ended.setdefault(word.ends, word)) is not word:
            message = f"“{word.code}”和“{first.code}”都写了 ends: {word.ends.value}，一个阶段只由一个节点结束"
            yield _problem("milestones", word, message, files)


def _heard_twice(
    lists: AbstractMapping[str, AbstractMapping[str, Word]], files: AbstractMapping[str, str]
) -> Iterator[Problem]:
    """Phrases that stand for two codes of a list: what is heard would be proposed as both."""
    for name in sorted(_ONLY_IN["heard"]):
        first: dict[str, Word] = {}
        for word in lists.get(name, {}).values():
            for phrase in word.heard:
                if (other := first.setdefault(bare(phrase), word)) is not word:
                    yield _problem(
                        name, word, f"“{word.code}”和“{other.code}”都写了“{phrase}”，一句话只提示一项", files
                    )


def _problem(name: str, word: Word, message: str, files: AbstractMapping[str, str]) -> Problem:
    file = f"_vocabulary/{name}.yaml"
    return Problem(file, read_yaml(files[name], name=file).lines[word.code], message)


def _read_list(name: str, text: str) -> dict[str, Word]:
    file = f"_vocabulary/{name}.yaml"
    tree = read_yaml(text, name=file)
    words, problems = {}, []
    for code, entry in tree.items():
        try:
            words[code] = _word(code, entry, name)
        except ValueError as error:
            problems.append(Problem(file, tree.lines[code], str(error)))
    if problems:
        raise LawError(problems)
    return words


def _word(code: str, entry: Node, name: str) -> Word:
    if not _CODE.fullmatch(code):
        raise ValueError(f"“{code}”不是代码，请用小写英文字母、数字和下划线")
    fields = entry if isinstance(entry, Mapping) else Mapping()
    label = entry if isinstance(entry, str) else fields.get("label", "")
    note = fields.get("note", "")
    _only_known(code, fields, name)
    if not (isinstance(label, str) and label.strip() and isinstance(note, str)):
        raise ValueError(f"“{code}”缺少中文名称，请写成 {code}: 名称，或 {code}: {{label: 名称}}")
    matters, asks, signed_by, by, basis, held_by = (
        _texts(code, fields, key) for key in ("matters", "asks", "signed_by", "by", "basis", "held_by")
    )
    source, ends, acts_as = fields.get("source", ""), fields.get("ends"), fields.get("acts_as", "")
    if not (isinstance(source, str) and isinstance(acts_as, str)):
        raise ValueError(f"“{code}”的 source 应为 sources.yaml 中、acts_as 应为 roles.yaml 中的一个代码")
    if (begins := fields.get("begins", "no")) not in {"yes", "no"}:
        raise ValueError(f"“{code}”的 begins 只能写 yes（案件可以由此开始）或者 no")
    heard = tuple(_phrase(code, phrase) for phrase in _texts(code, fields, "heard"))
    if (seen := fields.get("seen", "")) not in _SEEN:
        raise ValueError(f"“{code}”的 seen 只能写 plate（本案车辆的号牌）")
    return Word(
        code,
        label,
        note,
        matters=frozenset(matters),
        asks=asks,
        signed_by=signed_by,
        source=source,
        ends=_stage(code, ends),
        begins=begins == "yes",
        heard=heard,
        seen=str(seen),
        by=by,
        acts_as=acts_as,
        held_by=held_by,
        basis=basis,
        more={key: _text_or_texts(code, fields, key) for key in _MORE if key in fields},
    )


def _only_known(code: str, fields: Mapping, name: str) -> None:
    known = _KEYS | {key for key, only in _ONLY_IN.items() if name in only}
    if unknown := set(fields) - known:
        allowed = "、".join(sorted(known))
        raise ValueError(f"“{code}”有不认识的字段“{min(unknown)}”，可以写：{allowed}")


def _phrase(code: str, phrase: str) -> str:
    if not SHORTEST <= len(bare(phrase)) <= LONGEST:
        raise ValueError(f"“{code}”的 heard 中“{phrase}”除标点外应有 {SHORTEST} 至 {LONGEST} 个字，太短容易误报")
    return phrase


def _stage(code: str, ends: Node | None) -> Stage | None:
    if ends is None:
        return None
    if not isinstance(ends, str) or ends not in {stage.value for stage in Stage}:
        allowed = "、".join(f"{stage.value}（{stage.label}）" for stage in Stage)
        raise ValueError(f"“{code}”的 ends 应为它所结束的阶段：{allowed}")
    return Stage(ends)


def _text_or_texts(code: str, fields: Mapping, key: str) -> tuple[str, ...]:
    value = fields[key]
    return (value,) if isinstance(value, str) else _texts(code, fields, key)


def _texts(code: str, fields: Mapping, key: str) -> tuple[str, ...]:
    listed = fields.get(key, Listing())
    if not (isinstance(listed, Listing) and all(isinstance(one, str) for one in listed)):
        raise ValueError(f"“{code}”的 {key} 应为列表，例如 [inquiry]")
    return tuple(str(one) for one in listed)
