"""The world of these tests: the cast, a clock that stands still, and a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from liuhen.apps.cases.actions import NewCase, open_case
from liuhen.apps.cases.models import Case
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)
WANG = "11010519491231002X"
FIRM = "91350100M000100Y43"


@dataclass
class World:
    """The cast, and a case of the handler."""

    cast: Cast
    case: Case


def new_case(number: str = "粤交罚〔2026〕1号", **about: object) -> NewCase:
    return NewCase(**{"number": number, "cause": "超限运输", "party": "某运输公司", **about})  # type: ignore[arg-type]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with outside_at(NOW):
        cast = make_cast()
        yield World(cast, open_case(cast.handler, new_case()))
