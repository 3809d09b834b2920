"""Stretches of a recording and how they are made from what was seen or heard at moments. All positions are ms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a recording in which something holds (docs/formats/findings.md)."""

    kind: str
    from_ms: int
    to_ms: int
    detail: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it stands in the result."""
        plain = {"kind": self.kind, "from_ms": self.from_ms, "to_ms": self.to_ms}
        return {**plain, "detail": self.detail} if self.detail else plain


class Holding:
    """Collects the stretches in which something holds, told moment by moment in order of time.

    It holds from the first moment at which it does to the first at which it does not. Stretches less than `join_ms`
    apart become one; those shorter than `least_ms` are dropped.
    """

    def __init__(self, kind: str, *, least_ms: int, join_ms: int = 0) -> None:
        """Nothing has been told yet."""
        self._kind, self._least, self._join = kind, least_ms, join_ms
        self._since: int | None = None
        self._found: list[tuple[int, int]] = []

    def tell(self, at: int, holds: bool) -> None:
        """Say whether it holds at this moment."""
        if holds and self._since is None:
            self._since = at
        elif not holds:
            self.end(at)

    def end(self, at: int) -> None:
        """Say that it holds no longer, or that nothing more is known."""
        if self._since is not None and at > self._since:
            self._found.append((self._since, at))
        self._since = None

    def spans(self) -> Iterator[Span]:
        """The stretches found."""
        for begin, end in _joined(self._found, self._join):
            if end - begin >= self._least:
                yield Span(self._kind, begin, end)


def _joined(found: Iterable[tuple[int, int]], apart: int) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for begin, end in found:
        if held and begin - held[1] < apart:
            held = held[0], end
            continue
        if held:
            yield held
        held = begin, end
    if held:
        yield held
