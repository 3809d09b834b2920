"""The child: reads one table from its input and tells it row by row, as lines of JSON.

Run as `python -m liuhen.adapters.tables.child CPU_SECONDS SHAPE`. It opens nothing by name.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

from liuhen.adapters.confined import limits
from liuhen.adapters.tables.csv_rows import csv_rows
from liuhen.adapters.tables.json_rows import json_rows
from liuhen.adapters.tables.spoken import END, Refusal, Told
from liuhen.adapters.tables.xlsx_rows import xlsx_rows

_OLD_OFFICE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_SURPRISES = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError, SyntaxError)


def main() -> None:
    """Tell the one table; the last line says that it was all, or why it stops."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    seconds, shape = int(sys.argv[1]), json.loads(sys.argv[2])
    limits.confine()
    limits.allow_seconds(seconds)
    try:
        _tell_all(sys.stdin.buffer, shape)
    except Refusal as refusal:
        _tell({"refusal": str(refusal)})
    except MemoryError:
        _tell({"refusal": "展开后太大，超过允许的内存，请分成几个文件，或者改用 CSV"})
    except BrokenPipeError:
        return
    except _SURPRISES:
        _tell({"refusal": "文件已损坏，或者不是规范的表格文件，请另存后再试"})
    sys.stdout.flush()


def _tell_all(file: BinaryIO, shape: dict[str, Any]) -> None:
    told = _rows(file, shape)
    _tell({"columns": next(told)})
    for row in told:
        if isinstance(row, Told) and not row.empty:
            _tell([row.number, row.cells, row.faults, row.lists])
    _tell(END)


def _rows(file: BinaryIO, shape: dict[str, Any]) -> Iterator[list[str] | Told]:
    """By the first bytes of the file, never by its name."""
    head = file.read(1024)
    file.seek(0)
    if not head:
        raise Refusal("文件是空的")
    if head.startswith(_OLD_OFFICE):
        raise Refusal("这是旧版 .xls、.et 文件或者加密的工作簿，请另存为不加密的 .xlsx 再试")
    if head.startswith(_ZIP):
        return xlsx_rows(file, sheet=shape["sheet"], header=shape["header"])
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return json_rows(file, records=shape["records"])
    if shape["sheet"]:
        raise Refusal("映射文件写了工作表名，但这不是 .xlsx 文件")
    return csv_rows(file, encoding=shape["encoding"], delimiter=shape["delimiter"], header=shape["header"])


def _tell(what: object) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
