"""docs/glossary.md pairs every word of the closed lists and every kind of journal entry with its Chinese term."""

from __future__ import annotations

import ast
import re

ROW = re.compile(r"^\| `([^`|]+)` \| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)
VOCABULARY_LINE = re.compile(r"^([a-z0-9_]+):\s*{\s*label:\s*([^,}]+)", re.MULTILINE)
WORD_LISTS = {"Term", "StrEnum", "TextChoices"}


def _rows(project):
    return {code: label for code, label, source in ROW.findall(_glossary(project)) if source.strip("… ")}


def _glossary(project):
    return (project.root / "docs/glossary.md").read_text(encoding="utf-8")


def _is_word_list(node):
    bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
    return bool(bases & WORD_LISTS) or {"str", "Enum"} <= bases


def _members(node):
    """Pairs of value and Chinese label ("" where the class gives none) of one class of words."""
    for statement in node.body:
        match statement:
            case ast.Assign(value=ast.Tuple(elts=[ast.Constant(value=str(value)), ast.Constant(value=str(label))])):
                yield f"{node.name}.{value}", label
            case ast.Assign(value=ast.Constant(value=str(value))):
                yield f"{node.name}.{value}", ""


def _words(project):
    """Words that people meet: every list of core, and wherever a list carries Chinese labels."""
    for file in project.package:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef) and _is_word_list(node):
                in_core = file.inside("src/liuhen/core")
                yield from ((code, label) for code, label in _members(node) if label or in_core)


def _entry_kinds(project):
    for file in project.package:
        for node in ast.walk(file.tree):
            match node:
                case ast.Call(
                    func=ast.Name(id="declare"), args=[ast.Constant(value=code), ast.Constant(value=label), *_]
                ):
                    yield str(code), str(label)


def _wanting(project, terms):
    """Rows to add to the glossary, ready to paste; the source is for the author to fill in."""
    rows = _rows(project)
    return [f"| `{code}` | {label} | … |" for code, label in terms if code not in rows or label not in ("", rows[code])]


def test_every_word_of_the_closed_lists_is_in_the_glossary(project):
    words = list(_words(project))
    assert words, "no closed list was found: has Term moved?"
    wanting = _wanting(project, words)
    assert not wanting, "add to docs/glossary.md, with the article or document each comes from:\n" + "\n".join(wanting)


def test_every_kind_of_journal_entry_and_right_is_in_the_glossary(project):
    kinds = list(_entry_kinds(project))
    assert kinds, "no journal entry kind was found: has declare() moved?"
    wanting = _wanting(project, kinds)
    assert not wanting, "add to docs/glossary.md, with the article or document each comes from:\n" + "\n".join(wanting)


def test_the_glossary_holds_no_word_that_is_gone(project):
    known = {code for code, _ in [*_words(project), *_entry_kinds(project), *_vocabulary(project)]}
    assert [code for code in _rows(project) if code not in known] == []


def test_the_terms_of_the_vocabulary_are_the_same_in_the_glossary(project):
    rows = _rows(project)
    differing = {code: label for code, label in _vocabulary(project) if rows.get(code, label) != label}
    assert not differing


def _vocabulary(project):
    """Codes of law/_vocabulary with their Chinese terms: "acts.penalty", "行政处罚"."""
    for path in sorted((project.root / "law/_vocabulary").glob("*.yaml")):
        for code, label in VOCABULARY_LINE.findall(path.read_text(encoding="utf-8")):
            yield f"{path.stem}.{code}", label.strip()
