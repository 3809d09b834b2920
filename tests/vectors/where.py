"""Finds test vectors written by others; a test that needs them skips audibly when they are not there."""

import os
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


def vectors(name: str) -> Path:
    """The folder of vectors called `name` (below LIUHEN_SHARED, default: beside the project)."""
    shared = Path(os.environ.get("LIUHEN_SHARED", "../shared"))
    folder = (shared if shared.is_absolute() else _PROJECT / shared) / "vectors" / name
    if not folder.is_dir():
        pytest.skip(f"test vectors {name!r} are not here; set LIUHEN_SHARED to the folder that holds vectors/")
    return folder
