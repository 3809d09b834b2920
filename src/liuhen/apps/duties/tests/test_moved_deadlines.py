"""A pause and an extension that people register move the due day of what the case owes, to the day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from liuhen.apps.cases.actions import (
    Decision,
    NewApproval,
    ask_approval,
    decide_approval,
    end_situation,
    register_situation,
)
from liuhen.apps.cases.inputs import NewSituation
from liuhen.apps.cases.models import Situation, Step
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.models import Judgement, Obligation
from liuhen.apps.duties.tests.conftest import CHINA
from liuhen.apps.duties.tests.hall import hall_of
from liuhen.apps.journal.models import Entry
from liuhen.core.terms.labels import State
from liuhen.site.testing import make_cast, outside_at

DAY = timedelta(days=1)
SEIZED = datetime(2026, 11, 2, 9, 0, tzinfo=CHINA)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


def midnight(month, day):
    """The midnight at which a day of 2026 ends."""
    return datetime(2026, month, day, tzinfo=CHINA) + DAY


@pytest.fixture
def clock(db):
    with outside_at(NOW):
        yield


@pytest.fixture
def hall(clock):
    """A truck was seized on 2 November, under the text that gives thirty days; it is the 20th."""
    found = hall_of(make_cast(), "cn-transport-procedure-2021")
    found.paper("measure_decision", SEIZED)
    found.step("seizure", SEIZED, circumstances=("urgent",))
    return found


def about_to_lapse(hall, now=NOW):
    judge(hall.case, now)
    return Obligation.objects.get(case=hall.case, duty="seizure-term")


def on_test(hall, until=None, about=(), since=NOW - 10 * DAY):
    new = NewSituation(kind="testing", since=since, until=until, about=about)
    return register_situation(hall.cast.handler, hall.case, new)


def test_thirty_days_run_from_the_day_after_the_seizure(hall):
    assert about_to_lapse(hall).due_at == midnight(12, 2)


def test_while_something_is_tested_the_period_stands_still_and_nobody_is_told_a_day(hall):
    on_test(hall)
    row = about_to_lapse(hall)
    assert (row.due_at, row.raise_at, row.state) == (None, None, State.OPEN)


def test_when_testing_has_ended_the_period_is_longer_by_its_days(hall):
    situation = on_test(hall)
    end_situation(hall.cast.handler, situation, NOW - 4 * DAY)
    assert about_to_lapse(hall).due_at == midnight(12, 8)


def test_a_testing_registered_with_both_its_ends_counts_the_same(hall):
    on_test(hall, until=NOW - 4 * DAY)
    assert about_to_lapse(hall).due_at == midnight(12, 8)


def test_testing_about_another_step_holds_up_nothing(hall):
    other = hall.step("sampling", SEIZED)
    on_test(hall, about=(f"step:{other.pk}",))
    assert about_to_lapse(hall).due_at == midnight(12, 2)


def test_a_corrected_end_moves_the_day_again_and_the_journal_keeps_both(hall):
    situation = on_test(hall, until=NOW - 4 * DAY)
    with pytest.raises(ValidationError, match="写明理由"):
        end_situation(hall.cast.handler, situation, NOW - 5 * DAY)
    end_situation(hall.cast.handler, situation, NOW - 5 * DAY, "检测报告载明的日期")
    assert about_to_lapse(hall).due_at == midnight(12, 7)
    entry = Entry.objects.filter(kind="cases.situation_ended").latest("seq")
    told = entry.body
    assert "2026-11-16" in told
    assert "2026-11-15" in told


@pytest.mark.parametrize(("until", "words"), [(NOW + DAY, "晚于现在"), (NOW - 11 * DAY, "早于发生时间")])
def test_an_end_that_cannot_be_is_refused(hall, until, words):
    with pytest.raises(ValidationError, match=words):
        end_situation(hall.cast.handler, on_test(hall), until)
    with pytest.raises(ValidationError, match=words):
        on_test(hall, until=until)


def lengthened(hall, about=()):
    new = NewApproval(kind="seizure_extension", about=about, note="情况复杂")
    asked = ask_approval(hall.cast.handler, hall.case, new)
    return decide_approval(hall.cast.head, asked, Decision(outcome="approved"))


@pytest.mark.parametrize("whole", [True, False])
def test_an_approved_extension_adds_its_thirty_days(hall, whole):
    seizure = Step.objects.get(kind="seizure")
    lengthened(hall, () if whole else (f"step:{seizure.pk}",))
    assert about_to_lapse(hall).due_at.astimezone(CHINA) == midnight(1, 1).replace(year=2027)


def test_a_refused_extension_adds_nothing(hall):
    asked = ask_approval(hall.cast.handler, hall.case, NewApproval(kind="seizure_extension", note="情况复杂"))
    decide_approval(hall.cast.head, asked, Decision(outcome="refused", words="案情简单"))
    assert about_to_lapse(hall).due_at == midnight(12, 2)


def test_an_extension_and_a_pause_add_up(hall):
    on_test(hall, until=NOW - 4 * DAY)
    lengthened(hall)
    assert about_to_lapse(hall).due_at == midnight(1, 7).replace(year=2027)


def test_the_sweep_raises_and_lapses_on_the_moved_days(hall):
    on_test(hall, until=NOW - 4 * DAY)
    row = about_to_lapse(hall)
    assert Judgement.objects.get(case=hall.case).judge_again_at <= row.raise_at + timedelta(seconds=1)
    assert about_to_lapse(hall, midnight(12, 3)).state == State.OPEN
    assert about_to_lapse(hall, midnight(12, 8) + DAY).state == State.OVERDUE


def test_the_days_of_a_permit_stand_still_while_it_is_heard(clock):
    hall = hall_of(make_cast(), "cn-admin-limits", procedure="permit", acts=("permit",), cause="道路运输经营许可")
    accepted = datetime(2026, 11, 9, 9, 0, tzinfo=CHINA)
    hall.paper("acceptance_notice", accepted)
    hall.reach("applied", accepted)
    hall.reach("accepted", accepted)

    def due():
        judge(hall.case, NOW)
        return Obligation.objects.get(case=hall.case, duty="permit-decided").due_at

    assert due() == midnight(12, 7)
    new = NewSituation(kind="hearing_period", since=datetime(2026, 11, 16, 9, 0, tzinfo=CHINA))
    situation = register_situation(hall.cast.handler, hall.case, new)
    assert due() is None
    end_situation(hall.cast.handler, situation, datetime(2026, 11, 18, 12, 0, tzinfo=CHINA))
    assert due() == midnight(12, 9)


class TestThePage:
    """Where the end is registered."""

    @pytest.fixture
    def page(self, hall, client):
        client.force_login(hall.cast.handler)
        return reverse("cases:situation-end", args=[on_test(hall).pk])

    def test_registers_the_end_and_leads_back_to_the_case(self, hall, page, client):
        answer = client.post(page, {"until": "2026-11-16T09:00"})
        assert answer.url == f"/cases/{hall.case.pk}/#reports"
        assert Situation.objects.get().until == NOW - 4 * DAY

    def test_says_beside_the_field_what_is_wrong(self, page, client):
        answer = client.post(page, {"until": "2026-11-01T09:00"})
        assert (answer.status_code, "早于发生时间" in answer.content.decode()) == (422, True)

    def test_the_case_page_leads_to_it(self, hall, page, client):
        assert page in client.get(f"/cases/{hall.case.pk}/").content.decode()
