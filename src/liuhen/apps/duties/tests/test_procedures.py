"""The guard of the procedures, on the transport procedure rules: every bar, every way past it, nothing else barred."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from liuhen.apps.cases.actions import archive, correct_milestone, correct_times, register_situation
from liuhen.apps.cases.inputs import NewSituation, Taking, Times
from liuhen.apps.cases.models import Case, Document, Milestone
from liuhen.apps.duties.facts import docket_of, verdict_at
from liuhen.apps.duties.procedures import shut_gates
from liuhen.apps.duties.tests.conftest import HOUR, NINE
from liuhen.apps.duties.tests.hall import NOW, TEXT, barred, hall_of
from liuhen.apps.journal.queries import body_of, entries_of_case
from liuhen.apps.journal.seals import row_key, row_seal
from liuhen.core.procedure.attempt import attempt_of
from liuhen.core.procedure.standing import standing_in
from liuhen.ports.outside import outside
from liuhen.site.testing import make_cast, outside_at


@pytest.fixture
def hall(db):
    with outside_at(NOW):
        yield hall_of(make_cast(), TEXT)


@pytest.fixture
def free(db):
    with outside_at(NOW):
        yield hall_of(make_cast(), "gd-transport-2019")


class TestTheOrdinaryProcedure:
    def test_leads_from_the_lead_to_the_archive_when_all_is_there(self, hall):
        hall.told().paper("penalty_decision", NOW)
        hall.approve("decision")
        hall.reach("decided")
        hall.reach("served")
        hall.reach("performed")
        hall.paper("closing_report", NOW)
        hall.approve("closing")
        hall.reach("closed")
        hall.paper("file_catalogue", NOW)
        archive(hall.cast.handler, hall.case, NOW)
        assert Milestone.objects.filter(case=hall.case).count() == 8

    def test_bars_what_it_does_not_lead_to_and_says_what_may_be_done(self, hall):
        text = barred(hall.reach, "decided")
        assert "应当在“已告知”之后办理" in text
        assert "程序规定第七十三条、第七十七条、第七十八条" in text
        assert "案件现处于“线索”，下一步可以：立案、不予立案" in text

    def test_bars_a_step_without_its_document_and_its_approval(self, hall):
        text = barred(hall.reach, "filed")
        assert "缺《立案登记表》，请先制作并使其生效（程序规定第六十二条、第六十三条）" in text
        assert "“立案”尚未经批准，请先提请审批" in text
        hall.paper("filing_form")
        assert "立案登记表" not in barred(hall.reach, "filed")

    def test_a_refusal_bars_until_the_same_is_asked_again_and_given(self, hall):
        hall.paper("filing_form")
        hall.approve("case_filing", "refused")
        assert "未获同意" in barred(hall.reach, "filed")
        hall.approve("case_filing")
        hall.reach("filed")

    def test_asks_the_gates_of_the_duties_about_papers_before_they_are_there(self, hall):
        hall.filed()
        text = barred(hall.paper, "violation_notice", NOW)
        assert "调查报告获批准后才制作违法行为通知书" in text
        assert "程序规定第六十九条" in text

    def test_bars_a_decision_while_a_gate_of_the_case_is_shut(self, hall):
        hall.told().paper("penalty_decision", NOW)
        hall.approve("decision")
        register_situation(hall.cast.handler, hall.case, NewSituation(kind="hearing_requested", since=NOW))
        Case.objects.filter(pk=hall.case.pk).update(features=["hearing_eligible", "public_interest"])
        text = barred(hall.reach, "decided")
        assert "要求听证的，举行听证后才作决定" in text
        assert "程序规定第七十条" in text
        assert "先经法制审核" in text

    def test_a_time_that_is_past_does_not_open_a_gate(self, hall):
        hall.step("on_site_inspection", NINE - timedelta(days=3))
        hall.filed().paper("investigation_report")
        assert "案件当时处于“线索”" in barred(hall.reach, "investigated", NINE - timedelta(days=2))

    def test_what_would_take_the_ground_from_a_later_step_is_barred(self, hall):
        hall.reported()
        text = barred(hall.paper, "non_filing_decision", NINE - timedelta(days=2))
        assert "早于已经办理的“立案”“调查终结”“批准调查报告”" in text

    def test_events_no_procedure_speaks_of_are_free(self, hall):
        hall.paper("photo_sheet")
        hall.step("on_site_inspection", NINE)
        hall.reach("source_known")

    def test_a_correction_is_no_new_event(self, hall):
        first = hall.told() and Document.objects.get(case=hall.case, kind="violation_notice")
        hall.paper("penalty_decision", NOW)
        again = hall.paper("violation_notice", NOW, corrects=first.pk)
        assert again.pk != first.pk

    def test_a_correction_says_what_it_corrects_to_whoever_judges_later(self, hall):
        first = hall.paper("photo_sheet")
        again = hall.paper("photo_sheet", NOW, corrects=first.pk)
        found = {one.id: one.corrects for one in docket_of(hall.case).dossier.documents}
        assert found == {f"document:{first.pk}": None, f"document:{again.pk}": f"document:{first.pk}"}

    def test_a_release_that_is_corrected_was_made_once(self, hall):
        hall.paper("measure_decision")
        hall.step("seizure", NINE + HOUR, circumstances=("urgent",))
        first = hall.paper("measure_release_decision", NINE + 2 * HOUR)
        hall.paper("measure_release_decision", NOW, corrects=first.pk)
        procedure = outside().law.procedures()["seizure"]
        standing = standing_in(procedure, docket_of(hall.case).dossier)
        assert [one.at for one in standing.taken if one.transition.event_code == "measure_release_decision"] == [
            NINE + 2 * HOUR
        ]
        assert not [one for one in standing.astray if one.transition.event_code == "measure_release_decision"]

    def test_a_correction_names_a_document_of_the_case_and_kind(self, hall):
        other = hall.paper("photo_sheet")
        assert "不是同一种文书" in barred(hall.paper, "transfer_letter", NOW, corrects=other.pk)

    def test_nothing_is_kept_of_what_was_barred(self, hall):
        before = entries_of_case(hall.case.number).count()
        barred(hall.reach, "decided")
        barred(hall.paper, "transfer_letter", NOW)
        assert not Milestone.objects.filter(case=hall.case).exists()
        assert entries_of_case(hall.case.number).count() == before


class TestWhereTheTextDoesNotBind:
    def test_the_procedure_is_guidance(self, free):
        free.reach("decided")

    def test_before_its_first_day_too(self, db):
        long_ago = datetime(2021, 3, 1, 9, tzinfo=NINE.tzinfo)
        with outside_at(long_ago):
            hall_of(make_cast(), TEXT).reach("filed", long_ago)


LONG_BEFORE = datetime(2016, 11, 20, 9, tzinfo=NINE.tzinfo)
"""A year mistyped, and long before the text was in force."""


class TestAnEarlyDateFreesOfNothing:
    def test_a_milestone_before_everything_else_of_the_case_is_refused(self, hall):
        assert "请核对年份" in barred(hall.reach, "decided", LONG_BEFORE)

    def test_nor_does_one_that_begins_the_case_come_before_the_text(self, hall):
        assert "缺《立案登记表》" in barred(hall.reach, "filed", LONG_BEFORE)

    def test_nor_a_document_or_a_step(self, hall):
        assert "调查报告获批准后" in barred(hall.paper, "violation_notice", LONG_BEFORE)
        assert "已批准" in barred(hall.step, "seizure", LONG_BEFORE)

    def test_gates_stand_before_it_too(self, hall):
        hall.filed()
        now, early = (shut_for(hall, attempt_of("document:violation_notice", at)) for at in (NOW, LONG_BEFORE))
        assert now
        assert now <= early

    def test_one_milestone_does_not_date_the_case(self, hall):
        hall.step("on_site_inspection", NINE)
        before = {(one.duty, one.subject.id) for one in verdict_at(hall.case, NOW)}
        Milestone.objects.create(case=hall.case, kind="decided", at=LONG_BEFORE)
        assert before <= {(one.duty, one.subject.id) for one in verdict_at(hall.case, NOW)}


def shut_for(hall, attempt):
    docket = docket_of(hall.case)
    return {one.duty for one in shut_gates(docket.dossier, docket.law.texts, attempt, hall.case.opened_at)}


class TestTracks:
    def test_no_seizure_without_approval_but_in_urgency(self, hall):
        hall.paper("measure_decision")
        text = barred(hall.step, "seizure")
        assert "应当在“已批准”之后办理（程序规定第五十四条）" in text
        assert "下一步可以：批准实施、情况紧急，先行实施" in text
        hall.step("seizure", NINE, circumstances=("urgent",))

    def test_an_urgent_seizure_is_approved_afterwards_and_only_then_extended(self, hall):
        hall.paper("measure_decision")
        hall.step("seizure", NOW, circumstances=("urgent",))
        hall.approve("seizure_extension")
        assert "查封、扣押中" in barred(hall.paper, "measure_extension_notice", NOW)
        hall.approve("seizure")
        hall.paper("measure_extension_notice", NOW)
        assert "已延长" in barred(hall.paper, "measure_extension_notice", NOW)
        hall.paper("measure_release_decision", NOW)

    def test_a_release_without_a_seizure_is_barred(self, hall):
        assert "案件现处于“报请批准”" in barred(hall.paper, "measure_release_decision", NOW)

    def test_no_demolition_before_it_was_decided_announced_and_the_remedies_ran_out(self, hall):
        text = barred(hall.step, "forced_demolition")
        assert "已决定强制执行" in text
        assert "复议、诉讼期限届满" in text
        assert "程序规定第一百一十四条" in text

    def test_evidence_can_be_registered_twice(self, hall):
        hall.paper("evidence_list")
        hall.approve("evidence_registration")
        hall.step("evidence_registration", NOW)
        text = barred(hall.step, "evidence_registration", NOW)
        assert "缺《证据登记保存清单》" in text
        assert "“先行登记保存”尚未经批准" in text
        hall.paper("evidence_list", NOW)
        hall.approve("evidence_registration")
        hall.step("evidence_registration", NOW)


class TestTheInspection:
    def test_may_visit_twice_and_record_twice(self, db):
        with outside_at(NOW):
            hall = hall_of(make_cast(), TEXT, procedure="inspection_only", acts=("inspection",))
            assert "已检查" in barred(hall.paper, "inspection_record", NINE)
            for hour in range(2):
                hall.step("on_site_inspection", NINE + hour * HOUR)
                hall.paper("inspection_record", NINE + hour * HOUR + HOUR / 2)
            hall.reach("closed", outside().clock.now())


class TestThePermit:
    def test_is_accepted_after_the_correction_examined_in_any_order_and_decided(self, db):
        with outside_at(NOW):
            hall = hall_of(
                make_cast(), "cn-admin-limits", procedure="permit", acts=("permit",), origin="on_application"
            )
            assert "已受理" in barred(hall.reach, "decided")
            hall.paper("correction_notice", NOW)
            assert "收到申请" in barred(hall.paper, "correction_notice", NOW)
            hall.paper("acceptance_notice", NOW)
            hall.reach("accepted")
            for kind in ("permit_field_check", "testing", "permit_field_check", "expert_review"):
                hall.step(kind, NOW)
            assert "由听证主持人办理" in barred(hall.step, "hearing", NOW)
            hall.step("hearing", NOW, people=(Taking(person=hall.cast.reviewer, role="presiding_officer"),))
            text = barred(hall.reach, "decided")
            assert "缺《准予行政许可决定书》或者《不予行政许可决定书》" in text
            assert "“行政许可决定”尚未经批准" in text
            hall.paper("permit_grant_decision", NOW)
            hall.approve("permit_decision")
            hall.reach("decided")
            assert "送达回证" in barred(hall.reach, "served")


class TestWhatAStepStandsOn:
    def test_a_decision_of_a_later_day_than_the_milestone_is_not_there_yet(self, hall):
        hall.paper("filing_form", NOW)
        hall.approve("case_filing")
        text = barred(hall.reach, "filed", NINE)
        assert "缺《立案登记表》" in text
        assert "“立案”尚未经批准" in text
        hall.reach("filed", NOW)

    def test_a_proof_of_service_may_be_made_after_what_it_proves(self, hall):
        hall.reported().paper("violation_notice", NOW)
        assert "缺《送达回证》" in barred(hall.reach, "told", NOW)
        with outside_at(NOW + timedelta(days=3)):
            hall.paper("proof_of_service", NOW + timedelta(days=3))
            hall.reach("told", NOW)

    def test_a_proof_of_service_of_another_document_does_not_stand_for_it(self, hall):
        notice = hall.reported().paper("violation_notice", NOW)
        order = hall.paper("correction_order", NOW)
        hall.paper("proof_of_service", NOW, about=(f"document:{order.pk}",))
        assert "缺《送达回证》" in barred(hall.reach, "told", NOW)
        hall.paper("proof_of_service", NOW, about=(f"document:{order.pk}", f"document:{notice.pk}"))
        hall.reach("told", NOW)

    def test_the_last_decision_on_an_approval_counts(self, hall):
        hall.told().paper("penalty_decision", NOW)
        hall.approve("decision")
        hall.approve("decision", "refused")
        assert "审批未获同意" in barred(hall.reach, "decided")


class TestByWhom:
    def test_a_document_made_here_is_decided_by_whom_the_procedure_names(self, hall):
        hall.paper("measure_decision")
        hall.approve("seizure")
        hall.step("seizure", NOW)
        text = barred(hall.paper, "measure_release_decision", NOW, hands=("handler", "reviewer"))
        assert "“解除”由负责人办理，请由其核对本文书后再使其生效（程序规定第五十九条）" in text
        hall.paper("measure_release_decision", NOW, hands=("handler", "head"))

    def test_who_leads_a_hearing_is_registered_in_it(self, hall):
        hall.told().paper("hearing_notice", NOW)
        hall.approve("hearing_host")
        hall.approve("hearing_clerk")
        hall.reach("hearing_notified")
        assert "“举行听证”由听证主持人办理，请在参加人员中登记其身份" in barred(hall.step, "hearing", NOW)


class TestCorrectingTheTimesOfAStep:
    def seized(self, hall):
        hall.paper("measure_decision")
        hall.approve("seizure")
        return hall.step("seizure", NOW)

    def test_is_barred_where_the_step_would_lose_its_ground(self, hall):
        step = self.seized(hall)
        text = barred(correct_times, hall.cast.handler, step, Times(start=NINE), "时间记错")
        assert "应当在“已批准”之后办理" in text
        step.refresh_from_db()
        assert step.start == NOW

    def test_is_barred_where_a_later_step_would(self, hall):
        step = self.seized(hall)
        hall.paper("measure_release_decision", NOW + timedelta(minutes=1))
        text = barred(correct_times, hall.cast.handler, step, Times(start=NOW + timedelta(minutes=2)), "时间记错")
        assert "应当在“已批准”之后办理" in text

    def test_is_free_where_it_stays_in_order(self, hall):
        step = self.seized(hall)
        corrected = correct_times(hall.cast.handler, step, Times(start=NOW + timedelta(minutes=2)), "时间记错")
        assert corrected.start == NOW + timedelta(minutes=2)


class TestCorrectingAMilestone:
    def test_the_page_tells_what_stands_now_and_what_a_correction_does(self, hall, client):
        filed = hall.filed().case.milestones.get(kind="filed")
        client.force_login(hall.cast.handler)
        page = client.get(reverse("cases:milestone-correct", args=[filed.pk])).content.decode()
        assert re.search(r"现在登记的是 \d{4}年\d+月\d+日 \d\d:\d\d。", page)
        assert "期限按更正后的时间重新计算" in page

    def test_takes_the_place_of_the_other_with_its_reason(self, hall):
        first = hall.filed().case.milestones.get(kind="filed")
        corrected = correct_milestone(hall.cast.handler, first, NOW + timedelta(minutes=1), "时间记错")
        assert [one.at for one in hall.case.milestones.all()] == [corrected.at]
        assert Milestone.every.filter(case=hall.case, kind="filed").count() == 2
        assert corrected.replaces_id == first.pk
        seen = docket_of(hall.case).dossier.case
        assert seen and seen.milestones["filed"] == corrected.at
        entry = next(one for one in entries_of_case(hall.case.number) if one.kind == "cases.milestone_corrected")
        body = body_of(entry)
        assert body["rows"][row_key(corrected)] == row_seal(corrected)
        assert (body["data"]["before"], body["purpose"]) == (first.at.isoformat(), "时间记错")

    def test_is_tried_like_reaching_it(self, hall):
        filed = hall.filed().case.milestones.get(kind="filed")
        assert "尚未经批准" in barred(correct_milestone, hall.cast.handler, filed, NINE - timedelta(hours=9), "记错")
        hall.paper("investigation_report", NOW)
        hall.reach("investigated")
        late = barred(correct_milestone, hall.cast.handler, filed, NOW + timedelta(minutes=1), "记错")
        assert "早于已经办理的" in late or "会使其失去前提" in late

    def test_needs_a_reason_another_time_and_the_row_that_stands(self, hall):
        filed = hall.filed().case.milestones.get(kind="filed")
        assert "理由" in barred(correct_milestone, hall.cast.handler, filed, NOW + timedelta(minutes=1), " ")
        assert "时间相同" in barred(correct_milestone, hall.cast.handler, filed, NOW, "记错")
        correct_milestone(hall.cast.handler, filed, NOW + timedelta(minutes=1), "记错")
        assert "已被更正" in barred(correct_milestone, hall.cast.handler, filed, NOW + timedelta(minutes=2), "记错")

    def test_is_not_for_who_may_only_look_nor_after_archiving(self, hall):
        filed = hall.filed().case.milestones.get(kind="filed")
        with pytest.raises(PermissionDenied):
            correct_milestone(hall.cast.reader, filed, NOW + timedelta(minutes=1), "记错")
        Milestone.objects.create(case=hall.case, kind="archived", at=NOW)
        assert "已归档" in barred(correct_milestone, hall.cast.handler, filed, NOW + timedelta(minutes=1), "记错")
