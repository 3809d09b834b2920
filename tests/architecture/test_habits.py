"""Habits the linter cannot see: no hidden clock, no cascade from evidence, no way around a rule."""

from __future__ import annotations

import ast

CLOCK_READINGS = (
    ".datetime.now",
    ".datetime.utcnow",
    ".datetime.today",
    ".date.today",
    ".time.time",
    ".time.time_ns",
    ".timezone.now",
    ".timezone.localdate",
)
DISK_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "unlink", "mkdir"}
CHANCE = {"uuid1", "uuid4", "urandom", "getrandbits"}


def _walk(files):
    for file in files:
        for node in ast.walk(file.tree):
            yield file, node


def _arguments(node):
    return [*node.posonlyargs, *node.args, *node.kwonlyargs]


def test_only_the_clock_adapter_reads_the_clock(project):
    found = [
        file.at(node)
        for file, node in _walk(project.package)
        if isinstance(node, ast.Attribute)
        and file.name != "src/liuhen/adapters/clock.py"
        and f".{ast.unparse(node)}".endswith(CLOCK_READINGS)
    ]
    assert not found, f"take `now` as an argument instead of reading the clock: {found}"


def test_no_model_moves_its_own_times(project):
    found = [
        file.at(node.value)
        for file, node in _walk(project.python)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"} and file.inside("src")
    ]
    assert not found, f"a time on a record is passed in, never made by the database layer: {found}"


def test_nothing_cascades_in_the_rooms(project):
    found = [
        file.at(node)
        for file, node in _walk(project.python)
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node).split(".")[-1] == "CASCADE"
        and file.inside("src/liuhen/apps")
    ]
    assert not found, f"evidence never goes away with something else; use PROTECT: {found}"


def test_no_function_can_be_forced(project):
    found = [
        f"{file.name}:{argument.lineno}"
        for file, node in _walk(project.package)
        if isinstance(node, ast.arguments)
        for argument in _arguments(node)
        if argument.arg == "force" and not _is_force_of_law(argument)
    ]
    assert not found, f"an override is its own action with its own approver: {found}"


def _is_force_of_law(argument):
    """Whether and how a text is in force is a word of the law, and of a type of its own; a switch is not."""
    return argument.annotation is not None and ast.unparse(argument.annotation) in {"Force", "Binding"}


def test_views_read_through_queries(project):
    found = [
        file.at(node)
        for file, node in _walk(project.package)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and file.path.stem == "views"
    ]
    assert not found, f"views ask queries.py, which knows what a person may see: {found}"


def _touches_outside(node):
    match node:
        case ast.Call(func=ast.Name(id="open" | "input" | "print")):
            return True
        case ast.Attribute(attr=name):
            return name in DISK_METHODS | CHANCE
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return any(alias.name in CHANCE for alias in names)
        case _:
            return False


def test_core_touches_neither_disk_nor_chance(project):
    core = [file for file in project.package if file.inside("src/liuhen/core")]
    found = [file.at(node) for file, node in _walk(core) if _touches_outside(node)]
    assert not found, f"core is given its bytes and its salts: {found}"


def test_nothing_is_imported_by_wildcard_or_relatively(project):
    found = [
        file.at(node)
        for file, node in _walk(project.python)
        if file.path.stem != "settings_test"  # the settings of tests are the settings, and a little more
        and isinstance(node, ast.ImportFrom)
        and (node.level or any(alias.name == "*" for alias in node.names))
    ]
    assert not found, f"import names, from where they live: {found}"


def test_no_room_listens_to_signals(project):
    found = [
        file.at(node)
        for file, node in _walk(project.package)
        if isinstance(node, ast.ImportFrom)
        and node.module in {"django.dispatch", "django.db.models.signals"}
        and file.inside("src/liuhen/apps")
    ]
    assert not found, f"call the action you mean; a signal hides who does what: {found}"
