"""Strict readers for the small tokens of the C2SP formats.

Python's own conversions are too kind for evidence: `int("４２")` is 42, `b64decode` ignores stray bits. Each reader
here accepts exactly one spelling per value, so that reading and writing again gives the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import re

from liuhen.core.tlog.errors import MalformedError

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
MAX_COUNT = 2**63 - 1


def parse_decimal(text: str, *, what: str) -> int:
    """The non-negative integer written as ASCII digits without leading zeros, below 2⁶³.

    >>> parse_decimal("70000", what="tree size")
    70000
    """
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_COUNT:
        raise MalformedError(f"{what} is not a plain decimal number", found=text[:40])
    return int(text)


def parse_base64(text: str, *, what: str) -> bytes:
    """The bytes of standard, padded, canonical base64 (RFC 4648 section 4); nothing else is accepted."""
    if not _BASE64.fullmatch(text):
        raise MalformedError(f"{what} is not base64", found=text[:80])
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedError(f"{what} is not base64", found=text[:80]) from error
    if format_base64(raw) != text:
        raise MalformedError(f"{what} is not canonical base64", expected=format_base64(raw), found=text[:80])
    return raw


def format_base64(raw: bytes) -> str:
    """Standard padded base64 as text."""
    return base64.b64encode(raw).decode("ascii")


def parse_hash(text: str, *, what: str) -> bytes:
    """A base64 SHA-256 value: exactly 32 bytes."""
    raw = parse_base64(text, what=what)
    if len(raw) != 32:
        raise MalformedError(f"{what} is not 32 bytes long", expected="32", found=str(len(raw)))
    return raw
