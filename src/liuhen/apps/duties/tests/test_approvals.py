"""Approvals and exceptions: asked for, decided once by who the law names, sealed, and facts from then on."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from liuhen.apps.cases.actions import (
    Decision,
    NewApproval,
    NewCase,
    NewExemption,
    ask_approval,
    ask_exemption,
    decide_approval,
    decide_exemption,
    open_case,
    set_milestone,
    withdraw,
)
from liuhen.apps.cases.models import Approval, Exemption
from liuhen.apps.cases.waiting import approvals_waiting
from liuhen.apps.duties.queries import dossier_of, dossier_yaml
from liuhen.apps.duties.tests.conftest import HOUR, NINE
from liuhen.apps.duties.tests.hall import NOW, TEXT, barred, hall_of
from liuhen.apps.journal.queries import body_of, entries_of_case
from liuhen.apps.journal.seals import row_key, row_seal
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.terms.facts import Approval as ApprovalFact
from liuhen.ports.outside import outside
from liuhen.site.testing import make_cast, outside_at


@pytest.fixture
def hall(db):
    with outside_at(NOW):
        yield hall_of(make_cast(), TEXT)


class TestAnApproval:
    def test_becomes_a_fact_of_the_dossier_in_the_role_of_the_text(self, hall):
        given = hall.approve("investigation_unit")
        [fact] = dossier_of(hall.case).approvals
        assert fact == ApprovalFact(
            id=f"approval:{given.pk}", kind="investigation_unit", about=(), at=NOW, role="unit_head", by="梁国安"
        )

    def test_is_no_fact_while_it_waits_and_one_when_refused(self, hall):
        waiting = hall.ask("decision")
        assert dossier_of(hall.case).approvals == ()
        decide_approval(hall.cast.head, waiting, Decision(outcome="refused", words="证据不足"))
        assert [fact.outcome for fact in dossier_of(hall.case).approvals] == ["refused"]

    def test_goes_out_with_the_dossier_and_is_read_again(self, hall):
        hall.approve("investigation_unit")
        hall.approve("decision", "refused")
        dossier = dossier_of(hall.case)
        again = read_dossier(dossier_yaml(dossier), name="d.yaml", vocabulary=outside().law.vocabulary())
        assert again.approvals == dossier.approvals
        assert len(again.approvals) == 2

    def test_is_sealed_when_asked_for_and_when_decided(self, hall):
        given = hall.approve("decision")
        asked, decided = list(entries_of_case(hall.case.number).order_by("-seq")[:2])[::-1]
        assert (asked.kind, decided.kind) == ("cases.approval_asked", "cases.approval_decided")
        assert body_of(decided)["rows"] == {row_key(given): row_seal(Approval.objects.get(pk=given.pk))}
        assert body_of(decided)["actor"]["name"] == "梁国安"

    @pytest.mark.parametrize(
        "name", ["handler", "officer", "reviewer", "custodian", "inspector", "outsider", "superior"]
    )
    def test_is_decided_by_the_role_the_law_names_alone(self, hall, name):
        waiting = hall.ask("decision")
        with pytest.raises(PermissionDenied):
            decide_approval(getattr(hall.cast, name), waiting, Decision(outcome="approved"))

    def test_legal_review_is_the_reviewers(self, hall):
        with pytest.raises(PermissionDenied, match="法制审核人员"):
            decide_approval(hall.cast.head, hall.ask("legal_review"), Decision(outcome="approved"))

    def test_is_never_decided_by_who_asked(self, hall):
        hall.cast.head.grants.create(role="handler")
        head = type(hall.cast.head).objects.get(pk=hall.cast.head.pk)
        case = open_case(hall.cast.handler, NewCase(number="二号", cause="x", party="y", handlers=(head,)))
        waiting = ask_approval(head, case, NewApproval(kind="decision"))
        with pytest.raises(PermissionDenied, match="自己提请"):
            decide_approval(head, waiting, Decision(outcome="approved"))

    def test_is_decided_once(self, hall):
        waiting = hall.ask("decision")
        decide_approval(hall.cast.head, waiting, Decision(outcome="refused", words="不同意"))
        stale = Approval.objects.get(pk=waiting.pk)
        stale.outcome = ""
        assert "已由梁国安作出决定：不同意" in barred(
            decide_approval, hall.cast.head, stale, Decision(outcome="approved")
        )

    def test_waits_once_for_each_thing(self, hall):
        step = hall.step("on_site_inspection", NINE)
        hall.ask("recusal")
        assert "正在等待审批" in barred(hall.ask, "recusal")
        hall.ask("recusal", f"step:{step.pk}")

    @pytest.mark.parametrize(
        ("decision", "message"),
        [
            (Decision(outcome="maybe"), "请选择同意或者不同意"),
            (Decision(outcome="refused"), "请写明理由"),
            (Decision(outcome="approved", words="长" * 2001), "最多 2000 字"),
        ],
    )
    def test_is_decided_in_clear_words(self, hall, decision, message):
        assert message in barred(decide_approval, hall.cast.head, hall.ask("decision"), decision)

    @pytest.mark.parametrize("kind", ["viewing_consent", "no_such_thing", ""])
    def test_of_another_kind_is_not_asked_for_here(self, hall, kind):
        assert "列表中选择" in barred(hall.ask, kind)

    def test_is_asked_for_by_who_works_on_the_case(self, hall):
        with pytest.raises(PermissionDenied):
            ask_approval(hall.cast.reader, hall.case, NewApproval(kind="decision"))

    def test_about_another_case_is_refused(self, hall):
        assert "不属于本案" in barred(hall.ask, "recusal", "step:999")

    def test_that_is_an_event_waits_for_what_stands_before_it(self, hall):
        hall.filed()
        waiting = hall.ask("investigation_report")
        text = barred(decide_approval, hall.cast.head, waiting, Decision(outcome="approved"))
        assert "应当在“调查终结”之后办理" in text
        assert Approval.objects.get(pk=waiting.pk).outcome == ""


class TestWithdrawing:
    def test_a_request_is_withdrawn_by_who_asked_and_can_be_asked_anew(self, hall):
        asked = hall.ask("decision")
        withdraw(hall.cast.handler, asked, "材料不全")
        assert (asked.outcome, asked.words, asked.withdrawn) == ("withdrawn", "材料不全", True)
        assert dossier_of(hall.case).approvals == ()
        assert not approvals_waiting(hall.cast.head).exists()
        again = hall.ask("decision")
        entry = next(one for one in entries_of_case(hall.case.number) if one.kind == "cases.withdrawn")
        assert body_of(entry)["rows"][row_key(asked)] == row_seal(asked)
        assert again.outcome == ""

    def test_by_nobody_else_not_without_a_reason_and_not_after_the_decision(self, hall):
        asked = hall.ask("decision")
        for name in ("head", "officer", "outsider"):
            with pytest.raises(PermissionDenied):
                withdraw(getattr(hall.cast, name), asked, "x")
        assert "请写明撤回的理由" in barred(withdraw, hall.cast.handler, asked, " ")
        decide_approval(hall.cast.head, asked, Decision(outcome="refused", words="证据不足"))
        assert "已由梁国安作出决定：不同意" in barred(withdraw, hall.cast.handler, asked, "材料不全")

    def test_the_page_of_who_asked_says_what_becomes_of_it_and_withdraws(self, hall, client):
        asked = hall.ask("decision")
        page = reverse("cases:approval", args=[asked.pk])
        client.force_login(hall.cast.handler)
        assert "不再等待决定" in client.get(page).content.decode()
        empty = client.post(page, {"withdraw": "yes", "reason": " "})
        assert empty.status_code == 422
        assert 'role="alert"' in empty.content.decode()
        assert client.post(page, {"withdraw": "yes", "reason": "材料不全"}).status_code == 302
        assert "不再等待决定" not in client.get(page).content.decode()

    def test_what_was_withdrawn_is_decided_no_more(self, hall):
        asked = hall.ask("decision")
        withdraw(hall.cast.handler, asked, "材料不全")
        text = barred(decide_approval, hall.cast.head, asked, Decision(outcome="refused", words="x"))
        assert "已撤回" in text

    def test_an_exception_as_well(self, hall):
        new = NewExemption(event="milestone:decided", reason="紧迫", basis="行政处罚法第四十九条")
        asked = ask_exemption(hall.cast.handler, hall.case, new)
        withdraw(hall.cast.handler, asked, "不再需要")
        assert barred(hall.reach, "decided")


class TestAnException:
    def ask(self, hall, event="milestone:decided"):
        new = NewExemption(event=event, reason="公共利益紧迫", basis="行政处罚法第四十九条")
        return ask_exemption(hall.cast.handler, hall.case, new)

    def allow(self, hall, event="milestone:decided"):
        return decide_exemption(hall.cast.head, self.ask(hall, event), Decision(outcome="approved"))

    def test_lets_one_event_through_once_and_leads_on_from_there(self, hall):
        allowed = self.allow(hall)
        assert "应当在“已告知”之后办理" in allowed.told[0]
        hall.reach("decided")
        hall.paper("proof_of_service", NOW)
        hall.reach("served")
        entry = next(one for one in entries_of_case(hall.case.number) if one.kind == "cases.milestone_set")
        allowed.refresh_from_db()
        assert body_of(entry)["rows"][row_key(allowed)] == row_seal(allowed)
        assert allowed.used_at == NOW

    def test_is_used_up(self, hall):
        self.allow(hall, "document:transfer_letter")
        hall.paper("transfer_letter", NOW - HOUR)
        assert barred(hall.paper, "transfer_letter", NOW)

    def test_opens_nothing_else_and_nothing_in_another_case(self, hall):
        self.allow(hall)
        assert barred(hall.reach, "closed")
        other = open_case(hall.cast.handler, NewCase(number="八号", cause="x", party="y"))
        assert barred(set_milestone, hall.cast.handler, other, "decided", NOW)

    def test_opens_nothing_it_was_not_asked_for(self, hall):
        hall.told().paper("penalty_decision", NOW)
        hall.ask("decision")
        allowed = self.allow(hall)  # while nothing but the approval is missing
        assert [one["name"] for one in allowed.bars] == ["ordinary/decide/approval/decision"]
        hall.case.features = ["review_by_law"]
        hall.case.save(update_fields=["features"])
        text = barred(hall.reach, "decided")
        assert "法制审核" in text
        assert "尚未经批准" not in text
        assert "程序例外不包括以上障碍" in text
        assert Exemption.objects.get(pk=allowed.pk).used_at is None

    def test_refused_opens_nothing(self, hall):
        decide_exemption(hall.cast.head, self.ask(hall), Decision(outcome="refused", words="没有依据"))
        assert barred(hall.reach, "decided")

    def test_is_not_used_up_by_what_is_open_without_it(self, hall):
        hall.paper("filing_form")
        allowed = self.allow(hall, "milestone:filed")
        hall.approve("case_filing")
        hall.reach("filed")
        assert Exemption.objects.get(pk=allowed.pk).used_at is None

    def test_is_not_asked_for_where_nothing_bars(self, hall):
        hall.filed()
        assert "没有障碍" in barred(self.ask, hall, "step:inquiry")

    @pytest.mark.parametrize("event", ["", "decided", "report:x", "milestone:nonsense", "document:"])
    def test_is_asked_for_an_event_there_is(self, hall, event):
        assert barred(self.ask, hall, event)

    def test_gives_reason_and_basis(self, hall):
        for more in ({"reason": " ", "basis": "x"}, {"reason": "x", "basis": ""}):
            new = NewExemption(event="milestone:decided", **more)
            assert "请写明" in barred(ask_exemption, hall.cast.handler, hall.case, new)

    @pytest.mark.parametrize("name", ["handler", "reviewer", "outsider", "custodian"])
    def test_is_decided_by_a_head_of_the_agency(self, hall, name):
        asked = self.ask(hall)
        with pytest.raises(PermissionDenied):
            decide_exemption(getattr(hall.cast, name), asked, Decision(outcome="approved"))

    def test_is_decided_once(self, hall):
        allowed = self.allow(hall)
        assert "已由梁国安作出决定：同意" in barred(
            decide_exemption, hall.cast.head, allowed, Decision(outcome="refused", words="x")
        )
