"""Worked cases of a regulation (law/<text>/cases/*.yaml): facts, a moment, and what the law must then say.

One file holds one dossier and several checks; a check may change the dossier a little (`with`, `without`), so that the
passing and the failing variant of a duty stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from liuhen.core.lawbook.dossier import dossier_from
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.fields import Model, Moment, Text
from liuhen.core.lawbook.reading import Listing, Mapping, Node, line_of, read_yaml
from liuhen.core.lawbook.typing_errors import typed
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import State

NOTHING_OWED = "none"


def _state(text: object) -> State | None:
    if text == NOTHING_OWED:
        return None
    if text not in set(State):
        raise ValueError(f"“{text}”不认识，应为 {NOTHING_OWED} 或其中之一：{'、'.join(State)}")
    return State(str(text))


class Expectation(Model):
    """One obligation expected: duty (with `text-id/` before it where several texts judge), subject, state."""

    duty: Text
    subject: Text
    state: Annotated[State | None, BeforeValidator(_state)]
    due_at: Moment | None = None
    missing: str | None = None


class _Check(Model):
    title: str = ""
    at: Moment
    expect: tuple[Expectation, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """One dossier at one moment with what is expected of it."""

    file: str
    line: int
    title: str
    texts: tuple[str, ...]
    dossier: Dossier
    at: datetime
    expect: tuple[Expectation, ...]


def read_cases(text: str, *, name: str, owner: str, vocabulary: Vocabulary | None = None) -> tuple[CaseCheck, ...]:
    """The checks of one case file of the text `owner`; raises LawError with every problem."""
    tree = read_yaml(text, name=name)
    _refuse_frame(tree, name)
    checks: list[CaseCheck] = []
    problems: list[Problem] = []
    entries = tree["checks"]
    texts = tuple(str(id) for id in tree["texts"]) if isinstance(tree.get("texts"), Listing) else (owner,)
    for index, entry in enumerate(entries):
        try:
            checks.append(_check(tree, entry, line_of(tree, ["checks", index]), name, texts, vocabulary))
        except LawError as error:
            problems += error.problems
    if problems:
        raise LawError(problems)
    return tuple(checks)


def _refuse_frame(tree: Mapping, name: str) -> None:
    known = {"title", "about", "texts", "dossier", "checks"}
    problems = [
        Problem(name, tree.lines[key], f"不认识的字段“{key}”，可以写：{'、'.join(sorted(known))}")
        for key in tree
        if key not in known
    ]
    if not isinstance(tree.get("dossier"), Mapping):
        problems.append(Problem(name, tree.line, "缺少 dossier（卷宗事实）"))
    if not isinstance(tree.get("checks"), Listing):
        problems.append(Problem(name, tree.line, "缺少列表 checks"))
    if problems:
        raise LawError(problems)


def _check(
    tree: Mapping, entry: Node, line: int, name: str, texts: tuple[str, ...], vocabulary: Vocabulary | None
) -> CaseCheck:
    if not isinstance(entry, Mapping):
        raise LawError([Problem(name, line, "checks 的每一项应为映射")])
    check = typed(_Check, entry.without("with", "without"), file=name)
    if isinstance(check, list):
        raise LawError(check)
    base = tree["dossier"]
    assert isinstance(base, Mapping)  # noqa: S101  _refuse_frame has made sure
    changed = _changed(base, entry, name, line)
    dossier = dossier_from(changed, name=name, vocabulary=vocabulary)
    return CaseCheck(name, line, check.title or str(tree.get("title", "")), texts, dossier, check.at, check.expect)


def _changed(dossier: Mapping, entry: Mapping, name: str, line: int) -> Mapping:
    result = _without(dossier, entry.get("without", Listing()), name, line)
    additions = entry.get("with", Mapping())
    if not isinstance(additions, Mapping):
        raise LawError([Problem(name, line, "with 应为映射，写法同 dossier")])
    for key, value in additions.items():
        result.put(key, _laid_over(result.get(key), value), additions.lines[key])
    return result


def _laid_over(old: Node | None, new: Node) -> Node:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.merged(new)
    if not (isinstance(old, Listing) and isinstance(new, Listing)):
        return new
    result = Listing(old.line)
    places: dict[str, int] = {}
    for entry, line in (*zip(old, old.lines, strict=True), *zip(new, new.lines, strict=True)):
        id = entry.get("id") if isinstance(entry, Mapping) else None
        place = places.get(id) if isinstance(id, str) else None
        if place is not None and isinstance(entry, Mapping) and isinstance(before := result[place], Mapping):
            result[place] = before.merged(entry)
        else:
            places[str(id)] = len(result)
            result.put(entry, line)
    return result


def _without(dossier: Mapping, dropped: Node, name: str, line: int) -> Mapping:
    wanted = {str(id) for id in dropped} if isinstance(dropped, Listing) else set()
    found: set[str] = set()
    result = Mapping(dossier.line)
    for key, value in dossier.items():
        result.put(key, _thinned(value, wanted, found), dossier.lines[key])
    if missing := wanted - found:
        raise LawError([Problem(name, line, f"without 中的“{min(missing)}”在 dossier 中找不到")])
    return result


def _thinned(value: Node, wanted: set[str], found: set[str]) -> Node:
    """A list without the dropped entries and fields (`id` or `id.field`)."""
    if not isinstance(value, Listing):
        return value
    result = Listing(value.line)
    for entry, line in zip(value, value.lines, strict=True):
        id = str(entry.get("id", "")) if isinstance(entry, Mapping) else ""
        fields = [want for want in wanted if want.startswith(f"{id}.")] if id else []
        found.update(fields)
        if id and id in wanted:
            found.add(id)
        elif fields and isinstance(entry, Mapping):
            result.put(entry.without(*(want.split(".", 1)[1] for want in fields)), line)
        else:
            result.put(entry, line)
    return result
