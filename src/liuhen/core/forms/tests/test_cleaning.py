"""What arrives from outside is brought into shape or refused, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from liuhen.core.forms.cleaning import LARGEST, NotContent, cleaned
from liuhen.core.tlog.canonical import canonical_json

ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters()) | some.binary(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=12,
)


@given(some.dictionaries(some.text(max_size=8), ANYTHING))
def test_whatever_arrives_is_refused_or_can_be_written_and_is_clean_already(content):
    try:
        found = cleaned(content)
    except NotContent:
        return
    canonical_json({"content": list(found.values())})
    assert cleaned(found) == found


def test_rows_and_items_that_are_empty_are_left_out():
    sent = {"a": " ", "b": ["", "甲 "], "c": [{"x": ""}, {"x": "1", "y": ""}], "d": [], "e": {}}
    with pytest.raises(NotContent) as refused:
        cleaned(sent)
    assert refused.value.key == "e"
    del sent["e"]
    assert cleaned(sent) == {"b": ["甲"], "c": [{"x": "1"}]}


def test_all_fields_together_have_a_largest_size():
    half = "字" * (LARGEST // 2)
    assert cleaned({"a": half, "b": half})
    with pytest.raises(NotContent, match="合计最多"):
        cleaned({"a": half, "b": half, "c": [{"x": "字"}]})
