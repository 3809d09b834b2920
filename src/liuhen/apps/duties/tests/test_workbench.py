"""Texts tried on a case: nothing is stored, nobody sees more than before. What is put in force the sweep judges."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from liuhen.apps.duties.models import Judgement, Obligation
from liuhen.apps.duties.sweep import judge_due
from liuhen.apps.journal.queries import entries_of_case
from liuhen.apps.lawlib import drafts
from liuhen.apps.lawlib.tests.conftest import OWN, files_of, put_in_force, written
from liuhen.ports.outside import outside

OTHER = "gd-province-2018"
THIS_YEAR = date(2026, 1, 1)


def page(person, where, **asked):
    client = Client()
    client.force_login(person)
    answer = client.get(f"/duties/{where}/?{urlencode(asked)}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_text_that_does_not_bind_is_tried_and_nothing_is_stored(world):
    world.judged()
    kept = list(Obligation.objects.order_by("pk").values())
    judged = list(Judgement.objects.values())
    shown = page(world.cast.reviewer, "try", case=world.case.number, text=OTHER)
    assert "粤全过程办法" in shown or "第十六条" in shown
    assert "lh-tried" in shown
    assert list(Obligation.objects.order_by("pk").values()) == kept
    assert list(Judgement.objects.values()) == judged


def test_one_article_is_tried_alone(world):
    asked = {"case": world.case.number, "text": "gd-transport-2019"}
    whole = page(world.cast.reviewer, "try", **asked)
    alone = page(world.cast.reviewer, "try", **asked, article="9")
    assert 0 < alone.count("lh-why") < whole.count("lh-why")
    assert "只看第九条" in alone


def test_trying_a_text_is_seeing_the_case(world):
    before = entries_of_case(world.case.number).filter(kind="cases.viewed").count()
    page(world.cast.reviewer, "try", case=world.case.number, text=OTHER)
    assert entries_of_case(world.case.number).filter(kind="cases.viewed").count() == before + 1


@pytest.mark.parametrize(
    ("where", "texts"), [("try", {"text": OTHER}), ("compare", {"a": OTHER, "b": "gd-transport-2019"})]
)
def test_a_case_one_may_not_see_is_answered_like_none(world, where, texts):
    hidden = page(world.cast.outsider, where, case=world.case.number, **texts)
    nowhere = page(world.cast.outsider, where, case="没有这个案号", **texts)
    for shown in (hidden, nowhere):
        assert "没有这个案号的案件，或者您无权查看" in shown
        assert "lh-tried " not in shown
    assert not entries_of_case(world.case.number).filter(actor_id=world.cast.outsider.pk).exists()


def test_a_draft_is_tried_by_those_who_work_on_drafts_alone(world):
    draft = written(world.cast.reviewer)
    asked = {"case": world.case.number, "text": f"draft-{draft.pk}"}
    assert "南岭办法" in page(world.cast.reviewer, "try", **asked)
    for person in (world.cast.officer, world.cast.inspector):
        shown = page(person, "try", **asked)
        assert "没有这部文本" in shown
        assert "南岭办法" not in shown


def test_a_draft_that_cannot_be_read_says_so(world):
    draft = drafts.start_draft(world.cast.reviewer, OWN, "某办法")
    draft = drafts.save_file(world.cast.reviewer, draft, "text.yaml", "id: [\n", 1)
    shown = page(world.cast.reviewer, "try", case=world.case.number, text=f"draft-{draft.pk}")
    assert "还读不成一部文本" in shown


@pytest.mark.parametrize("key", ["nowhere", "draft-0", "draft-x", f"{OTHER}.99", "../x"])
def test_a_text_there_is_not_is_refused_beside_the_field(world, key):
    assert "没有这部文本" in page(world.cast.reviewer, "try", case=world.case.number, text=key)


def test_two_texts_stand_side_by_side_and_silence_is_silence(world):
    shown = page(world.cast.reviewer, "compare", case=world.case.number, a="gd-transport-2019", b=OTHER)
    assert "lh-side-by-side" in shown
    put_in_force(world.cast, date(2026, 11, 21))
    shown = page(world.cast.reviewer, "compare", case=world.case.number, a="gd-transport-2019", b=OWN)
    assert "未规定" in shown


def test_two_versions_of_one_text_can_be_compared(world):
    put_in_force(world.cast, THIS_YEAR, 24, late_reason="补录")
    second = put_in_force(world.cast, date(2026, 11, 21), 48)
    shown = page(world.cast.reviewer, "compare", case=world.case.number, a=OWN, b=f"{OWN}.{second.pk}")
    assert "lh-side-by-side" in shown


def test_the_same_text_twice_is_no_comparison(world):
    shown = page(world.cast.reviewer, "compare", case=world.case.number, a=OTHER, b=OTHER)
    assert "请选择另一部文本" in shown


def test_what_is_put_in_force_is_judged_by_the_sweep_and_not_in_the_request(world):
    world.judged()
    judge_due(outside().clock.now())
    files = files_of()
    files["duties.yaml"] = (
        files["duties.yaml"]
        .replace("subject: recording", "subject: step")
        .replace(
            "needs: {event: stored}, deadline: {amount: 24, unit: hours, from: recording_end}",
            "needs: {documents: [on_site_record]}",
        )
        .replace("kind: deadline", "kind: text_record")
    )
    files["cases/first.yaml"] = (
        "title: 笔录\ndossier:\n  agency: {id: demo, name: 示范支队}\n  case: {number: 1号}\n"
        "  steps: [{id: s1, kind: on_site_inspection, stage: investigation, start: 2026-03-02 09:00}]\n"
        "  documents: [{id: d1, kind: on_site_record, made_at: 2026-03-02 10:00, steps: [s1]}]\nchecks:\n"
        "  - {at: 2026-03-03 12:00, expect: [{duty: store, subject: s1, state: met}]}\n"
        "  - {at: 2026-03-03 12:00, without: [d1], expect: [{duty: store, subject: s1, state: open}]}\n"
    )
    draft = written(world.cast.reviewer, files)
    drafts.submit(world.cast.reviewer, draft, draft.revision)
    drafts.approve(world.cast.head, draft, drafts.Approval(first_day=THIS_YEAR, late_reason="补录"))
    assert not Obligation.objects.filter(text=OWN).exists()
    assert judge_due(outside().clock.now()) == 1
    owed = Obligation.objects.get(text=OWN)
    assert (owed.case_id, owed.duty) == (world.case.pk, "store")
