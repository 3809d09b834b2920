"""The project as data: its files, read and parsed once."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEST_FOLDERS = {"tests", "bench"}


@dataclass(frozen=True)
class Source:
    """One Python file of the project."""

    path: Path

    @property
    def name(self) -> str:
        """Path from the root of the checkout."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the folders and the file, from the root."""
        return self.path.relative_to(ROOT).parts

    @property
    def is_test(self) -> bool:
        """True for tests, their helpers and benches."""
        return bool(TEST_FOLDERS & set(self.parts)) or self.path.stem in {"testing", "settings_test", "conftest"}

    @property
    def is_migration(self) -> bool:
        """True for files Django writes."""
        return "migrations" in self.parts

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=self.name)

    def inside(self, *folders: str) -> bool:
        """True when the file lies under one of these folders, named from the root."""
        return any(self.name.startswith(f"{folder}/") for folder in folders)

    def at(self, node: ast.AST) -> str:
        """Where a node is, for messages."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Project:
    """The checkout: files git tracks or would track."""

    root: Path

    @cached_property
    def files(self) -> list[Path]:
        """Every file of the project; what .gitignore names is none."""
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True)
        paths = (self.root / name for name in sorted(listed.stdout.split("\0")) if name)
        return [path for path in paths if path.is_file()]

    @cached_property
    def python(self) -> list[Source]:
        """Every Python file."""
        return [Source(path) for path in self.files if path.suffix == ".py"]

    @cached_property
    def package(self) -> list[Source]:
        """The Python files people run: src/liuhen without tests and migrations."""
        return [file for file in self.python if file.inside("src") and not (file.is_test or file.is_migration)]

    def name(self, path: Path) -> str:
        """Path from the root of the checkout."""
        return path.relative_to(self.root).as_posix()


@pytest.fixture(scope="session")
def project() -> Project:
    """The checkout these tests lie in."""
    return Project(ROOT)
