"""Journal entries as a package carries them: entry, salt and leaf side by side, one canonical JSON line each.

What the journal must put into an entry so that it can travel: `seq` (whole number), `kind`, `at` (RFC 3339 UTC with
microseconds, as `format_time` writes it) and `data` (a mapping). The intake of a file has kind `recordings.stored` and
`data.sha256`; the building of a package has kind `package.build`, `data.case_number` and `data.manifest_sha256`.
Everything else in an entry is carried and committed to as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liuhen.core.tlog import (
    SALT_SIZE,
    Leaf,
    MalformedError,
    canonical_json,
    commitment,
    parse_canonical,
    parse_leaf,
)

INTAKE_KIND = "recordings.stored"
BUILD_KIND = "package.build"


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One journal entry with what opens its commitment: the 32-byte salt and the exact bytes of its leaf."""

    entry: Mapping[str, Any]
    salt: bytes
    leaf: bytes

    @property
    def seq(self) -> int:
        """Number in the journal."""
        return int(self.entry["seq"])

    @property
    def kind(self) -> str:
        """Kind of act, for example `recordings.stored`."""
        return str(self.entry["kind"])

    @property
    def data(self) -> Mapping[str, Any]:
        """What the act says; empty when the entry says nothing further."""
        value = self.entry.get("data")
        return value if isinstance(value, Mapping) else {}

    def to_bytes(self) -> bytes:
        """The canonical JSON, without newline."""
        leaf = parse_canonical(self.leaf, what="leaf")
        return canonical_json({"entry": self.entry, "salt": self.salt.hex(), "leaf": leaf})

    def mismatch(self) -> tuple[str, str, str] | None:
        """Where leaf and entry disagree: (field, expected by the entry, found in the leaf); None when they agree."""
        leaf: Leaf = parse_leaf(self.leaf)
        own = {"commitment": commitment(self.salt, self.entry)}
        own |= {key: self.entry[key] for key in ("kind", "at", "seq")}
        for field, expected in own.items():
            found = getattr(leaf, field)
            if found != expected:
                return field, str(expected), str(found)
        return None


def parse_custody(raw: bytes) -> CustodyEntry:
    """Read one entry strictly; MalformedError otherwise. Whether it matches its leaf is `mismatch`'s question."""
    value = parse_canonical(raw, what="custody entry")
    if not isinstance(value, dict) or value.keys() != {"entry", "salt", "leaf"}:
        raise MalformedError("a custody entry has the keys entry, leaf, salt")
    entry, salt = value["entry"], value["salt"]
    if not isinstance(entry, dict) or type(entry.get("seq")) is not int or entry["seq"] < 0:
        raise MalformedError("an entry has a number (seq)")
    if not isinstance(entry.get("kind"), str) or not isinstance(entry.get("at"), str):
        raise MalformedError("an entry has a kind and a time (at)", found=f"seq {entry['seq']}")
    leaf = canonical_json(value["leaf"])
    parse_leaf(leaf)
    return CustodyEntry(entry, _salt(salt), leaf)


def _salt(value: object) -> bytes:
    try:
        salt = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        salt = b""
    if len(salt) != SALT_SIZE or salt.hex() != value:
        raise MalformedError("a salt is 64 small hex digits", found=str(value)[:80])
    return salt
