"""What the headers of tus 1.0 say, read strictly: a header that says nothing sensible is refused with 400."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from liuhen.ports.upload_store import Checksum
from liuhen.site.dataplane.asgi import Scope, header

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = {"sha256": 32, "sha1": 20, "md5": 16}
"""Checksums of a stretch that are understood, and their length in bytes."""
STRETCH = "application/offset+octet-stream"
LONGEST_METADATA = 32 << 10
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_KEY = re.compile(r"[!-+\--~]+", re.ASCII)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


class Refused(Exception):
    """The request can't be done: the status to answer with, and why in Chinese."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def method_of(scope: Scope) -> str:
    """The method meant: proxies that know no PATCH are passed by with X-HTTP-Method-Override."""
    return header(scope, "x-http-method-override") or str(scope["method"])


def number(scope: Scope, name: str) -> int:
    """A header that must be a whole number of bytes."""
    text = header(scope, name)
    if text is None or not _NUMBER.fullmatch(text):
        raise Refused(400, f"请求头 {name} 应为非负整数，文件没有上传。")
    return int(text)


def number_if_any(scope: Scope, name: str) -> int | None:
    """A header that, if it is there, must be a whole number of bytes."""
    return None if header(scope, name) is None else number(scope, name)


def is_stretch(scope: Scope) -> bool:
    """Whether the body is a stretch of the file."""
    return (header(scope, "content-type") or "").partition(";")[0].strip().lower() == STRETCH


def checksum(scope: Scope) -> Checksum | None:
    """What the sender says of the stretch it sends."""
    text = header(scope, "upload-checksum")
    if text is None:
        return None
    algorithm, _space, said = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refused(400, f"不支持校验算法 {algorithm[:40]!r}，可用：{'、'.join(ALGORITHMS)}。")
    try:
        digest = base64.b64decode(said.strip(), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != ALGORITHMS[algorithm]:
        raise Refused(400, f"Upload-Checksum 不是 Base64 写出的 {algorithm} 值。")
    return Checksum(algorithm, digest)


def metadata(scope: Scope) -> dict[str, str]:
    """The Upload-Metadata header as text by key."""
    text = header(scope, "upload-metadata") or ""
    if len(text) > LONGEST_METADATA:
        raise Refused(400, "Upload-Metadata 太长，文件没有上传。")
    return dict(_pair(one) for one in text.split(",") if one.strip())


def _pair(text: str) -> tuple[str, str]:
    key, _space, value = text.strip().partition(" ")
    try:
        content = base64.b64decode(value.strip(), validate=True).decode()
    except ValueError as error:
        raise Refused(400, "Upload-Metadata 的值应为 Base64 写出的 UTF-8 文字。") from error
    if not _KEY.fullmatch(key):
        raise Refused(400, "Upload-Metadata 的键不合格式。")
    return key, content


def stated_digest(said: Mapping[str, str]) -> str:
    """The SHA-256 of the whole file as its sender states it, in small letters; empty when it states none."""
    text = said.get("sha256", "")
    if text and not _SHA256.fullmatch(text):
        raise Refused(400, "声明的 sha256 应为 64 位十六进制数。")
    return text.lower()
