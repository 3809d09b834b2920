"""The pages: who may open them, what they show, how many queries they take, and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.cases.actions import archive, register_document, report_interruption, set_milestone
from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.duties.tests.conftest import NINE, TEXT, case_of, inspect
from liuhen.apps.journal.queries import entries_of_case
from liuhen.core.terms.labels import State
from liuhen.ports.outside import outside

HALF_PAST = NINE + timedelta(minutes=30)


@pytest.fixture
def open_page(client, world):
    """Sign in as one of the cast and open an address."""

    def opened(name, url, data=None):
        client.force_login(getattr(world.cast, name))
        return client.get(url) if data is None else client.post(url, data)

    return opened


@pytest.fixture
def queries_of(client, world):
    """Count the queries of one request by somebody already signed in; begin and end of a transaction are none."""

    def counted(name, url):
        client.force_login(getattr(world.cast, name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return sum(one["sql"].startswith(("SELECT", "INSERT", "UPDATE")) for one in queries)

    return counted


def page(world, tail=""):
    return f"/cases/{world.case.pk}/{tail}"


FORMS = ["steps/new/", "documents/new/", "interruptions/new/", "reports/new/", "situations/new/", "milestones/new/"]
FORMS += ["gather/"]


class TestTheCasePage:
    @pytest.mark.parametrize(
        "name",
        ["officer", "co_officer", "handler", "reviewer", "head", "custodian", "inspector", "superior"],
    )
    def test_is_there_for_who_may_know_of_the_case(self, world, open_page, name):
        answer = open_page(name, page(world))
        assert answer.status_code == 200
        assert world.case.number in answer.content.decode()

    @pytest.mark.parametrize("name", ["outsider", "system_admin"])
    def test_does_not_exist_for_anybody_else(self, world, open_page, name):
        for url in [page(world), f"/duties/cases/{world.case.pk}/", *(page(world, form) for form in FORMS)]:
            assert open_page(name, url).status_code == 404, url
        for url in [f"/cases/steps/{world.step.pk}/{tail}/" for tail in ("times", "people", "matters")]:
            assert open_page(name, url).status_code == 404, url

    def test_shows_the_law_article_by_article_with_the_button_that_mends(self, world, open_page):
        world.judged()
        text = open_page("handler", page(world)).content.decode()
        assert "缺现场笔录" in text
        assert f'href="/cases/{world.case.pk}/write/?kind=on_site_record' in text
        assert f'data-light="#step-{world.step.pk}"' in text

    def test_gives_the_reader_the_law_but_no_button(self, world, open_page):
        world.judged()
        text = open_page("reader", page(world)).content.decode()
        assert "缺现场笔录" in text
        assert "lh-duty-mend" not in text
        assert "steps/new" not in text

    def test_is_journalled_each_time_it_is_opened(self, world, open_page):
        open_page("reader", page(world))
        open_page("reader", page(world))
        seen = [entry for entry in entries_of_case(world.case.number) if entry.kind == "cases.viewed"]
        assert [entry.actor_name for entry in seen] == [world.cast.reader.name] * 2

    def test_filters_the_column_by_state(self, world, open_page):
        world.judged()
        column = f"/duties/cases/{world.case.pk}/"
        assert "缺现场笔录" not in open_page("handler", f"{column}?show=met").content.decode()
        assert "缺现场笔录" in open_page("handler", f"{column}?show=all").content.decode()

    def test_takes_the_same_queries_however_much_there_is(self, world, queries_of):
        # PostgreSQL asks for a lock of its own to number the entry of this viewing.
        most = 30 + (connection.vendor == "postgresql")
        fill(world, 1)
        few = queries_of("handler", page(world))
        fill(world, 4)
        assert queries_of("handler", page(world)) <= few <= most  # the first time, the session remembers the case

    def test_of_an_archived_case_offers_no_new_step(self, world, open_page):
        set_milestone(world.cast.handler, world.case, "closed", HALF_PAST)
        archive(world.cast.handler, world.case, HALF_PAST)
        text = open_page("handler", page(world)).content.decode()
        assert "已归档" in text
        assert "steps/new" not in text


def fill(world, number):
    for _ in range(number):
        step = inspect(world.cast, world.case)
        report_interruption(world.cast.officer, step, NINE, "battery")
        register_document(
            world.cast.handler, world.case, NewDocument(kind="inquiry_record", made_at=NINE, step=step.pk)
        )
    world.judged()


@pytest.mark.parametrize("form", FORMS)
def test_the_reader_sees_the_case_and_no_form(world, open_page, form):
    assert open_page("reader", page(world, form)).status_code == 403
    assert open_page("reader", page(world, form), {}).status_code == 403


@pytest.mark.parametrize("form", FORMS)
def test_every_form_opens_for_the_handler_and_says_what_is_missing(world, open_page, form):
    assert open_page("handler", page(world, form)).status_code == 200
    answer = open_page("handler", page(world, form), {})
    assert answer.status_code == 422
    assert "lh-error" in answer.content.decode()


def test_a_step_is_registered_in_the_browser(world, open_page):
    data = {
        "kind": "inquiry",
        "stage": "investigation",
        "start": "2026-11-20T10:00",
        "end": "2026-11-20T10:20",
        "people": [world.cast.officer.pk, world.cast.handler.pk],
        "matters": ["inquiry"],
    }
    answer = open_page("handler", page(world, "steps/new/"), data)
    step = world.case.steps.get(kind="inquiry")
    assert answer.headers["Location"] == f"/cases/{world.case.pk}/#step-{step.pk}"
    assert step.people.count() == 2


def test_what_was_typed_is_kept_when_a_rule_is_broken(world, open_page):
    data = {
        "kind": "inquiry",
        "stage": "investigation",
        "place": "一大队询问室",
        "start": "2026-11-20T10:00",
        "end": "2026-11-20T09:00",
        "people": [world.cast.officer.pk],
    }
    answer = open_page("handler", page(world, "steps/new/"), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "结束时间早于开始时间" in text
    assert "一大队询问室" in text


def test_a_document_is_uploaded_opened_and_its_viewing_journalled(world, open_page):
    data = {
        "kind": "on_site_record",
        "made_at": "2026-11-20T10:00",
        "step": world.step.pk,
        "file": SimpleUploadedFile("现场笔录.pdf", b"%PDF-1.7\nrecord"),
    }
    assert open_page("officer", page(world, "documents/new/"), data).status_code == 302
    paper = world.case.documents.get()
    answer = open_page("reviewer", f"/cases/documents/{paper.pk}/")
    assert answer.content == b"%PDF-1.7\nrecord"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert entries_of_case(world.case.number).order_by("-seq")[0].kind == "cases.document_viewed"
    assert open_page("outsider", f"/cases/documents/{paper.pk}/").status_code == 404


def test_a_mend_opens_the_form_with_everything_known_filled_in(world, open_page):
    words = urlencode({"kind": "on_site_record", "step": world.step.pk})
    text = open_page("handler", page(world, f"documents/new/?{words}")).content.decode()
    assert '<option value="on_site_record" selected>' in text
    assert f'<option value="{world.step.pk}" selected>' in text


def test_nonsense_in_the_address_of_a_form_is_no_fault(world, open_page):
    words = "?step=x&made_at=13-13-13&kind=&kind=%00&about=recording:x&about=%F0%9F%8E%A5"
    assert open_page("handler", page(world, "documents/new/" + words)).status_code == 200


class TestTheListOfCases:
    def test_counts_what_each_case_lacks(self, world, open_page):
        rows = world.judged()
        lacking = sum(row.state in (State.OPEN, State.NEEDS_PERSON, State.BREACHED) for row in rows)
        assert f'<b class="lh-lacking">{lacking}</b>' in open_page("head", "/cases/").content.decode()

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("q=运输公司", True),
            ("q=没有这个词", False),
            ("stage=investigation", True),
            ("stage=archiving", False),
            ("state=needs_person", True),
            ("state=archived", False),
            ("stage=nonsense&state=nonsense&page=x", True),
        ],
    )
    def test_is_narrowed_by_words_stage_and_state(self, world, open_page, words, found):
        world.judged()
        assert (world.case.number in open_page("handler", f"/cases/?{words}").content.decode()) is found

    def test_leaves_out_what_the_person_may_not_know_of(self, world, open_page):
        assert world.case.number not in open_page("outsider", "/cases/").content.decode()

    def test_takes_the_same_queries_however_many_cases_there_are(self, world, queries_of):
        few = queries_of("head", "/cases/")
        for number in range(2, 8):
            inspect(world.cast, case_of(world.cast, f"粤交罚〔2026〕{number}号"))
        assert queries_of("head", "/cases/") == few <= 10


class TestTheFirstPage:
    def test_says_what_is_owed_under_which_article_and_of_which_case(self, world, open_page):
        world.judged()
        text = open_page("handler", "/").content.decode()
        assert "缺现场笔录" in text
        assert "第九条" in text
        assert world.case.number in text

    def test_says_what_to_do_when_nothing_is_owed(self, world, open_page):
        assert "没有待办事项" in open_page("outsider", "/").content.decode()

    def test_offers_to_go_on_with_the_case_last_opened(self, client, world):
        client.force_login(world.cast.reader)
        assert "继续" not in client.get("/").content.decode()
        client.get(page(world))
        assert "继续" in client.get("/").content.decode()

    def test_takes_the_same_queries_however_many_cases_there_are(self, world, queries_of):
        world.judged()
        few = queries_of("handler", "/")
        for number in range(2, 6):
            world.case = case_of(world.cast, f"粤交罚〔2026〕{number}号")
            inspect(world.cast, world.case)
            world.judged()
        assert queries_of("handler", "/") == few <= 9


class TestDetermining:
    def url(self, world):
        row = world.owed("text-record-other")
        words = urlencode({"duty": f"{TEXT}/{row.duty}", "subject": row.subject_id})
        return f"/duties/cases/{world.case.pk}/determine/?{words}"

    def test_is_done_on_a_page_and_named_afterwards(self, world, open_page):
        url = self.url(world)
        assert open_page("reviewer", url).status_code == 200
        answer = open_page("reviewer", url, {"outcome": "met", "reason": "均已记录"})
        assert answer.status_code == 302
        assert "均已记录" in open_page("reviewer", url).content.decode()

    def test_offers_no_release_to_the_handler(self, world, open_page):
        text = open_page("handler", self.url(world)).content.decode()
        assert 'value="met"' in text
        assert 'value="excused"' not in text
        assert open_page("handler", self.url(world), {"outcome": "excused", "reason": "x"}).status_code == 422

    def test_is_not_for_the_reader_and_unknown_to_the_outsider(self, world, open_page):
        assert open_page("reader", self.url(world)).status_code == 403
        assert open_page("outsider", self.url(world)).status_code == 404

    def test_needs_a_duty_the_case_has(self, world, open_page):
        assert open_page("reviewer", f"/duties/cases/{world.case.pk}/determine/?duty=x").status_code == 404


def change(world, **columns):
    """One of the obligations as if the law had said this of it."""
    row = world.judged()[0]
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


class TestWhatPresses:
    def test_a_shut_gate_stands_at_the_top_of_the_case_with_what_is_missing_and_its_article(self, world, open_page):
        row = change(world, kind="gate", state="open", title="先经法制审核", missing="缺法制审核意见")
        text = open_page("handler", page(world)).content.decode()
        gates, _, rest = text.partition('<ol class="lh-stages"')
        assert "前置条件尚未满足" in gates
        assert "缺法制审核意见" in gates
        assert f"/law/{row.text}/{row.article}/" in gates
        assert rest

    def test_no_gate_is_shown_once_it_is_open_to_pass(self, world, open_page):
        change(world, kind="gate", state="met", title="先经法制审核")
        assert "前置条件尚未满足" not in open_page("handler", page(world)).content.decode()

    @pytest.mark.parametrize(("raised", "shown"), [(-1, True), (1, False)])
    def test_what_is_raised_says_when_it_runs_out(self, world, open_page, raised, shown):
        now = outside().clock.now()
        change(world, state="open", to_do=True, due_at=now + timedelta(days=9), raise_at=now + timedelta(hours=raised))
        assert ("届满" in open_page("handler", page(world)).content.decode()) is shown

    def test_a_sister_duty_that_is_stricter_is_pointed_to(self, world, open_page):
        change(world, state="open", leads=False)
        assert "另有文本要求更严" in open_page("handler", page(world)).content.decode()
