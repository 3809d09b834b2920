"""Directories whose names survive a power cut."""

from pathlib import Path

from liuhen.adapters.disk_io import fsync_directory


def make_directory(path: Path) -> None:
    """Make a directory and its parents (mode 0750), each name durable in its parent."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(mode=0o750, exist_ok=True)
    fsync_directory(path.parent)
