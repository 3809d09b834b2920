"""Whether every article of every text is answered for: the figures of `liuhen law coverage`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import CoverageKind


def answers_json(texts: Sequence[LawText]) -> dict[str, Any]:
    """Per text: how many articles it has, which lack an answer, and how many are answered in which main way."""
    return {"texts": [_answers(law) for law in texts]}


def _answers(law: LawText) -> dict[str, Any]:
    counts = Counter(entry.as_ for entry in law.coverage)
    answered = {entry.article for entry in law.coverage}
    return {
        "text": law.id,
        "articles": law.info.articles,
        "missing": [article for article in range(1, law.info.articles + 1) if article not in answered],
        **{kind.value: counts[kind] for kind in CoverageKind},
    }
