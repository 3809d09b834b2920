"""A roadside inspection becomes a penalty, is served, archived and handed out, all in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import ending, roadside
from tests.journeys.forms import save
from tests.journeys.house import House
from tests.journeys.roadside import Day
from tests.journeys.visitor import Visitor, visiting

pytestmark = pytest.mark.journey
CAST = ("officer", "handler", "partner", "reviewer", "head")


@dataclass(frozen=True)
class Company:
    """Everybody of the case, each signed in at a browser window of their own."""

    officer: Visitor
    handler: Visitor
    partner: Visitor
    reviewer: Visitor
    head: Visitor


@pytest.fixture
def company(browser: Browser, house: House) -> Iterator[Company]:
    with ExitStack() as windows:
        people = {name: windows.enter_context(visiting(browser, house.address, name)) for name in CAST}
        for name, visitor in people.items():
            visitor.sign_in(name)
        yield Company(**people)


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """The case began six hours ago, at a whole minute."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    return Day(begins=now - timedelta(hours=6), desk=tmp_path)


def test_a_roadside_case_goes_from_sign_in_to_a_verified_package(company: Company, day: Day) -> None:
    on_the_road(company, day)
    at_the_desk(company, day)
    before = roadside.lacking(company.handler, day)
    everything_is_mended(company, day)
    assert roadside.lacking(company.handler, day) < before
    somebody_else_may_look(company, day)
    the_case_is_closed(company, day)
    the_package_is_checked(company, day)


def on_the_road(company: Company, day: Day) -> None:
    """The camera is checked; a lorry is stopped; the case is opened; the film comes in and is marked."""
    officer, handler = company.officer, company.handler
    officer.picture("01-nothing-to-do")
    roadside.check_camera(officer, "NL-0401", day.at(-12))
    officer.picture("02-camera-checked")
    roadside.open_case(handler, day)
    handler.picture("03-case-opened")
    matters = ["现场检查情况", "发现违法事实", "出示证件情况"]
    roadside.add_step(handler, day, "现场检查", 0, 所属执法行为="行政检查", 发生的事项=matters)
    without_film = roadside.lacking(handler, day)
    handler.picture("04-first-step")
    roadside.upload(officer, day.card("NL-0401", "440101001", 0))
    officer.picture("05-uploaded")
    roadside.open_film(officer, "NL-0401")
    expect(officer.page.locator("main")).to_contain_text("现场检查")
    roadside.watch(officer)
    officer.picture("06-watched")
    the_film_is_marked(officer)
    assert roadside.lacking(handler, day) != without_film


def the_film_is_marked(officer: Visitor) -> None:
    spoken = ("告知正在音像记录", "语音说明")
    contents = ("执法现场环境", "体貌特征", "违法事实")
    for second, words in enumerate((*spoken, *contents), start=1):
        roadside.stamp(officer, second * 10, words)
    officer.picture("07-marked")


def at_the_desk(company: Company, day: Day) -> None:
    """The handler writes down what happened, from filing to the decision and its service."""
    handler = company.handler
    roadside.add_document(handler, day, "现场笔录", "现场检查", 10, "出示证件情况")
    for kind, stage, minute, papers in (
        ("立案", "启动", 30, {"立案登记表": ()}),
        ("违法行为告知", "调查取证", 60, {"违法行为通知书": (), "陈述申辩记录": ()}),
        ("承办人提出处理意见", "审查决定", 90, {"案件调查报告": ("行政裁量权适用规则",)}),
        ("法制审核", "审查决定", 100, {"重大行政处罚法制审核意见书": ()}),
        ("决定审批", "审查决定", 110, {"行政处罚审批表": (), "行政处罚决定书": ()}),
        ("送达", "送达执行", 180, {"送达回证": ()}),
    ):
        roadside.add_step(handler, day, kind, minute, 阶段=stage)
        for paper, matters in papers.items():
            roadside.add_document(handler, day, paper, kind, minute + 1, *matters)
    for milestone, minute in (("立案", 31), ("告知", 61), ("作出决定", 112), ("送达", 181)):
        roadside.set_milestone(handler, day, milestone, minute)
    handler.go(day.case)
    handler.picture("08-decided-and-served")


def everything_is_mended(company: Company, day: Day) -> None:
    """What the column asks for is done: the film of the service, evidence, gathering, judgement."""
    handler, reviewer = company.handler, company.reviewer
    the_service_was_filmed(handler, day)
    ending.use_as_evidence(handler, "NL-0401")
    roadside.lacking(handler, day)
    handler.picture("09-what-is-lacking")
    ending.mend_all(handler, day, "制作文字说明材料", ending.explain)
    ending.mend_all(handler, day, "补录文书", ending.write_it_now)
    ending.mend_all(handler, day, "归集到信息平台", save)
    ending.mend_all(handler, day, "设定保存期限", ending.keep_for_good)
    assert ending.mend_all(reviewer, day, "人工认定", ending.determine)
    assert roadside.lacking(handler, day) == 1, "only filing the evidence is left, which begins with the closing"
    reviewer.picture("10-determined")


def the_service_was_filmed(handler: Visitor, day: Day) -> None:
    roadside.check_camera(handler, "NL-0402", day.at(170))
    roadside.upload(handler, day.card("NL-0402", "440101002", 180))
    roadside.open_film(handler, "NL-0402")
    asked = ("告知正在音像记录", "语音说明", "执法现场环境", "体貌特征", "核实", "签收")
    for second, words in enumerate(asked, start=1):
        roadside.stamp(handler, second * 10, words)


def somebody_else_may_look(company: Company, day: Day) -> None:
    """Who has no part in the case asks, the head agrees, and only then the film plays."""
    partner, head = company.partner, company.head
    ending.open_record(partner, "NL-0401")
    expect(partner.page.locator("main")).to_contain_text("查阅须经批准")
    partner.picture("11-not-without-approval")
    ending.ask_to_view(partner, roadside.number_of(company.handler, day))
    ending.approve(head)
    head.picture("12-approved")
    roadside.open_film(partner, "NL-0401")
    roadside.watch(partner)


def the_case_is_closed(company: Company, day: Day) -> None:
    """The fine is paid, the case closed, the evidence filed, everything archived; then nothing more is written."""
    handler = company.handler
    for kind, stage, minute, paper in (
        ("当事人履行", "送达执行", 240, "罚款缴纳凭证"),
        ("结案", "归档", 250, "结案报告"),
        ("归档", "归档", 260, "卷宗目录"),
    ):
        roadside.add_step(handler, day, kind, minute, 阶段=stage)
        roadside.add_document(handler, day, paper, f"{kind} ", minute + 1)
    for milestone, minute in (("履行完毕", 242), ("结案", 252)):
        roadside.set_milestone(handler, day, milestone, minute)
    ending.file_evidence(handler, "NL-0401")
    ending.mend_all(handler, day, "归集到信息平台", save)
    roadside.set_milestone(handler, day, "归档", 262)
    handler.go(day.case)
    expect(handler.page.locator("main")).to_contain_text("本案已归档")
    assert roadside.lacking(handler, day) == 0
    handler.picture("13-archived")


def the_package_is_checked(company: Company, day: Day) -> None:
    """An outsider with nothing but the file and the log's key finds it whole, and a changed copy broken."""
    package, key = ending.fetch_package(company.head, day, day.desk)
    company.head.picture("14-package")
    assert ending.verified(package, key)["verified"]
    report = ending.verified(ending.tampered(package, ".mp4"), key)
    assert not report["verified"]
    assert report["first_failed"] == 4, report
