"""The page of an imported case says where it came from, and leads to the table it stood in."""

from __future__ import annotations

import pytest
from django.test import Client

from liuhen.apps.cases.actions import NewCase, open_case
from liuhen.apps.cases.models import Case
from liuhen.apps.importing.actions import Received, note_received, open_run
from liuhen.apps.importing.inputs import Offered
from liuhen.apps.importing.models import Run, RunState
from liuhen.apps.importing.queries import source_of_case
from liuhen.apps.importing.running import go_through
from liuhen.apps.importing.tests.conftest import Give
from liuhen.site.testing import Cast


@pytest.fixture
def run(cast: Cast, give: Give) -> Run:
    """The table in which the case A-1 stood."""
    table = give({"决定日期": ""})
    run = open_run(cast.custodian, Offered.of(table), RunState.RUNNING)
    go_through(cast.custodian, table, run)
    return run


def page(person: object, case: Case) -> str:
    browser = Client()
    browser.force_login(person)  # type: ignore[arg-type]
    return browser.get(f"/cases/{case.pk}/").content.decode()


def test_who_may_see_the_table_is_led_to_it_and_others_read_of_it(cast: Cast, run: Run) -> None:
    case = Case.objects.get()
    led = page(cast.custodian, case)
    assert "市执法办案平台" in led and "A-1" in led
    assert f'href="/importing/{run.pk}/"' in led
    told = page(cast.handler, case)
    assert "市执法办案平台" in told and f'href="/importing/{run.pk}/"' not in told


def test_a_case_that_came_whole_names_the_instance(cast: Cast) -> None:
    case = open_case(
        cast.handler, NewCase(number="粤交罚〔2026〕7号", cause="超限运输", party="李某", acts=("penalty",))
    )
    assert source_of_case(case) is None
    assert "导入来源" not in page(cast.custodian, case)
    note_received(cast.custodian, case, Received(sha256="0" * 64, sender="邻县.example/liuhen", rows=()))
    assert "邻县.example/liuhen" in page(cast.custodian, case)


def test_it_is_one_question(cast: Cast, run: Run, django_assert_num_queries: object) -> None:
    case = Case.objects.get()
    with django_assert_num_queries(1):  # type: ignore[operator]
        origin = source_of_case(case)
    assert origin and (origin.run, origin.external_id) == (run.pk, "A-1")
