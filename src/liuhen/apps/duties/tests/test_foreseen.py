"""Who may not take part in a step and what is told too late is known before it happens, by the law's own duties."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from liuhen.apps.cases.actions import Taking, add_people
from liuhen.apps.cases.models import StepPerson
from liuhen.apps.duties.foreseen import told_too_late, who_may_not
from liuhen.apps.duties.tests.hall import NOW, TEXT, hall_of
from liuhen.core.deadlines.units import CHINA
from liuhen.core.terms.facts import Presence
from liuhen.site.testing import make_cast, outside_at

LIMITS = "cn-admin-limits"
PRESIDES = "presiding_officer"
TOLD = "milestone:hearing_notified"


@pytest.fixture
def hall(db):
    with outside_at(NOW):
        found = hall_of(make_cast(), TEXT, LIMITS)
        found.step("inquiry", people=(Taking(person=found.cast.officer), Taking(person=found.cast.handler)))
        yield found


@pytest.fixture
def invited(hall):
    """The notice of a hearing is served, so that it can be held."""
    hall.told().paper("hearing_notice", NOW)
    for kind in ("hearing_host", "hearing_clerk"):
        hall.approve(kind)
    hall.reach("hearing_notified")
    return hall


def refused(act, *args, **words):
    """What a refused act is told, by field."""
    with pytest.raises(ValidationError) as error:
        act(*args, **words)
    return error.value.message_dict


class TestAHearing:
    def test_is_not_presided_over_by_who_investigated(self, invited):
        cast = invited.cast
        people = (Taking(person=cast.handler), Taking(person=cast.officer, role=PRESIDES))
        told = refused(invited.step, "hearing", NOW + timedelta(minutes=1), people=people)
        assert told == {
            PRESIDES: [
                "本案调查人员不担任听证主持人、记录员（行政处罚法第六十四条）："
                "林一鸣参加过询问，不得兼任听证主持人、记录员（程序规定第八十四条）。"
            ]
        }

    def test_is_recorded_by_nobody_who_investigated(self, invited):
        cast = invited.cast
        people = (
            Taking(person=cast.reviewer, role=PRESIDES, staff="general"),
            Taking(person=cast.handler, role="clerk"),
        )
        assert [*refused(invited.step, "hearing", NOW, people=people)] == ["clerk"]

    def test_is_held_by_others(self, invited):
        cast = invited.cast
        people = (Taking(person=cast.handler), Taking(person=cast.reviewer, role=PRESIDES, staff="general"))
        step = invited.step("hearing", NOW, people=people)
        told = refused(add_people, cast.handler, step, (Taking(person=cast.officer, role="clerk"),))
        assert [*told] == ["people"]
        assert "林一鸣参加过询问" in told["people"][0]
        add_people(cast.handler, step, (Taking(person=cast.custodian, role="clerk", staff="general"),))
        assert StepPerson.objects.filter(step=step, role="clerk").count() == 1

    def test_keeps_who_presided_from_investigating_afterwards(self, invited):
        cast = invited.cast
        people = (Taking(person=cast.handler), Taking(person=cast.co_officer, role=PRESIDES))
        invited.step("hearing", NOW, people=people)
        told = refused(invited.step, "inquiry", NOW, people=(Taking(person=cast.co_officer),))
        assert [*told] == ["people"]
        assert "周海参加过询问，不得兼任听证主持人" in told["people"][0]
        invited.step("inquiry", NOW, people=(Taking(person=cast.officer),))

    def test_is_free_where_no_text_says_so(self, db):
        with outside_at(NOW):
            free = hall_of(make_cast(), "gd-transport-2019")
            free.step("inquiry", people=(Taking(person=free.cast.officer),))
            step = free.step("hearing", people=(Taking(person=free.cast.officer, role=PRESIDES),))
            assert step.people.count() == 1

    def test_tells_it_on_the_page_beside_who_presides(self, invited):
        client = Client()
        client.force_login(invited.cast.handler)
        sent = {
            "kind": "hearing",
            "stage": "decision",
            "start": f"{NOW:%Y-%m-%dT%H:%M:%S}",
            "people": [invited.cast.handler.pk],
            PRESIDES: invited.cast.officer.pk,
        }
        answer = client.post(f"/cases/{invited.case.pk}/steps/new/", sent)
        assert answer.status_code == 422
        assert "林一鸣参加过询问" in str(answer.context["form"].errors[PRESIDES])


def presiding(name, certificate=""):
    return [Presence(certificate=certificate, name=name, role=PRESIDES)]


class TestANameInADocument:
    def test_is_known_by_who_took_part_in_the_case(self, hall):
        assert "林一鸣参加过询问" in who_may_not(hall.case, "hearing", presiding("林一鸣"))[0]
        assert not who_may_not(hall.case, "hearing", presiding("何敏"))

    def test_with_another_certificate_is_somebody_else(self, hall):
        assert not who_may_not(hall.case, "hearing", presiding("林一鸣", "440101099"))
        assert who_may_not(hall.case, "hearing", presiding("林一鸣", "440101001"))


def test_who_examines_an_application_does_not_preside(db):
    with outside_at(NOW):
        hall = hall_of(make_cast(), LIMITS, procedure="permit", origin="on_application", acts=("permit",))
        hall.paper("acceptance_notice", NOW)
        hall.reach("accepted")
        hall.step("permit_field_check", people=(Taking(person=hall.cast.officer),))
        told = who_may_not(hall.case, "hearing", presiding("林一鸣"))
    assert told == [
        "审查许可申请的工作人员不主持听证（行政许可法第四十八条）："
        "林一鸣参加过许可实地核查，不得兼任听证主持人（法定期限第十九行）。"
    ]


class TestTheDayOfAHearing:
    @pytest.mark.parametrize(
        ("texts", "article"), [((TEXT,), "程序规定第八十三条"), ((LIMITS,), "行政许可法第四十八条")]
    )
    def test_lies_seven_working_days_after_it_is_told_of(self, db, texts, article):
        with outside_at(NOW):
            about = {"procedure": "permit", "origin": "on_application"} if LIMITS in texts else {}
            case = hall_of(make_cast(), *texts, **about).case
            assert not told_too_late(case, "hearing", datetime(2026, 12, 2, 9, 30, tzinfo=CHINA), TOLD)
            (told,) = told_too_late(case, "hearing", datetime(2026, 12, 1, 9, 30, tzinfo=CHINA), TOLD)
        assert article in told
        assert "“听证通知书送达”最迟应在 2026-11-20，已来不及" in told
        assert told.endswith("请改期，最早可以定在 2026-12-02。")

    def test_is_offered_as_a_working_day(self, db):
        with outside_at(NOW + timedelta(days=4)):
            case = hall_of(make_cast(), TEXT).case
            (told,) = told_too_late(case, "hearing", NOW + timedelta(days=5), TOLD)
        assert told.endswith("最早可以定在 2026-12-04。")
        with outside_at(NOW + timedelta(days=5)):
            (told,) = told_too_late(case, "hearing", NOW + timedelta(days=6), TOLD)
        assert told.endswith("最早可以定在 2026-12-07。"), "the 5th is a Saturday"

    def test_is_free_where_no_text_says_so(self, db):
        with outside_at(NOW):
            case = hall_of(make_cast(), "gd-transport-2019").case
            assert not told_too_late(case, "hearing", NOW + timedelta(days=1), TOLD)
