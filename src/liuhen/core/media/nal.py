"""Coded pictures found again in the data of a film that lost its index: H.264 and H.265 units with their length before.

Every unit stands behind its length in four bytes (ISO/IEC 14496-15). What is no unit, sound between the pictures, is
passed over until something looks like one again: its type exists, its slice head is possible, and it fits in the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_PREFIX = 4
_LONGEST = 16 << 20
_MOST_PARAMETERS = 8
_LARGER, _ROOM = 4, 1 << 16  # a picture is hardly larger than so many times the first key picture
_FIRST_WINDOW, _WIDEST_WINDOW = 1 << 14, 1 << 20  # of the data, as they are searched: sounds are short, damage is long
_OVERLAP = 8  # no pattern here is longer
_SLICE_TYPES, _PARAMETER_SETS = 9, 3  # the largest values a slice head may name


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the data, without its length. `opens`: it is the first slice of a picture."""

    start: int
    length: int
    kind: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the types of units mean: `heads` come before the first slice of a picture."""

    codec: str
    slices: frozenset[int]
    keys: frozenset[int]
    heads: frozenset[int]
    parameters: tuple[int, ...]
    candidate: re.Pattern[bytes]


@dataclass(frozen=True, slots=True)
class Coding:
    """How the pictures are coded: FFmpeg's word, the parameter sets found, and where units begin."""

    grammar: Grammar
    parameters: tuple[bytes, ...]
    first_picture: bytes
    start: int

    @property
    def codec(self) -> str:
        """FFmpeg's word for the coding."""
        return self.grammar.codec


@dataclass(frozen=True, slots=True)
class Picture:
    """The units of one picture."""

    units: tuple[Unit, ...]
    is_key: bool


_H264 = Grammar(
    codec="h264",
    slices=frozenset({1, 5}),
    keys=frozenset({5}),
    heads=frozenset({6, 7, 8, 9}),
    parameters=(7, 8),
    candidate=re.compile(rb"\0[\0-\xff]{3}[\x01\x05-\x09\x21\x25\x27\x28\x41\x45\x47\x48\x61\x65\x67\x68]", re.DOTALL),
)
_HEVC = Grammar(
    codec="hevc",
    slices=frozenset({*range(10), *range(16, 22)}),
    keys=frozenset(range(16, 22)),
    heads=frozenset({32, 33, 34, 35, 39}),
    parameters=(32, 33, 34),
    candidate=re.compile(rb"\0[\0-\xff]{3}[\0-\x12\x20-\x2a\x40-\x46\x4e]\x01", re.DOTALL),
)
_FIRST_PARAMETERS = {
    "h264": re.compile(rb"\0\0\0[\x05-\xff][\x27\x47\x67]", re.DOTALL),
    "hevc": re.compile(rb"\0\0\0[\x05-\xff]\x40\x01", re.DOTALL),
}


def find_coding(data: Any) -> Coding | None:
    """The first parameter sets in the data that are followed by a key picture; None when there are none.

    `data` is anything with a length that gives bytes for a slice; never more than a picture or a window is asked of it.
    """
    for grammar in (_H264, _HEVC):
        for at in _places(data, _FIRST_PARAMETERS[grammar.codec], 0, len(data)):
            if coding := _coding_at(data, at, grammar):
                return coding
    return None


def _places(data: Any, pattern: re.Pattern[bytes], at: int, end: int) -> Iterator[int]:
    """Where the pattern is found from `at` to before `end`, as one search through all would find it.

    The data are read in windows, small ones first: what is looked for is mostly near, and films are larger than memory.
    """
    window = _FIRST_WINDOW
    while at < end:
        after = at + window
        for match in pattern.finditer(data[at : min(after + _OVERLAP, end)]):
            if match.start() >= window:
                break
            after = max(after, at + match.end())
            yield at + match.start()
        at, window = after, min(window * 2, _WIDEST_WINDOW)


def _coding_at(data: Any, at: int, grammar: Grammar) -> Coding | None:
    parameters, kinds, place = list[bytes](), list[int](), at
    for _ in range(_MOST_PARAMETERS):
        unit = _unit(data, place, grammar)
        if unit is None:
            return None
        body = bytes(data[unit.start : unit.start + unit.length])
        if unit.kind in grammar.keys and set(grammar.parameters) <= set(kinds):
            return Coding(grammar, tuple(parameters), b"\0\0\0\1" + body, at)
        if unit.kind in grammar.slices:
            return None
        if unit.kind in grammar.parameters:
            parameters.append(body)
            kinds.append(unit.kind)
        place = unit.start + unit.length
    return None


