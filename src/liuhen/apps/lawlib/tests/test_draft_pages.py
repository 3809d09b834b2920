"""The pages of drafts: who sees them, what they say, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.apps.lawlib import drafts
from liuhen.apps.lawlib.models import EnactedText, TextDraft
from liuhen.apps.lawlib.queries import drafts_waiting
from liuhen.apps.lawlib.tests.conftest import OWN, TEXT, TITLE, put_in_force, signed_in, written

TOMORROW = date(2026, 11, 21)


def send(client, draft, name, sent=None):
    return client.post(f"/law/drafts/{draft.pk}/{name}/", sent or {})


def test_the_list_says_what_to_do_when_there_is_nothing(bench):
    assert "还没有文本草案" in signed_in(bench.head).get("/law/drafts/").content.decode()


def test_the_head_is_told_how_many_wait_here_and_among_the_approvals(bench, both):
    draft = written(bench.reviewer)
    drafts.submit(bench.reviewer, draft, draft.revision)
    own = drafts.start_draft(both, TEXT)
    own = drafts.save_file(both, own, "text.yaml", f"# 核对\n{own.files['text.yaml']}", 1)
    drafts.submit(both, own, own.revision)
    assert [drafts_waiting(person) for person in (bench.head, both, bench.officer)] == [2, 1, 0]
    assert "另有 2 份法规文本草案等待您审批" in signed_in(bench.head).get("/access/").content.decode()
    page = signed_in(bench.head).get("/law/").content.decode()
    assert "草案 <b>2</b>" in page
    assert (
        "草案"
        not in signed_in(bench.officer).get("/law/").content.decode().split("lh-law-places")[1].split("</nav>")[0]
    )


@pytest.mark.parametrize("page", ["", "cases/", "diff/", "decide/"])
def test_outsiders_find_nothing_and_the_others_are_refused(bench, page):
    draft = written(bench.reviewer)
    where = f"/law/drafts/{draft.pk}/{page}"
    assert signed_in(bench.outsider).get(where).status_code == 404
    assert signed_in(bench.officer).get(where).status_code == 403


def test_a_draft_overtaken_by_another_version_says_so(bench):
    draft = drafts.start_draft(bench.reviewer, TEXT)
    client = signed_in(bench.reviewer)
    where = f"/law/drafts/{draft.pk}/diff/"
    assert "有了更新的版本" not in client.get(where).content.decode()
    version = put_in_force(bench, TOMORROW)
    row = {name: getattr(version, name) for name in ("agency", "sha256", "drafted_by", "approved_by")}
    row["files"] = {**draft.files, "text.yaml": f"# 上级已改\n{draft.files['text.yaml']}"}
    other = drafts.start_draft(bench.reviewer, "other-2026", "某办法")
    now = version.approved_at
    EnactedText.objects.create(**row, text=TEXT, title="某", in_force_from=TOMORROW, draft=other, approved_at=now)
    assert "有了更新的版本" in client.get(where).content.decode()


def test_a_new_draft_leads_to_its_editor(bench):
    client = signed_in(bench.reviewer)
    answer = client.post("/law/drafts/new/", {"text": OWN, "title": TITLE, "articles": "3"})
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "还没有填写" in page
    assert "处问题要改" in page
    assert client.post("/law/drafts/new/", {"text": "大写", "title": ""}).status_code == 422


def test_a_problem_is_linked_to_its_line(bench):
    draft = written(bench.reviewer)
    broken = draft.files["duties.yaml"].replace("kind: deadline", "kind: unheard_of")
    drafts.save_file(bench.reviewer, draft, "duties.yaml", broken, draft.revision)
    page = signed_in(bench.reviewer).get(f"/law/drafts/{draft.pk}/?file=duties.yaml").content.decode()
    assert 'data-file="duties.yaml" data-line="3"' in page


def test_what_was_typed_stays_when_another_saved_first(bench, both):
    draft = written(bench.reviewer)
    drafts.save_file(both, draft, "text.yaml", draft.files["text.yaml"], draft.revision)
    typed = {"content": "# 我写的\n", "revision": str(draft.revision)}
    answer = signed_in(bench.reviewer).post(f"/law/drafts/{draft.pk}/?file=text.yaml", typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "# 我写的" in page
    assert "没有存入" in page


def test_a_save_from_the_page_keeps_the_text_as_it_was_typed(bench):
    draft = written(bench.reviewer)
    typed = {"content": "# 前后空白  \r\n\r\nid: x\r\n\r\n", "revision": str(draft.revision)}
    answer = signed_in(bench.reviewer).post(f"/law/drafts/{draft.pk}/?file=text.yaml", typed)
    assert answer.status_code == 302
    assert TextDraft.objects.get(pk=draft.pk).files["text.yaml"] == "# 前后空白  \n\nid: x\n\n"


def test_the_checks_show_what_was_expected_and_what_came(bench):
    draft = written(bench.reviewer)
    wrong = draft.files["cases/first.yaml"].replace("state: met", "state: breached")
    drafts.save_file(bench.reviewer, draft, "cases/first.yaml", wrong, draft.revision)
    page = signed_in(bench.reviewer).get(f"/law/drafts/{draft.pk}/cases/").content.decode()
    assert "不符合" in page
    row = page.split("lh-outcomes")[1]
    assert row.index("未履行") < row.index("已履行")


def test_files_of_cases_are_added_and_removed(bench):
    client, draft = signed_in(bench.reviewer), written(bench.reviewer)
    send(client, draft, "files", {"name": "second", "revision": str(draft.revision)})
    assert "cases/second.yaml" in TextDraft.objects.get(pk=draft.pk).files
    out = {"remove": "cases/second.yaml", "revision": str(draft.revision + 1)}
    send(client, draft, "files", out)
    assert "cases/second.yaml" not in TextDraft.objects.get(pk=draft.pk).files
    send(client, draft, "files", {"remove": "text.yaml", "revision": str(draft.revision + 2)})
    assert "text.yaml" in TextDraft.objects.get(pk=draft.pk).files


def test_from_submission_to_force_on_the_pages(bench):
    draft = written(bench.reviewer)
    send(signed_in(bench.reviewer), draft, "submit", {"revision": str(draft.revision)})
    head = signed_in(bench.head)
    assert head.get(f"/law/drafts/{draft.pk}/decide/").status_code == 200
    sent_back = send(head, draft, "decide", {"decision": "refuse", "opinion": ""})
    assert sent_back.status_code == 422
    late = {"decision": "approve", "first_day": "2026-01-01"}
    assert "请写明理由" in send(head, draft, "decide", late).content.decode()
    assert not EnactedText.objects.exists()
    answer = send(head, draft, "decide", {"decision": "approve", "first_day": "2026-11-21"})
    assert answer.headers["Location"] == f"/law/{OWN}/"
    page = head.get(f"/law/{OWN}/").content.decode()
    assert "何敏起草，梁国安于" in page


def test_refused_on_the_page_the_reason_is_shown_to_the_author(bench):
    draft = written(bench.reviewer)
    send(signed_in(bench.reviewer), draft, "submit", {"revision": str(draft.revision)})
    send(signed_in(bench.head), draft, "decide", {"decision": "refuse", "opinion": "期限与原文不符"})
    assert "期限与原文不符" in signed_in(bench.reviewer).get(f"/law/drafts/{draft.pk}/").content.decode()


def test_another_version_than_todays_says_so(bench):
    first = put_in_force(bench, date(2026, 1, 1), 24, late_reason="补录")
    second = put_in_force(bench, TOMORROW, 48)
    client = signed_in(bench.officer)
    assert "48 小时内" not in client.get(f"/law/{OWN}/1/").content.decode()
    later = client.get(f"/law/{OWN}/1/?version={second.pk}").content.decode()
    assert "48 小时内" in later
    assert "不是今天施行的版本" in later
    assert "起施行下一版本" in client.get(f"/law/{OWN}/?version={first.pk}").content.decode()
    assert client.get(f"/law/{OWN}/?version=99999").status_code == 404
    assert signed_in(bench.outsider).get(f"/law/{OWN}/").status_code == 404


def test_nothing_of_a_hostile_draft_runs_or_breaks_the_page(bench):
    draft = drafts.start_draft(bench.reviewer, OWN, TITLE)
    bomb = "a: &a [x]\nb: [*a, *a]\n<script>alert(1)</script>\n"
    draft = drafts.save_file(bench.reviewer, draft, "text.yaml", bomb, 1)
    answer = signed_in(bench.reviewer).get(f"/law/drafts/{draft.pk}/?file=text.yaml")
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


def test_the_next_version_of_a_text_is_drafted_from_its_page(bench):
    assert "起草下一版本" not in signed_in(bench.officer).get(f"/law/{TEXT}/").content.decode()
    assert f"?text={TEXT}" in signed_in(bench.reviewer).get(f"/law/{TEXT}/").content.decode()
