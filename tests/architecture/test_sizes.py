"""Small functions, small files: the budgets of CONTRIBUTING.md."""

from __future__ import annotations

import ast
import tomllib

MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_FILE = 400
MOST_ARGUMENTS = 8
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html", ".sh"}


def _function_sizes(project):
    for file in project.python:
        if file.is_migration:
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{file.name}::{node.name}", node.end_lineno - node.lineno + 1


def _file_sizes(project):
    for path in project.files:
        if path.suffix in WRITTEN_BY_HAND and "migrations" not in path.parts:
            yield project.name(path), len(path.read_text(encoding="utf-8").splitlines())


def _allowances(project):
    return tomllib.loads((project.root / "tests/architecture/allowances.toml").read_text(encoding="utf-8"))


def _judge(sizes, limit, allowed):
    """What is over the limit and not allowed, and what is allowed more than it needs."""
    over = {name: size for name, size in sizes if size > limit}
    return over, {name: over.get(name, 0) for name in {*over, *allowed} if over.get(name, 0) != allowed.get(name, 0)}


def test_no_function_is_longer_than_its_budget(project):
    _, wrong = _judge(_function_sizes(project), MOST_LINES_OF_A_FUNCTION, _allowances(project)["functions"])
    assert not wrong, f"split these (0: take it out of allowances.toml): {wrong}"


def test_no_file_is_longer_than_its_budget(project):
    _, wrong = _judge(_file_sizes(project), MOST_LINES_OF_A_FILE, _allowances(project)["files"])
    assert not wrong, f"split these (0: take it out of allowances.toml): {wrong}"


def test_an_allowance_that_is_too_large_or_not_needed_is_named():
    over, wrong = _judge([("long", 50), ("short", 3)], 40, {"long": 60, "gone": 41})
    assert over == {"long": 50}
    assert wrong == {"long": 50, "gone": 0}
