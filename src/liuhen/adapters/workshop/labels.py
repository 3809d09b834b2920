"""The words a derivative carries in its own metadata, so that it says what it is wherever it is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NO_ORIGINAL = "派生件，非原件"


def parent_of(facts: Mapping[str, Any], source: Path) -> str:
    """SHA-256 of the original in hex: as the house says, else computed from the bytes."""
    told = facts.get("sha256")
    if isinstance(told, str) and told:
        return told
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def comment(parent: str, what: str) -> str:
    """What the derivative is and of what: for its metadata."""
    return f"{NO_ORIGINAL}（{what}）。原件 SHA-256：{parent}"


def metadata(parent: str, what: str) -> dict[str, str]:
    """Title and comment of a film."""
    return {"title": f"{what}（{NO_ORIGINAL}）", "comment": comment(parent, what)}
