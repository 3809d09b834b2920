"""The codes text.yaml is written with: each must be a word of its list, as those of the duties must."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.core.lawbook.near import near
from liuhen.core.lawbook.reading import Mapping, line_of
from liuhen.core.lawbook.text import TextInfo
from liuhen.core.lawbook.vocabulary import Vocabulary

Place = tuple[str | int, ...]


def unknown_codes(info: TextInfo, tree: Mapping, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """Every code that its list lacks, with its line; a vocabulary without the list has nothing to say about it."""
    for place, name, code in _codes(info):
        if name in vocabulary.lists and not vocabulary.knows(name, code):
            yield line_of(tree, place), f"{place[0]}：{not_in_list(name, code, vocabulary)}"


def not_in_list(name: str, code: str, vocabulary: Vocabulary) -> str:
    """What to do about a code that the list lacks, with the words it may be meant for."""
    meant = near(code, vocabulary.lists.get(name, {}))
    return f"代码“{code}”不在 _vocabulary/{name}.yaml，请核对（liuhen law words {name}）或补入词表{meant}"


def _codes(info: TextInfo) -> Iterator[tuple[Place, str, str]]:
    """Where a code stands, its list, and the code."""
    yield ("rank",), "ranks", info.rank
    yield from ((("territories", at), "territories", code) for at, code in enumerate(info.territories))
    yield from ((("fields", at), "fields", code) for at, code in enumerate(info.fields))
    for at, clause in enumerate(info.yields):
        yield from ((("yields", at, "ranks", n), "ranks", code) for n, code in enumerate(clause.ranks))
        yield from ((("yields", at, "topics", n), "topics", code) for n, code in enumerate(clause.topics))
    yield from ((("numbers", at, "key"), "numbers", number.key) for at, number in enumerate(info.numbers))
