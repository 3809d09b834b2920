"""Files on their way in over the network: received in stretches, resumable to the byte, hashed as they come."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from liuhen.core.errors import LiuhenError
from liuhen.ports.vault import Staged

About = Mapping[str, str | int]


class UploadError(LiuhenError):
    """The upload could not go on as asked; the message says what happened and what to do next."""


class NoSuchUpload(UploadError):
    """There is no upload of this id."""


class UploadGone(UploadError):
    """The upload was here and is no more: given up, run out of time, or refused for its digest."""


class UploadBusy(UploadError):
    """Somebody else is sending to, or taking over, this upload right now."""


class WrongOffset(UploadError):
    """The sender wants to go on at another byte than the one the upload has come to."""


class UploadTooLong(UploadError):
    """More bytes came than the upload was announced with; the stretch they came in is dropped."""


class ChecksumDiffers(UploadError):
    """A stretch is not what its sender says it is; it is dropped, and the upload stands where it stood before."""


class DigestDiffers(UploadError):
    """The whole is not what its sender says it is; nothing of it is kept."""


class UploadState(StrEnum):
    """How far an upload has come."""

    OPEN = "open"
    WHOLE = "whole"
    TAKEN = "taken"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload. `offset` bytes of `length` are on the disk for good; `touched_at`: when the last of them came.

    `about` is what its creator said of it, kept as it is. `sha256` is known once it is whole. `reason` says in Chinese
    why it was given up.
    """

    id: str
    length: int
    offset: int
    about: About
    state: UploadState
    touched_at: datetime
    sha256: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a sender says of one stretch: `algorithm` is sha256, sha1 or md5."""

    algorithm: str
    digest: bytes


class Receiver(Protocol):
    """The one writer of an upload, from one request. Methods block, and belong into a thread."""

    upload: Upload

    def write(self, pieces: Sequence[bytes]) -> None:
        """Take what has come. Raises VaultFull, VaultError, UploadTooLong; what came before can still be settled."""

    def adopt(self, path: Path) -> None:
        """Take what lies in a file on this machine as the stretch sent; the file is used up."""

    def settle(self, *, cut: bool = False) -> Upload:
        """Make everything written durable and say how far the upload has come; whole when that is its length.

        `cut`: the sender went away, so a stretch with a checksum cannot be judged and is dropped.
        Raises ChecksumDiffers and, of the whole, DigestDiffers.
        """


class UploadStore(Protocol):
    """Unfinished files beside the vault. One writer at a time; every answer is durable before it is given."""

    def create(self, length: int, about: About, *, now: datetime, expected: str = "") -> Upload:
        """Begin an upload of `length` bytes, whose whole must have the SHA-256 `expected` (hex) if that is given.

        Raises VaultFull when the disk has no room for it and for what others are still sending.
        """

    def look(self, id: str) -> Upload:
        """Say how far an upload has come, in whatever state it is. Raises NoSuchUpload."""

    def receive(self, id: str, offset: int, checksum: Checksum | None = None) -> AbstractContextManager[Receiver]:
        """Hold an open upload for one stretch that begins at `offset`.

        Raises NoSuchUpload, UploadGone, UploadBusy, WrongOffset, VaultFull. Leaving without `settle` keeps what is on
        the disk by then.
        """

    def give_up(self, id: str, reason: str) -> None:
        """Remove the bytes of an upload; the note of it stays, with the reason. Raises NoSuchUpload, UploadBusy."""

    def claim(self, id: str) -> Staged:
        """Hand a whole upload to the vault's staging; each is given once.

        Bytes this process has not received itself are hashed again. Raises NoSuchUpload, UploadGone, UploadBusy, and
        VaultDamaged when they have changed.
        """

    def taken(self, id: str) -> None:
        """Note that the bytes have their row; the note stays for whoever asks again."""

    def standing(self) -> list[Upload]:
        """Uploads that are open, or whole and not yet taken."""

    def ended(self) -> list[Upload]:
        """Uploads that are taken or given up, as long as there is a note of them."""

    def forget(self, id: str) -> None:
        """Remove the note of an upload that has ended."""
