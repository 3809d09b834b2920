"""A room is entered by its doors: actions, queries and entries. What import-linter cannot say is said here."""

from __future__ import annotations

import ast

DOORS = {"actions", "queries", "entries"}
# What a room publishes besides: the journal's tools for whoever keeps records, the people's roles and rights,
# what every page about a case does,
# what the room of recordings offers to the page a recording is watched on, and to the dock that brings files.
MORE_DOORS = {
    "journal": {"kinds", "actors", "lookups", "prepared", "seals", "triggers"},
    "people": {"roles"},
    "cases": {"opened"},
    "recordings": {"offers", "intake", "names", "settling", "clock_flags"},
}
# Views, forms and reads ask an action when something has to be written, were it only that it was seen.
NEVER_WRITE = {"admin", "api", "facts", "forms", "models", "queries", "urls", "views"}


def test_a_room_uses_only_the_doors_of_another(project):
    rooms = [file for file in project.python if file.inside("src/liuhen/apps") and not file.is_test]
    found = [
        f"{file.at(node)} imports {room}.{module}"
        for file in rooms
        for node, room, module in _room_imports(file.tree)
        if room != file.parts[3] and module not in _doors(file, room)
    ]
    assert not found, f"ask the room's queries or actions: {found}"


def test_only_actions_write_to_the_journal(project):
    rooms = [file for file in project.package if file.inside("src/liuhen/apps") and file.path.stem in NEVER_WRITE]
    found = [
        file.at(node)
        for file in rooms
        for node, room, module in _room_imports(file.tree)
        if (room, module) == ("journal", "actions")
    ]
    assert not found, f"an act is journalled by the action that does it: {found}"


def test_only_facts_join_rows_and_law(project):
    rooms = [file for file in project.package if file.inside("src/liuhen/apps")]
    found = [
        file.name
        for file in rooms
        if file.path.stem != "facts" and _imports(file.tree, "liuhen.core.duties") and _imports_models(file)
    ]
    assert not found, f"facts.py is the only door between rows and the law: {found}"


def _doors(file, room):
    """What a file may use of a room. A dossier is put together from facts: they are core's words, not rows."""
    facts = {"facts"} if file.path.stem == "facts" else set()
    return DOORS | MORE_DOORS.get(room, set()) | facts


def _room_imports(tree):
    """Every import of a room at run time: node, room, module of the room ("" for the room itself)."""
    for node in _at_run_time(tree):
        for name in _names(node):
            parts = name.split(".")
            if parts[:2] == ["liuhen", "apps"] and len(parts) > 3:
                yield node, parts[2], parts[3]


def _at_run_time(tree):
    """Every node but those under `if TYPE_CHECKING`: naming a type is no use of a room."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            waiting += node.orelse
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _names(node):
    """The modules an import may name: `from room import module` names room.module."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), names=names):
            is_room = module.count(".") == 2
            return [f"{module}.{alias.name}" for alias in names] if is_room else [module]
        case _:
            return []


def _imports(tree, module):
    return any(name == module or name.startswith(f"{module}.") for node in _at_run_time(tree) for name in _names(node))


def _imports_models(file):
    return _imports(file.tree, f"liuhen.apps.{file.parts[3]}.models")
