"""Phrases looked for in what was heard: matched character by character, tolerant of what a recogniser mishears.

Nothing is known of sounds here: a phrase is found where few enough of its characters were misheard, left out or put in
(edit distance). What is found is a candidate at its second; a person who listens decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

PAUSE_MS = 3000
"""A phrase does not go on beyond a longer pause."""
TOGETHER_MS = 30_000
"""Phrases with the same meaning this close together are one saying of it."""
SHORTEST, LONGEST = 4, 60
"""How many characters a phrase needs to mean anything, and how many it may have."""
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was heard from one moment to another, in ms of the recording."""

    from_ms: int
    to_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase as heard: its meaning, when it was said, the words heard, and the share of them that agrees (0 to 1)."""

    meaning: str
    phrase: str
    at_ms: int
    to_ms: int
    words: str
    score: float


@dataclass(frozen=True, slots=True)
class _Stream:
    """All that was heard as one row of bare characters, each with its place in `heard` and its time."""

    bare: str
    places: Sequence[int]
    times: Sequence[int]
    heard: str


def heard_in(utterances: Iterable[Utterance], phrases: Mapping[str, Sequence[str]]) -> list[Hit]:
    """Where one of the phrases of each meaning was said, in order of time; the best of those said together."""
    stream = _stream(utterances)
    hits = [
        _joined([hit for phrase in said for hit in _hits(meaning, phrase, stream)]) for meaning, said in phrases.items()
    ]
    return sorted((hit for found in hits for hit in found), key=lambda hit: (hit.at_ms, hit.meaning))


def bare(text: str) -> str:
    """The characters that are spoken: without punctuation and blanks, wide letters made plain."""
    return "".join(_spoken(character) for character in text)


def allowed_errors(length: int) -> int:
    """How many characters of a phrase this long may differ: none of a very short one, about a quarter of a long one."""
    return 0 if length < SHORTEST else max(1, length * 28 // 100)


def _spoken(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return "".join(one for one in plain if one.isalnum())


def _stream(utterances: Iterable[Utterance]) -> _Stream:
    characters, places, times, heard = list[str](), list[int](), list[int](), ""
    last: Utterance | None = None
    for utterance in sorted(utterances, key=lambda one: one.from_ms):
        if last and utterance.from_ms - last.to_ms > PAUSE_MS:
            characters.append(_BREAK)
            places.append(len(heard))
            times.append(last.to_ms)
        length = utterance.to_ms - utterance.from_ms
        for number, character in enumerate(utterance.text):
            for one in _spoken(character):
                characters.append(one)
                places.append(len(heard) + number)
                times.append(utterance.from_ms + length * number // len(utterance.text))
        heard += utterance.text
        last = utterance
    return _Stream("".join(characters), places, times, heard)


def _hits(meaning: str, phrase: str, stream: _Stream) -> Iterator[Hit]:
    wanted = bare(phrase)
    for start, end, errors in _found(wanted, stream.bare):
        words = stream.heard[stream.places[start] : stream.places[end - 1] + 1]
        score = round(1 - errors / len(wanted), 3)
        yield Hit(meaning, phrase, stream.times[start], stream.times[end - 1], words, score)


def _joined(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit of each group said together."""
    best: list[Hit] = []
    last = -TOGETHER_MS - 1
    for hit in sorted(hits, key=lambda one: one.at_ms):
        if hit.at_ms - last > TOGETHER_MS:
            best.append(hit)
        elif (hit.score, len(hit.phrase)) > (best[-1].score, len(best[-1].phrase)):
            best[-1] = hit
        last = hit.at_ms
    return best


def _found(wanted: str, text: str) -> Iterator[tuple[int, int, int]]:
    """Where `wanted` is in the text with few enough errors: start, end, errors.

    With at most k errors one of k + 1 pieces of it is whole; only around those is it compared in full.
    """
    most, seen = allowed_errors(len(wanted)), 0
    for window in _windows(wanted, text, most):
        first, last = max(window[0], seen), window[1]
        if closest := _closest(wanted, text[first:last], most):
            errors, start, end = closest
            yield first + start, first + end, errors
            seen = first + end


def _windows(wanted: str, text: str, most: int) -> list[tuple[int, int]]:
    """Stretches of the text that hold a piece of `wanted` where it would be, in order, those that overlap joined."""
    size, starts = len(wanted), set[int]()
    bounds = [size * number // (most + 1) for number in range(most + 2)]
    for first, last in pairwise(bounds):
        at = text.find(wanted[first:last]) if last > first else -1
        while at >= 0:
            starts.add(max(0, at - first - most))
            at = text.find(wanted[first:last], at + 1)
    joined: list[tuple[int, int]] = []
    for start in sorted(starts):
        end = min(len(text), start + size + 2 * most)
        if joined and start <= joined[-1][0] + most:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _closest(wanted: str, text: str, most: int) -> tuple[int, int, int] | None:
    """The stretch of the text nearest to `wanted`: errors, start, end; None where it has more than `most` errors."""
    column = [(row, 0) for row in range(len(wanted) + 1)]
    best: tuple[int, int, int] | None = None
    for place, character in enumerate(text):
        if character == _BREAK:
            column = [(row, place + 1) for row in range(len(wanted) + 1)]
            continue
        above, column[0] = column[0], (0, place + 1)
        for row, own in enumerate(wanted, 1):
            swapped = (above[0] + (own != character), above[1])
            above, left_out, put_in = column[row], column[row - 1], column[row]
            column[row] = min(
                swapped, (left_out[0] + 1, left_out[1]), (put_in[0] + 1, put_in[1]), key=lambda one: one[0]
            )
        errors, start = column[-1]
        if errors <= most and (best is None or errors < best[0]):
            best = errors, start, place + 1
    return best
