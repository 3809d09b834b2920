"""Every module says what it is for; every public name of the ground floor, verify and the ports says what it means."""

from __future__ import annotations

import ast

EXPLAINED_FLOORS = ("src/liuhen/core", "src/liuhen/verify", "src/liuhen/ports")


def test_every_module_says_what_it_is_for(project):
    found = [
        file.name
        for file in project.python
        if not (file.is_migration or _is_empty(file) or ast.get_docstring(file.tree))
    ]
    assert not found, f"begin with a docstring: {found}"


def test_every_public_name_of_core_verify_and_ports_is_explained(project):
    floors = [file for file in project.package if file.inside(*EXPLAINED_FLOORS)]
    found = [file.at(node) for file in floors for node in _public(file.tree.body) if not ast.get_docstring(node)]
    assert not found, f"say what it means, in which units, with which errors: {found}"


def test_every_method_of_a_port_is_explained(project):
    ports = [file for file in project.package if file.inside("src/liuhen/ports")]
    classes = [(file, node) for file in ports for node in _public(file.tree.body) if isinstance(node, ast.ClassDef)]
    found = [
        file.at(method) for file, node in classes for method in _public(node.body) if not ast.get_docstring(method)
    ]
    assert not found, f"an adapter's author reads the port: say what it must do: {found}"


def _is_empty(file):
    return not file.tree.body


def _public(body):
    named = (node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef))
    return [node for node in named if not node.name.startswith("_")]
