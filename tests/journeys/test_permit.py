"""A permit: the application lacks something and is corrected, the place is surveyed, the permit granted and issued."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import acts, penalty
from tests.journeys.clerk import Paper, write
from tests.journeys.office import HANDLERS, Office, open_office
from tests.journeys.volume import archived

pytestmark = pytest.mark.journey
ITEM = "道路旅客运输经营许可"
MATERIALS = [{"number": "1", "name": "申请表", "quantity": "1"}, {"number": "2", "name": "车辆承诺书", "quantity": "1"}]


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with open_office(browser, tmp_path / "permit", "南岭客运有限公司") as opened:
        yield opened


def test_a_permit_is_corrected_surveyed_granted_and_issued(office: Office) -> None:
    applied_for(office)
    corrected_and_accepted(office)
    surveyed(office)
    granted(office)
    issued(office)
    penalty.put_in_order(office)
    archived(office)
    assert not acts.lacking(office, "handler")


def applied_for(office: Office) -> None:
    """The application comes in, and is found to be incomplete."""
    office.at(0, 9)
    acts.open_case(
        office, "handler", 案由=ITEM, 程序="行政许可程序", 启动方式="依申请", 执法行为=["行政许可"],
        案件特征=["申请材料不齐全或者不合法定形式"],
    )  # fmt: skip
    acts.register(office, "handler", "milestones", 节点="收到申请", 时间=office.now)
    write(office, "handler", Paper(form="application_form", says={
        **penalty.party(office), "content": "从事县际班车客运，车辆二十辆。", "materials": MATERIALS, "truthful": "yes",
    }, signs={"申请人或其代理人": ["黄志强"]}))  # fmt: skip
    write(office, "handler", Paper(form="application_receipt", says={
        "materials": MATERIALS, "receiver": HANDLERS[0],
    }, signs={"提交人": ["黄志强"]}))  # fmt: skip


def corrected_and_accepted(office: Office) -> None:
    """What is missing is told at once and in full; three days later it is there, and the application accepted."""
    office.at(1, 10)
    missing = {"number": "1", "name": "驾驶人员从业资格证", "problem": "未提交", "wanted": "补交复印件并出示原件"}
    write(
        office, "handler", Paper(form="correction_notice", says={"corrections": [missing], "received_on": "2026-03-02"})
    )
    office.at(4, 10)
    write(office, "handler", Paper(form="acceptance_notice", says={"received_on": f"{office.now:%Y-%m-%d}"}))
    acts.take(office, "handler", "受理")


def surveyed(office: Office) -> None:
    """Two officers look at the depot."""
    office.at(8, 11)
    acts.step(
        office, "handler", "许可实地核查", 60, 阶段="调查取证", 所属执法行为="行政许可", 地点="南岭市客运站停车场"
    )
    write(office, "handler", Paper(form="permit_field_check_record", step="许可实地核查"))


def granted(office: Office) -> None:
    """The head agrees; the decision is written, checked by the head and sealed."""
    office.at(11, 9)
    write(office, "handler", Paper(form="permit_approval", says={
        **penalty.party(office), "examination": "材料齐全，现场符合条件。", "proposal": "准予许可",
    }))  # fmt: skip
    acts.approved(office, "handler", "head", "行政许可决定")
    write(office, "handler", Paper(form="permit_grant_decision", checker="head", says={
        **penalty.party(office), "decision": "准予从事县际班车客运。", "valid_from": "2026-03-13",
        "valid_to": "2030-03-12", "reconsideration_organ": "南岭市人民政府", "litigation_court": "南岭市人民法院",
    }))  # fmt: skip
    acts.take(office, "handler", "作出许可决定")


def issued(office: Office) -> None:
    """The certificate is handed over, and the matter done."""
    office.at(14, 9)
    write(office, "handler", Paper(form="permit_certificate", says={
        "certificate_kind": "道路运输经营许可证", "certificate_no": "粤交运管许可南字440101000001号",
        "scope": "县际班车客运", "valid_from": "2026-03-13", "valid_to": "2030-03-12",
    }, signs={"领证人": ["黄志强"]}))  # fmt: skip
    delivery = {"document": "准予行政许可决定书", "received_by": "黄志强", "place": "政务服务大厅", "way": "直接送达"}
    row = {**delivery, "served_on": f"{office.now:%Y-%m-%d}", "served_by": HANDLERS[0]}
    write(office, "handler", Paper(form="proof_of_service", says={"deliveries": [row]}))
    acts.take(office, "handler", "颁发、送达")
    acts.take(office, "handler", "办结")
