"""The world of these tests: a case under the transport procedure rules in which a truck and its papers were seized."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from liuhen.apps.cases.actions import (
    Decision,
    NewApproval,
    NewDocument,
    NewStep,
    Times,
    add_step,
    ask_approval,
    decide_approval,
    register_document,
)
from liuhen.apps.cases.models import Case, Document, Step
from liuhen.apps.documents.tests.conftest import committed
from liuhen.apps.duties.facts import verdict_at
from liuhen.apps.duties.tests.hall import hall_of
from liuhen.apps.goods.actions import NewMovement, Taking, Words, enter_items, move_items
from liuhen.apps.goods.models import Item, Movement
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.verification import check_journal
from liuhen.core.terms.labels import State
from liuhen.site.testing import Cast, make_cast, outside_at

__all__ = ["committed"]
CHINA = timezone(timedelta(hours=8))
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
HOUR = timedelta(hours=1)
NOW = NINE + 30 * HOUR
TEXT = "cn-transport-procedure-2021"


class Yard:
    """The case; acts are done by the people they belong to, at times counted from nine o'clock that day."""

    def __init__(self) -> None:
        """A truck is seized from nine to ten."""
        self.cast: Cast = make_cast()
        self.case: Case = hall_of(self.cast, TEXT).case
        self.paper: Document = self.document("measure_decision", NINE)
        self.step: Step = self.add_step("seizure")

    def document(self, kind: str, at: datetime, **more: Any) -> Document:
        return register_document(self.cast.handler, self.case, NewDocument(kind=kind, made_at=at, **more))

    def add_step(self, kind: str, at: datetime = NINE, *, end: datetime | None = None) -> Step:
        times = Times(start=at, end=end or at + HOUR)
        urgent = ("urgent",) if kind == "seizure" else ()
        new = NewStep(kind=kind, stage="investigation", times=times, circumstances=urgent)
        return add_step(self.cast.handler, self.case, new)

    def approve(self, kind: str) -> None:
        asked = ask_approval(self.cast.handler, self.case, NewApproval(kind=kind, note="请批准"))
        decide_approval(self.cast.head, asked, Decision(outcome="approved"))

    def enter(self, *names: str, **about: Any) -> list[Item]:
        fields: dict[str, Any] = {
            "measure": "seizure",
            "at": NINE + HOUR,
            "place": "执法车内",
            "step": self.step.pk,
            "document": self.paper.pk,
        }
        taking = Taking(**{**fields, **about})
        return enter_items(self.cast.handler, self.case, taking, [words(name) for name in names or ("重型货车",)])

    def receive(self, *items: Item, at: datetime = NINE + 2 * HOUR, **about: Any) -> list[Movement]:
        return self.move("to_keeper", *items, at=at, place="一号仓库", keeper=self.cast.custodian, **about)

    def move(self, kind: str, *items: Item, by: Any = None, at: datetime = NOW, **about: Any) -> list[Movement]:
        return move_items(by or self.cast.custodian, self.case, items, NewMovement(kind=kind, at=at, **about))

    def state_of(self, duty: str, now: datetime = NOW) -> State | None:
        found = [one.state for one in verdict_at(self.case, now) if one.duty == duty]
        return found[0] if found else None


def words(name: str = "重型货车", **about: Any) -> Words:
    fields: dict[str, Any] = {"quantity": Decimal(1), "unit": "辆", "condition": "完好", "owner": "某甲"}
    return Words(name=name, **{**fields, **about})


def seals_agree() -> bool:
    """Whether every row still is what the published journal says was written."""
    publish()
    return check_journal().findings == []


@pytest.fixture
def yard(db: None) -> Iterator[Yard]:
    with ExitStack() as stack:
        stack.enter_context(outside_at(NOW))
        yield Yard()
