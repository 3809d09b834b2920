"""`liuhen-verify --slip CODES FILE`: is this file one of the recordings that a paper's square codes list?"""

from __future__ import annotations

import hashlib
from pathlib import Path

from liuhen.core.package.slip import Listed, MalformedSlip, read_codes

_LARGEST = 4 << 20
_WORDS = {
    "listed": (
        "是清单中的第 {number} 份（共 {count} 份），与制作文书时的记录一致。",
        "This is recording {number} of the {count} listed, as it was when the paper was made.",
    ),
    "resized": (
        "SHA-256 在清单中，但长度不符：清单为 {wanted} 字节，文件为 {size} 字节。请核对校验码。",
        "The digest is listed, but with {wanted} bytes; the file has {size}. Check the codes.",
    ),
    "not_listed": (
        "不在清单中（共 {count} 份）：这个文件不是制作文书时已入库的记录，或者已被改动。",
        "Not among the {count} listed: it was not stored when the paper was made, or it was changed.",
    ),
    "no_text": ("校验码不能使用：不是 UTF-8 文本文件。", "The codes cannot be used: this is no UTF-8 text."),
    "no_slip": ("校验码不能使用：{reason}", "The codes cannot be used: {reason}"),
}


def check_slip(codes: Path, file: Path, language: str) -> tuple[int, str]:
    """Exit code and what to tell: 0 listed, 1 not, 2 the codes are no whole slip. Raises OSError."""
    try:
        listed = read_codes(line for line in _text(codes).splitlines() if line.strip())
    except MalformedSlip as error:
        return 2, _say(language, "no_slip", reason=str(error))
    except UnicodeDecodeError:
        return 2, _say(language, "no_text")
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        found = Listed(digest, content.tell())
    return _told(found, listed, language)


def _told(found: Listed, listed: list[Listed], language: str) -> tuple[int, str]:
    sizes = {one.sha256: one.size for one in listed}
    digests = [one.sha256 for one in listed]
    shown = f"SHA-256 {found.sha256}\n"
    if found.sha256 not in sizes:
        return 1, shown + _say(language, "not_listed", count=len(listed))
    if sizes[found.sha256] != found.size:
        return 1, shown + _say(language, "resized", wanted=sizes[found.sha256], size=found.size)
    number = digests.index(found.sha256) + 1
    return 0, shown + _say(language, "listed", number=number, count=len(listed))


def _text(codes: Path) -> str:
    with codes.open("rb") as content:
        return content.read(_LARGEST).decode("utf-8-sig")


def _say(language: str, key: str, **values: object) -> str:
    chinese, english = _WORDS[key]
    return (english if language == "en" else chinese).format(**values)
