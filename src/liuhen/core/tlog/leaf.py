"""What the log holds of a journal entry: a salted commitment, its kind, time and number; never its content.

The entry and its salt stay in the journal. Plain digests of plates or identity numbers could be guessed; with 32 random
bytes of salt they cannot, and destroying the salt blanks the entry while the tree stays provable.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from liuhen.core.tlog.canonical import canonical_json, parse_canonical
from liuhen.core.tlog.errors import MalformedError

LEAF_VERSION = 1
SALT_SIZE = 32
_COMMITMENT = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf read back: `at` is the text that was committed to (RFC 3339, UTC, microseconds)."""

    kind: str
    at: str
    seq: int
    commitment: str


def commitment(salt: bytes, entry: Mapping[str, object]) -> str:
    """`sha256:` and the hex digest of salt ‖ canonical JSON of the entry. The salt is always 32 bytes.

    A fixed length matters: with a salt of any length, bytes could be moved between salt and entry.
    """
    if len(salt) != SALT_SIZE:
        raise MalformedError("a salt is 32 bytes long", expected=str(SALT_SIZE), found=str(len(salt)))
    return "sha256:" + hashlib.sha256(salt + canonical_json(entry)).hexdigest()


def format_time(moment: datetime) -> str:
    """An aware moment as RFC 3339 in UTC with microseconds, the only spelling used in leaves and entries.

    >>> format_time(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))
    '2026-03-01T08:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise MalformedError("a moment in the log needs a time zone", found=moment.isoformat())
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_bytes(*, kind: str, at: datetime, seq: int, commitment: str) -> bytes:
    """The canonical leaf; its RFC 6962 hash is what the tree holds."""
    if not _COMMITMENT.fullmatch(commitment):
        raise MalformedError("a commitment is sha256: and 64 hex digits", found=commitment[:80])
    leaf = {"v": LEAF_VERSION, "kind": kind, "at": format_time(at), "seq": seq, "commitment": commitment}
    return canonical_json(leaf)


def parse_leaf(raw: bytes) -> Leaf:
    """Read a leaf strictly; MalformedError when a key is missing, unknown or of the wrong type."""
    value = parse_canonical(raw, what="leaf")
    if not isinstance(value, dict) or value.keys() != {"v", "kind", "at", "seq", "commitment"}:
        raise MalformedError(
            "a leaf has the keys at, commitment, kind, seq, v", found=raw[:200].decode("utf-8", "replace")
        )
    if value["v"] != LEAF_VERSION or isinstance(value["v"], bool):
        raise MalformedError("unknown leaf version", expected=str(LEAF_VERSION), found=str(value["v"]))
    texts = (value["kind"], value["at"], value["commitment"])
    if not all(isinstance(text, str) for text in texts) or type(value["seq"]) is not int:
        raise MalformedError("a field of the leaf has the wrong type", found=raw[:200].decode("utf-8", "replace"))
    if not _COMMITMENT.fullmatch(value["commitment"]):
        raise MalformedError("a commitment is sha256: and 64 hex digits", found=value["commitment"][:80])
    return Leaf(value["kind"], value["at"], value["seq"], value["commitment"])
