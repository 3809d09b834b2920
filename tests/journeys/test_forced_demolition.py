"""A sign too near the road: its removal ordered, demanded, decided, done by force, the camera out for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import acts, penalty, roadside
from tests.journeys.clerk import Paper, write
from tests.journeys.office import Office, open_office
from tests.journeys.penalty import Wrong
from tests.journeys.volume import archived

pytestmark = pytest.mark.journey
PLACE = "G105 国道 K2320 右侧建筑控制区"
SIGN = Wrong(
    facts="在公路建筑控制区内设立广告牌一座，没有拆除。",
    provision="《公路安全保护条例》第十三条",
    basis="《公路安全保护条例》第五十六条",
    penalty="责令限期十日内拆除；逾期不拆除的依法拆除，费用由当事人承担",
    fine="",
)


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with open_office(browser, tmp_path / "demolition", "南岭广告有限公司") as opened:
        yield opened


def test_a_sign_is_torn_down_by_force_although_the_camera_went_out(office: Office) -> None:
    ordered(office)
    demanded(office)
    decided(office)
    torn_down(office)
    closed(office)
    penalty.put_in_order(office)
    archived(office)
    assert not acts.lacking(office, "handler")


def ordered(office: Office) -> None:
    """The sign is found, the case run, and its removal ordered."""
    office.at(0, 9)
    acts.check_camera(office, "handler")
    acts.open_case(
        office, "handler", 案由="在公路建筑控制区内擅自设立非公路标志", 程序="普通程序",
        执法行为=["行政检查", "行政处罚", "行政强制"], 共同承办人=["林一鸣"],
    )  # fmt: skip
    office.at(0, 10, 1)
    acts.step(office, "handler", "现场检查", 1, 阶段="调查取证", 所属执法行为="行政检查", 地点=PLACE)
    signs = {"被检查单位负责人": ["黄志强"]}
    write(office, "handler", Paper(form="inspection_record", step="现场检查", signs=signs, says={
        "scope": "公路建筑控制区。", "identity_shown": "yes", "reason_told": "yes", "unit_head_name": "黄志强",
        "result": SIGN.facts,
    }))  # fmt: skip
    acts.filmed(office, "handler", 1)
    penalty.filed(office, SIGN)
    office.at(1, 9)
    acts.check_camera(office, "handler")
    penalty.reported(office, SIGN)
    office.at(1, 11)
    penalty.told(office, SIGN)
    office.at(8, 9)
    acts.check_camera(office, "handler")
    penalty.reviewed(office, SIGN)
    penalty.decided(office, SIGN)
    office.at(8, 11)
    penalty.served(office, "行政处罚决定书")
    acts.take(office, "handler", "送达")


def demanded(office: Office) -> None:
    """Nobody appeals and nobody removes it: half a year later its removal is demanded in writing."""
    office.at(196, 9)
    acts.check_camera(office, "handler")
    acts.register(office, "handler", "milestones", 节点="复议、诉讼期限届满", 时间=office.now)
    write(office, "handler", Paper(form="demand_letter", says={
        "subject": "拆除广告牌一座", "due_date": "2026-09-22", "manner": "自行拆除",
    }))  # fmt: skip
    office.at(196, 11)
    penalty.served(office, "催告书")
    acts.take(office, "handler", "催告")


def decided(office: Office) -> None:
    """Force is decided on by the head and announced."""
    office.at(206, 9)
    write(office, "handler", Paper(form="execution_decision", checker="head", says={
        "ground": "逾期未履行且无正当理由", "legal_basis": "《行政强制法》第三十七条、第四十四条",
        "execute_at": "2026-09-28T09:30", "manner": "强制拆除", "decision_content": SIGN.penalty,
        "reconsideration_organ": "南岭市人民政府", "litigation_court": "南岭市人民法院",
    }))  # fmt: skip
    write(office, "handler", Paper(form="execution_announcement", says={
        "due_date": "2026-09-27", "decision_content": SIGN.penalty,
    }))  # fmt: skip


def torn_down(office: Office) -> None:
    """The sign comes down before the camera; its battery fails, is changed, and the officer says why it was out."""
    office.at(210, 8, 30)
    acts.check_camera(office, "handler")
    office.at(210, 9, 34)
    start, out, on = (office.now - timedelta(seconds=seconds) for seconds in (240, 120, 70))
    acts.step(
        office, "handler", "强制拆除", 4, 阶段="送达执行", 所属执法行为="行政强制", 地点=PLACE,
        到达现场=start, 离开现场=office.now,
    )  # fmt: skip
    write(office, "handler", Paper(form="execution_on_site_record", step="强制拆除", says={
        "party_present": "负责人或者代理人到场", "summoned": "9月25日电话通知", "manner": "强制拆除",
        "identity_shown": "yes", "statement": "没有意见。", "interruption": "更换电池，中断五十秒。",
        "result": "广告牌已拆除。",
    }))  # fmt: skip
    acts.filmed(office, "handler", 2, ago=2)
    acts.filmed(office, "handler", 1)
    roadside.stamp(office.person("handler"), 4, "中止原因语音说明")
    seconds = "%Y-%m-%dT%H:%M:%S"
    acts.register(
        office, "handler", "interruptions", 环节="强制拆除", 中止时间=out.strftime(seconds),
        中止原因="电量不足", 恢复时间=on.strftime(seconds),
    )  # fmt: skip


def closed(office: Office) -> None:
    """What was ordered is done; the case is closed."""
    office.at(211, 9)
    write(office, "handler", Paper(form="performance_record", says={
        "way": ["履行强制执行决定"], "decision_content": SIGN.penalty, "content": "已强制拆除。",
    }))  # fmt: skip
    acts.take(office, "handler", "履行完毕")
    penalty.closed(office, SIGN, "已强制拆除。")
