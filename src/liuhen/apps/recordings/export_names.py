"""Names of exported folders and files that any machine takes.

The original name is in the list; what a folder or file is called here is made from what is known of the recording.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
"""Signs of a folder's name: three levels of them stay within what Windows allows for a whole path."""
NOTHING = "未注明"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$", re.ASCII)


def safe_name(text: str) -> str:
    r"""The text as the name of one folder or file on Windows, macOS and Linux; never empty, never a way elsewhere.

    >>> safe_name("../某公司: A/B\u202e"), safe_name("CON.txt"), safe_name(" . ")
    ('.._某公司_ A_B_', '_CON.txt', '未注明')
    """
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(_visible(sign) for sign in _FORBIDDEN.sub("_", plain))
    name = kept.strip()[:LONGEST].rstrip(". ")
    if not name.strip("._ "):
        return NOTHING
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _visible(sign: str) -> str:
    kind = unicodedata.category(sign)
    return " " if kind == "Zs" else "_" if kind in _HIDDEN else sign


def extension_of(original_name: str) -> str:
    """The ending of a file's name in small letters, with its dot; empty when it has none to be trusted."""
    found = _EXTENSION.search(original_name)
    return f".{found[1].lower()}" if found else ""