def units(data: Any, coding: Coding) -> Iterator[Unit]:
    """All units from the first parameter sets on."""
    at: int | None = coding.start
    longest = len(coding.first_picture) * _LARGER + _ROOM
    while at is not None:
        unit = _unit(data, at, coding.grammar)
        if unit is not None:
            yield unit
            at = unit.start + unit.length
        else:
            at = _again(data, at + 1, coding.grammar, longest)


def _again(data: Any, at: int, grammar: Grammar, longest: int) -> int | None:
    """Where the next unit begins; None when there is none.

    Sound may look like a unit by chance. One that another unit follows is believed; one that stands alone is not when
    two in a row lie within what it claims.
    """
    for place in _places(data, grammar.candidate, at, len(data)):
        unit = _unit(data, place, grammar)
        if unit is None or unit.length > longest:
            continue
        if _followed(data, unit, grammar):
            return place
        if unit.kind in grammar.slices and not _row_within(data, unit, grammar, longest):
            return place
    return None


def _followed(data: Any, unit: Unit, grammar: Grammar) -> bool:
    return _unit(data, unit.start + unit.length, grammar) is not None


def _row_within(data: Any, unit: Unit, grammar: Grammar, longest: int) -> bool:
    for place in _places(data, grammar.candidate, unit.start, unit.start + unit.length):
        inner = _unit(data, place, grammar)
        if inner is not None and inner.length <= longest and _followed(data, inner, grammar):
            return True
    return False


def _unit(data: Any, at: int, grammar: Grammar) -> Unit | None:
    """The unit behind the length at this place, if what is there can be one."""
    head = bytes(data[at : at + _PREFIX + 8])
    length = int.from_bytes(head[:_PREFIX], "big")
    if len(head) < _PREFIX + 3 or not 2 <= length <= _LONGEST or at + _PREFIX + length > len(data):
        return None
    kind, slice_head = _kind(head[_PREFIX:], grammar.codec)
    if kind in grammar.slices:
        opens = bool(slice_head[0] & 0x80)
        possible = grammar.codec != "h264" or _possible_slice(slice_head)
        return Unit(at + _PREFIX, length, kind, opens) if possible else None
    return Unit(at + _PREFIX, length, kind, opens=False) if kind in grammar.heads else None


def _kind(head: bytes, codec: str) -> tuple[int, bytes]:
    """The type of a unit and the beginning of what it carries; -1 for a head that can't be."""
    if head[0] & 0x80:
        return -1, b""
    if codec == "h264":
        return head[0] & 0x1F, head[1:]
    return ((head[0] >> 1) & 0x3F if head[1] == 1 and not head[0] & 1 else -1), head[2:]


def _possible_slice(head: bytes) -> bool:
    """Whether an H.264 slice head names a slice type and parameter set that exist (ITU-T H.264, 7.3.3)."""
    bits = "".join(f"{byte:08b}" for byte in head)
    values = []
    for _ in range(3):
        zeros = len(bits) - len(bits.lstrip("0"))
        if 2 * zeros + 1 > len(bits):
            return False
        values.append(int(bits[zeros : 2 * zeros + 1], 2) - 1)
        bits = bits[2 * zeros + 1 :]
    return values[1] <= _SLICE_TYPES and values[2] <= _PARAMETER_SETS


def pictures(found: Iterable[Unit], coding: Coding) -> Iterator[Picture]:
    """The units put together to pictures, from the first key picture on."""
    gathered: list[Unit] = []
    sliced, begun = False, False
    for unit in found:
        if sliced and (unit.opens or unit.kind in coding.grammar.heads):
            picture = _picture(gathered, coding)
            begun = begun or picture.is_key
            if begun:
                yield picture
            gathered, sliced = [], False
        gathered.append(unit)
        sliced = sliced or unit.kind in coding.grammar.slices
    if sliced and (begun or _picture(gathered, coding).is_key):
        yield _picture(gathered, coding)


def _picture(gathered: list[Unit], coding: Coding) -> Picture:
    return Picture(tuple(gathered), any(unit.kind in coding.grammar.keys for unit in gathered))
