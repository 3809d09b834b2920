"""Spreads a duty's `items` into one duty per item, so that each item is cited, judged and mended by itself."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.core.lawbook.errors import Problem
from liuhen.core.lawbook.reading import Listing, Mapping, Node, line_of

REPLACED = (
    "title", "topic", "unless", "deadline", "awaits", "judgement", "missing", "mend", "modality", "stage", "owner",
)  # fmt: skip
_ITEM_KEYS = frozenset((*REPLACED, "position", "label", "when", "needs"))


def expand(entry: Mapping, *, file: str, article: int | None) -> Iterator[Mapping | Problem]:
    """The duties an entry stands for: itself, or one per item; problems of the items in their place."""
    items = entry.get("items")
    if items is None:
        yield entry
    elif not isinstance(items, Listing) or not items:
        yield Problem(file, line_of(entry, ["items"]), "items 应为至少一项的列表", article)
    else:
        for index, item in enumerate(items):
            yield _one(entry, item, line=items.lines[index], file=file, article=article)


def _one(entry: Mapping, item: Node, *, line: int, file: str, article: int | None) -> Mapping | Problem:
    if not isinstance(item, Mapping):
        return Problem(file, line, "每一项应为映射，至少写 position 和 label", article)
    if unknown := set(item) - _ITEM_KEYS:
        known = "、".join(sorted(_ITEM_KEYS))
        return Problem(file, item.lines[min(unknown)], f"项中不认识的字段“{min(unknown)}”，可以写：{known}", article)
    if not {"position", "label"} <= set(item):
        return Problem(file, line, "项中缺少 position（第几项）或 label（印刷的序号）", article)
    return _spread(entry.without("items"), item, line)


def _spread(base: Mapping, item: Mapping, line: int) -> Mapping:
    result = base.without()
    result.line = line
    place = Mapping(line)
    for key in ("position", "label"):
        place.put(key, item[key], item.lines[key])
    result.put("item", place, line)
    result.put("source", base.get("id", ""), base.lines.get("id", line))
    result.put("id", f"{base.get('id', '')}-{item['position']}", base.lines.get("id", line))
    for key in REPLACED:
        if key in item:
            result.put(key, item[key], item.lines[key])
    return _combined(result, base, item)


def _combined(result: Mapping, base: Mapping, item: Mapping) -> Mapping:
    """Both conditions must hold; the item's needs are laid over the duty's."""
    if "when" in item:
        result.put("when", _both(base.get("when"), item["when"], item.lines["when"]), item.lines["when"])
    if "needs" in item:
        ours, theirs = base.get("needs"), item["needs"]
        merged = ours.merged(theirs) if isinstance(ours, Mapping) and isinstance(theirs, Mapping) else theirs
        result.put("needs", merged, item.lines["needs"])
    return result


def _both(outer: Node | None, inner: Node, line: int) -> Node:
    if outer is None:
        return inner
    pair = Listing(line)
    pair.put(outer, line)
    pair.put(inner, line)
    condition = Mapping(line)
    condition.put("all", pair, line)
    return condition
