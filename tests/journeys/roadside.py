"""What each person does in a roadside case, one short function per act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from liuhen.site.demo.footage import Shot, film
from tests.journeys.forms import Answer, fill_in, save
from tests.journeys.visitor import Visitor

MINUTE = timedelta(minutes=1)
PLACE = "G105 国道 K2317 超限检测点"
OFFICER, HANDLER = "林一鸣", "陈立"


@dataclass
class Day:
    """The day of the case: when it begins, and where the papers lie that are scanned in."""

    begins: datetime
    desk: Path
    case: str = ""
    films: dict[str, str] = field(default_factory=dict)

    def at(self, minute: int) -> datetime:
        """A moment so many minutes after the beginning."""
        return self.begins + minute * MINUTE

    def paper(self, kind: str) -> Path:
        """A scanned page as a PDF."""
        page = Image.new("L", (420, 594), "white")
        ImageDraw.Draw(page).rectangle((40, 60, 380, 64), fill="black")
        path = self.desk / f"{kind}.pdf"
        page.save(path, "PDF")
        return path

    def card(self, camera: str, certificate: str, minute: int) -> Path:
        """The card of a camera: one film of a minute and a half that covers the minute, and a note that is none."""
        folder = self.desk / camera
        folder.mkdir()
        start = self.at(minute) - MINUTE / 4
        film(Shot(device=camera, officer=certificate, start=start, length=1.5 * MINUTE), folder)
        (folder / "说明.txt").write_text("存储卡使用说明", encoding="utf-8")
        return folder


def check_camera(officer: Visitor, camera: str, at: datetime) -> None:
    """Check battery, storage and clock before going out."""
    officer.go("/devices/")
    officer.follow(camera)
    fill_in(officer, {"检查了哪些项目": ["电池电量", "存储空间", "日期时间设定"], "检查时间": at})
    save(officer, "登记检查")


def open_case(handler: Visitor, day: Day) -> None:
    """Open the case; its number is suggested."""
    handler.go("/cases/")
    handler.follow("登记案件")
    about: dict[str, Answer] = {
        "案由": "货运车辆擅自超限行驶公路",
        "当事人": "南岭货运有限公司",
        "车牌号": "粤Z·D1299",
        "程序": "普通程序",
        "启动方式": "依职权",
        "执法行为": ["行政检查", "行政处罚"],
        "共同承办人": [OFFICER],
    }
    fill_in(handler, about)
    save(handler)
    day.case = handler.page.url.removeprefix(handler.address).partition("#")[0]


def add_step(handler: Visitor, day: Day, kind: str, minute: int, **more: Answer) -> None:
    """Register a step of one minute."""
    handler.go(day.case)
    handler.follow("登记环节")
    times: dict[str, Answer] = {"开始时间": day.at(minute), "结束时间": day.at(minute + 1)}
    fill_in(handler, {"环节": kind, "参加人员": [OFFICER, HANDLER], "地点": PLACE, **times, **more})
    save(handler)


def add_document(handler: Visitor, day: Day, kind: str, step: str, minute: int, *matters: str) -> None:
    """Register a document of a step with its PDF."""
    handler.go(day.case)
    handler.follow("制作文书")
    handler.follow("登记已有的 PDF")
    answers: dict[str, Answer] = {
        "文书": kind,
        "制作时间": day.at(minute),
        "所属环节": step,
        "PDF 文件": day.paper(kind),
    }
    fill_in(handler, answers)
    fill_in(handler, {"另外记载的事项": list(matters)})
    save(handler)


def set_milestone(handler: Visitor, day: Day, kind: str, minute: int) -> None:
    """Register that the case has come so far."""
    handler.go(f"{day.case}milestones/new/")
    fill_in(handler, {"节点": kind, "时间": day.at(minute)})
    save(handler)


def number_of(visitor: Visitor, day: Day) -> str:
    """The number of the case, as its page says it."""
    visitor.go(day.case)
    return visitor.page.locator("h1").inner_text()


def lacking(visitor: Visitor, day: Day) -> int:
    """How many obligations the column of the case counts as lacking."""
    visitor.go(f"{day.case}?show=lacking")
    words = visitor.page.locator("#law-column .lh-filters a").filter(has_text="欠缺").inner_text()
    return int(re.sub(r"\D", "", words))


def upload(officer: Visitor, card: Path) -> None:
    """Bring in a card: say which device, choose the folder, wait for the answer to each file."""
    officer.go("/recordings/")
    officer.follow("采集入库")
    fill_in(officer, {"设备时钟偏差（秒）": "0"})
    save(officer, "下一步：选择文件")
    officer.page.locator("lh-uploader input[webkitdirectory]").set_input_files(card)
    rows = officer.page.locator("lh-uploader .lh-upload")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=".MP4")).to_contain_text("已入库", timeout=60_000)
    expect(rows.filter(has_text="说明.txt")).to_contain_text("未收录")


def open_film(visitor: Visitor, name: str, purpose: str = "") -> None:
    """Open the newest recording whose file name begins so, and begin viewing it."""
    visitor.go(f"/recordings/?q={name}")
    visitor.page.locator("main table a").first.click()
    visitor.page.wait_for_load_state()
    if purpose:
        fill_in(visitor, {"查阅用途": purpose})
    visitor.press("开始查阅")
    expect(visitor.page.locator("lh-player video")).to_be_visible()
    visitor.until("document.querySelector('lh-player video').readyState >= 1")


def watch(visitor: Visitor) -> None:
    """Play, see the time move, jump near the end by the slider, and see the bytes fetched by range."""
    clock = "document.querySelector('lh-player video').currentTime"
    visitor.press("播放")
    visitor.until(f"{clock} > 0.5")
    visitor.press("暂停")
    seek_to(visitor, 80)
    assert visitor.page.evaluate(clock) == 80
    assert 206 in visitor.media, "the player fetches by byte range; small pictures come whole"


def seek_to(visitor: Visitor, second: int) -> None:
    """Move the player to a second and wait until the picture of it is there."""
    video = "document.querySelector('lh-player video')"
    visitor.page.evaluate(f"document.querySelector('lh-player').seek({second} * 1000)")
    visitor.until(f"!{video}.seeking && {video}.currentTime == {second}")


def stamp(officer: Visitor, second: int, words: str) -> None:
    """Mark a second: by the number key of the content where it has one, else by its button."""
    seek_to(officer, second)
    marks = officer.page.locator("#lh-marks li.lh-mark")
    before = marks.count()
    button = officer.page.locator("button[data-kind]").filter(has_text=words).first
    key = button.get_attribute("data-key") or ""
    officer.page.locator("h1").click()
    officer.page.keyboard.press(key) if key.isdigit() and key != "0" else button.click()
    expect(marks).to_have_count(before + 1)
