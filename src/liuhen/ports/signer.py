"""A key that signs the log's checkpoints, wherever it lives: a file, a smart card, a signing machine."""

from typing import Protocol

from liuhen.core.errors import LiuhenError


class SignerError(LiuhenError):
    """The key cannot be made, read or used; the message says which one and what to do next."""


class Signer(Protocol):
    """An Ed25519 signature key of C2SP signed notes (type 0x01)."""

    @property
    def name(self) -> str:
        """Name the key signs under, which is also the origin of the log (for example `log.agency.example/liuhen`)."""

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, tell this key from others."""

    @property
    def verifier_key(self) -> str:
        """The public half as `name+id+base64`, to be handed to whoever checks."""

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature over `message` (RFC 8032). Raises SignerError."""
