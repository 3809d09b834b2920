"""Drafts: begun with what is known, saved so that nothing is lost, checked by the form, sent back, dropped."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from liuhen.apps.cases.actions import NewCase, open_case
from liuhen.apps.documents.actions import Stale, begin, check, drop, save, send_back
from liuhen.apps.documents.models import Draft
from liuhen.apps.documents.queries import draft_for, form_changed, form_of, left_over, open_drafts
from liuhen.apps.documents.tests.conftest import OFFICERS, RECORD
from liuhen.apps.duties.actions import judge
from liuhen.apps.journal.models import Entry
from liuhen.apps.people.actions import date_certificate
from liuhen.core.forms.form import Field, FieldKind
from liuhen.ports.outside import outside


def _kinds(draft):
    return list(
        Entry.objects.filter(subject_kind="draft", subject_id=draft.pk).order_by("seq").values_list("kind", flat=True)
    )


def _said(refused, key):
    return "".join(refused.value.message_dict[key])


def test_every_act_on_a_draft_is_journalled_in_its_case(world):
    draft = world.draft()
    check(world.cast.handler, draft)
    send_back(world.cast.head, draft, "漏写处理情况")
    drop(world.cast.handler, draft, "改用现场笔录")
    assert _kinds(draft) == [f"documents.{act}" for act in ("begun", "saved", "checked", "sent_back", "dropped")]
    assert set(Entry.objects.filter(subject_kind="draft").values_list("case_number", flat=True)) == {world.case.number}
    assert list(open_drafts(world.case)) == []


def test_a_draft_alters_no_fact_and_has_no_case_judged(world, django_capture_on_commit_callbacks):
    judgement = judge(world.case, outside().clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        draft = world.draft()
        send_back(world.cast.head, check(world.cast.handler, draft), "漏写处理情况")
    before, judgement.revision = judgement.revision, -1
    judgement.refresh_from_db()
    assert judgement.revision == before
    with django_capture_on_commit_callbacks(execute=True):
        world.in_force()
    judgement.refresh_from_db()
    assert judgement.revision == before + 1


def test_an_unknown_form_a_step_or_a_thing_of_another_case_is_refused(world):
    by, other = world.cast.handler, open_case(world.cast.handler, NewCase(number="另案", cause="c", party="p"))
    with pytest.raises(ValidationError, match="没有“love_letter”"):
        begin(by, world.case, "love_letter")
    with pytest.raises(ValidationError, match="不属于本案"):
        begin(by, other, "inspection_record", step=world.step)
    for name in (f"step:{world.step.pk}", "recording:1", "person:1", "step:x", "step:" + "9" * 30, "<b>"):
        with pytest.raises(ValidationError, match="不属于本案"):
            begin(by, other, "inspection_record", about=[name])


@pytest.mark.parametrize("who", ["custodian", "inspector", "outsider", "co_officer", "system_admin"])
def test_who_has_no_part_in_the_case_writes_and_checks_nothing(world, who):
    person, draft = getattr(world.cast, who), world.draft()
    for act in (
        lambda: begin(person, world.case, "inspection_record"),
        lambda: save(person, draft, RECORD, draft.revision),
        lambda: check(person, draft),
        lambda: drop(person, draft, "理由"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert draft_for(world.cast.outsider, draft.pk) is None


def test_the_reviewer_writes_the_review(world):
    assert begin(world.cast.reviewer, world.case, "legal_review_form").content["case_no"] == world.case.number


def test_of_two_who_save_the_second_sees_the_firsts_words_and_loses_none(world):
    draft = world.draft()
    first = save(world.cast.officer, draft, {**RECORD, "place": "收费站"}, draft.revision)
    with pytest.raises(Stale) as stale:
        save(world.cast.handler, draft, {**RECORD, "scope": "检查证件"}, draft.revision)
    told = stale.value
    assert (told.draft.changed_by, told.draft.revision) == (world.cast.officer, first.revision)
    assert (told.theirs["place"], told.mine["scope"]) == ("收费站", "检查证件")
    assert set(told.keys) == {"place", "scope"}
    assert "林一鸣" in str(told)
    save(world.cast.handler, draft, {**told.theirs, "scope": "检查证件"}, told.draft.revision)
    assert Draft.objects.get(pk=draft.pk).content["place"] == "收费站"


def test_saving_the_same_again_is_no_change_whatever_was_read(world):
    draft = world.draft()
    again = save(world.cast.officer, draft, dict(RECORD), 1)
    assert again.revision == draft.revision
    assert again.changed_by == world.cast.handler


def test_what_looks_like_a_formula_or_markup_stays_the_text_it_is(world):
    text = '=HYPERLINK("http://x")\n#strong[x] <script>alert(1)</script> {{ x }} \\end'
    assert world.draft(content={**RECORD, "result": text}).content["result"] == text


def test_signs_no_database_takes_are_left_out(world):
    draft = world.draft(content={**RECORD, "result": "\x00车\x1b辆\ud800超限\r\n二 "})
    assert draft.content["result"] == "车辆超限\n二"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"place": 7}, "不是文字"),
        ({"place": {"a": "b"}}, "不是文字"),
        ({"officers": ["甲", 1]}, "不是文字"),
        ({"officers": [{"a": 1}]}, "不是文字"),
        ({"result": "字" * 400_001}, "合计最多"),
        ({"strange": "x"}, "没有“strange”"),
    ],
)
def test_what_is_no_content_is_refused_and_nothing_is_saved(world, content, said):
    draft = world.draft()
    with pytest.raises(ValidationError, match=said):
        save(world.cast.handler, draft, {**RECORD, **content}, draft.revision)
    assert Draft.objects.get(pk=draft.pk).content == RECORD


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("place", "", "请填写“检查地点”"),
        ("end_at", "2026-11-20T08:00", "早于开始"),
        ("end_at", "2026-11-21T08:00", "晚于现在"),
        ("start_at", "2026-02-30T08:00", "不是存在的时间"),
        ("unit_head_id_no", "11010519491231002X1", "应为十八位"),
        ("officers", OFFICERS[:1], "至少 2 项"),
        ("officers", ["林一鸣", "陈立（440101003）"], "没有写执法证号"),
        ("officers", [OFFICERS[0], OFFICERS[0]], "写了两次"),
        ("officers", [OFFICERS[0], "陈立（440101999）"], "没有登记"),
        ("officers", [OFFICERS[0], "陈力（440101003）"], "没有登记姓名为“陈力”"),
        ("result", "字" * 20_001, "最多 20000 字"),
    ],
)
def test_each_fault_is_told_beside_its_field_and_keeps_the_draft_from_being_checked(world, key, value, said):
    draft = world.draft(content={**RECORD, key: value})
    with pytest.raises(ValidationError) as refused:
        check(world.cast.handler, draft)
    assert said in _said(refused, key)
    assert Draft.objects.get(pk=draft.pk).state == "writing"


@pytest.mark.parametrize(("since", "until"), [(date(2026, 11, 21), None), (None, date(2026, 11, 19))])
def test_an_officer_without_a_valid_certificate_on_the_day_is_refused(world, since, until):
    date_certificate(world.cast.head, world.cast.officer, since=since, until=until)
    with pytest.raises(ValidationError) as refused:
        check(world.cast.handler, world.draft())
    assert "林一鸣的执法证在 2026-11-20 不在有效期内" in _said(refused, "officers")


def test_the_day_of_the_act_counts_for_the_certificate_and_not_the_day_of_writing(world):
    date_certificate(world.cast.head, world.cast.officer, since=None, until=date(2026, 11, 18))
    times = {"start_at": "2026-11-18T09:00", "end_at": "2026-11-18T09:30"}
    assert check(world.cast.handler, world.draft(content={**RECORD, **times})).state == "checked"


def test_a_penalty_beyond_the_limit_of_the_summary_procedure_is_refused_with_its_article(world):
    draft = world.draft("violation_notice")
    spot = begin(world.cast.handler, world.case, "spot_penalty_decision")
    spot = save(world.cast.handler, spot, {**spot.content, "party_org_name": "某运输公司", "fine": "3000.01"}, 1)
    with pytest.raises(ValidationError) as refused:
        check(world.cast.handler, spot)
    assert "行政处罚法第51条" in _said(refused, "fine")
    assert draft.state == "writing"


def test_who_wrote_last_cannot_check_where_the_form_asks_for_a_second_reader(world):
    draft = begin(world.cast.handler, world.case, "penalty_decision")
    with pytest.raises(ValidationError, match="另一人核对"):
        check(world.cast.handler, draft)
    with pytest.raises(ValidationError, match="请填写“违法事实及证据”"):
        check(world.cast.head, draft)


def test_what_was_checked_stands_still_until_it_is_sent_back_with_a_reason(world):
    draft = check(world.cast.handler, world.draft())
    with pytest.raises(ValidationError, match="已核对，待签名"):
        save(world.cast.handler, draft, {**RECORD, "place": "别处"}, draft.revision)
    with pytest.raises(ValidationError, match="理由"):
        send_back(world.cast.handler, draft, " ")
    send_back(world.cast.handler, draft, "地点有误")
    assert save(world.cast.handler, draft, {**RECORD, "place": "别处"}, draft.revision).content["place"] == "别处"


def test_who_read_an_earlier_revision_checks_nothing(world):
    draft = world.draft()
    save(world.cast.officer, draft, {**RECORD, "place": "别处"}, draft.revision)
    with pytest.raises(Stale):
        check(world.cast.handler, draft, revision=draft.revision)


def test_a_dropped_draft_stays_on_record_and_cannot_be_taken_up_again(world):
    draft = world.draft()
    with pytest.raises(ValidationError, match="理由"):
        drop(world.cast.handler, draft, "")
    drop(world.cast.handler, draft, "重复")
    for act in (
        lambda: check(world.cast.handler, draft),
        lambda: drop(world.cast.handler, draft, "再次"),
        lambda: save(world.cast.handler, draft, {}, draft.revision),
    ):
        with pytest.raises(ValidationError, match="已废弃"):
            act()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).delete()


def test_a_form_put_in_other_words_is_said_and_what_it_no_longer_asks_is_kept(world, monkeypatch):
    draft = world.draft()
    forms = dict(outside().law.forms())
    old = forms["inspection_record"]
    fields = [*(one for one in old.fields if one.key != "scope"), Field(key="new", label="新项", kind=FieldKind.TEXT)]
    forms["inspection_record"] = old.model_copy(update={"fields": tuple(fields)})
    monkeypatch.setattr(type(outside().law), "forms", lambda _self: forms)
    assert form_changed(draft)
    assert left_over(draft) == {"scope": RECORD["scope"]}
    content = {key: value for key, value in RECORD.items() if key != "scope"}
    saved = save(world.cast.handler, draft, {**content, "new": "新写"}, draft.revision)
    assert (saved.content["scope"], saved.content["new"]) == (RECORD["scope"], "新写")
    assert not form_changed(check(world.cast.handler, saved))
    assert form_of(saved).field("scope") is None
