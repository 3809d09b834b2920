"""A penalty on the spot, run by an officer with a telephone: found, told, decided, signed by finger, filed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import acts, looks, penalty
from tests.journeys.clerk import Paper, write
from tests.journeys.office import Office, open_office
from tests.journeys.plausible import IDENTITY, TELEPHONE
from tests.journeys.visitor import PHONE
from tests.journeys.volume import archived

pytestmark = pytest.mark.journey
PLACE = "南岭大道客运站前广场"
FACTS = "营运时未携带从业资格证，有现场笔录和录像为证。"
RULES = "《出租汽车驾驶员从业资格管理规定》"


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with open_office(browser, tmp_path / "spot", "赵建国", screens={"handler": PHONE}) as opened:
        yield opened


def test_a_penalty_on_the_spot_goes_from_the_roadside_to_the_archive_on_a_telephone(office: Office) -> None:
    before_the_patrol(office)
    at_the_roadside(office)
    reported_and_paid(office)
    penalty.put_in_order(office)
    archived(office)
    assert not acts.lacking(office, "handler")


def before_the_patrol(office: Office) -> None:
    """The camera is checked and the case opened."""
    office.at(0, 9)
    acts.check_camera(office, "handler")
    acts.open_case(
        office, "handler", 案由="出租汽车驾驶员未按照规定携带从业资格证", 车牌号="粤Z·T2210", 程序="简易程序",
        执法行为=["行政检查", "行政处罚"], 案件特征=["处以罚款", "当事人对违法事实无异议"], 共同承办人=["林一鸣"],
    )  # fmt: skip


def at_the_roadside(office: Office) -> None:
    """Seen, told, decided, signed with a finger and handed over, all within eight minutes and before the camera."""
    office.at(0, 10, 4)
    seen = ["现场检查情况", "发现违法事实", "出示证件情况"]
    acts.step(office, "handler", "现场检查", 4, 阶段="调查取证", 所属执法行为="行政检查", 地点=PLACE, 发生的事项=seen)
    office.at(0, 10, 8)
    acts.step(office, "handler", "当场作出行政处罚决定", 3, 阶段="审查决定", 所属执法行为="行政处罚", 地点=PLACE)
    handler = office.person("handler")
    for paper in papers(office):
        write(office, "handler", paper)
        handler.picture(f"paper-{paper.form}")
    assert not looks.overflow_at_phone_width(handler.page)
    acts.take(office, "handler", "当场作出行政处罚决定")
    acts.take(office, "handler", "当场交付")
    acts.filmed(office, "handler", 8, marked=(0, 5), kinds=["现场检查", "当场作出行政处罚决定"])


def papers(office: Office) -> list[Paper]:
    """What is written at the roadside: two records and the decision."""
    whom = {"name": office.party, "id_no": IDENTITY, "address": "南岭市南岭大道1号", "tel": TELEPHONE}
    checked = {"identity_shown": "yes", "reason_told": "yes"}
    result = {
        "scope": "车辆和驾驶员的资格。",
        "unit_head_name": office.party,
        "result": "驾驶员当场不能出示从业资格证。",
    }
    scene = {"scene_person_name": office.party, "scene_person_id_no": IDENTITY, "read_state": "笔录已看过，无误"}
    scene |= {"content": FACTS, "evidence": "车辆和驾驶员的照片。", "statement": "承认忘带，没有其他意见，不申辩。"}
    courts = {"reconsideration_organ": "南岭市人民政府", "litigation_court": "南岭市人民法院"}
    bank = {"pay_mode": "自收到", "bank": "中国工商银行南岭支行", "bank_account": "44001"}
    rules = {"violated_law": f"{RULES}第四十条", "penalty_law": f"{RULES}第四十二条"}
    decision = {"facts": FACTS, "penalty": "罚款人民币伍拾元整", "fine": "50", "oral_notice": "yes"}
    decision |= {f"party_person_{key}": words for key, words in whom.items()}
    return [
        Paper(form="inspection_record", step="现场检查", says=result | checked),
        Paper(form="on_site_record", step="当场作出", says=scene | checked),
        Paper(form="spot_penalty_decision", step="当场作出", says=decision | rules | bank | courts),
    ]


def reported_and_paid(office: Office) -> None:
    """The decision is reported within five days, the fine paid at the bank, the case closed."""
    office.at(1, 9)
    decision = "当场作出行政处罚决定"
    acts.register(
        office, "handler", "reports", 种类="当场处罚决定备案", 关于=decision, 时间=office.now, 内容="报所属部门备案。"
    )
    office.at(4, 10)
    write(office, "handler", Paper(form="payment_receipt", says={
        "way": "指定银行缴纳", "voucher_no": "GD44010002", "amount": "50",
    }))  # fmt: skip
    acts.take(office, "handler", "履行完毕")
    write(office, "handler", Paper(form="closing_report", says={"result": "罚款伍拾元。", "execution": "罚款已缴清。"}))
    acts.take(office, "handler", "结案")
