"""The panel of the case page, the pages on which approvals and exceptions are asked for and decided."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.cases.actions import Decision, NewExemption, ask_exemption, decide_approval, set_milestone
from liuhen.apps.cases.models import Approval, Case, Exemption
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.models import Obligation
from liuhen.apps.duties.tests.conftest import NINE
from liuhen.apps.duties.tests.hall import NOW, TEXT, hall_of
from liuhen.apps.journal.queries import entries_of_case
from liuhen.site.testing import make_cast, outside_at


@pytest.fixture
def hall(db):
    with outside_at(NOW):
        yield hall_of(make_cast(), TEXT)


@pytest.fixture
def look(client, hall):
    """Open an address as one of the cast, or send something to it; the text that comes back."""

    def looked(name, url, data=None, *, expect=200):
        client.force_login(getattr(hall.cast, name))
        answer = client.get(url) if data is None else client.post(url, data)
        assert answer.status_code == expect, answer.content.decode()[:2000]
        return answer.content.decode()

    return looked


def page(hall, tail=""):
    return f"/cases/{hall.case.pk}/{tail}"


class TestThePanel:
    def test_says_where_the_case_stands_and_what_each_next_step_asks_for(self, hall, look):
        text = look("handler", page(hall))
        assert "线索</span>" in text
        assert f'href="/cases/{hall.case.pk}/write/?kind=filing_form"' in text
        assert f'href="/cases/{hall.case.pk}/approvals/new/?kind=case_filing"' in text
        assert "应当在“调查取证”之后办理" in text

    def test_offers_the_step_itself_once_nothing_bars_it(self, hall, look):
        act = f'href="/cases/{hall.case.pk}/milestones/new/?kind=filed"'
        assert act not in look("handler", page(hall))
        hall.paper("filing_form")
        waiting = hall.ask("case_filing")
        assert f'href="/cases/approvals/{waiting.pk}/"' in look("handler", page(hall))
        decide_approval(hall.cast.head, waiting, Decision(outcome="approved"))
        assert act in look("handler", page(hall))

    def test_shows_the_reader_the_same_without_buttons(self, hall, look):
        text = look("reader", page(hall))
        assert "缺立案登记表" in text
        assert "approvals/new" not in text
        assert "exemptions/new" not in text

    def test_tells_of_gates_before_a_step_with_their_articles(self, hall, look):
        Case.objects.filter(pk=hall.told().case.pk).update(features=["public_interest"])
        text = look("handler", page(hall))
        assert "先经法制审核：作出决定前缺法制审核意见、法制审核通过（程序规定第七十一条第一项）" in text
        assert f'href="/cases/{hall.case.pk}/write/?kind=legal_review_opinion"' in text

    def test_says_who_decides_a_step_and_who_does_it(self, hall, look):
        text = look("handler", page(hall))
        assert "经负责人批准后，由承办人办理" in text
        assert "承办人制作，负责人核对后生效" in text, "nobody approves that a case is not taken up: the head checks it"
        hall.told().paper("hearing_notice", NOW)
        hall.approve("hearing_host")
        hall.reach("hearing_notified")
        assert "听证主持人参加，由承办人登记" in look("handler", page(hall))

    def test_leads_who_decides_to_what_waits_for_them(self, hall, look):
        waiting = hall.ask("case_filing")
        excepted = ask_exemption(
            hall.cast.handler, hall.case, NewExemption(event="milestone:told", reason="急", basis="程序规定")
        )
        text = look("head", page(hall))
        start = text.index('class="lh-course lh-waits"')
        box = text[start : text.index("</p>", start)]
        assert f'href="/cases/approvals/{waiting.pk}/"' in box
        assert f'href="/cases/exemptions/{excepted.pk}/"' in box
        assert "程序例外：告知" in box
        for other in ("handler", "reader", "reviewer"):
            assert "lh-waits" not in look(other, page(hall))

    def test_shows_what_was_done_out_of_order(self, hall, look):
        hall.case.milestones.create(kind="decided", at=NINE)
        assert "没有按程序的次序办理的：1 步" in look("handler", page(hall))

    def test_of_a_text_that_does_not_bind_is_guidance(self, client, db):
        with outside_at(NOW):
            free = hall_of(make_cast(), "gd-transport-2019")
            client.force_login(free.cast.handler)
            text = client.get(page(free)).content.decode()
            assert "供参照" in text
            assert "exemptions/new" not in text
            set_milestone(free.cast.handler, free.case, "decided", NOW)

    def test_offers_a_track_once_it_has_begun(self, hall, look):
        assert "查封、扣押</b>" not in look("handler", page(hall))
        hall.paper("measure_decision")
        hall.step("seizure", NOW, circumstances=("urgent",))
        text = look("handler", page(hall))
        assert "紧急实施，待补办批准" in text
        assert "补办批准" in text


SHUT = "前置条件尚未满足"


class TestAShutGate:
    """It stands above all only where nothing else tells of it and it bars what may come next."""

    @pytest.fixture
    def grave(self, hall):
        Case.objects.filter(pk=hall.case.pk).update(features=["public_interest"])
        judge(hall.case, NOW)
        return hall

    def test_of_a_step_that_is_far_off_is_told_at_that_step_and_not_above_all(self, grave, look):
        text = look("handler", page(grave))
        assert SHUT not in text
        later = text[text.index("还不能办理的") : text.index('id="law-column"')]
        assert "先经法制审核：作出决定前缺法制审核意见、法制审核通过（程序规定第七十一条第一项）" in later

    def test_of_the_next_step_is_told_once_at_the_step(self, grave, look):
        grave.told()
        judge(grave.case, NOW)
        text = look("handler", page(grave))
        assert "先经法制审核：作出决定前缺" in text
        assert SHUT not in text

    def test_of_no_step_of_the_panel_stands_above_all_if_it_may_come_next(self, grave, look):
        row = Obligation.objects.filter(case=grave.case, kind="gate", state="open")[0]
        Obligation.objects.filter(pk=row.pk).update(duty="of-a-former-version")
        assert SHUT in look("handler", page(grave))

    def test_stands_above_all_where_no_procedure_binds(self, client, db):
        with outside_at(NOW):
            free = hall_of(make_cast(), "gd-transport-2019")
            judge(free.case, NOW)
            row = Obligation.objects.filter(case=free.case)[0]
            Obligation.objects.filter(pk=row.pk).update(kind="gate", state="open")
            client.force_login(free.cast.handler)
            assert SHUT in client.get(page(free)).content.decode()


class TestAskingAndDeciding:
    def test_an_approval_goes_from_the_handler_to_the_head_and_back(self, hall, look):
        ask = page(hall, "approvals/new/?kind=case_filing")
        assert "提请理由" in look("handler", ask)
        look("handler", ask, {"kind": "case_filing", "about": f"case:{hall.case.pk}", "note": "事实清楚"}, expect=302)
        waiting = Approval.objects.get()
        home = look("head", "/")
        assert "等您审批" in home
        assert f'href="/cases/approvals/{waiting.pk}/"' in home
        assert "等您审批" not in look("handler", "/")
        assert "等您审批" not in look("reviewer", "/")
        place = f"/cases/approvals/{waiting.pk}/"
        assert "事实清楚" in look("head", place)
        assert "请写明理由" in look("head", place, {"outcome": "refused"}, expect=422)
        assert "请选择" in look("head", place, {}, expect=422)
        look("head", place, {"outcome": "approved", "words": "同意立案"}, expect=302)
        assert "同意立案" in look("handler", place)
        assert "等您审批" not in look("head", "/")
        assert "已由梁国安作出决定" in look("head", place, {"outcome": "approved"}, expect=422)

    @pytest.mark.parametrize(("name", "answer"), [("handler", 403), ("reviewer", 403), ("outsider", 404)])
    def test_who_may_not_decide_is_refused(self, hall, look, name, answer):
        waiting = hall.ask("decision")
        look(name, f"/cases/approvals/{waiting.pk}/", {"outcome": "approved"}, expect=answer)

    def test_who_asked_withdraws_on_the_same_page(self, hall, look):
        place = f"/cases/approvals/{hall.ask('decision').pk}/"
        assert "撤回申请" in look("handler", place)
        assert "撤回申请" not in look("head", place)
        look("handler", place, {"withdraw": "yes", "reason": ""}, expect=422)
        look("handler", place, {"withdraw": "yes", "reason": "材料不全"}, expect=302)
        assert "已撤回" in look("head", place)
        look("head", place, {"withdraw": "yes", "reason": "x"}, expect=422)

    def test_a_milestone_is_corrected_from_the_page_of_the_case(self, hall, look):
        filed = hall.filed().case.milestones.get(kind="filed")
        place = f"/cases/milestones/{filed.pk}/correct/"
        assert place in look("handler", page(hall, ""))
        assert place not in look("reader", page(hall, ""))
        assert "更正节点：立案" in look("handler", place)
        look("handler", place, {"at": "2026-11-21T09:01", "reason": ""}, expect=422)
        look("reader", place, expect=403)
        look("outsider", place, expect=404)

    @pytest.mark.parametrize("tail", ["approvals/new/", "exemptions/new/?event=milestone:decided"])
    def test_asking_is_for_who_works_on_the_case(self, hall, look, tail):
        look("reader", page(hall, tail), expect=403)
        look("outsider", page(hall, tail), expect=404)

    def test_an_exception_shows_what_bars_and_goes_to_the_head(self, hall, look):
        ask = page(hall, "exemptions/new/?event=milestone:decided")
        assert "应当在“已告知”之后办理" in look("handler", ask)
        assert "请填写此项" in look("handler", ask, {"reason": "", "basis": ""}, expect=422)
        look("handler", ask, {"reason": "紧迫", "basis": "行政处罚法第四十九条"}, expect=302)
        asked = Exemption.objects.get()
        assert "程序例外：作出决定" in look("head", "/")
        place = f"/cases/exemptions/{asked.pk}/"
        assert "应当在“已告知”之后办理" in look("head", place)
        look("handler", place, {"outcome": "approved"}, expect=403)
        look("head", place, {"outcome": "approved", "words": "同意"}, expect=302)
        assert "尚未使用" in look("handler", place)
        assert "已批准程序例外" in look("handler", page(hall))

    def test_an_exception_for_nothing_is_not_there(self, hall, look):
        look("handler", page(hall, "exemptions/new/?event=nonsense"), expect=404)
        look("handler", page(hall, "exemptions/new/"), expect=404)

    def test_seeing_a_request_is_journalled(self, hall, look):
        waiting = hall.ask("decision")
        look("head", f"/cases/approvals/{waiting.pk}/")
        last = entries_of_case(hall.case.number).order_by("-seq")[0]
        assert (last.kind, last.actor_name) == ("cases.viewed", hall.cast.head.name)

    def test_a_barred_milestone_is_refused_beside_its_field(self, hall, look):
        text = look("handler", page(hall, "milestones/new/"), {"kind": "decided", "at": "2026-11-21T09:00"}, expect=422)
        assert "应当在“已告知”之后办理" in text

    def test_a_barred_step_and_document_too(self, hall, look):
        about = {
            "kind": "forced_demolition",
            "stage": "execution",
            "start": "2026-11-21T08:00",
            "people": hall.cast.handler.pk,
        }
        assert "已决定强制执行" in look("handler", page(hall, "steps/new/"), about, expect=422)
        paper = {"kind": "transfer_letter", "made_at": "2026-11-21T08:00"}
        assert "应当在" in look("handler", page(hall, "documents/new/"), paper, expect=422)


def test_the_page_takes_the_same_queries_however_much_was_asked(hall, client, django_assert_max_num_queries):
    ask_exemption(hall.cast.handler, hall.case, NewExemption(event="milestone:closed", reason="x", basis="y"))
    hall.told()
    hall.paper("measure_decision")
    hall.step("seizure", NOW, circumstances=("urgent",))
    client.force_login(hall.cast.handler)
    lock = connection.vendor == "postgresql"  # the journal asks for one there, SQLite locks as it writes
    savepoints = 4  # to set and to leave two, which stand here for the transactions of a server
    with django_assert_max_num_queries(28 + savepoints + lock):
        assert client.get(page(hall)).status_code == 200


def test_the_page_of_who_decides_takes_the_same_queries_however_much_waits(hall, client):
    client.force_login(hall.cast.head)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(hall)).status_code == 200
        return len(asked)

    hall.ask("case_filing")
    queries()
    once = queries()
    for kind in ("closing", "decision", "transfer"):
        hall.ask(kind)
    assert queries() == once
