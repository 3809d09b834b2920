"""The secret of an instance: made once at `liuhen init`, kept in its home, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE_NAME = "secret.key"


def create_secret(home: Path) -> None:
    """Write a fresh secret into the instance's home; keep the one that is there."""
    target = home / FILE_NAME
    if target.exists():
        return
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))


def read_secret(home: Path) -> str:
    """Give the instance's secret, or a random one where there is no instance yet (`--help`, `init`, type checks)."""
    target = home / FILE_NAME
    return target.read_text(encoding="ascii") if target.exists() else secrets.token_urlsafe(64)
