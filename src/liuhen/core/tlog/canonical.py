"""Canonical JSON: one spelling per value, so that a digest means the value.

This is RFC 8785 (JCS) without fractions: object keys sorted by UTF-16 code units, no spaces, UTF-8, whole numbers
within ±(2⁵³−1). Floats raise, because two programs may print the same float differently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from liuhen.core.tlog.errors import MalformedError

_MAX_INT = 2**53 - 1


def canonical_json(value: object) -> bytes:
    """The canonical bytes of text, whole numbers, true/false, null, lists and mappings with text keys.

    Raises MalformedError for anything else: floats, dates, bytes, lone surrogates, numbers beyond ±(2⁵³−1).

    >>> canonical_json({"b": [1, True], "a": "留痕"}).decode()
    '{"a":"留痕","b":[1,true]}'
    """
    try:
        return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise MalformedError("a text holds a lone surrogate, which UTF-8 cannot write") from error
    except RecursionError as error:
        raise MalformedError("the value is nested too deeply") from error


def _ordered(value: object) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > _MAX_INT:
            raise MalformedError(
                "a number is too large for canonical JSON", expected="≤ 2^53 - 1", found=hex(value)[:40]
            )
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise MalformedError("keys in canonical JSON are text")
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_ordered(item) for item in value]
    raise MalformedError("canonical JSON has no such type", found=type(value).__name__)


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def parse_canonical(raw: bytes, *, what: str) -> Any:
    """The value whose canonical bytes are exactly `raw`; else MalformedError (doubled keys, floats, spaces)."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"{what} is not JSON", found=_clip(raw)) from error
    if canonical_json(value) != raw:
        raise MalformedError(f"{what} is not canonical JSON", found=_clip(raw))
    return value


def _refuse(token: str) -> NoReturn:
    raise MalformedError("canonical JSON has whole numbers only", found=token[:40])


def _clip(raw: bytes) -> str:
    return raw[:200].decode("utf-8", "backslashreplace")
