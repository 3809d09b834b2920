"""Key contents 重点摄录内容: each is marked at a second of an original recording."""

from __future__ import annotations

from liuhen.core.duties.finding import Judge
from liuhen.core.duties.kinds.marked import marked_judge
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import KeyContentsNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import MarkKind


def prepare(duty: Duty[KeyContentsNeeds], law: LawText) -> Judge:
    """A judge for the contents the item names."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    contents = duty.needs.contents
    names = {code: law.vocabulary.label("contents", code) for code in contents}

    def absent(shown: frozenset[str]) -> list[str]:
        return [names[code] for code in contents if code not in shown]

    return marked_judge(duty, law, MarkKind.KEY_CONTENT, absent=absent, codes=contents)
