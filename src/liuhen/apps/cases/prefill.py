"""What the address of a form suggests for its fields: a mend leads to the form with everything known filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

MOMENTS = {"at", "end", "made_at", "since", "start", "until", "arrival", "departure", "returned_at"}
LISTS = {"matters", "about_many", "features", "circumstances", "people", "acts"}


def initial_from(words: QueryDict) -> dict[str, Any]:
    """Field name → first value, or all values where the field takes several; a moment that is none is left out."""
    found: dict[str, Any] = {}
    for name in words:
        if name in LISTS:
            found[name] = words.getlist(name)
        elif name in MOMENTS:
            if moment := _moment(words.get(name, "")):
                found[name] = moment
        else:
            found[name] = words.getlist(name)[0]
    return found


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
