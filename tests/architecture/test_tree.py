"""The map is the territory: ARCHITECTURE.md names every floor and room there is, and none that is not."""

from __future__ import annotations

import re

MAPPED = re.compile(r"^(?:(?:[a-z]+/)|src/liuhen/(?:[a-z]+/)|src/liuhen/(?:core|apps)/[a-z]+/)$")
INDENT = 2


def _drawn(text):
    """The folders of the tree drawn in the first ```text block, as paths."""
    block = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert block, "ARCHITECTURE.md draws its tree in a ```text block"
    branch = []
    for line in block[1].splitlines():
        name = line.split()[0] if line.strip() else ""
        if name.endswith("/"):
            depth = (len(line) - len(line.lstrip())) // INDENT
            branch = [*branch[:depth], name]
            yield "".join(branch)


def _folders(project):
    for path in project.files:
        parts = path.relative_to(project.root).parts[:-1]
        yield from ("/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1))


def _mapped(folders):
    return {folder for folder in folders if MAPPED.match(folder) and not folder.endswith("/tests/")} - {"tests/"}


def test_the_drawn_tree_equals_the_tree(project):
    drawn = _mapped(_drawn((project.root / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    there = _mapped(_folders(project))
    assert drawn - there == set(), "drawn, but not there"
    assert there - drawn == set(), "there, but not drawn"


def test_a_drawn_tree_is_read_by_its_indentation():
    text = "```text\nsrc/liuhen/  the package\n  core/  ground\n    terms/  words\n  apps/\nlaw/  data\n```"
    assert list(_drawn(text)) == [
        "src/liuhen/",
        "src/liuhen/core/",
        "src/liuhen/core/terms/",
        "src/liuhen/apps/",
        "law/",
    ]
