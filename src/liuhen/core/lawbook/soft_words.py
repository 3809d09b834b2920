"""Soft words in the title of a hard duty: 一般应当, 可以, 鼓励 and the like never make a breach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import Modality

SOFT = {
    "一般应": "should",
    "一般不": "should",
    "原则上": "should",
    "鼓励": "should",
    "有条件的": "should",
    "逐步": "should",
    "尽量": "should",
    "尽可能": "should",
    "推行": "should",
    "提倡": "should",
    "可以": "may",
    "可根据": "may",
}
"""The word, and the modality it speaks in."""


class Softness(NamedTuple):
    """A hard duty (id before items are spread) whose own title is soft, with what to write."""

    duty: str
    article: int
    message: str


def soft_words(law: LawText) -> Iterator[Softness]:
    """Every duty written as 应当 or 不得 whose title says otherwise."""
    seen = set()
    for duty in law.duties:
        if duty.modality not in (Modality.MUST, Modality.MUST_NOT) or duty.entry in seen:
            continue
        for word, modality in SOFT.items():
            if word in duty.title:
                seen.add(duty.entry)
                told = f"义务 {duty.entry} 的标题里有“{word}”，modality 却是 {duty.modality.value}"
                mend = f"原文若这样说，应写 {modality}；原文说的是应当或不得，请改标题"
                yield Softness(duty.entry, duty.article, f"{told}：{mend}")
                break
