"""Judging all cases anew can be stopped and goes on where it stopped; one case that fails holds up no other."""

from __future__ import annotations

from functools import partial

import pytest

from liuhen.apps.duties import rejudging as portioning
from liuhen.apps.duties.judging import judge_many
from liuhen.apps.duties.models import Judgement
from liuhen.apps.duties.rejudging import Wanted, portions_of
from liuhen.apps.duties.tests import conftest as judging
from liuhen.apps.duties.tests.conftest import NOW, case_of
from liuhen.site.rejudging import rejudge

bench = judging.world
"""The world of the room of duties: an agency, its law, a case."""


@pytest.fixture
def cases(bench, monkeypatch):
    """Four cases judged by a law of another day, judged anew one by one."""
    found = [bench.case, *(case_of(bench.cast, f"粤交罚〔2026〕{number}号") for number in (2, 3, 4))]
    judge_many([case.pk for case in found], NOW)
    Judgement.objects.update(law="of another day")
    monkeypatch.setattr(portioning, "portions_of", partial(portions_of, size=1))
    return found


def outdated():
    return Judgement.objects.filter(law="of another day").count()


def quietly(work):
    pass


def test_all_are_judged_in_the_order_of_their_keys_and_progress_is_told(cases):
    told = []
    work = rejudge(Wanted(), 1, lambda work: told.append((work.done, work.total, outdated())))
    assert told == [(0, 4, 4), (1, 4, 3), (2, 4, 2), (3, 4, 1), (4, 4, 0)]
    assert (work.done, work.stopped, work.failures) == (4, False, [])


def test_what_was_stopped_goes_on_where_it_stopped(cases):
    def impatient(work):
        if work.done == 2:
            raise KeyboardInterrupt

    stopped = rejudge(Wanted(), 1, impatient)
    assert (stopped.stopped, stopped.done, outdated()) == (True, 2, 2)
    assert rejudge(Wanted(), 1, quietly).total == 2
    assert outdated() == 0


def test_a_case_that_fails_is_named_and_left_for_the_next_time(cases, monkeypatch):
    def all_but_one(keys, now):
        if cases[1].pk in keys:
            raise ValueError("broken")
        return judge_many(keys, now)

    with monkeypatch.context() as broken:
        broken.setattr(portioning, "judge_many", all_but_one)
        work = rejudge(Wanted(), 1, quietly)
    assert (work.done, work.failures) == (4, [f"案件编号 {cases[1].pk}：broken"])
    assert outdated() == 1


def test_a_case_never_judged_is_judged_and_one_up_to_date_is_not(cases, bench):
    rejudge(Wanted(), 1, quietly)
    fresh = case_of(bench.cast, "粤交罚〔2026〕9号")
    assert rejudge(Wanted(), 1, quietly).total == 1
    assert Judgement.objects.filter(case=fresh).exists()
    assert rejudge(Wanted(current=True), 1, quietly).total == 5
    assert rejudge(Wanted(current=True, after=cases[1].pk), 1, quietly).total == 3
