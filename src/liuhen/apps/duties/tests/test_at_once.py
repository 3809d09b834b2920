"""Several at once: a request is decided once, an exception lets one through, a milestone is reached once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from liuhen.apps.cases.actions import Decision, NewExemption, ask_exemption, decide_approval, decide_exemption
from liuhen.apps.cases.models import Approval, Document, Exemption, Milestone
from liuhen.apps.duties.tests.hall import NOW, TEXT, Hall, hall_of
from liuhen.apps.journal.queries import entries_of_case
from liuhen.site.testing import make_cast, outside_at

AT_ONCE = 4


@pytest.fixture
def hall(transactional_db: None, tmp_path: Path) -> Iterator[Hall]:
    """A case that every thread can see; the tables are emptied afterwards, which the triggers of SQLite forbid."""
    with outside_at(NOW, home=tmp_path):
        yield hall_of(make_cast(), TEXT)
    kept = _triggers_away()
    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for statement in kept:
            cursor.execute(statement)


def _triggers_away() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in found]


def at_once(act: Callable[[int], Any]) -> list[str]:
    """What several threads that do the same at once are told: "done", or why not."""

    def one(turn: int) -> str:
        try:
            act(turn)
        except ValidationError as error:
            return "".join(error.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_an_approval_is_decided_by_one_of_many(hall: Hall) -> None:
    key = hall.ask("decision").pk
    outcomes = ("approved", "refused")

    def decide(turn: int) -> None:
        waiting = Approval.objects.select_related("case").get(pk=key)
        waiting.outcome = ""
        decide_approval(hall.cast.head, waiting, Decision(outcome=outcomes[turn % 2], words="如上"))

    told = at_once(decide)
    assert told.count("done") == 1
    assert all("已由梁国安作出决定" in words for words in told if words != "done")
    assert [entry.kind for entry in entries_of_case(hall.case.number)].count("cases.approval_decided") == 1


def test_an_exception_lets_one_of_many_through(hall: Hall) -> None:
    event = "document:transfer_letter"
    asked = ask_exemption(hall.cast.handler, hall.case, NewExemption(event=event, reason="急", basis="某法第一条"))
    decide_exemption(hall.cast.head, asked, Decision(outcome="approved"))
    told = at_once(lambda _turn: hall.paper("transfer_letter", NOW))
    assert told.count("done") == 1
    assert Document.objects.filter(case=hall.case).count() == 1
    assert Exemption.objects.get().used_at == NOW


def test_a_milestone_is_reached_by_one_of_many(hall: Hall) -> None:
    hall.paper("filing_form")
    hall.approve("case_filing")
    told = at_once(lambda _turn: hall.reach("filed"))
    assert told.count("done") == 1
    assert Milestone.objects.filter(case=hall.case).count() == 1


def test_the_same_is_asked_for_by_one_of_many(hall: Hall) -> None:
    told = at_once(lambda _turn: hall.ask("decision"))
    assert told.count("done") == 1
    assert all("正在等待审批" in words for words in told if words != "done")
