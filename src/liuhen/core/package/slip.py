"""The checking slip 校验码: which recordings there were, and their digests, in square codes on paper.

Whoever holds the paper can later find out whether a recording shown to them is one of those that were there when it was
made. The format: docs/formats/checking-slip.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from liuhen.core.errors import LiuhenError

IN_ONE_CODE = 5
"""So many stand in one code: at 32 mm its modules stay larger than 0.45 mm, which a telephone reads off a copy."""
_CODE = re.compile(
    r"LIUHEN:1/(?P<part>[1-9][0-9]{0,3})/(?P<parts>[1-9][0-9]{0,3})/(?P<list>[0-9A-F]{16})/(?P<entries>[0-9A-F.-]+)"
)
_ENTRY = re.compile(r"([0-9A-F]{64})-(0|[1-9][0-9]{0,18})", re.ASCII)


class MalformedSlip(LiuhenError):
    """The codes are not those of one whole slip; the message says what is wrong, in Chinese."""


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One recording on the slip: SHA-256 in lower-case hexadecimal, length in bytes."""

    sha256: str
    size: int


def list_digest(listed: Iterable[Listed]) -> str:
    """SHA-256 (hex) of the whole list: a line for each recording, digest, space, length, line feed, in its order."""
    return sha256("".join(f"{one.sha256} {one.size}\n" for one in listed).encode()).hexdigest()


def slip_codes(listed: Sequence[Listed]) -> list[str]:
    """What the square codes say, in letters that a code holds in five and a half bits each; none for no recordings."""
    name = list_digest(listed)[:16].upper()
    parts = [listed[at : at + IN_ONE_CODE] for at in range(0, len(listed), IN_ONE_CODE)]
    return [
        f"LIUHEN:1/{number}/{len(parts)}/{name}/" + ".".join(f"{one.sha256.upper()}-{one.size}" for one in part)
        for number, part in enumerate(parts, 1)
    ]


def read_codes(codes: Iterable[str]) -> list[Listed]:
    """The recordings on a slip, from what all its codes say, in any order. Raises MalformedSlip."""
    found = {int(match["part"]): match for match in map(_matched, codes)}
    heads = {(match["parts"], match["list"]) for match in found.values()}
    if not found:
        raise MalformedSlip("没有校验码。请扫描文书末页的全部方形码。")
    if len(heads) > 1:
        raise MalformedSlip("这些校验码不是同一份文书上的。请只扫描一份文书的方形码。")
    [(parts, name)] = heads
    if missing := [number for number in range(1, int(parts) + 1) if number not in found]:
        raise MalformedSlip(f"缺第 {missing[0]} 个校验码（共 {parts} 个）。请扫描全部方形码。")
    listed = [one for number in sorted(found) for one in _entries(found[number]["entries"])]
    if list_digest(listed)[:16].upper() != name:
        raise MalformedSlip("校验码的内容与其清单摘要不符，可能扫描有误或者被改动。请重新扫描。")
    return listed


def _matched(code: str) -> re.Match[str]:
    match = _CODE.fullmatch(code.strip())
    if match is None:
        raise MalformedSlip("这不是留痕文书的校验码。请扫描文书末页的方形码。")
    return match


def _entries(text: str) -> list[Listed]:
    matches = [_ENTRY.fullmatch(entry) for entry in text.split(".")]
    if not all(matches):
        raise MalformedSlip("校验码不完整。请重新扫描。")
    return [Listed(match[1].lower(), int(match[2])) for match in matches if match]
