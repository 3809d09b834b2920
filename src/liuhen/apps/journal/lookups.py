"""Looking things up by how their text begins, in the way an index can answer on either database."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

LAST_SIGN = "\U0010ffff"


def begins(column: str, text: str) -> Q:
    """The condition that a column begins with a text.

    SQLite orders text by its bytes, so a range will do; PostgreSQL has indexes made for beginnings
    (`varchar_pattern_ops`), whatever the language it sorts by.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST_SIGN})
    return Q(**{f"{column}__startswith": text})
