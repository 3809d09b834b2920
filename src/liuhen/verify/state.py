"""What the steps hand on to each other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from liuhen.core.package import Manifest, Member
from liuhen.core.tlog import Checkpoint, VerifierKey
from liuhen.verify.report import Finding, Report
from liuhen.verify.source import Source

Progress = Callable[[int, int], None]
"""Told (bytes done, bytes in all) while files are hashed; may be called from several threads, one at a time."""


class Blocked(Exception):
    """A step cannot be run, or not further, because something it needs is missing or broken."""


@dataclass(frozen=True, slots=True)
class Held:
    """What later steps need of a custody entry; the entry itself is not kept, so that memory stays small."""

    seq: int
    kind: str
    sha256: str | None
    leaf: bytes


@dataclass(slots=True)
class State:
    """The package being checked and what is known of it so far."""

    source: Source
    trusted: Sequence[VerifierKey] | None
    report: Report
    step: int = 0
    members: dict[str, Member] | None = None
    manifest: Manifest | None = None
    manifest_raw: bytes = b""
    checkpoint: Checkpoint | None = None
    checkpoint_raw: bytes = b""
    custody: list[Held] | None = None
    indices: dict[int, int] = field(default_factory=dict)

    def fail(self, code: str, subject: str = "", *, expected: str | None = None, found: str | None = None) -> None:
        """Record that something does not hold; the step goes on, so that all of it is seen."""
        self.report.findings.append(Finding(self.step, code, subject, expected, found))

    @property
    def manifest_digest(self) -> str:
        """SHA-256 in hex of the manifest's bytes."""
        return hashlib.sha256(self.manifest_raw).hexdigest()

    def need_members(self) -> dict[str, Member]:
        """The container's files; Blocked when step 1 failed."""
        if self.members is None:
            raise Blocked
        return self.members

    def need_manifest(self) -> Manifest:
        """The manifest; Blocked when step 2 failed."""
        if self.manifest is None:
            raise Blocked
        return self.manifest

    def read(self, path: str, *, limit: int) -> bytes:
        """A small file whole; fails the step and raises Blocked when it is missing or larger than `limit` bytes."""
        member = self.need_members().get(path)
        if member is None:
            self.fail("missing", path)
            raise Blocked
        if member.size > limit:
            self.fail("too_large", path, expected=f"≤ {limit}", found=str(member.size))
            raise Blocked
        return self.source.read_at(member.offset, member.size)
