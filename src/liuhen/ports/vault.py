"""The place where recordings are kept: bytes under their own digest, written once, never changed."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from liuhen.core.errors import LiuhenError

Source = Path | Iterable[bytes]


class VaultError(LiuhenError):
    """The vault could not do what was asked; the message says what happened and what to do next."""


class VaultFull(VaultError):
    """There is no room for the bytes. Nothing half-written is left; earlier objects are intact."""


class SourceUnreadable(VaultError):
    """The file to be taken in could not be read to its end, or changed while it was being read."""


class NotInVault(VaultError):
    """No object with this digest is kept here."""


class VaultDamaged(VaultError):
    """What is on the disk is not what was once stored; a person must look at it."""


class Lane(StrEnum):
    """Where bytes are kept: among the recordings, apart as no recording, or apart as made from one."""

    RECORDINGS = "objects"
    REJECTED = "rejected"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes that are safely on the disk and hashed, but not yet kept under their digest.

    `path` is for reading only (the media probe); it is never made from a name given by others.
    `source_mtime_ns` is the source file's own modification time, nanoseconds since 1970, if it had one.
    """

    name: str
    sha256: str
    size: int
    path: Path
    source_mtime_ns: int | None = None


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One kept object. `duplicate` is true when the same bytes were already here, in that `lane`."""

    sha256: str
    size: int
    lane: Lane
    duplicate: bool


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What became of one source of several: exactly one of `staged` and `error` is set."""

    source: Source
    staged: Staged | None
    error: VaultError | None


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What became of one source of several: exactly one of `stored` and `error` is set."""

    source: Source
    stored: StoredObject | None
    error: VaultError | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """Bytes that an interrupted intake left behind. `complete` ones can be staged again and kept."""

    name: str
    size: int
    complete: bool
    path: Path


class Fault(StrEnum):
    """What can be wrong with a kept object."""

    MISSING = "missing"
    DIGEST_DIFFERS = "digest_differs"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class VaultFinding:
    """One kept object that is not what it should be. `detail` is for people, in Chinese."""

    sha256: str
    fault: Fault
    detail: str


class Vault(Protocol):
    """Content-addressed, write-once storage of recordings (design: evidence is immutable)."""

    def stage(self, source: Source, *, size_hint: int | None = None) -> Staged:
        """Copy and hash `source` to a temporary place and make it durable.

        Raises VaultFull, SourceUnreadable.
        """

    def stage_many(self, sources: Iterable[Source]) -> Iterator[StageOutcome]:
        """Stage several sources, overlapping their work; outcomes come in the order of the sources."""

    def commit(self, staged: Staged, *, lane: Lane = Lane.RECORDINGS) -> StoredObject:
        """Keep staged bytes under their digest, for good. Returns once that is durable.

        Raises VaultDamaged when an object of that digest exists with another length.
        """

    def store_many(self, sources: Iterable[Source]) -> Iterator[StoreOutcome]:
        """Stage and commit several sources as recordings; each outcome is durable when it is yielded."""

    def abandon(self, staged: Staged) -> None:
        """Give up staged bytes that are not to be kept (the caller says why, in the journal)."""

    def let_go(self, staged: Staged) -> None:
        """Keep staged bytes but no longer hold them: they become a leftover that anybody may restage."""

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept object, of either lane, for reading. Raises NotInVault."""

    def open_range(self, sha256: str, start: int, length: int, *, step: int = 1 << 18) -> Iterator[bytes]:
        """Read `length` bytes from byte `start`, in pieces of at most `step`. Raises NotInVault at once."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """A path at which a kept object can be read (never written) while the context lasts. Raises NotInVault."""

    def size(self, sha256: str) -> int:
        """Length of a kept object in bytes. Raises NotInVault."""

    def exists(self, sha256: str) -> bool:
        """Whether an object of this digest is kept, in either lane."""

    def lane_of(self, sha256: str) -> Lane | None:
        """The lane in which an object is kept, or None."""

    def verify(self, sha256: str) -> VaultFinding | None:
        """Read the whole object again and hash it; None when it is what it should be."""

    def iter_digests(self, lane: Lane | None = None) -> Iterator[str]:
        """All digests kept, sorted; of one lane or of both."""

    def leftovers(self) -> list[Leftover]:
        """What interrupted intakes left behind; work still going on is not listed."""

    def restage(self, leftover: Leftover) -> Staged:
        """Take over a leftover, hashing its bytes again. Raises VaultDamaged when it was not complete."""

    def discard(self, leftover: Leftover) -> None:
        """Delete a leftover on an explicit decision. Raises VaultDamaged when somebody still writes it."""
