"""An overloaded truck: stopped, seized with approval, its seizure extended, the fine paid, the truck given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import acts, penalty
from tests.journeys.clerk import Paper, write
from tests.journeys.forms import fill_in, save
from tests.journeys.office import Office, open_office
from tests.journeys.penalty import Wrong
from tests.journeys.volume import archived

pytestmark = pytest.mark.journey
PLACE = "G105 国道 K2317 超限检测点"
TRUCK = {
    "number": "1",
    "name": "重型半挂牵引车",
    "specification": "粤Z·D1299",
    "quantity": "1辆",
    "remark": "随车钥匙一把",
}
OVERLOADED = Wrong(
    facts="车货总重五十二吨，超过限定标准三吨，驾驶员和车主没有异议。",
    provision="《公路安全保护条例》第三十三条第一款",
    basis="《公路安全保护条例》第六十四条",
    penalty="罚款人民币壹仟伍佰元整",
    fine="1500",
)


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with open_office(browser, tmp_path / "truck", "南岭货运有限公司") as opened:
        yield opened


def test_an_overloaded_truck_is_seized_extended_and_released(office: Office) -> None:
    stopped(office)
    seized(office)
    kept(office)
    investigated(office)
    extended(office)
    decided(office)
    released(office)
    penalty.put_in_order(office)
    archived(office)
    assert not acts.lacking(office, "handler")


def stopped(office: Office) -> None:
    """The truck is weighed and checked."""
    office.at(0, 9)
    acts.check_camera(office, "handler")
    acts.open_case(
        office, "handler", 案由="货运车辆擅自超限行驶公路", 车牌号="粤Z·D1299", 程序="普通程序",
        执法行为=["行政检查", "行政处罚", "行政强制"], 案件特征=["处以罚款"], 共同承办人=["林一鸣"],
    )  # fmt: skip
    office.at(0, 10, 1)
    seen = ["现场检查情况", "发现违法事实", "出示证件情况"]
    acts.step(office, "handler", "现场检查", 1, 阶段="调查取证", 所属执法行为="行政检查", 地点=PLACE, 发生的事项=seen)
    signs = {"被检查单位负责人": ["黄志强"]}
    write(office, "handler", Paper(form="inspection_record", step="现场检查", signs=signs, says={
        "scope": "车货总重。", "identity_shown": "yes", "reason_told": "yes", "unit_head_name": "黄志强",
        "result": OVERLOADED.facts,
    }))  # fmt: skip
    acts.filmed(office, "handler", 1)
    penalty.filed(office, OVERLOADED)


def seized(office: Office) -> None:
    """The head agrees; the decision is made; the truck is seized before the camera without a gap."""
    office.at(0, 11)
    acts.approved(office, "handler", "head", "实施行政强制措施")
    write(office, "handler", Paper(form="measure_decision", says={
        "cause": OVERLOADED.facts, "legal_basis": "《公路安全保护条例》第六十五条", "objects": "重型半挂牵引车一辆",
        "measure": "扣押财物", "start_date": "2026-03-02", "end_date": "2026-04-01", "items": [TRUCK],
        "reconsideration_organ": "南岭市人民政府", "litigation_court": "南岭市人民法院",
    }))  # fmt: skip
    office.at(0, 11, 32)
    start = office.now - timedelta(minutes=2)
    acts.step(
        office,
        "handler",
        "查封、扣押",
        2,
        阶段="调查取证",
        所属执法行为="行政强制",
        地点=PLACE,
        到达现场=start,
        离开现场=office.now,
    )
    write(office, "handler", Paper(form="measure_on_site_record", step="查封、扣押", says={
        "scene_person_name": "黄志强", "party_present": "当事人到场。", "told": "告知理由、依据、权利和救济途径。",
        "statement_wanted": "不需要陈述申辩", "statement": "没有意见。", "content": "当场扣押车辆一辆。",
    }))  # fmt: skip
    acts.filmed(office, "handler", 2)


def kept(office: Office) -> None:
    """What was taken is entered in the ledger and handed to its keeper the same day."""
    handler = office.person("handler")
    handler.go(f"{office.case}goods/new/")
    fill_in(
        handler,
        {
            "到案方式": "扣押",
            "提取财物的环节": "查封、扣押",
            "列明财物的文书": "行政强制措施决定书",
            "提取时间": office.now,
        },
    )
    fill_in(
        handler, {"现在放在哪里": "超限检测点停车场", "财物名称": TRUCK["name"], "规格型号": TRUCK["specification"]}
    )
    fill_in(handler, {"数量": "1", "单位": "辆", "保管状态": "完好", "归属人或者单位": office.party})
    save(handler, "登入台账")
    office.at(0, 15)
    move(office, "custodian", "to_keeper", 接收的管理人员="苏婷", 保管场所="一号涉案车辆停车场")


def move(office: Office, who: str, kind: str, **answers: str) -> None:
    """Enter what became of the truck."""
    visitor = office.person(who)
    visitor.go(f"{office.case}goods/move/?kind={kind}")
    for tick in visitor.page.locator("input[name=items]").all():
        tick.check()
    fill_in(visitor, {"时间": office.now, **answers})
    save(visitor, "登记")


def investigated(office: Office) -> None:
    """The driver is asked, the report approved, the party told; it waives its rights."""
    office.at(1, 9)
    acts.check_camera(office, "handler")
    office.at(1, 10)
    penalty.questioned(office, "黄志强")
    office.at(15, 9)
    acts.check_camera(office, "handler")
    penalty.reported(office, OVERLOADED)
    office.at(15, 11)
    penalty.told(office, OVERLOADED)
    write(office, "handler", Paper(form="rights_waiver", says={
        "violation": OVERLOADED.facts, "received_on": f"{office.now:%Y-%m-%d}", "waived": ["陈述、申辩"],
    }))  # fmt: skip


def extended(office: Office) -> None:
    """The thirty days do not suffice: the head agrees to thirty more, and the party is told why."""
    office.at(25, 9)
    acts.approved(office, "handler", "head", "延长查封、扣押期限", 关于="查封、扣押")
    write(office, "handler", Paper(form="measure_extension_notice", step="查封、扣押", says={
        "reason": "案情复杂，需要继续核实装载源头。", "extended_to": "2026-05-01",
    }))  # fmt: skip


def decided(office: Office) -> None:
    """Reviewed, decided, served, paid."""
    office.at(35, 9)
    acts.check_camera(office, "handler")
    penalty.reviewed(office, OVERLOADED)
    penalty.decided(office, OVERLOADED)
    office.at(35, 15)
    penalty.served(office, "行政处罚决定书")
    acts.take(office, "handler", "送达")
    office.at(38, 10)
    penalty.paid(office, OVERLOADED)


def released(office: Office) -> None:
    """The truck goes back to its owner by decision, and the case is closed."""
    office.at(38, 11)
    write(office, "handler", Paper(form="measure_release_decision", step="查封、扣押", checker="head", says={
        "clause": "三", "release_date": f"{office.now:%Y-%m-%d}", "items": [TRUCK], "return_check": "yes",
    }))  # fmt: skip
    move(office, "custodian", "returned", 接收人或者单位="黄志强")
    office.at(40, 9)
    penalty.closed(office, OVERLOADED)
