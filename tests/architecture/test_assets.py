"""What pages ask for is what set-up brings: icons of the sprite and third-party files."""

from __future__ import annotations

import ast
import re

ICON_IN_TEMPLATE = re.compile(r"""(?:{%\s*icon\s+|icon_name=|icon_name\|default:)["']([a-z0-9-]+)["']""")
VENDOR_FILE = re.compile(r"""{%\s*static\s+["']vendor/([^"']+)["']""")
VENDOR_IMPORT = re.compile(r"""import [^;]*["'](?:\.\./)+vendor/([^"']+)["']""")
LISTED_FILE = re.compile(r'^    "[^"]+": "([^"]+)",$', re.MULTILINE)


def _templates(project):
    return [path for path in project.files if path.suffix == ".html" and "templates" in path.parts]


def _scripts(project):
    return [path for path in project.files if path.suffix == ".js" and "static" in path.parts]


def _icons_of_templates(project):
    for path in _templates(project):
        for name in ICON_IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            yield name, project.name(path)


def _icons_of_python(project):
    """Icons drawn by icon("name"), listed in a table called …ICONS, or the second word of a place on the rail."""
    pages = [file for file in project.package if not file.inside("src/liuhen/site/cli")]
    for file in pages:
        for node in ast.walk(file.tree):
            match node:
                case ast.Call(func=ast.Name(id="icon"), args=[ast.Constant(value=str(name)), *_]):
                    yield name, file.at(node)
                case ast.Call(func=ast.Name(id="Place"), args=[_, ast.Constant(value=str(name)), *_]):
                    yield name, file.at(node)
                case ast.Assign(targets=[ast.Name(id=table)], value=ast.Dict(values=values)) if table.endswith("ICONS"):
                    yield from ((value.value, file.at(node)) for value in values if isinstance(value, ast.Constant))


def test_every_icon_that_pages_draw_is_in_the_sprite(project):
    sprite = set((project.root / "tools/icons.txt").read_text(encoding="utf-8").split("\n"))
    used = [*_icons_of_templates(project), *_icons_of_python(project)]
    missing = [f"{name} ({where})" for name, where in used if name not in sprite]
    assert not missing, f"add to tools/icons.txt and run `make assets`: {missing}"


def test_every_third_party_file_that_pages_load_is_copied_at_set_up(project):
    copied = set(LISTED_FILE.findall((project.root / "tools/assets.py").read_text(encoding="utf-8"))) | {"icons.svg"}
    loaded = [name for path in _templates(project) for name in VENDOR_FILE.findall(path.read_text(encoding="utf-8"))]
    imported = [name for path in _scripts(project) for name in VENDOR_IMPORT.findall(path.read_text(encoding="utf-8"))]
    assert {"tus.min.js", "tabler.min.css"} <= {*loaded, *imported}, "the patterns find nothing any more"
    assert not {*loaded, *imported} - copied


def test_the_list_of_icons_is_sorted_and_without_doubles(project):
    lines = (project.root / "tools/icons.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if not line.startswith("#")]
    assert names == sorted(set(names))
