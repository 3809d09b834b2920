"""What the custodian's page reads follows what is unfinished, and not the archive."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liuhen.apps.findings import queries
from liuhen.apps.findings.models import Analysis
from liuhen.apps.findings.tests.test_pages import client_of, parked
from liuhen.apps.recordings.tests.conftest import NOW, World, world  # noqa: F401 - a fixture
from liuhen.ports.workshop import WorkKind, WorkState

pytestmark = pytest.mark.django_db
LIST = reverse("findings:list")
DONE, PARKED, WAITING = (state.value for state in (WorkState.DONE, WorkState.PARKED, WorkState.WAITING))


def test_what_is_done_is_told_of_the_last_day_only(world: World) -> None:  # noqa: F811
    recording = world.recording()
    works = Analysis.objects.filter(sha256=recording.sha256).order_by("pk")
    works.update(state=DONE, finished_at=NOW.replace(year=2025))
    page = client_of(world.cast.custodian).get(LIST).content.decode()
    assert "最近 24 小时完成 0 项" in page
    works.filter(kind=WorkKind.SURVEY.value).update(finished_at=NOW)
    assert "最近 24 小时完成 1 项" in client_of(world.cast.custodian).get(LIST).content.decode()


def test_the_states_are_counted_without_what_waits_for_a_tool(world: World) -> None:  # noqa: F811
    recording = world.recording()
    works = Analysis.objects.filter(sha256=recording.sha256)
    works.filter(kind="letters").update(state=PARKED, attempts=0)
    works.filter(kind="track").update(state=PARKED, attempts=3)
    works.filter(kind="playable").update(state=DONE)
    assert queries.counted(world.cast.custodian) == {
        WorkState.PARKED: 1,
        WorkState.WAITING: 1,
        WorkState.RUNNING: 0,
    }
    assert queries.waiting_for_tool(WorkKind.LETTERS) == 1


def test_so_many_waiting_for_a_tool_are_not_counted_to_the_last(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "MANY", 2)
    lacking = {"kind": "transcript", "state": PARKED, "attempts": 0, "asked_at": NOW}
    Analysis.objects.bulk_create(Analysis(sha256=f"{number:064x}", **lacking) for number in range(3))
    assert queries.waiting_for_tool(WorkKind.TRANSCRIPT) == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small from end to end")
@pytest.mark.parametrize("state", ["parked", "waiting", "running"])
def test_the_page_never_reads_through_all_analyses_or_all_recordings(world: World, state: str) -> None:  # noqa: F811
    parked(world)
    Analysis.objects.filter(kind="letters").update(state="running")
    client = client_of(world.cast.custodian)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(LIST, {"state": state}).status_code == 200
    plans = [_plan(one["sql"]) for one in asked.captured_queries if "findings_analysis" in one["sql"]]
    assert len(plans) >= 5
    lines = [line for plan in plans for line in plan]
    assert not [line for line in lines if line.startswith("SCAN") and not line.startswith("SCAN subquery")]
    assert "SEARCH V0 USING INDEX recording_by_digest (sha256=?)" in lines, "a recording is looked up, not all listed"
    failed = queries.listed(world.cast.custodian, WorkState.PARKED)
    assert "analysis_parked" in failed.explain(), "with its values bound, as it is asked"


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        return [str(row[3]) for row in cursor.fetchall()]
