"""A taxi without permit: filmed at the roadside, a hearing asked for and held, the fine paid, the case archived."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import acts, penalty
from tests.journeys.clerk import Paper, write
from tests.journeys.office import Office, open_office
from tests.journeys.penalty import Wrong
from tests.journeys.volume import archived

pytestmark = pytest.mark.journey
PLACE = "南岭高铁站落客平台"
WITHOUT_PERMIT = Wrong(
    facts="驾驶自有轿车载客收费三十元，没有取得巡游出租汽车经营许可，有录像和乘客的话为证。",
    provision="《巡游出租汽车经营服务管理规定》第八条",
    basis="《巡游出租汽车经营服务管理规定》第四十五条",
    penalty="罚款人民币壹万元整",
    fine="10000",
)


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with open_office(browser, tmp_path / "taxi", "孙伟") as opened:
        yield opened


def test_a_taxi_without_permit_is_heard_and_pays(office: Office) -> None:
    found(office)
    told_and_asked_for_a_hearing(office)
    invited(office)
    heard(office)
    decided_and_paid(office)
    penalty.put_in_order(office)
    archived(office)
    assert not acts.lacking(office, "handler")


def found(office: Office) -> None:
    """A passenger is set down; the driver is checked and asked; the case is filed and reported on."""
    office.at(0, 9)
    acts.check_camera(office, "handler")
    acts.open_case(
        office, "handler", 案由="未取得巡游出租汽车经营许可从事出租汽车经营活动", 车牌号="粤Z·A6618", 程序="普通程序",
        执法行为=["行政检查", "行政处罚"], 案件特征=["处以罚款", "属于应当告知听证权利的处罚", "拟作较重处罚"],
        共同承办人=["林一鸣"],
    )  # fmt: skip
    office.at(0, 10, 1)
    seen = ["现场检查情况", "发现违法事实", "出示证件情况"]
    acts.step(office, "handler", "现场检查", 1, 阶段="调查取证", 所属执法行为="行政检查", 地点=PLACE, 发生的事项=seen)
    write(office, "handler", Paper(form="on_site_record", step="现场检查", says={
        "scene_person_name": office.party, "content": WITHOUT_PERMIT.facts, "identity_shown": "yes",
        "reason_told": "yes", "evidence": "乘客付款记录的照片。", "statement": "驾驶员没有异议。",
    }))  # fmt: skip
    acts.filmed(office, "handler", 1)
    penalty.filed(office, WITHOUT_PERMIT)
    office.at(0, 16)
    penalty.questioned(office, office.party)
    office.at(3, 10)
    penalty.reported(office, WITHOUT_PERMIT)


def told_and_asked_for_a_hearing(office: Office) -> None:
    """The driver is told, objects, and asks for a hearing by word of mouth."""
    office.at(3, 14)
    acts.check_camera(office, "handler")
    office.at(3, 15)
    penalty.told(office, WITHOUT_PERMIT)
    office.at(4, 10)
    acts.check_camera(office, "handler")
    office.at(4, 10, 30)
    acts.step(office, "handler", "听取陈述、申辩", 1, 阶段="审查决定", 所属执法行为="行政处罚", 地点="一大队询问室")
    write(office, "handler", Paper(form="statement_record", step="听取陈述", says={
        "speaker_relation": "当事人", "statement": "只是顺路带人，没有经营。", "hearing_request": "要求举行听证。",
        "review": "有收款记录和录像，顺路的说法不成立，不予采纳。",
    }))  # fmt: skip
    acts.filmed(office, "handler", 1)
    acts.register(office, "handler", "situations", 情形="当事人要求听证", 发生时间=office.now, 关于="本案")


def invited(office: Office) -> None:
    """The head names who presides, who presides names the clerk, and the notice goes out seven working days before."""
    office.at(4, 14)
    acts.approved(office, "handler", "head", "指定听证主持人")
    acts.approved(office, "handler", "reviewer", "指定听证记录员")
    write(office, "handler", Paper(form="hearing_notice", says={
        "hearing_at": "2026-03-20T09:00", "place": "本局听证室", "public": "公开", "presider": "何敏",
        "recorder": "苏婷",
    }))  # fmt: skip
    office.at(4, 15)
    penalty.served(office, "听证通知书")
    acts.take(office, "handler", "送达听证通知书")
    write(office, "handler", Paper(form="hearing_announcement", says={}))


def heard(office: Office) -> None:
    """The hearing is held in its order, before the camera, and recorded."""
    office.at(18, 8, 30)
    acts.check_camera(office, "handler")
    office.at(18, 9, 2)
    acts.step(
        office, "handler", "听证", 2, 阶段="审查决定", 所属执法行为="行政处罚", 地点="本局听证室",
        听证主持人="何敏", 记录员="苏婷",
    )  # fmt: skip
    write(office, "handler", Paper(form="hearing_record", step="听证", says={
        "presider": "何敏", "recorder": "苏婷",
        "record": "调查人员陈述事实、证据和建议；当事人申辩并质证；双方辩论；最后陈述。",
    }, signs={"主持人及听证员": ["何敏"], "记录员": ["苏婷"]}))  # fmt: skip
    acts.filmed(office, "handler", 2)


def decided_and_paid(office: Office) -> None:
    """Discussed by the heads, reviewed, decided on the record of the hearing, served, paid, closed."""
    office.at(19, 9)
    acts.check_camera(office, "handler")
    penalty.reviewed(office, WITHOUT_PERMIT)
    write(office, "handler", Paper(form="discussion_record", says={
        "ground": ["拟作较大数额罚款"], "proposal": WITHOUT_PERMIT.penalty, "record": "与会人员一致认为事实清楚。",
        "presider": "梁国安", "reporter": "陈立", "recorder": "苏婷",
        "attendants": [{"name": name, "position": "局领导", "opinion": "同意。"} for name in ("梁国安", "何敏")],
        "votes_for": "2", "votes_against": "0", "conclusion": "同意承办机构意见。",
    }, signs={"主持人": ["梁国安"], "出席人员": ["梁国安", "何敏"], "记录人": ["苏婷"]}))  # fmt: skip
    penalty.decided(office, WITHOUT_PERMIT)
    office.at(19, 15)
    penalty.served(office, "行政处罚决定书")
    acts.take(office, "handler", "送达")
    office.at(24, 10)
    penalty.paid(office, WITHOUT_PERMIT)
    office.at(25, 10)
    penalty.closed(office, WITHOUT_PERMIT)
