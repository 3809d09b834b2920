"""Whether every article of every text is answered for: the figures of `liuhen law coverage`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import CoverageKind


def answers_json(texts: Sequence[LawText]) -> dict[str, Any]:
    """Per text: how many articles it has, which lack an answer, how many are answered which way; and the sums."""
    rows = [_answers(law) for law in texts]
    return {"texts": rows, **{sum_: sum(row[sum_] for row in rows) for sum_ in ("articles", "answered", "with_reason")}}


def _answers(law: LawText) -> dict[str, Any]:
    counts = Counter(entry.as_ for entry in law.coverage)
    answered = {entry.article for entry in law.coverage}
    missing = [article for article in range(1, law.info.articles + 1) if article not in answered]
    return {
        "text": law.id,
        "articles": law.info.articles,
        "answered": law.info.articles - len(missing),
        "with_reason": sum(bool(entry.reason.strip()) for entry in law.coverage),
        "missing": missing,
        **{kind.value: counts[kind] for kind in CoverageKind},
    }
