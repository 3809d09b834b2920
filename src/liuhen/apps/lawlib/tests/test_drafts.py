"""Drafts: written by one, approved by another, judging nothing until they are in force."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.journal.triggers import REFUSAL
from liuhen.apps.lawlib import drafts
from liuhen.apps.lawlib.differing import differences
from liuhen.apps.lawlib.drafting import digest_of
from liuhen.apps.lawlib.models import EnactedText, TextDraft
from liuhen.apps.lawlib.queries import examined, names_binding, text_for, texts_binding
from liuhen.apps.lawlib.tests.conftest import OWN, TEXT, TITLE, put_in_force, written
from liuhen.core.terms.labels import State
from liuhen.ports.outside import outside

TOMORROW = date(2026, 11, 21)


def new_text(cast):
    return written(cast.reviewer)


def submitted(cast):
    draft = written(cast.reviewer)
    return drafts.submit(cast.reviewer, draft, draft.revision)


def kinds_of(draft):
    return [entry.kind for entry in entries_about("text_draft", str(draft.pk))]


def test_a_new_text_begins_with_gaps_to_fill_that_stand_in_the_way(bench):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE, articles=3)
    found = examined(draft)
    assert not found.ready
    unfilled = [problem for problem in found.problems if "还没有填写" in problem.message]
    assert {problem.file for problem in unfilled} >= {"text.yaml", "coverage.yaml"}
    assert draft.files["coverage.yaml"].count("article: ") == 3


def test_a_whole_text_with_its_cases_is_ready(bench):
    found = examined(new_text(bench))
    assert found.problems == ()
    assert [run.failed for run in found.runs] == [0, 0]
    assert found.ready


def test_a_next_version_begins_with_the_files_of_the_one_in_force(bench):
    draft = drafts.start_draft(bench.reviewer, TEXT)
    assert draft.files == draft.base == outside().law.files(TEXT)
    assert draft.title == outside().law.text(TEXT).info.title


def test_only_one_draft_of_a_text_is_worked_on_at_a_time(bench):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE)
    with pytest.raises(ValidationError, match="没有办完的草案"):
        drafts.start_draft(bench.reviewer, OWN, TITLE)
    drafts.drop(bench.reviewer, draft)
    assert drafts.start_draft(bench.reviewer, OWN, TITLE).pk != draft.pk


@pytest.mark.parametrize("name", ["drafts", "", "大写", "../law", "a b", "x"])
def test_an_id_that_cannot_be_an_address_is_refused(bench, name):
    with pytest.raises(ValidationError) as refused:
        drafts.start_draft(bench.reviewer, name, "某办法")
    assert "text" in refused.value.error_dict


def test_who_does_not_draft_may_not_start_or_save(bench):
    draft = new_text(bench)
    for person in (bench.officer, bench.head, bench.inspector):
        with pytest.raises(PermissionDenied):
            drafts.start_draft(person, "other-2026", "某办法")
        with pytest.raises(PermissionDenied):
            drafts.save_file(person, draft, "text.yaml", "", draft.revision)


def test_a_save_on_top_of_another_is_refused_and_overwrites_nothing(bench, both):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE)
    drafts.save_file(both, draft, "text.yaml", "id: mine\n", 1)
    with pytest.raises(drafts.DraftMoved, match="修订 2"):
        drafts.save_file(bench.reviewer, draft, "text.yaml", "id: yours\n", 1)
    assert TextDraft.objects.get(pk=draft.pk).files["text.yaml"] == "id: mine\n"


def test_every_save_is_journalled_with_the_digest_of_all_files(bench):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE)
    saved = drafts.save_file(bench.reviewer, draft, "text.yaml", "id: x\r\n", 1)
    last = entries_about("text_draft", str(draft.pk)).get(kind="lawlib.draft_saved")
    assert saved.files["text.yaml"] == "id: x\n"
    assert body_of(last)["data"]["sha256"] == digest_of(saved.files) != digest_of(draft.files)
    assert kinds_of(draft) == ["lawlib.draft_started", "lawlib.draft_saved"]


def test_problems_are_told_with_file_and_line(bench):
    draft = new_text(bench)
    duties = draft.files["duties.yaml"].replace("kind: deadline", "kind: unheard_of")
    problem = examined(draft, {**draft.files, "duties.yaml": duties}).problems[0]
    lines = duties.splitlines()
    assert problem.file == "duties.yaml"
    assert "unheard_of" in lines[problem.line - 1]


def test_a_failing_draft_cannot_be_submitted(bench):
    draft = new_text(bench)
    wrong = draft.files["cases/first.yaml"].replace("state: met", "state: breached")
    draft = drafts.save_file(bench.reviewer, draft, "cases/first.yaml", wrong, draft.revision)
    found = examined(draft)
    assert (found.failed, found.ready) == (1, False)
    outcome = found.runs[0].outcomes[0]
    assert (outcome.expected, outcome.found) == (State.BREACHED, State.MET)
    with pytest.raises(ValidationError, match="1 个案例不符合预期"):
        drafts.submit(bench.reviewer, draft, draft.revision)


def test_a_draft_whose_duties_no_case_proves_cannot_be_submitted(bench):
    draft = new_text(bench)
    draft = drafts.remove_case_file(bench.reviewer, draft, "cases/first.yaml", draft.revision)
    problem = examined(draft).problems[0]
    assert (problem.file, problem.line, problem.article) == ("duties.yaml", 3, 1)
    with pytest.raises(ValidationError, match="还没有案例"):
        drafts.submit(bench.reviewer, draft, draft.revision)


def test_a_further_file_of_cases_begins_as_the_scaffold_shows(bench):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE)
    draft = drafts.add_case_file(bench.reviewer, draft, "seizure", 1)
    assert draft.files["cases/seizure.yaml"] == draft.files["cases/first.yaml"]
    with pytest.raises(ValidationError, match="已有案例文件"):
        drafts.add_case_file(bench.reviewer, draft, "seizure.yaml", 2)
    with pytest.raises(ValidationError, match="小写英文"):
        drafts.add_case_file(bench.reviewer, draft, "../../etc/passwd", 2)


def test_a_draft_has_not_more_files_than_can_be_read_at_every_save(bench, monkeypatch):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE)
    monkeypatch.setattr(drafts, "FILES_AT_MOST", len(draft.files))
    with pytest.raises(ValidationError, match="最多 4 个文件"):
        drafts.add_case_file(bench.reviewer, draft, "fifth", 1)


def test_a_draft_that_changes_nothing_cannot_be_submitted(bench):
    draft = drafts.start_draft(bench.reviewer, TEXT)
    with pytest.raises(ValidationError, match="完全相同"):
        drafts.submit(bench.reviewer, draft, 1)


def test_a_draft_judges_nothing(bench):
    before = texts_binding(bench.agency)
    draft = drafts.start_draft(bench.reviewer, TEXT)
    harsher = draft.files["duties.yaml"].replace("amount: 24", "amount: 1")
    drafts.save_file(bench.reviewer, draft, "duties.yaml", harsher, 1)
    new = submitted(bench)
    assert texts_binding(bench.agency) == before
    assert text_for(bench.agency, new.text) is None
    assert new.text not in names_binding(bench.agency)


def test_nobody_approves_what_he_wrote(bench, both):
    draft = written(both)
    draft = drafts.submit(both, draft, draft.revision)
    with pytest.raises(PermissionDenied, match="另一人"):
        drafts.approve(both, draft, drafts.Approval(first_day=TOMORROW))


def test_whoever_saved_once_is_an_author_for_good(bench, both):
    draft = new_text(bench)
    text = draft.files["text.yaml"]
    draft = drafts.save_file(both, draft, "text.yaml", f"# 核对过\n{text}", draft.revision)
    draft = drafts.save_file(bench.reviewer, draft, "text.yaml", text, draft.revision)
    drafts.submit(bench.reviewer, draft, draft.revision)
    with pytest.raises(PermissionDenied, match="另一人"):
        drafts.approve(both, draft, drafts.Approval(first_day=TOMORROW))
    drafts.approve(bench.head, draft, drafts.Approval(first_day=TOMORROW))


def test_the_database_too_wants_a_second_person(bench):
    draft = new_text(bench)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextDraft.objects.filter(pk=draft.pk).update(decided_by=bench.reviewer)
    row = enacted_row(draft, bench.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        EnactedText.objects.create(**row, approved_by=bench.reviewer)
    EnactedText.objects.create(**row, approved_by=bench.head)


def enacted_row(draft, by):
    now = outside().clock.now()
    kept = {"agency": draft.agency, "text": draft.text, "title": draft.title, "files": draft.files, "sha256": "0" * 64}
    return {**kept, "in_force_from": TOMORROW, "draft": draft, "drafted_by": by, "approved_at": now}


def test_who_may_not_approve_is_refused(bench):
    draft = submitted(bench)
    for person in (bench.officer, bench.inspector, bench.outsider):
        with pytest.raises(PermissionDenied):
            drafts.approve(person, draft, drafts.Approval(first_day=TOMORROW))


def test_what_is_in_force_keeps_files_digest_and_both_persons(bench):
    version = put_in_force(bench, TOMORROW)
    assert version.sha256 == digest_of(version.files) == digest_of(version.draft.files)
    assert (version.drafted_by, version.approved_by) == (bench.reviewer, bench.head)
    assert TextDraft.objects.get(pk=version.draft_id).state == "enacted"
    assert version.text in names_binding(bench.agency)
    last = entries_about("text_draft", str(version.draft_id)).get(kind="lawlib.text_enacted")
    assert f"lawlib.enactedtext/{version.pk}" in body_of(last)["rows"]


def test_what_is_in_force_can_be_neither_changed_nor_removed(bench):
    version = put_in_force(bench, TOMORROW)
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        EnactedText.objects.filter(pk=version.pk).update(in_force_from=date(2020, 1, 1))
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM lawlib_enactedtext")
    with pytest.raises(ValidationError, match="已施行"):
        drafts.save_file(bench.reviewer, version.draft, "text.yaml", "id: x", version.draft.revision)


def test_a_first_day_that_is_past_asks_for_a_reason(bench):
    draft, past = submitted(bench), date(2026, 1, 1)
    with pytest.raises(ValidationError) as refused:
        drafts.approve(bench.head, draft, drafts.Approval(first_day=past))
    assert "late_reason" in refused.value.error_dict
    version = drafts.approve(bench.head, draft, drafts.Approval(first_day=past, late_reason="补录去年施行的文本"))
    assert version.late_reason == "补录去年施行的文本"


def test_a_refusal_gives_its_reason_and_the_draft_back(bench):
    draft = submitted(bench)
    with pytest.raises(ValidationError) as refused:
        drafts.refuse(bench.head, draft, " ")
    assert "opinion" in refused.value.error_dict
    draft = drafts.refuse(bench.head, draft, "第三条的期限与原文不符")
    assert (draft.state, draft.opinion) == ("drafting", "第三条的期限与原文不符")
    drafts.save_file(bench.reviewer, draft, "text.yaml", draft.files["text.yaml"], draft.revision)
    assert kinds_of(draft)[-2:] == ["lawlib.draft_refused", "lawlib.draft_saved"]


def test_a_submitted_draft_is_not_written_on_until_it_is_taken_back(bench):
    draft = submitted(bench)
    with pytest.raises(ValidationError, match="待审批"):
        drafts.save_file(bench.reviewer, draft, "text.yaml", "id: x", draft.revision)
    draft = drafts.take_back(bench.reviewer, draft)
    assert drafts.save_file(bench.reviewer, draft, "text.yaml", "id: x", draft.revision).state == "drafting"


def test_differences_name_the_changed_lines(bench):
    draft = drafts.start_draft(bench.reviewer, TEXT)
    longer = draft.files["duties.yaml"].replace("amount: 24", "amount: 48")
    draft = drafts.save_file(bench.reviewer, draft, "duties.yaml", longer, 1)
    (found,) = differences(draft.base, draft.files)
    assert found.file == "duties.yaml"
    assert found.added == found.removed > 0
    assert all("amount: 48" in row.text for row in found.rows if row.sign == "+")
    shown = sum(1 if row.sign != "…" else int(row.text) for row in found.rows if row.sign != "-")
    assert shown == len(longer.splitlines())
