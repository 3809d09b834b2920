"""The sweep finds every case that changed without being judged, however long ago, and reads only what is new."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.cases.actions import archive, register_document, set_milestone
from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.devices.actions import NewCheck, NewDevice, check_device, register_device
from liuhen.apps.duties import rejudging, sweep
from liuhen.apps.duties.judging import judge_many
from liuhen.apps.duties.models import Judgement, Obligation, Sweep
from liuhen.apps.duties.sweep import judge_due
from liuhen.apps.duties.tests.conftest import HOUR, NINE, NOW, case_of, inspect
from liuhen.apps.journal import queries as journal
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.models import Binding
from liuhen.apps.people.actions import note_failed_sign_in
from liuhen.core.terms.labels import State
from liuhen.ports.outside import outside


def write(world):
    new = NewDocument(kind="on_site_record", made_at=NINE, step=world.step.pk)
    return register_document(world.cast.handler, world.case, new)


def record_state(world):
    return Obligation.objects.get(case=world.case, duty="text-record-3").state


def test_a_case_never_judged_is_found_behind_any_number_of_later_entries(world, monkeypatch):
    monkeypatch.setattr(sweep, "WINDOW", 3)
    for _ in range(20):
        note_failed_sign_in("somebody")
    assert judge_due(NOW) == 1
    assert Judgement.objects.get().case == world.case
    assert (judge_due(NOW), Sweep.objects.get().through) == (0, journal.count())


def test_an_act_stands_when_judging_it_fails_and_the_sweep_judges_it(
    world, monkeypatch, django_capture_on_commit_callbacks
):
    judge_due(NOW)
    with monkeypatch.context() as broken:
        broken.setattr("liuhen.apps.duties.actions.judged", lambda *_: 1 / 0)
        with django_capture_on_commit_callbacks(execute=True):
            write(world)
    assert record_state(world) == State.OPEN
    assert judge_due(NOW) == 1
    assert record_state(world) == State.MET


def test_a_check_of_a_device_nobody_judged_is_found(world):
    camera = register_device(None, world.cast.agency, NewDevice(number="GD-0421"))
    judge_due(NOW)
    check_device(
        world.cast.officer,
        camera,
        NewCheck(at=NINE - HOUR, items=("battery", "storage", "clock"), step=world.step.pk),
    )
    assert judge_due(NOW) == 1
    assert Obligation.objects.get(case=world.case, duty="carry-camera").state == State.MET


def test_a_text_bound_later_judges_the_cases_that_are_not_archived(world):
    closed = case_of(world.cast, "粤交罚〔2026〕2号")
    inspect(world.cast, closed)
    set_milestone(world.cast.handler, closed, "closed", NOW)
    archive(world.cast.handler, closed, NOW)
    judge_due(NOW)
    bind_text(None, world.cast.agency, "gd-province-2018")
    assert judge_due(NOW) == 1
    assert "gd-province-2018" in Judgement.objects.get(case=world.case).texts
    assert "gd-province-2018" not in Judgement.objects.get(case=closed).texts


def test_a_case_that_cannot_be_judged_holds_up_no_other_and_is_tried_again(world, monkeypatch):
    other = case_of(world.cast, "粤交罚〔2026〕2号")

    def judge_the_other_alone(keys, now):
        if world.case.pk in keys:
            raise ValueError("broken")
        return judge_many(keys, now)

    with monkeypatch.context() as broken:
        broken.setattr(rejudging, "judge_many", judge_the_other_alone)
        with pytest.raises(ExceptionGroup) as failed:
            judge_due(NOW)
    assert [failure.__notes__ for failure in failed.value.exceptions] == [[f"case {world.case.pk}"]]
    assert set(Judgement.objects.values_list("case", flat=True)) == {other.pk}
    assert judge_due(NOW) == 1
    assert Judgement.objects.filter(case=world.case).exists()


def test_what_was_looked_through_is_not_read_again(world, django_assert_num_queries):
    judge_due(NOW)
    # what is due, where the last sweep stopped (twice), how many entries there are; whose law has changed: agencies and
    # their three laws, and which judgements rest on others
    with django_assert_num_queries(4 + 4 + 1):
        assert judge_due(NOW) == 0


def test_entries_are_found_by_their_number_and_never_by_reading_the_journal_through(world):
    if connection.vendor != "sqlite":
        pytest.skip("the plan is read in SQLite's words")
    with CaptureQueriesContext(connection) as asked:
        judge_due(NOW)
    [read] = [query["sql"] for query in asked if "journal_entry" in query["sql"] and ">=" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {read}")
        [plan] = cursor.fetchall()
    assert plan[-1].startswith("SEARCH journal_entry USING")


class TestAChangedLaw:
    """Files of the law that changed are seen by the digest that every judgement keeps."""

    @pytest.fixture
    def changed(self, world, monkeypatch):
        """The law of this process reads otherwise than it did when the case was judged."""
        judge_due(NOW)
        digest = outside().law.shared_digest()
        monkeypatch.setattr(type(outside().law), "shared_digest", lambda _: f"not {digest}")

    def test_is_found_by_the_next_sweep_and_judged_once(self, world, changed):
        before = Judgement.objects.get().law
        assert (judge_due(NOW), judge_due(NOW)) == (1, 0)
        assert Judgement.objects.get().law != before

    def test_leaves_archived_cases_as_they_were_judged(self, world, changed):
        set_milestone(world.cast.handler, world.case, "closed", NOW)
        archive(world.cast.handler, world.case, NOW)
        judge_due(NOW)
        Judgement.objects.update(law="of another day")
        assert judge_due(NOW) == 0

    def test_is_worked_off_in_portions_each_sweep_going_on_after_the_last(self, world, changed, monkeypatch):
        others = [case_of(world.cast, f"粤交罚〔2026〕{number}号") for number in range(2, 6)]
        judge_due(NOW)
        Judgement.objects.update(law="of another day")
        monkeypatch.setattr(sweep, "OUTDATED", 2)
        seen = []
        for _ in range(4):
            judge_due(NOW)
            seen.append(Judgement.objects.filter(law="of another day").count())
        assert (len(others) + 1, seen) == (5, [3, 1, 0, 0])

    def test_of_an_agency_whose_text_is_gone_does_not_hold_up_the_others(self, world, monkeypatch):
        judge_due(NOW)
        Binding.objects.create(agency=world.cast.outsider.agency, text="gone", since=NOW)
        Judgement.objects.update(law="of another day")
        assert judge_due(NOW) == 1
