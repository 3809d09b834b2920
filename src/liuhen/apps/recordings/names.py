"""Words of others (file names, maker's names, tags) made safe to keep as text: nothing is lost, nothing is a path.

What a database or a canonical text cannot hold (NUL, lone surrogates from undecodable bytes) is written out as
`\\x00`, `\\xff`. Control and direction characters are kept in the record and made visible only when shown.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LONGEST_NAME = 4096
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}


def name_of(path: Path, folder: Path) -> str:
    """The name of a file below a folder, as text; bytes that are no UTF-8 are written out.

    >>> name_of(Path("/card/DCIM/a.mp4"), Path("/card"))
    'DCIM/a.mp4'
    """
    return os.fsencode(path.relative_to(folder)).decode("utf-8", "backslashreplace")


def safe_text(text: str, longest: int = LONGEST_NAME) -> str:
    r"""The text with NUL and lone surrogates written out, and no longer than `longest`.

    >>> safe_text("a\x00b\udcff")
    'a\\x00b\\udcff'
    """
    kept = text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def key_of(original_name: str) -> str:
    r"""What a file is looked up by: its name without folders, in small letters, at most 80 characters.

    >>> key_of("DCIM\\100MEDIA/DJI_0001.MP4")
    'dji_0001.mp4'
    """
    return original_name.replace("\\", "/").rpartition("/")[2].casefold()[:80]


def shown(text: str) -> str:
    r"""The text as a person may safely see it: characters that hide or reorder others are written out.

    >>> shown("evil\u202egpj.exe")
    'evil\\u202egpj.exe'
    """
    return "".join(_written_out(one) if unicodedata.category(one) in _HIDDEN else one for one in text)


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def plain(value: Any) -> Any:
    """Nested findings as rows may hold them: text made safe, everything else as it is."""
    if isinstance(value, str):
        return safe_text(str(value))
    if isinstance(value, Mapping):
        return {safe_text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    return value
