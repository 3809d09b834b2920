"""The manifest: what is in a package, byte for byte, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

from liuhen.core.package.names import is_outside_manifest, is_recording_id, is_safe_path, original_digest
from liuhen.core.tlog import MalformedError, canonical_json, parse_canonical, parse_verifier_key

FORMAT = "liuhen-evidence-package/1"
T = TypeVar("T")
_HEX = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


class Role(StrEnum):
    """What a file is to the case: original 原件, derivative 衍生件, document 文书, metadata 元数据."""

    ORIGINAL = "original"
    DERIVATIVE = "derivative"
    DOCUMENT = "document"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file: path in the package, length in bytes, digests in hex, and where it comes from.

    `entry` is the number of the journal entry that took these bytes in; every original has one.
    `original_name` is the name it once had, as text only.
    """

    path: str
    role: Role
    size: int
    sha256: str
    sm3: str | None = None
    recording: str | None = None
    original_name: str | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class CustodyClaim:
    """How many custody entries the package holds and the numbers of the first and last (None when there are none)."""

    count: int
    first_seq: int | None
    last_seq: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Agency, case, maker and moment (RFC 3339, UTC), the log's public key, the custody claim, all files by path."""

    agency: str
    case_number: str
    made_at: str
    made_by: str
    log_key: str
    custody: CustodyClaim
    files: tuple[FileRecord, ...]

    def to_bytes(self) -> bytes:
        """The canonical bytes whose SHA-256 the journal seals."""
        return canonical_json({"format": FORMAT, **asdict(self)})


def parse_manifest(raw: bytes) -> Manifest:
    """Read a manifest strictly: canonical JSON, exactly the known keys, files sorted by path, safe and single.

    Raises MalformedError.
    """
    value = _mapping(parse_canonical(raw, what="manifest"), "manifest", {"format", *Manifest.__dataclass_fields__})
    if value["format"] != FORMAT:
        raise MalformedError("unknown package format", expected=FORMAT, found=str(value["format"])[:80])
    texts = {key: _text(value[key], key) for key in ("agency", "case_number", "made_at", "made_by", "log_key")}
    _matches(_TIME, texts["made_at"], "made_at")
    parse_verifier_key(texts["log_key"])
    if not isinstance(value["files"], list):
        raise MalformedError("files is not a list")
    files = tuple(_file(item) for item in value["files"])
    _check_paths([file.path for file in files])
    return Manifest(**texts, custody=_custody(value["custody"]), files=files)


def _file(value: Any) -> FileRecord:
    item = _mapping(value, "file", set(FileRecord.__dataclass_fields__))
    record = FileRecord(
        path=_text(item["path"], "path"),
        role=_role(item["role"]),
        size=_count(item["size"], "size"),
        sha256=_matches(_HEX, item["sha256"], "sha256"),
        sm3=_maybe(item["sm3"], lambda v: _matches(_HEX, v, "sm3")),
        recording=_maybe(item["recording"], lambda v: _text(v, "recording")),
        original_name=_maybe(item["original_name"], lambda v: _text(v, "original_name")),
        entry=_maybe(item["entry"], lambda v: _count(v, "entry")),
    )
    check_record(record)
    return record


def check_record(record: FileRecord) -> None:
    """Hold one record to the rules of names and roles; MalformedError says which it breaks."""
    if not is_safe_path(record.path) or is_outside_manifest(record.path):
        raise MalformedError("a file in the manifest has a path it may not have", found=record.path[:200])
    digest = original_digest(record.path)
    if (record.role == Role.ORIGINAL) != (digest is not None):
        raise MalformedError("originals, and only they, lie at originals/<sha256>.<ext>", found=record.path)
    if record.role == Role.ORIGINAL and (digest != record.sha256 or record.entry is None or record.recording is None):
        raise MalformedError("an original names its digest, its recording and its journal entry", found=record.path)
    if record.recording is not None and not is_recording_id(record.recording):
        raise MalformedError("a recording id is letters, digits, dash and underscore", found=record.recording[:80])


def _check_paths(paths: list[str]) -> None:
    if paths != sorted(paths):
        raise MalformedError("files are not sorted by path")
    if len({path.lower() for path in paths}) != len(paths):
        raise MalformedError("a path is listed twice (capital and small letters count as the same)")


def _custody(value: Any) -> CustodyClaim:
    item = _mapping(value, "custody", set(CustodyClaim.__dataclass_fields__))
    first = _maybe(item["first_seq"], lambda v: _count(v, "first_seq"))
    last = _maybe(item["last_seq"], lambda v: _count(v, "last_seq"))
    return CustodyClaim(_count(item["count"], "count"), first, last)


def _mapping(value: Any, what: str, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or value.keys() != keys:
        found = sorted(value) if isinstance(value, dict) else type(value).__name__
        raise MalformedError(f"{what} has missing or unknown keys", expected=str(sorted(keys)), found=str(found)[:400])
    return value


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise MalformedError(f"{what} is not text", found=type(value).__name__)
    return value


def _count(value: Any, what: str) -> int:
    if type(value) is not int or value < 0:
        raise MalformedError(f"{what} is not a whole number from 0", found=str(value)[:80])
    return value


def _matches(pattern: re.Pattern[str], value: Any, what: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise MalformedError(f"{what} is not spelled as it must be", expected=pattern.pattern, found=str(value)[:80])
    return value


def _role(value: Any) -> Role:
    if not isinstance(value, str) or value not in set(Role):
        raise MalformedError("unknown role", expected=", ".join(Role), found=str(value)[:80])
    return Role(value)


def _maybe(value: Any, read: Callable[[Any], T]) -> T | None:
    return None if value is None else read(value)
