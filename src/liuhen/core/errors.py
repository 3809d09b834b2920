"""The exception family of the ground floor."""

from __future__ import annotations


class LiuhenError(Exception):
    """Anything Liuhen refuses; the message says what happened, to which thing, and what to do next (Chinese)."""
