"""Two people on one draft: what each changed since opening the page, put together; no words are lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from liuhen.apps.documents.boxes import lines_of
from liuhen.core.forms.filled import Content, Value

if TYPE_CHECKING:
    from liuhen.core.forms.form import Field, Form

MOST_REMEMBERED = 20_000
"""Characters of what a page remembers; more was not written by one of our pages."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people wrote, together. `both` are the fields that both changed, where `content` holds one's own words.

    `theirs` are the labels of the fields only the other changed: their words are taken over.
    """

    content: dict[str, Value]
    both: frozenset[str]
    theirs: tuple[str, ...]


def remembered(form: Form, content: Content) -> str:
    """What a page keeps of the content it was opened with: a short digest of each field, as JSON."""
    return json.dumps({field.key: _digest(field, content) for field in form.fields})


def read_back(text: str) -> dict[str, str]:
    """What a page remembered; nothing when it was written by no page of ours."""
    try:
        found = json.loads(text) if len(text) <= MOST_REMEMBERED else {}
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def merged(form: Form, mine: Content, theirs: Content, before: Mapping[str, str]) -> Merged:
    """One's own content with the other's changes; `before` are the digests of what both began with."""
    content: dict[str, Value] = dict(mine)
    both, taken = set(), []
    for field in form.fields:
        if _digest(field, mine) == _digest(field, theirs):
            continue
        if _digest(field, mine) != before.get(field.key):
            if _digest(field, theirs) != before.get(field.key):
                both.add(field.key)
            continue
        taken.append(field.label)
        content.pop(field.key, None)
        if theirs.get(field.key):
            content[field.key] = theirs[field.key]
    return Merged(content, frozenset(both), tuple(taken))


def _digest(field: Field, content: Content) -> str:
    """Of the words as they are read, so that one moment written in two ways is no change."""
    return sha256(json.dumps(lines_of(field, content.get(field.key) or "")).encode()).hexdigest()[:16]
