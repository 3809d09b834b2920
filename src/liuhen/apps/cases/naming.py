"""How the journal names a case and its things."""

from __future__ import annotations

from django.db import models

from liuhen.apps.cases.models import Case
from liuhen.apps.journal.actions import About


def case_named(case: Case) -> About:
    """The case as the journal names it."""
    return About(kind="case", id=str(case.pk), label=case.number, case=case.number)


def thing_named(case: Case, kind: str, row: models.Model, label: str) -> About:
    """A thing of the case as the journal names it."""
    return About(kind=kind, id=str(row.pk), label=label, case=case.number)
