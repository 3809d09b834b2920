"""The number a volume bears in an archive 档号, in the shape of DA/T 13: fonds-category·year·period-volume."""

from __future__ import annotations

import re

CLASS = "ZY"
"""Files of a profession 专业档案, as which case files are kept."""
WIDTH = 4
_FONDS = re.compile(r"[A-Z0-9]{1,8}", re.ASCII)


def is_fonds(code: str) -> bool:
    """Whether this can be the code of a fonds 全宗号: capitals and digits, at most eight."""
    return bool(_FONDS.fullmatch(code))


def archive_number(fonds: str, category: str, *, year: int, keeping: str, serial: int) -> str:
    """The number of a volume, such as `J019-ZY·XZCF·2026·D30-0001`; `keeping` is a code of `keeping_periods`."""
    return f"{fonds}-{CLASS}·{category}·{year}·{keeping.upper()}-{serial:0{WIDTH}d}"
