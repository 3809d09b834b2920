"""YAML in which every scalar is text: no `no` that turns into False, no 24:00 that turns into 1440.

Only the plain core of YAML is let in. Anchors, aliases and tags are refused (so nothing can expand into a thousand
times its size), and so are duplicate keys, tabs, more than one document, deep nesting and big files. Each mapping and
list remembers the lines its parts stand on, because an error that names no line teaches nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import yaml

from liuhen.core.lawbook.errors import LawError, Problem

MAX_CHARACTERS = 1_000_000
MAX_LINE = 100_000
MAX_DEPTH = 24
MAX_NODES = 200_000

Node: TypeAlias = "str | Mapping | Listing"

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow in a file at all (YAML 1.1, c-printable)."""

_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Mapping(dict[str, Node]):
    """A YAML mapping; `line` is where it starts, `lines` where each key stands."""

    def __init__(self, line: int = 0) -> None:
        """Start empty at a line."""
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def put(self, key: str, value: Node, line: int) -> None:
        """Set a key and remember its line."""
        self[key] = value
        self.lines[key] = line

    def merged(self, other: Mapping) -> Mapping:
        """A new mapping: this one's keys, replaced or extended by the other's, each with its own line."""
        result = Mapping(other.line or self.line)
        for source in (self, other):
            for key, value in source.items():
                result.put(key, value, source.lines.get(key, source.line))
        return result

    def without(self, *keys: str) -> Mapping:
        """A new mapping that lacks the keys."""
        result = Mapping(self.line)
        for key, value in self.items():
            if key not in keys:
                result.put(key, value, self.lines.get(key, self.line))
        return result


class Listing(list[Node]):
    """A YAML list; `line` is where it starts, `lines` where each entry stands."""

    def __init__(self, line: int = 0) -> None:
        """Start empty at a line."""
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def put(self, value: Node, line: int) -> None:
        """Append an entry and remember its line."""
        self.append(value)
        self.lines.append(line)


def read_yaml(text: str, *, name: str) -> Mapping:
    """The mapping a YAML file holds, all scalars as text; raises LawError naming the line of what is refused."""
    _refuse_rough_text(text, name)
    try:
        return _Builder(text, name).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise LawError(
            [Problem(name, line, f"不是合法的 YAML（{error.problem or error.context}），请检查缩进、冒号和引号")]
        ) from None
    except yaml.YAMLError as error:
        raise LawError([Problem(name, 0, f"不是合法的 YAML（{error}）")]) from None


def line_of(node: Node, path: Sequence[int | str]) -> int:
    """The line of the deepest part of `path` that exists under the node."""
    line = node.line if isinstance(node, Mapping | Listing) else 0
    for part in path:
        if isinstance(node, Mapping) and part in node:
            line, node = node.lines[str(part)], node[str(part)]
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node):
            line, node = node.lines[part], node[part]
        else:
            break
    return line


def _refuse_rough_text(text: str, name: str) -> None:
    lines = text.split("\n")
    long = [number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE]
    if long:
        raise LawError([Problem(name, n, f"这一行超过 {MAX_LINE} 个字符，不像是手写的内容，请核对") for n in long[:20]])
    if len(text) > MAX_CHARACTERS:
        line = text.count("\n", 0, MAX_CHARACTERS) + 1
        raise LawError([Problem(name, line, f"文件超过 {MAX_CHARACTERS} 个字符（到这一行为止），请拆成几个文件")])
    if found := _UNPRINTABLE.search(text):
        line, code = text.count("\n", 0, found.start()) + 1, f"U+{ord(found.group()):04X}"
        raise LawError([Problem(name, line, f"含有看不见的控制字符（{code}），不是手写的文字，请删去")])
    tabbed = [number for number, line in enumerate(lines, 1) if "\t" in line]
    if tabbed:
        raise LawError([Problem(name, number, "含有制表符（Tab），请改用空格") for number in tabbed[:20]])


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


class _Builder:
    """Turns the event stream of the YAML parser into located nodes, one look ahead, refusing what is not plain."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.nodes = 0

    def document(self) -> Mapping:
        """The single document of the stream."""
        next(self.events)  # the start of the stream
        event = next(self.events)
        if not isinstance(event, yaml.DocumentStartEvent):
            raise self._refusal(1, "文件是空的")
        node = self._node(next(self.events), 0)
        if not isinstance(node, Mapping):
            raise self._refusal(1, "最外层应为“键: 值”的映射")
        next(self.events)  # the end of the document
        if not isinstance(event := next(self.events), yaml.StreamEndEvent):
            raise self._refusal(_line(event), "一个文件只能有一份内容，请去掉“---”分隔")
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._refuse_unplain(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(_line(event), depth)
        return self._listing(_line(event), depth)

    def _refuse_unplain(self, event: yaml.Event, depth: int) -> None:
        line = _line(event)
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refusal(line, "不允许使用锚点（&）和别名（*），请把内容写出来")
        if getattr(event, "tag", None):
            raise self._refusal(line, "不允许使用类型标签（!），所有值都按文字读取")
        if depth > MAX_DEPTH:
            raise self._refusal(line, f"嵌套超过 {MAX_DEPTH} 层")
        if self.nodes > MAX_NODES:
            raise self._refusal(line, f"内容超过 {MAX_NODES} 项，请拆成几个文件")

    def _mapping(self, line: int, depth: int) -> Mapping:
        result = Mapping(line)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            at = _line(event)
            key = self._node(event, depth + 1)
            if not isinstance(key, str):
                raise self._refusal(at, "键必须是文字")
            if key in result:
                raise self._refusal(at, f"键“{key}”重复（前一个在第 {result.lines[key]} 行），请合并或删去一个")
            result.put(key, self._node(next(self.events), depth + 1), at)
        return result

    def _listing(self, line: int, depth: int) -> Listing:
        result = Listing(line)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.put(self._node(event, depth + 1), _line(event))
        return result

    def _refusal(self, line: int, message: str) -> LawError:
        return LawError([Problem(self.name, line, message)])
