"""The verdict kept at hand is what the law says of the facts, now and whenever time changes it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.cases.actions import register_document, view_case
from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.devices.actions import NewCheck, NewDevice, check_device, register_device
from liuhen.apps.duties.actions import NewDetermination, determine, judge_number
from liuhen.apps.duties.export import dossier_yaml
from liuhen.apps.duties.models import Judgement, Obligation
from liuhen.apps.duties.queries import dossier_of, verdict_at, verdict_data
from liuhen.apps.duties.rows import COLUMNS, values_of
from liuhen.apps.duties.sweep import judge_due
from liuhen.apps.duties.tests.conftest import HOUR, NINE, NOW, TEXT, case_of, inspect
from liuhen.apps.journal.queries import entries_of_case
from liuhen.apps.people.actions import date_certificate, qualify
from liuhen.core.duties.evaluate import evaluate, standings
from liuhen.core.duties.verdict_json import verdict_json
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.terms.labels import State
from liuhen.ports.outside import outside

RECORD = "text-record-3"
OTHER = "text-record-other"


def test_a_missing_record_is_owed_and_met_once_it_is_registered(world):
    assert world.owed(RECORD).state == State.OPEN
    assert world.owed(RECORD).to_do
    register_document(
        world.cast.handler, world.case, NewDocument(kind="on_site_record", made_at=NINE, step=world.step.pk)
    )
    assert world.owed(RECORD).state == State.MET
    assert not world.owed(RECORD).to_do


def test_judging_twice_leaves_the_same_rows_once(world):
    def seen(rows):
        return [(row.position, row.duty, row.subject_id, row.state) for row in rows]

    first = seen(world.judged())
    assert seen(world.judged()) == first
    assert Judgement.objects.get().texts == [TEXT]


def test_time_alone_makes_a_recording_that_never_came_a_breach(world):
    assert world.owed("av-contentious").state == State.OPEN
    due = Judgement.objects.get().judge_again_at
    assert due is not None
    assert judge_due(due - timedelta(seconds=1)) == 0
    assert judge_due(due) == 1
    assert Obligation.objects.get(case=world.case, duty="av-contentious").state == State.BREACHED


def test_judging_what_is_due_goes_on_until_nothing_is(world):
    world.judged()
    later = NOW + timedelta(days=60)
    judge_due(later)
    assert judge_due(later) == 0


def test_what_changed_while_nobody_judged_is_found_by_the_next_sweep(world):
    assert judge_due(NOW) == 1
    assert judge_due(NOW) == 0
    register_document(
        world.cast.handler, world.case, NewDocument(kind="on_site_record", made_at=NINE, step=world.step.pk)
    )
    assert judge_due(NOW) == 1
    assert Obligation.objects.get(case=world.case, duty=RECORD).state == State.MET


def test_a_check_of_a_camera_for_a_step_calls_for_judging_its_case(world, django_capture_on_commit_callbacks):
    camera = register_device(None, world.cast.agency, NewDevice(number="GD-0421"))
    assert world.owed("carry-camera").state == State.BREACHED
    new = NewCheck(at=NINE - HOUR, items=("battery", "storage", "clock"), step=world.step.pk)
    with django_capture_on_commit_callbacks(execute=True):
        check_device(world.cast.officer, camera, new)
    assert Obligation.objects.get(case=world.case, duty="carry-camera").state == State.MET


def test_the_other_cases_of_a_camera_are_left_to_the_next_sweep(world, django_capture_on_commit_callbacks):
    camera = register_device(None, world.cast.agency, NewDevice(number="GD-0421"))
    other = case_of(world.cast, "粤交罚〔2026〕2号")
    step = inspect(world.cast, other)
    items = ("battery", "storage", "clock")
    check_device(world.cast.officer, camera, NewCheck(at=NINE - HOUR, items=items, step=step.pk))
    judge_due(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        check_device(world.cast.officer, camera, NewCheck(at=NINE - HOUR, items=items, step=world.step.pk))
    carried = Obligation.objects.filter(duty="carry-camera", state=State.MET)
    assert carried.filter(case=world.case).exists()
    assert Judgement.objects.get(case=other).judge_again_at == NOW
    assert Judgement.objects.get(case=world.case).judge_again_at != NOW
    assert judge_due(NOW) == 1
    assert Judgement.objects.get(case=other).judge_again_at != NOW


def test_what_the_roll_says_of_a_person_calls_for_judging_their_cases(world, django_capture_on_commit_callbacks):
    other = case_of(world.cast, "粤交罚〔2026〕2号")
    judge_due(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        date_certificate(None, world.cast.officer, since=date(2024, 1, 1), until=None)
    assert Judgement.objects.get(case=world.case).judge_again_at == NOW
    assert Judgement.objects.get(case=other).judge_again_at != NOW


def test_the_sweep_finds_what_the_roll_says_of_a_person_too(world):
    judge_due(NOW)
    qualify(None, world.cast.officer, "enforcement_exam")
    assert judge_due(NOW) == 1


def test_merely_viewing_a_case_calls_for_no_judging(world):
    world.judged()
    view_case(world.cast.reader, world.case)
    assert judge_due(NOW) == 0


def test_a_number_of_no_case_is_no_mistake(world):
    judge_number("没有这个案号")
    judge_number(world.case.number)
    assert Judgement.objects.filter(case=world.case).exists()


def test_a_breach_is_work_while_it_can_be_mended_and_the_case_is_not_archived(world):
    found = next(owed for owed in verdict_at(world.case, NINE + 48 * HOUR) if owed.duty == "av-contentious")
    to_do = COLUMNS.index("to_do")
    assert values_of(1, found, 0, archived=False)[to_do]
    assert not values_of(1, found, 0, archived=True)[to_do]


class TestTheExportedDossier:
    def test_gives_the_same_verdict_with_no_database(self, world):
        register_document(
            world.cast.handler,
            world.case,
            NewDocument(kind="on_site_record", made_at=NINE, step=world.step.pk, matters=("certificate_shown",)),
        )
        determine(world.cast.reviewer, world.case, determination(world))
        law = outside().law
        facts = read_dossier(dossier_yaml(dossier_of(world.case)), vocabulary=law.vocabulary())
        texts = [law.text(TEXT)]
        owed = evaluate(facts, texts, NOW, calendar=law.calendar())
        assert facts.case is not None
        assert facts == dossier_of(world.case)
        assert verdict_data(world.case, NOW) == verdict_json(
            owed, now=NOW, standings=standings(facts, texts, NOW), case=facts.case.number
        )


def determination(world, outcome="not_applicable", reason="已查阅，没有其他需要记录的情形"):
    row = world.owed(OTHER)
    return NewDetermination(duty=f"{TEXT}/{OTHER}", subject=row.subject_id, outcome=outcome, reason=reason)


class TestADetermination:
    def test_decides_what_the_text_leaves_to_a_person_and_is_journalled(self, world):
        assert world.owed(OTHER).state == State.NEEDS_PERSON
        determine(world.cast.reviewer, world.case, determination(world))
        assert world.owed(OTHER).state == State.EXCUSED
        assert entries_of_case(world.case.number).order_by("-seq")[0].kind == "duties.determined"

    def test_a_later_one_supersedes_it(self, world):
        determine(world.cast.reviewer, world.case, determination(world))
        determine(world.cast.reviewer, world.case, determination(world, "not_met", "漏记了一次询问"))
        assert world.owed(OTHER).state == State.BREACHED
        assert world.case.determinations.count() == 2

    @pytest.mark.parametrize("name", ["co_officer", "custodian", "inspector", "superior", "outsider", "system_admin"])
    def test_is_made_by_reviewer_head_or_those_who_take_part(self, world, name):
        with pytest.raises(PermissionDenied):
            determine(getattr(world.cast, name), world.case, determination(world, "met"))

    @pytest.mark.parametrize("outcome", ["excused", "not_applicable"])
    def test_nobody_releases_himself(self, world, outcome):
        determine(world.cast.handler, world.case, determination(world, "met"))
        with pytest.raises(PermissionDenied, match="法制审核"):
            determine(world.cast.handler, world.case, determination(world, outcome))

    def test_gives_its_reason_and_a_known_outcome(self, world):
        with pytest.raises(ValidationError, match="理由"):
            determine(world.cast.head, world.case, determination(world, reason=" "))
        with pytest.raises(ValidationError, match="结论"):
            determine(world.cast.head, world.case, determination(world, "perhaps"))

    def test_is_about_a_duty_the_case_has(self, world):
        world.judged()
        new = NewDetermination(duty=f"{TEXT}/no-such-duty", subject="step:1", outcome="met", reason="有")
        with pytest.raises(ValidationError, match="没有这项义务"):
            determine(world.cast.head, world.case, new)
