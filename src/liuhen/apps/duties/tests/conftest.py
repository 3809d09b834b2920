"""The world of these tests: the cast, the transport text in force, and a case with one inspection, judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case
from liuhen.apps.cases.models import Case, Step
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.models import Obligation
from liuhen.apps.duties.queries import obligations_of
from liuhen.apps.lawlib.actions import bind_text
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
TEXT = "gd-transport-2019"
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
NOW = NINE + timedelta(hours=3)
HOUR = timedelta(hours=1)


@dataclass
class World:
    """The cast, and a case of the handler with an inspection in which the officer took part."""

    cast: Cast
    case: Case
    step: Step

    def judged(self, now: datetime = NOW) -> list[Obligation]:
        """Judge the case at a moment and give what it owes."""
        judge(self.case, now)
        return list(obligations_of(self.case))

    def owed(self, duty: str, now: datetime = NOW) -> Obligation:
        """What the case owes under one duty at a moment."""
        return next(row for row in self.judged(now) if row.duty == duty)


def inspect(cast: Cast, case: Case, **about: Any) -> Step:
    times = Times(start=NINE, end=NINE + timedelta(minutes=30))
    people = (Taking(person=cast.officer), Taking(person=cast.handler))
    fields: dict[str, Any] = {"kind": "on_site_inspection", "stage": "investigation", "times": times, "people": people}
    return add_step(cast.handler, case, NewStep(**{**fields, **about}))


def case_of(cast: Cast, number: str = "粤交罚〔2026〕1号") -> Case:
    new = NewCase(number=number, cause="超限运输", party="某运输公司", acts=("penalty", "inspection"))
    return open_case(cast.handler, new)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with outside_at(NOW):
        cast = make_cast()
        bind_text(None, cast.agency, TEXT)
        case = case_of(cast)
        yield World(cast, case, inspect(cast, case))
