"""A judging writes what changed and nothing else, and what is kept afterwards is what a fresh judging would keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from liuhen.apps.cases.actions import (
    archive,
    correct_times,
    make_report,
    register_document,
    register_situation,
    report_interruption,
    set_milestone,
)
from liuhen.apps.cases.inputs import NewDocument, NewReport, NewSituation, Times
from liuhen.apps.devices.actions import NewCheck, NewDevice, check_device, register_device
from liuhen.apps.duties.actions import NewDetermination, determine, judge, judge_number
from liuhen.apps.duties.judging import judge_many, judged
from liuhen.apps.duties.models import Judgement, Obligation
from liuhen.apps.duties.rows import COLUMNS, difference
from liuhen.apps.duties.tests.conftest import HOUR, NINE, NOW, case_of, inspect
from liuhen.apps.journal.actions import unheard
from liuhen.apps.lawlib.actions import bind_text

MINUTE = timedelta(minutes=1)


def kept(case):
    return list(Obligation.objects.filter(case=case).order_by("position").values_list(*COLUMNS))


def keys(case):
    found = Obligation.objects.filter(case=case).values_list("pk", "text", "duty", "subject_id")
    return {tuple(identity): pk for pk, *identity in found}


def afresh(case, now):
    """What judging keeps when nothing was kept before; nothing of it stays."""
    with transaction.atomic():
        Obligation.objects.filter(case=case).delete()
        judge(case, now)
        rows = kept(case)
        transaction.set_rollback(True)
    return rows


def acts(world):
    """A case from inspection to archive, act by act."""
    cast, case, step = world.cast, world.case, world.step
    camera = register_device(None, cast.agency, NewDevice(number="GD-0421"))
    yield register_document(cast.handler, case, NewDocument(kind="on_site_record", made_at=NINE, step=step.pk))
    yield check_device(cast.officer, camera, NewCheck(at=NINE - HOUR, items=("battery",), step=step.pk))
    found = report_interruption(cast.officer, step, NINE + MINUTE, "battery")
    yield found
    about = f"interruption:{found.pk}"
    told = NewReport(kind="oral_report", about=about, at=NINE + 2 * MINUTE, to=cast.head)
    yield make_report(cast.officer, case, told)
    yield inspect(cast, case, kind="inquiry", times=Times(start=NINE - 3 * HOUR, end=NINE - 2 * HOUR))
    yield register_document(cast.handler, case, NewDocument(kind="inquiry_record", made_at=NINE - 2 * HOUR))
    yield correct_times(cast.handler, step, Times(start=NINE, end=NINE + 20 * MINUTE), "记错了时间")
    yield bind_text(None, cast.agency, "gd-province-2018")
    yield register_situation(cast.handler, case, NewSituation(kind="dispute", since=NINE, note="有异议"))
    yield set_milestone(cast.handler, case, "filed", NINE)
    yield decide(world)
    yield set_milestone(cast.handler, case, "closed", NOW)
    yield archive(cast.handler, case, NOW)


def decide(world):
    row = world.owed("text-record-other")
    new = NewDetermination(duty=f"{row.text}/{row.duty}", subject=row.subject_id, outcome="not_applicable", reason="无")
    return determine(world.cast.reviewer, world.case, new)


def test_after_each_act_of_a_long_case_the_rows_are_those_of_a_fresh_judging(world):
    moments = (NINE + 2 * MINUTE, NOW, NOW + timedelta(days=40))
    with unheard():
        for number, _ in enumerate(acts(world)):
            for now in moments:
                judge(world.case, now)
                assert kept(world.case) == afresh(world.case, now), f"after act {number}"


def test_many_at_once_are_judged_as_each_alone(world):
    others = [case_of(world.cast, f"粤交罚〔2026〕{number}号") for number in range(2, 5)]
    for other in others:
        inspect(world.cast, other)
    cases = [world.case, *others]
    assert judge_many([case.pk for case in cases], NOW) == 4
    together = [kept(case) for case in cases]
    assert together == [afresh(case, NOW) for case in cases]
    assert len({tuple(row[2] for row in rows) for rows in together}) == 4


def test_an_obligation_keeps_its_key_as_long_as_duty_and_subject_are_the_same(world):
    world.judged()
    before = keys(world.case)
    register_document(
        world.cast.handler, world.case, NewDocument(kind="on_site_record", made_at=NINE, step=world.step.pk)
    )
    inspect(world.cast, world.case)
    world.judged()
    after = keys(world.case)
    assert before.items() <= after.items()
    assert len(after) > len(before)


def test_nothing_is_written_where_nothing_changed(world):
    world.judged()
    before = Judgement.objects.get()
    with CaptureQueriesContext(connection) as asked:
        world.judged()
    written = [query["sql"] for query in asked.captured_queries if "duties_obligation" in query["sql"]]
    assert all(sql.startswith("SELECT") for sql in written)
    assert Judgement.objects.get().revision == before.revision + 1


def test_judging_takes_the_same_queries_however_much_there_is(world, django_assert_num_queries):
    judge_number(world.case.number)
    with django_assert_num_queries(32):
        judge_number(world.case.number)
    for hour in range(4):
        inspect(world.cast, world.case, place=f"第 {hour} 处")
        register_document(world.cast.handler, world.case, NewDocument(kind="inquiry_record", made_at=NINE))
    with django_assert_num_queries(33):  # one more: the new rows
        judge_number(world.case.number)


def test_a_case_judged_by_somebody_else_meanwhile_is_left_alone(world, monkeypatch):
    world.judged()
    later = NOW + timedelta(days=60)

    def judged_meanwhile(keys, now):
        found = judged(keys, now)
        judge(world.case, later)
        return found

    monkeypatch.setattr("liuhen.apps.duties.judging.judged", judged_meanwhile)
    assert judge_many([world.case.pk], NOW) == 0
    assert Judgement.objects.get().judged_at == later


text = st.sampled_from(["a", "b"])
values = st.lists(st.tuples(text, text, text, st.integers(0, 3)), max_size=12)


@given(there=values, wanted=values)
def test_a_difference_makes_what_is_there_into_what_is_wanted(there, wanted):
    rows = dict(enumerate(there))
    found = difference(((key, *row) for key, row in rows.items()), wanted)
    for key in found.gone:
        del rows[key]
    rows |= found.changed
    assert sorted([*rows.values(), *found.new]) == sorted(wanted)


@given(there=values)
def test_there_is_no_difference_between_the_same(there):
    found = difference(((key, *row) for key, row in enumerate(there)), there)
    assert not (found.new or found.changed or found.gone)


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_what_the_law_no_longer_asks_goes_and_the_rest_stays(gone):
    rows = [("t", "d", f"step:{number}", number) for number in range(3)]
    found = difference(((key, *row) for key, row in enumerate(rows)), rows[:gone] + rows[gone + 1 :])
    assert (found.gone, found.new, found.changed) == ([gone], [], {})
