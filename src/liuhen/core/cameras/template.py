"""One kind of camera as its file in cameras/ describes it: names of files, and how its card is recognised.

Every file is linted whenever it is read: each name pattern carries an example and what is read from it, so that a
template does what its writer thinks it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated

from pydantic import Field

from liuhen.core.cameras.patterns import FIELDS, NUMBERS, Pattern, PatternError, compile_pattern
from liuhen.core.cameras.reading import NameReading, reading_from
from liuhen.core.lawbook.errors import LawError, Problem
from liuhen.core.lawbook.fields import Code, Model, Seconds, Slug, Text, word
from liuhen.core.lawbook.reading import Mapping, line_of, read_yaml
from liuhen.core.lawbook.typing_errors import typed
from liuhen.core.terms.labels import Term


class Grade(Term):
    """How sure a template is."""

    STATED = "stated", "厂商或标准文件载明"
    SEEN = "seen", "见于真实文件或公开程序"
    KNOWN = "known", "行业常识，尚未核对"


class CameraError(LawError):
    """A file of cameras/ cannot be used; every problem with its line and what to write."""


class NameTemplate(Model):
    """How one kind of file is named. `reads` says what the example holds, field by field."""

    pattern: Text
    example: Text
    reads: dict[Code, Text]
    important: tuple[Text, ...] = ()
    grade: Annotated[Grade, word(Grade)]
    basis: Text


class TextFile(Model):
    """A small text file on the card, and where in it something stands."""

    file: Text
    pattern: Text


class ClockFile(TextFile):
    """A file that holds the camera's own time, which the camera writes when connected, at most `within` seconds ago."""

    within: Seconds


class CardSigns(Model):
    """What tells that a card comes from this kind of camera: files or folders on it, labels of the volume."""

    files: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = ()
    serial: TextFile | None = None
    clock: ClockFile | None = None


class _CameraFile(Model):
    id: Slug
    name: Text
    names: Annotated[tuple[NameTemplate, ...], Field(min_length=1)]
    card: CardSigns = CardSigns()


class CameraTemplate:
    """A kind of camera, its patterns ready to read names."""

    def __init__(self, file: _CameraFile, patterns: list[Pattern]) -> None:
        self.id = file.id
        self.name = file.name
        self.names = file.names
        self.card = file.card
        self._patterns = patterns

    def read(self, name: str) -> tuple[int, NameReading] | None:
        """What a file's name (a path as text) says, with how much of the name the pattern fixes; None: not of ours."""
        found = [
            (pattern.weight, reading_from(self.id, fields, template.important))
            for pattern, template in zip(self._patterns, self.names, strict=True)
            if (fields := pattern.read(name)) is not None
        ]
        return max(found, key=lambda one: one[0], default=None)


def read_template(text: str, *, name: str) -> CameraTemplate:
    """A camera's template from its YAML; CameraError tells every problem with its line."""
    try:
        tree = read_yaml(text, name=name)
    except LawError as error:
        raise CameraError(error.problems) from None
    file = typed(_CameraFile, tree, file=name)
    if isinstance(file, list):
        raise CameraError(file)
    problems = list(_problems(file, tree, name))
    if problems:
        raise CameraError(problems)
    return CameraTemplate(file, [compile_pattern(one.pattern) for one in file.names])


def _problems(file: _CameraFile, tree: Mapping, name: str) -> Iterator[Problem]:
    if PurePath(name).stem != file.id:
        yield Problem(name, line_of(tree, ["id"]), f"文件名应为 {file.id}.yaml（与 id 相同）")
    for number, one in enumerate(file.names):
        line = line_of(tree, ["names", number, "pattern"])
        for message in _wrong_name(one):
            yield Problem(name, line, message)
    for key, place in (("serial", file.card.serial), ("clock", file.card.clock)):
        if place is not None:
            needed = "serial" if key == "serial" else "start"
            for message in _wrong_place(place, needed):
                yield Problem(name, line_of(tree, ["card", key, "pattern"]), message)


def _wrong_name(one: NameTemplate) -> Iterator[str]:
    try:
        pattern = compile_pattern(one.pattern)
    except PatternError as error:
        yield str(error)
        return
    found = pattern.read(one.example)
    if found is None:
        yield f"模板“{one.pattern}”读不出例子“{one.example}”，请核对分隔符、长度和时间的写法"
        return
    yield from _differences(found, one)


def _differences(found: dict[str, str], one: NameTemplate) -> Iterator[str]:
    shown = {key: _shown(key, value) for key, value in found.items() if not key.startswith("any")}
    stated = {
        key: _shown(key, value.replace(" ", "T") if key in ("start", "end") else value)
        for key, value in one.reads.items()
    }
    for key in sorted(stated.keys() - FIELDS.keys()):
        yield f"reads 里的“{key}”不是字段，可以写：{'、'.join(FIELDS)}"
    for key in sorted(shown.keys() | (stated.keys() & FIELDS.keys())):
        if shown.get(key) != stated.get(key):
            yield (
                f"例子“{one.example}”的 {key} 读出来是“{shown.get(key, '（没有）')}”，"
                f"reads 写的是“{stated.get(key, '（没有）')}”，请改正其中一个"
            )


def _shown(key: str, value: str) -> str:
    return str(int(value)) if key in NUMBERS and value.isascii() and value.isdigit() else value


def _wrong_place(place: TextFile, needed: str) -> Iterator[str]:
    try:
        compile_pattern(place.pattern)
    except PatternError as error:
        yield str(error)
        return
    if f"{{{needed}" not in place.pattern:
        yield f"这里要有字段 {{{needed}}}，现在的模板是“{place.pattern}”"
    if place.file.startswith("/") or ".." in place.file.split("/"):
        yield f"“{place.file}”应是卡上的相对路径，例如 MISC/version.txt"
