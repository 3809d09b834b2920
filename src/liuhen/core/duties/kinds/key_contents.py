"""Key contents 重点摄录内容: each is marked at a second of an original recording, where the text says so in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuhen.core.duties.finding import Judge
from liuhen.core.duties.kinds.marked import Asked, marked_judge
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import KeyContentsNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Mark
from liuhen.core.terms.labels import MarkKind


def prepare(duty: Duty[KeyContentsNeeds], law: LawText) -> Judge:
    """A judge for the contents the item names."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    contents = duty.needs.contents
    names = {code: law.vocabulary.label("contents", code) for code in contents}
    order = f"标记的先后应为：{'—'.join(names[code] for code in contents)}"

    def absent(shown: frozenset[str]) -> list[str]:
        return [names[code] for code in contents if code not in shown]

    def disorder(marks: Sequence[Mark]) -> str:
        return "" if in_order(contents, marks) else order

    checked = disorder if duty.needs.ordered else None
    asked = Asked(kind=MarkKind.KEY_CONTENT, absent=absent, disorder=checked, codes=contents)
    return marked_judge(duty, law, asked)


def in_order(contents: Sequence[str], marks: Sequence[Mark]) -> bool:
    """Whether one mark of each content can be picked so that none comes before the one asked for earlier."""
    reached: datetime | None = None
    for content in contents:
        later = [m.at for m in marks if m.content == content and (reached is None or m.at >= reached)]
        if not later:
            return False
        reached = min(later)
    return True
