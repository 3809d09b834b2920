"""What is known is filled in, and where from is told; nothing is typed twice."""

from __future__ import annotations

import pytest

from liuhen.apps.cases.actions import File, NewCase, NewDocument, open_case, register_document
from liuhen.apps.documents.actions import begin, save
from liuhen.apps.documents.queries import officers_for, people_for, suggestions_for
from liuhen.apps.documents.tests.conftest import NOTICE, NOW, OFFICERS

IDENTITY = "11010519491231002X"


def _filled(world, form, **about):
    return suggestions_for(begin(world.cast.handler, world.case, form, **about), world.cast.handler)


def test_a_record_of_a_step_knows_its_place_times_and_people(world):
    found = _filled(world, "on_site_record", step=world.step)
    assert {key: one.value for key, one in found.items()} == {
        "case_no": "粤交罚〔2026〕1号",
        "place": "国道检查站",
        "start_at": "2026-11-20T09:00",
        "end_at": "2026-11-20T09:30",
        "officers": OFFICERS,
        "recorder": "陈立",
        "vehicle_ship_no": "粤A12345",
    }
    assert found["place"].source == "环节“现场检查”"
    assert found["case_no"].source == "案件登记"
    assert found["recorder"].source == "起草人"


def test_without_a_step_the_handlers_are_the_officers_and_no_time_is_made_up(world):
    found = _filled(world, "inquiry_record")
    assert found["officers"].value == [OFFICERS[1]]
    assert found["interviewers"].value == ["陈立"]
    assert found["recorder"].value == "陈立"
    assert not {"start_at", "place"} & set(found)


@pytest.mark.parametrize(
    ("party", "key"),
    [("某运输公司", "party_org_name"), ("张三", "party_person_name"), ("李记维修店", "party_org_name")],
)
def test_a_party_is_a_person_or_an_organisation_by_its_name(world, party, key):
    case = open_case(world.cast.handler, NewCase(number="另案", cause="c", party=party))
    draft = begin(world.cast.handler, case, "filing_form")
    assert {one for one in ("party_org_name", "party_person_name") if draft.content.get(one)} == {key}


def test_what_one_document_in_force_says_of_the_party_the_next_knows_with_its_source(world):
    world.seal()
    content = {
        **{"case_no": "粤交罚〔2026〕1号", "party_person_name": "张三", "party_person_id_no": IDENTITY},
        **{"cause": "未取得经营许可", "legal_basis": "第六十三条", "objects": "小型客车一辆", "measure": "扣押财物"},
        **{"start_date": "2026-11-20", "end_date": "2026-12-19", "litigation_court": "某区人民法院"},
        "items": [{"number": "1", "name": "小型客车", "quantity": "1辆", "specification": "白色"}],
    }
    world.in_force("measure_decision", content)
    found = _filled(world, "measure_release_decision")
    assert found["measure_date"].value == "2026-11-20"
    assert found["items"].value == content["items"]
    assert found["items"].source == "《行政强制措施决定书》（2026年11月20日）"
    report = _filled(world, "closing_report")
    assert (report["party_person_name"].value, report["party_person_sex"].value) == ("张三", "女")
    assert (report["party_person_age"].value, report["party_person_age"].source) == ("76", "由身份证件号推算")
    other = open_case(world.cast.handler, NewCase(number="另案", cause="c", party="李四"))
    elsewhere = suggestions_for(begin(world.cast.handler, other, "correction_order"), world.cast.handler)
    assert elsewhere["litigation_court"].value == "某区人民法院"
    assert elsewhere["litigation_court"].source.startswith("本机构以前的")
    assert elsewhere["party_name"].value == "李四"


def test_a_document_names_the_number_and_words_of_the_one_it_follows(world):
    world.seal()
    world.in_force("violation_notice")
    waiver = _filled(world, "rights_waiver")
    assert waiver["ref_no"].value == "市交违通〔2026〕1号"
    assert waiver["violation"].value == NOTICE["violation"]
    assert _filled(world, "penalty_decision")["penalty"].value == NOTICE["proposed_penalty"]


def test_an_uploaded_document_gives_its_day_and_a_corrected_one_no_more_words(world):
    new = NewDocument(kind="penalty_decision", made_at=NOW, file=File(source=[b"%PDF-1.7"], name="a.pdf"))
    register_document(world.cast.handler, world.case, new)
    assert _filled(world, "demand_letter")["decision_date"].value == "2026-11-20"
    assert "ref_no" not in _filled(world, "demand_letter")


def test_the_report_lists_what_the_file_holds(world):
    world.in_force()
    rows = _filled(world, "investigation_report")["items"].value
    assert rows == [{"number": "1", "name": "检查记录", "specification": "文书", "quantity": "1份"}]


def test_what_is_suggested_may_be_overwritten_and_is_not_put_back(world):
    draft = begin(world.cast.handler, world.case, "on_site_record", step=world.step)
    saved = save(world.cast.handler, draft, {**draft.content, "place": "收费站", "recorder": ""}, draft.revision)
    assert saved.content["place"] == "收费站"
    assert "recorder" not in saved.content


def test_the_people_of_the_case_are_offered_first(world):
    assert officers_for(world.case) == [(OFFICERS[0], True), (OFFICERS[1], True), ("周海（440101002）", False)]
    near = [name for name, is_near in people_for(world.case) if is_near]
    assert sorted(near) == ["林一鸣", "陈立"]
    assert ("何敏", False) in people_for(world.case)


def test_filling_reads_no_more_the_more_papers_there_are(world, django_assert_num_queries):
    draft = begin(world.cast.handler, world.case, "penalty_decision")
    with django_assert_num_queries(3):
        suggestions_for(draft, world.cast.handler)
    world.in_force()
    world.in_force()
    with django_assert_num_queries(3):
        suggestions_for(draft, world.cast.handler)
