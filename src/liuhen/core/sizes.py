"""Numbers of bytes as people read them, in decimal units like those printed on cards and disks."""

from __future__ import annotations

_UNITS = ("B", "kB", "MB", "GB", "TB")


def size_words(octets: int) -> str:
    """A number of bytes in decimal units: 1.8 GB."""
    if octets < 1000:
        return f"{octets} B"
    amount, units = octets / 1000, iter(_UNITS[1:-1])
    for unit in units:
        if round(amount, 1) < 1000:
            return f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} {_UNITS[-1]}"


def compared_sizes(first: int, second: int) -> tuple[str, str]:
    """Two sizes that are set against each other; to the byte where rounding would make them look alike."""
    words = size_words(first), size_words(second)
    if words[0] != words[1] or first == second:
        return words
    return f"{first} 字节", f"{second} 字节"
