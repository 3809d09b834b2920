"""The world of these tests: the cast, a clock that stands still, and a case with one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from liuhen.apps.cases.actions import add_step, open_case
from liuhen.apps.cases.inputs import NewCase, NewStep, Taking, Times
from liuhen.apps.cases.models import Case, Step
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


@dataclass
class World:
    """The cast, and a case of the handler with an inspection in which the officer took part."""

    cast: Cast
    case: Case
    step: Step


def new_case(number: str = "粤交罚〔2026〕1号", **about: Any) -> NewCase:
    fields: dict[str, Any] = {
        "number": number,
        "cause": "超限运输",
        "party": "某运输公司",
        "acts": ("penalty",),
        **about,
    }
    return NewCase(**fields)


def new_step(cast: Cast, **about: Any) -> NewStep:
    people = (Taking(person=cast.officer), Taking(person=cast.handler))
    times = Times(start=NINE, end=NINE + timedelta(minutes=30))
    return NewStep(
        **{"kind": "on_site_inspection", "stage": "investigation", "times": times, "people": people, **about}
    )


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with outside_at(NOW):
        cast = make_cast()
        case = open_case(cast.handler, new_case())
        yield World(cast, case, add_step(cast.handler, case, new_step(cast)))
