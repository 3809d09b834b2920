"""Suggests the known word a misspelt one is nearest to, so that a message can ask: is it this one?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def near(word: str, known: Iterable[str]) -> str:
    """The words of `known` that `word` may be meant for, as the end of a sentence; empty when none is near."""
    found = get_close_matches(word.lower().replace("-", "_"), {str(one): None for one in known}, n=3, cutoff=0.6)
    return f"；是不是{'、'.join(f'“{one}”' for one in found)}？" if found else ""


def half_width(text: str) -> str:
    """Full-width digits and signs turned to half width, as the end of a sentence; empty where there are none."""
    plain = unicodedata.normalize("NFKC", text)
    return f"；这里是全角字符，请改成 {plain}" if plain != text and plain.isascii() else ""
