"""What every penalty of the ordinary procedure goes through, one short function per stage, each by who must do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.journeys import acts
from tests.journeys.clerk import Paper, Said, write
from tests.journeys.ending import mend_all
from tests.journeys.forms import fill_in, save
from tests.journeys.office import HANDLERS, Office
from tests.journeys.plausible import CREDIT, IDENTITY, TELEPHONE
from tests.journeys.roadside import Day
from tests.journeys.visitor import Visitor


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What was done wrong, by which rule, and what it costs."""

    facts: str
    provision: str
    basis: str
    penalty: str
    fine: str


def party(office: Office) -> Mapping[str, Said]:
    """Who the party is, as forms ask for it: a firm, or a person."""
    if not office.party.endswith("公司"):
        about = {"name": office.party, "id_no": IDENTITY, "address": "南岭市南岭大道1号", "tel": TELEPHONE}
        return {f"party_person_{key}": words for key, words in about.items()}
    firm = {"legal_rep": "黄志强", "tel": TELEPHONE, "uscc": CREDIT, "address": "南岭市工业大道8号"}
    return {f"party_org_{key}": words for key, words in {"name": office.party, **firm}.items()}


def filed(office: Office, wrong: Wrong) -> None:
    """The head agrees to take up the case, and it is taken up."""
    write(office, "handler", Paper(form="filing_form", says={
        **party(office), "source": "1.行政检查中发现", "case_summary": wrong.facts, "filing_basis": wrong.provision,
    }))  # fmt: skip
    acts.approved(office, "handler", "head", "立案")
    acts.take(office, "handler", "立案")


def questioned(office: Office, speaker: str) -> None:
    """The driver is asked, on film, and signs the record."""
    acts.step(office, "handler", "询问", 1, 阶段="调查取证", 所属执法行为="行政处罚", 地点="一大队询问室")
    write(office, "handler", Paper(form="inquiry_record", step="询问", signs={"被询问人": [speaker]}, says={
        "interviewee": speaker, "relation": "驾驶员", "notice_given": "yes", "interviewers": HANDLERS,
        "qa": [{"question": "请说明当时的经过。", "answer": "情况和现场检查的一样，我没有异议。"}],
    }))  # fmt: skip
    acts.filmed(office, "handler", 1)


def reported(office: Office, wrong: Wrong) -> None:
    """The investigation ends with a report that the unit and the head agree to."""
    write(office, "handler", Paper(form="investigation_report", says={
        "facts": wrong.facts, "discretion": "适用《广东省交通运输行政处罚裁量基准》一般档次。",
        "items": [{"number": "1", "name": "现场笔录", "specification": "书证", "quantity": "1份", "remark": ""}],
    }))  # fmt: skip
    acts.take(office, "handler", "调查终结")
    acts.approved(office, "handler", "head", "办案机构审查案件调查报告")
    acts.approved(office, "handler", "head", "审查批准案件调查报告")


def told(office: Office, wrong: Wrong) -> None:
    """The party is told what is intended and which rights it has, in person and on film."""
    write(office, "handler", Paper(form="violation_notice", says={
        "violation": wrong.facts, "violated_law": wrong.provision, "penalty_law": wrong.basis,
        "proposed_penalty": wrong.penalty, "right_statement": "yes", "right_hearing": "yes",
    }))  # fmt: skip
    served(office, "违法行为通知书")
    acts.take(office, "handler", "告知")


def served(office: Office, what: str) -> None:
    """A document is handed over in person, on film, and its receipt signed."""
    acts.step(office, "handler", "送达", 1, 阶段="送达执行", 所属执法行为="行政处罚", 地点="南岭市工业大道8号")
    delivery = {"document": what, "received_by": "黄志强", "place": "南岭市工业大道8号", "way": "直接送达"}
    row = {**delivery, "served_on": f"{office.now:%Y-%m-%d}", "served_by": HANDLERS[0]}
    write(office, "handler", Paper(form="proof_of_service", step="送达", says={"deliveries": [row]}))
    acts.filmed(office, "handler", 1)


def reviewed(office: Office, wrong: Wrong) -> None:
    """The reviewer examines the seven points and lets it pass."""
    write(office, "reviewer", Paper(form="legal_review_opinion", says={"proposal": wrong.penalty, "outcome": "同意"}))
    acts.approved(office, "handler", "reviewer", "法制审核")


def decided(office: Office, wrong: Wrong) -> None:
    """The head decides; the decision is written, checked by another and sealed."""
    write(office, "handler", Paper(form="penalty_approval", says={**party(office), "case_summary": wrong.facts}))
    acts.approved(office, "handler", "head", "行政处罚决定")
    write(office, "handler", Paper(form="correction_order", says={
        "facts": wrong.facts, "legal_basis": wrong.provision, "mode": "立即予以改正",
    }))  # fmt: skip
    write(office, "handler", Paper(form="penalty_decision", checker="head", says={
        **party(office), "facts": wrong.facts, "violated_law": wrong.provision, "penalty_law": wrong.basis,
        "penalty": wrong.penalty, "fine": wrong.fine, "bank": "中国工商银行南岭支行", "bank_account": "44001",
        "reconsideration_organ": "南岭市人民政府", "litigation_court": "南岭市人民法院",
    }))  # fmt: skip
    acts.take(office, "handler", "作出行政处罚决定")


def paid(office: Office, wrong: Wrong) -> None:
    """The fine is paid at the bank."""
    write(office, "handler", Paper(form="payment_receipt", says={
        "way": "指定银行缴纳", "voucher_no": "GD44010001", "amount": wrong.fine,
    }))  # fmt: skip
    acts.take(office, "handler", "履行完毕")


def closed(office: Office, wrong: Wrong, execution: str = "罚款已缴清。") -> None:
    """The head agrees that the case is closed."""
    acts.approved(office, "handler", "head", "结案")
    write(office, "handler", Paper(form="closing_report", says={"result": wrong.penalty, "execution": execution}))
    acts.take(office, "handler", "结案")


def put_in_order(office: Office) -> None:
    """What the column still asks of the handler and the reviewer is done."""
    day, handler, reviewer = Day(office.now, office.desk, case=office.case), "handler", "reviewer"
    mend_all(office.person(handler), day, "归集到信息平台", save)
    mend_all(office.person(reviewer), day, "人工认定", _determine)


def _determine(visitor: Visitor) -> None:
    done = visitor.page.get_by_label("已履行")
    (done if done.count() else visitor.page.get_by_label("不适用")).first.check()
    fill_in(visitor, {"理由": "已查阅全部文书和录像，都已按规定办理，没有其他情形。"})
    save(visitor, "认定")
