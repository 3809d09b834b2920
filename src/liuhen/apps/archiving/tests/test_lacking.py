"""What a case still lacks, as the page of its volume tells it: by duty, counted, the most urgent first."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.archiving.lacking import NAMED, SHOWN, by_duty, owed_of
from liuhen.apps.archiving.tests.conftest import Closed
from liuhen.apps.documents.tests.conftest import NOW
from liuhen.apps.duties.actions import judge_number
from liuhen.apps.duties.models import Obligation
from liuhen.apps.lawlib.actions import bind_text
from liuhen.core.terms.labels import State

TEXTS = ("gd-transport-2019", "cn-transport-procedure-2021")


def _owed(
    duty: str, *, of: str = "现场笔录", due: datetime | None = None, state: State = State.OPEN, position: int = 0
) -> Obligation:
    return Obligation(
        text="a-text", duty=duty, state=state, due_at=due, subject_label=of, title=duty, position=position, article=1
    )


def test_a_duty_owed_of_many_things_is_one_line_with_a_count() -> None:
    rows = [_owed("sign", of=f"文书{number}", position=number) for number in range(5)] + [_owed("seal", position=9)]
    lines = by_duty(rows, NOW)
    assert [(line.lead.duty, line.count) for line in lines] == [("sign", 5), ("seal", 1)]
    assert lines[0].named.split("、") == [f"文书{number}" for number in range(NAMED)]


def test_the_most_urgent_leads_its_line_and_the_list() -> None:
    soon, gone = NOW + timedelta(hours=2), NOW - timedelta(days=1)
    rows = [
        _owed("no time", position=0),
        _owed("next month", due=NOW + timedelta(days=30), position=1),
        _owed("breached", state=State.BREACHED, position=2),
        _owed("no time", due=soon, of="询问笔录", position=3),
        _owed("overdue", due=gone, state=State.OVERDUE, position=4),
    ]
    lines = by_duty(rows, NOW)
    assert [line.lead.duty for line in lines] == ["overdue", "breached", "no time", "next month"]
    assert lines[2].lead.due_at == soon


@pytest.fixture
def lacking(closed: Closed, client: Client) -> str:
    """The page of the volume of a case that lacks much, as the handler sees it."""
    for text in TEXTS:
        bind_text(None, closed.cast.agency, text)
    judge_number(closed.case.number)
    client.force_login(closed.cast.handler)
    return client.get(reverse("archiving:volume", args=[closed.case.pk])).content.decode()


def test_the_page_shows_the_first_few_duties_and_folds_the_rest_away(closed: Closed, lacking: str) -> None:
    owed = owed_of(closed.case, NOW)
    assert owed.rest, "the case lacks more than the page shows at once"
    assert len(owed.first) == SHOWN
    assert f"本案还欠缺 {owed.count} 项" in lacking
    shown, folded = re.split(r"<summary>其余 \d+ 类义务</summary>", lacking)
    assert shown.count('class="lh-owed"') == SHOWN
    assert folded.count('class="lh-owed"') == len(owed.rest)


def test_every_duty_is_told_once(closed: Closed, lacking: str) -> None:
    owed = owed_of(closed.case, NOW)
    lines = [*owed.first, *owed.rest]
    assert len({(line.lead.text, line.lead.duty) for line in lines}) == len(lines)
    assert sum(line.count for line in lines) == owed.count
