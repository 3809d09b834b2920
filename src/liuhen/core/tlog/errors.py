"""The one family of errors of the transparency log: every failure says what was expected and what was found."""

from __future__ import annotations

from liuhen.core.errors import LiuhenError


class LogError(LiuhenError, ValueError):
    """Something about the log does not hold; `expected` and `found` carry the evidence when there is any."""

    def __init__(self, message: str, *, expected: str | None = None, found: str | None = None) -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found


class MalformedError(LogError):
    """Text or bytes do not follow their format to the letter (note, checkpoint, key, proof, tile path, JSON)."""


class ProofError(LogError):
    """A Merkle proof does not lead to the root it claims."""


class SignatureError(LogError):
    """No known key signed a note, or a known key's signature is wrong."""


class TileError(LogError):
    """A tile or entry bundle is missing, has the wrong width, or holds other hashes than the leaves give."""
