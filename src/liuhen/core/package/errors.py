"""Errors of the evidence package."""

from __future__ import annotations

from liuhen.core.errors import LiuhenError


class PackageError(LiuhenError):
    """A package cannot be made as asked; the message (Chinese) names the file and what to do next."""


class ContainerError(LiuhenError):
    """The outer ZIP is not laid out as a package's is. `code` names the rule broken, `subject` the place."""

    def __init__(self, code: str, subject: str = "", *, expected: str | None = None, found: str | None = None) -> None:
        super().__init__(f"{code}: {subject}")
        self.code, self.subject, self.expected, self.found = code, subject, expected, found
