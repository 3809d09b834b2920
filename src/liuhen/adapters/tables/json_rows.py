"""Rows of a JSON file: a list of records, found by a path; records within them are headed by dotted names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from liuhen.adapters.tables.spoken import MOST_COLUMNS, MOST_ROWS, Refusal, Told, text_of

MOST_BYTES = 256 << 20
DEEPEST = 6


def json_rows(file: BinaryIO, *, records: str) -> Iterator[list[str] | Told]:
    """The names that occur, then the records, counted from 1."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refusal(f"文件超过 {MOST_BYTES >> 20} MB，请分成几个文件")
    found = _at(_parsed(data), records)
    if len(found) > MOST_ROWS:
        raise Refusal(f"超过 {MOST_ROWS} 条，请分成几个文件")
    rows = [_told(number, record) for number, record in enumerate(found, 1)]
    names = {name: None for row in rows for name in (*row.cells, *row.faults, *row.lists)}
    if len(names) > MOST_COLUMNS:
        raise Refusal(f"共有 {len(names)} 个字段，超过 {MOST_COLUMNS} 个，请只导出需要的字段")
    yield [*names]
    yield from rows


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal("JSON 文件应为 UTF-8 编码，请重新导出") from None
    except json.JSONDecodeError as error:
        raise Refusal(f"第 {error.lineno} 行第 {error.colno} 列起不是合法的 JSON，请核对") from None
    except (RecursionError, ValueError):
        raise Refusal("JSON 嵌套太深，或者数字太长") from None


def _at(tree: Any, path: str) -> list[Any]:
    """The list at the end of the path; without one the file itself is the list."""
    for name in path.split(".") if path else ():
        if not isinstance(tree, dict) or name not in tree:
            raise Refusal(f"没有“{path}”，请核对映射文件的 table.records")
        tree = tree[name]
    if not isinstance(tree, list):
        hint = f"，最外层有：{'、'.join([*tree][:20])}" if isinstance(tree, dict) else ""
        raise Refusal(f"“{path or '最外层'}”不是列表；请在映射文件的 table.records 中写明案件列表的位置{hint}")
    return tree


def _told(number: int, record: Any) -> Told:
    if not isinstance(record, dict):
        raise Refusal(f"第 {number} 条不是“键: 值”的记录")
    row = Told(number)
    _flatten(row, record, "", 0)
    return row


def _flatten(row: Told, record: dict[str, Any], before: str, depth: int) -> None:
    if depth > DEEPEST:
        raise Refusal(f"第 {row.number} 条嵌套超过 {DEEPEST} 层")
    for key, value in record.items():
        name = f"{before}{key}"
        match value:
            case dict():
                _flatten(row, value, f"{name}.", depth + 1)
            case list() if any(isinstance(one, dict) for one in value):
                row.lists[name] = [_record(one) for one in value if isinstance(one, dict)]
            case list():
                row.put(name, "、".join(text_of(one) for one in value))
            case _:
                row.put(name, text_of(value).strip())


def _record(record: dict[str, Any]) -> dict[str, str]:
    inner = Told(0)
    _flatten(inner, record, "", 1)
    return inner.cells
