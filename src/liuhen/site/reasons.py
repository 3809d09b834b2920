"""The tree of reasons of an obligation as HTML, written in one go: a page of a case shows thousands of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy

from liuhen.core.terms.verdict import Reason

Node = Mapping[str, Any] | Reason
"""A reason as it was judged, or as it is kept (`text`, `holds`, `parts`)."""
_MARKS = {
    True: ("check", gettext_lazy("成立"), " lh-reason-yes"),
    False: ("x", gettext_lazy("不成立"), " lh-reason-no"),
    None: ("minus", "", ""),
}


def tree(reason: Node, icon: Callable[[str, str], str]) -> str:
    """A reason and all it rests on, as a list of lists; every word is escaped. `icon` draws one by name and label."""
    return "".join(
        _pieces(reason, {holds: (icon(name, str(label)), css) for holds, (name, label, css) in _MARKS.items()})
    )


def _pieces(reason: Node, marks: Mapping[bool | None, tuple[str, str]]) -> Iterator[str]:
    text, holds, parts = _read(reason)
    drawn, css = marks[holds]
    yield f'<ul class="lh-reason"><li><div class="lh-reason-line{css}">{drawn}<span>{escape(text)}</span></div>'
    for part in parts:
        yield from _pieces(part, marks)
    yield "</li></ul>"


def _read(reason: Node) -> tuple[str, bool | None, Any]:
    if isinstance(reason, Reason):
        return reason.text, reason.holds, reason.parts
    holds = reason.get("holds")
    return str(reason.get("text", "")), holds if isinstance(holds, bool) else None, reason.get("parts") or ()
