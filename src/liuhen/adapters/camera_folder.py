"""The camera templates on disk: `cameras/` beside the package, or where LIUHEN_CAMERAS points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from liuhen.adapters.law_folder import read_text
from liuhen.core.cameras.book import CameraBook
from liuhen.core.cameras.template import CameraTemplate, read_template
from liuhen.core.lawbook.errors import LawError, Problem


def read_cameras(root: Path) -> CameraBook:
    """The templates of a folder; those that can't be used are left out, so that a slip in one stops no dock."""
    return CameraBook(one for one in map(_usable, _files(root)) if one)


def camera_problems(root: Path) -> list[Problem]:
    """Everything that is wrong in a folder of templates, file by file, and examples that two templates read."""
    if not root.is_dir():
        return [Problem(str(root), 0, "没有这个文件夹；相机模板放在 cameras/，或用 LIUHEN_CAMERAS 指定")]
    problems = [problem for path in _files(root) for problem in problems_of(path)]
    return problems + [
        Problem(f"{one}.yaml", 0, f"例子“{example}”会被 {other}.yaml 读走，请把其中一个模板写得更具体")
        for one, example, other in read_cameras(root).clashes()
    ]


def problems_of(path: Path) -> Iterator[Problem]:
    """What is wrong with one file."""
    try:
        _read(path)
    except LawError as error:
        yield from error.problems


def _files(root: Path) -> list[Path]:
    return sorted(root.glob("*.yaml"))


def _usable(path: Path) -> CameraTemplate | None:
    try:
        return _read(path)
    except LawError:
        return None


def _read(path: Path) -> CameraTemplate:
    return read_template(read_text(path, name=path.name), name=path.name)
