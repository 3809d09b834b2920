"""All reads of the room."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from liuhen.apps.journal.kinds import all_kinds
from liuhen.apps.journal.models import Entry


def entries_about(kind: str, ident: str) -> QuerySet[Entry]:
    """The custody history of one thing, oldest first."""
    return Entry.objects.filter(subject_kind=kind, subject_id=ident).order_by("seq")


def entries_among(kind: str, idents: Collection[str], codes: Collection[str]) -> QuerySet[Entry]:
    """The entries of these kinds about several things of one kind, oldest first."""
    return Entry.objects.filter(subject_kind=kind, subject_id__in=idents, kind__in=codes).order_by("seq")


def entries_of_case(number: str) -> QuerySet[Entry]:
    """Everything journalled about a case, oldest first."""
    return Entry.objects.filter(case_number=number).order_by("seq")


def acts_between(start: int, end: int) -> list[Entry]:
    """The entries numbered from `start` to before `end` that may bear on a verdict, in order, without their bodies."""
    others = [kind.code for kind in all_kinds() if not kind.bears]
    acts = Entry.objects.filter(seq__gte=start, seq__lt=end).exclude(kind__in=others).order_by("seq")
    return list(acts.only("seq", "kind", "case_number", "subject_kind", "subject_id"))


def body_of(entry: Entry) -> dict[str, Any]:
    """The entry's content as it was written."""
    content: dict[str, Any] = json.loads(entry.body)
    return content


def count() -> int:
    """How many entries there are: the size the log should reach. One index look-up, since numbers have no gaps."""
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if last is None else last + 1


def leaves_from(start: int, limit: int) -> list[bytes]:
    """The leaves numbered from `start`, at most `limit`, in order."""
    rows = Entry.objects.filter(seq__gte=start).order_by("seq").values_list("leaf", flat=True)[:limit]
    return [bytes(leaf) for leaf in rows]


def all_entries() -> Iterator[Entry]:
    """Every entry in order, read in portions (for verification of the whole instance)."""
    return Entry.objects.order_by("seq").iterator(chunk_size=2000)
