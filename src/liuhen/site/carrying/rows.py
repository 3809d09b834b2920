"""Which rows of a table belong to a case.

They are read past the managers that hide what was corrected: corrections go along with what they correct.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from liuhen.apps.cases.models import Case
from liuhen.apps.duties.queries import dossier_of
from liuhen.apps.goods import models as goods
from liuhen.apps.recordings import models as recordings

Rows = Callable[[int], QuerySet[Any]]
"""The key of a case → the rows, in the order in which they were made."""


def of_case(model: type[Model], path: str = "case") -> Rows:
    """Those that lead to the case by this path."""
    return lambda case: model._base_manager.filter(**{path: case}).order_by("pk").distinct()


def films(case: int) -> QuerySet[Any]:
    """What is linked to the case, with what a piece of it was made from, and the data recorded beside it."""
    every = recordings.Recording.objects
    linked = recordings.Link.objects.filter(step__case=case, ended_at=None).values("recording")
    whole = every.filter(pk__in=linked).values("parent")
    beside = recordings.Companion.objects.filter(recording__in=linked).values("sidecar")
    return every.filter(Q(pk__in=linked) | Q(pk__in=whole) | Q(pk__in=beside)).order_by("pk")


def with_films(model: type[Model]) -> Rows:
    """Those that are about one of the films."""
    return lambda case: model._base_manager.filter(recording__in=films(case).values("pk")).order_by("pk")


def of_films(model: type[Model], column: str) -> Rows:
    """Those that a column of the films leads to."""
    return lambda case: model._base_manager.filter(pk__in=films(case).values(column)).order_by("pk")


def of_case_and_films(model: type[Model], path: str) -> Rows:
    """Those that lead to the case by this path and are about one of its films."""
    about = with_films(model)
    return lambda case: about(case).filter(**{path: case})


def marks(case: int) -> QuerySet[Any]:
    """What was marked in the films for the case, not what was marked in them for another one."""
    own = Q(step=None) | Q(step__case=case)
    return recordings.Mark.objects.filter(own, recording__in=films(case).values("pk")).order_by("pk")


def companions(case: int) -> QuerySet[Any]:
    """Which data belongs to which of the films, with all that was said of that before: each row names the one before.

    A film of before that does not go along is left out of its row, which was corrected.
    """
    carried = films(case).values("pk")
    return recordings.Companion._base_manager.filter(sidecar__in=carried).order_by("pk")


def in_dossier(model: type[Model], part: str) -> Rows:
    """The rows that the dossier tells of, though they belong to no case: what is known of the cameras used in it."""

    def rows(case: int) -> QuerySet[Any]:
        told = getattr(dossier_of(Case.objects.get(pk=case)), part)
        return model._base_manager.filter(pk__in=[int(one.id.partition(":")[2]) for one in told]).order_by("pk")

    return rows


def descriptions(case: int) -> QuerySet[Any]:
    """How the goods are described, with what was corrected since."""
    standing = goods.Item.objects.filter(case=case).values_list("described", flat=True)
    found, waiting = set[int](), set(standing)
    while waiting:
        found |= waiting
        older = goods.Description.objects.filter(pk__in=waiting).values_list("replaces", flat=True)
        waiting = {key for key in older if key is not None} - found
    return goods.Description.objects.filter(pk__in=found).order_by("pk")
