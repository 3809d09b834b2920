"""Words written by devices in whatever encoding: made readable, or dropped."""

import unicodedata

_UNPRINTABLE = {"Cc", "Cf", "Co", "Cn", "Cs"}
LONGEST = 200


def clean(value: object) -> str | None:
    """Readable words from bytes or Latin-1 text, cut at the first unreadable sign; None when nothing is left."""
    if isinstance(value, str):
        raw = (
            value.encode("latin-1", "ignore")
            if value.isascii() or _is_latin(value)
            else value.encode("utf-8", "ignore")
        )
    elif isinstance(value, bytes):
        raw = value
    else:
        return None
    text = _printable(decode(raw.split(b"\0")[0])).strip()
    return text[:LONGEST] or None


def decode(raw: bytes) -> str:
    """UTF-8 where it is that, else GB 18030, which Chinese devices write without saying so."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def as_found(value: object) -> str:
    """A raw value as text that can be kept and shown: printable text as it is, anything else in hex."""
    raw = value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    raw = raw.rstrip(b"\0 ")
    text = raw.decode("latin-1")
    return text if text.isascii() and text.isprintable() else "hex:" + raw[:32].hex()


def _is_latin(value: str) -> bool:
    return all(ord(sign) < 256 for sign in value)


def _printable(text: str) -> str:
    for at, sign in enumerate(text):
        if sign == "\ufffd" or unicodedata.category(sign) in _UNPRINTABLE:
            return text[:at]
    return text
