"""Content as it arrives from outside, brought into the shape that is kept; what has no such shape is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from liuhen.core.forms.filled import Content, Row, Value

LARGEST = 400_000
"""Signs in one document, all fields together."""
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of signs: no database or printer takes them."""


class NotContent(ValueError):
    """What was sent is no content of a form; `key` names the field, empty: the whole. The message is Chinese."""

    def __init__(self, key: str, message: str) -> None:
        """Say what, beside which field."""
        super().__init__(message)
        self.key = key


def cleaned(content: Mapping[str, Any]) -> Content:
    """The content without control characters, blank ends and what is empty; NotContent for another shape or too much.

    Nothing else is changed: text that looks like a formula or markup is text and stays what was typed.
    """
    found = {key: value for key, one in content.items() if (value := _value(key, one))}
    if (size := sum(map(_size, found.values()))) > LARGEST:
        raise NotContent("", f"文书内容合计最多 {LARGEST} 字，现有 {size} 字。请把附件另行登记为文书。")
    return found


def _value(key: str, value: Any) -> Value:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        if all(isinstance(one, str) for one in value):
            return [text for one in value if (text := _text(one))]
        if all(isinstance(one, Mapping) for one in value):
            return [row for one in value if (row := _row(key, one))]
    raise NotContent(key, f"“{key[:60]}”的内容不是文字、列表或者清单，没有保存。请刷新页面后重填。")


def _row(key: str, row: Mapping[Any, Any]) -> Row:
    if not all(isinstance(name, str) and isinstance(value, str) for name, value in row.items()):
        raise NotContent(key, f"“{key[:60]}”的清单中有不是文字的内容，没有保存。请刷新页面后重填。")
    return {name: text for name, value in row.items() if (text := _text(value))}


def _text(text: str) -> str:
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _size(value: Value) -> int:
    if isinstance(value, str):
        return len(value)
    return sum(len(one) if isinstance(one, str) else sum(map(len, one.values())) for one in value)
