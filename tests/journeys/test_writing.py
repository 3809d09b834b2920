"""A document from what the case owes to the signed, numbered, printed paper in force; two people on one draft."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, expect

from tests.journeys import looks, roadside
from tests.journeys.forms import field_called, fill_in, save
from tests.journeys.house import House
from tests.journeys.roadside import HANDLER, OFFICER, Day
from tests.journeys.visitor import PHONE, Visitor, visiting

pytestmark = pytest.mark.journey


@pytest.fixture
def people(browser: Browser, house: House) -> Iterator[tuple[Visitor, Visitor]]:
    """The handler at a desk and the officer with a telephone."""
    with ExitStack() as windows:
        handler = windows.enter_context(visiting(browser, house.address, "writing-handler"))
        officer = windows.enter_context(visiting(browser, house.address, "writing-officer", screen=PHONE))
        handler.sign_in("handler")
        officer.sign_in("officer")
        yield handler, officer


@pytest.fixture
def day(tmp_path: Path, people: tuple[Visitor, Visitor]) -> Day:
    """A case with one inspection, six hours ago."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    day = Day(begins=now - timedelta(hours=6), desk=tmp_path)
    handler, _officer = people
    roadside.open_case(handler, day)
    roadside.add_step(handler, day, "现场检查", 0, 所属执法行为="行政检查", 发生的事项=["现场检查情况"])
    return day


def test_the_number_of_a_new_case_follows_its_kind_until_somebody_writes_another(
    people: tuple[Visitor, Visitor],
) -> None:
    handler, _officer = people
    handler.go("/cases/new/")
    number = handler.page.get_by_label("案号", exact=True)
    expect(number).to_have_value(re.compile("罚〔"))
    fill_in(handler, {"程序": "行政许可程序"})
    expect(number).to_have_value(re.compile("许〔.*号$"))
    handler.picture("number-of-a-permit")
    fill_in(handler, {"案号": "南岭许可〔2026〕9号"})
    with handler.page.expect_response("**/new/number/*"):
        fill_in(handler, {"程序": "普通程序"})
    expect(number).to_have_value("南岭许可〔2026〕9号")


def test_what_a_case_owes_is_written_signed_by_finger_and_put_in_force(
    people: tuple[Visitor, Visitor], day: Day
) -> None:
    handler, officer = people
    begin_what_is_owed(officer, day, "现场笔录")
    the_known_is_filled_in(officer)
    nothing_may_be_missing(officer)
    officer.picture("03-checked")
    sign_by_finger(officer, "现场人员", "赵师傅")
    sign_on_paper(officer, "执法人员", OFFICER, day)
    officer.press("使文书生效")
    expect(officer.page.locator("main")).to_contain_text("赵师傅")
    assert not looks.overflow_at_phone_width(officer.page)
    officer.picture("05-in-force")
    the_paper_is_a_pdf(officer, day)
    the_case_shows_it(handler, day, "现场笔录")


def begin_what_is_owed(visitor: Visitor, day: Day, title: str) -> None:
    """Choose the form among what the case asks for first."""
    visitor.go(day.case)
    visitor.page.locator("a[href*='/write/?']").first.click()
    visitor.page.wait_for_load_state()
    assert not looks.overflow_at_phone_width(visitor.page)
    visitor.picture("01-choose")
    visitor.page.get_by_role("button", name=f"开始写：{title}", exact=True).first.click()
    visitor.page.wait_for_load_state()
    expect(visitor.page.locator("h1")).to_have_text(title)


def the_known_is_filled_in(visitor: Visitor) -> None:
    """Place, times and officers come from the step, and say so."""
    form = visitor.page.locator("form[data-writing]")
    expect(field_called(form, "执法地点").locator("input")).to_have_value(roadside.PLACE)
    expect(form).to_contain_text("现场检查")
    officers = form.get_by_role("group", name="执法人员及执法证号")
    expect(officers.locator("input:checked")).to_have_count(2)
    assert not looks.overflow_at_phone_width(visitor.page)
    assert not looks.grave_findings(visitor.page)
    visitor.picture("02-draft")


def nothing_may_be_missing(visitor: Visitor) -> None:
    """Checking says what is missing beside its field and keeps what was typed; then the content stands still."""
    visitor.expected.add(422)
    fill_in(visitor, {"姓名": "赵师傅", "身份证件号": "110105194912310021"})
    visitor.press("保存并核对")
    visitor.page.wait_for_load_state()
    said = visitor.page.locator(".lh-error").all_inner_texts()
    assert any("现场情况" in words for words in said)
    assert any("校验码" in words for words in said)
    expect(field_called(visitor.page.locator("main"), "姓名").locator("input")).to_have_value("赵师傅")
    fill_in(visitor, {"现场情况": "车辆停放在检测区，驾驶人在场。", "身份证件号": "11010519491231002X"})
    visitor.press("保存并核对")
    expect(visitor.page.locator("#content")).to_contain_text("车辆停放在检测区")
    assert not looks.grave_findings(visitor.page)


def place_called(visitor: Visitor, who: str) -> Locator:
    """The place of the form where somebody signs."""
    head = visitor.page.get_by_role("heading", name=who, exact=True)
    return visitor.page.locator(".lh-place").filter(has=head)


def sign_by_finger(visitor: Visitor, who: str, name: str) -> None:
    """Draw a signature; a single dot is none."""
    place = place_called(visitor, who)
    place.get_by_text("手写签名", exact=True).click()
    fill_in(visitor, {"签名人": name}, within=place)
    canvas = place.locator("canvas")
    canvas.click()
    place.get_by_role("button", name="确认签名").click()
    expect(place.locator(".lh-error")).to_contain_text("笔画太少")
    place.get_by_role("button", name="清除重签").click()
    for stroke in range(3):
        draw(visitor, canvas, stroke)
    place.get_by_role("button", name="撤销一笔").click()
    visitor.picture("04-signing")
    place.get_by_role("button", name="确认签名").click()
    expect(place_called(visitor, who)).to_contain_text("已签")
    image = place_called(visitor, who).locator("img").last
    image.scroll_into_view_if_needed()
    visitor.until("[...document.querySelectorAll('.lh-signed-image')].some((one) => one.naturalWidth > 100)")


def draw(visitor: Visitor, canvas: Locator, stroke: int) -> None:
    """One stroke across the place to sign."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mouse, top = visitor.page.mouse, box["y"] + 40 + 40 * stroke
    mouse.move(box["x"] + 30, top)
    mouse.down()
    for part in range(1, 8):
        mouse.move(box["x"] + 30 + 25 * part, top + 12 * (part % 3))
    mouse.up()


def sign_on_paper(visitor: Visitor, who: str, name: str, day: Day) -> None:
    """Upload the photograph of a signature on paper."""
    place = place_called(visitor, who)
    place.get_by_text("上传纸质签名照片", exact=True).click()
    form = place.locator("details[open]")
    fill_in(visitor, {"签名人": name, "签名页的照片": photograph(day)}, within=form)
    form.get_by_role("button", name="上传照片").click()
    expect(place_called(visitor, who)).to_contain_text(name)
    if "待签" in place_called(visitor, who).inner_text():
        sign_by_finger(visitor, who, HANDLER)


def photograph(day: Day) -> Path:
    """A photograph of a signed line."""
    picture = Image.new("RGB", (640, 240), "white")
    ImageDraw.Draw(picture).line((60, 120, 300, 90, 420, 160, 580, 110), fill="navy", width=6)
    path = day.desk / "signed.jpg"
    picture.save(path)
    return path


def the_paper_is_a_pdf(visitor: Visitor, day: Day) -> None:
    """What is kept is a PDF, and qpdf finds nothing wrong with it where there is a qpdf."""
    link = visitor.page.get_by_role("link", name="打开 PDF").get_attribute("href")
    answer = visitor.page.request.get(f"{visitor.address}{link}")
    path = day.desk / "paper.pdf"
    path.write_bytes(answer.body())
    assert path.read_bytes().startswith(b"%PDF-")
    if program := shutil.which("qpdf"):
        subprocess.run([program, "--check", path], check=True, capture_output=True)


def the_case_shows_it(visitor: Visitor, day: Day, title: str) -> None:
    """The case file lists the document, and its duty is no longer owed."""
    visitor.go(f"{day.case}papers/")
    row = visitor.page.locator("tr").filter(has_text=title)
    expect(row).to_have_count(1)
    visitor.go(day.case)
    expect(visitor.page.locator(".lh-step .lh-doc").filter(has_text=title)).to_have_count(1)


def test_two_people_on_one_draft_lose_nothing(people: tuple[Visitor, Visitor], day: Day) -> None:
    handler, officer = people
    begin_what_is_owed(handler, day, "现场笔录")
    draft = handler.page.url.removeprefix(handler.address)
    officer.go(draft)
    fill_in(officer, {"现场情况": "officer 写的情况", "备注": "雨天"})
    save(officer)
    handler.expected.add(409)
    fill_in(handler, {"现场情况": "handler 写的情况", "姓名": "赵师傅"})
    handler.press("保存")
    handler.page.wait_for_load_state()
    both = handler.page.locator("main")
    expect(both).to_contain_text("已并入对方的修改：备注")
    expect(both.locator(".lh-other")).to_contain_text("officer 写的情况")
    expect(field_called(both, "现场情况").locator("textarea")).to_have_value("handler 写的情况")
    handler.picture("06-two-people")
    both.get_by_label("保存时用这一份，不用我写的").check()
    save(handler)
    expect(field_called(both, "现场情况").locator("textarea")).to_have_value("officer 写的情况")
    expect(field_called(both, "备注").locator("input")).to_have_value("雨天")
    expect(field_called(both, "姓名").locator("input")).to_have_value("赵师傅")


HELD = """() => {
  const real = window.fetch;
  window.fetch = (...asked) => {
    window.fetch = real;
    return new Promise((done) => { window.letGo = done; }).then(() => real(...asked));
  };
}"""
"""Holds the first save back until it is let go."""


def test_a_save_that_takes_long_never_meets_the_next(people: tuple[Visitor, Visitor], day: Day) -> None:
    handler, _officer = people
    begin_what_is_owed(handler, day, "现场笔录")
    handler.page.evaluate(HELD)
    fill_in(handler, {"备注": "雨"})
    told = handler.page.locator("[data-saved]")
    expect(told).to_contain_text("正在保存", timeout=15_000)
    fill_in(handler, {"备注": "雨天，路面湿滑"})
    handler.page.evaluate("window.letGo()")
    expect(told).to_contain_text("已自动保存", timeout=30_000)
    handler.page.reload()
    expect(field_called(handler.page.locator("main"), "备注").locator("input")).to_have_value("雨天，路面湿滑")


def test_what_saves_itself_never_overwrites_what_another_wrote(people: tuple[Visitor, Visitor], day: Day) -> None:
    handler, officer = people
    begin_what_is_owed(handler, day, "现场笔录")
    officer.go(handler.page.url.removeprefix(handler.address))
    fill_in(officer, {"备注": "雨天"})
    expect(officer.page.locator("[data-saved]")).to_contain_text("已自动保存", timeout=15_000)
    handler.expected.add(409)
    fill_in(handler, {"姓名": "赵师傅"})
    expect(handler.page.locator("[data-saved]")).to_contain_text("别人刚才保存过", timeout=15_000)
    handler.press("保存")
    expect(handler.page.locator("main")).to_contain_text("已并入对方的修改：备注")
    save(handler)
    officer.page.reload()
    form = officer.page.locator("main")
    expect(field_called(form, "备注").locator("input")).to_have_value("雨天")
    expect(field_called(form, "姓名").locator("input")).to_have_value("赵师傅")


def test_questions_and_answers_are_added_by_keyboard_and_saved_by_themselves(
    people: tuple[Visitor, Visitor], day: Day
) -> None:
    handler, _officer = people
    handler.go(f"{day.case}write/")
    handler.page.get_by_label("查找文书").fill("询问")
    handler.page.get_by_role("button", name="开始写：询问笔录", exact=True).first.click()
    handler.page.wait_for_load_state()
    handler.press("加一问一答")
    keys = handler.page.keyboard
    keys.type("车辆是谁的？")
    keys.press("Control+Enter")
    keys.type("我自己的。")
    keys.press("Control+Enter")
    keys.type("装了多少？")
    expect(handler.page.locator("[data-rows='qa'] li")).to_have_count(2)
    expect(handler.page.locator("[data-saved]")).to_contain_text("已自动保存", timeout=15_000)
    handler.page.reload()
    rows = handler.page.locator("[data-rows='qa'] li")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("textarea").nth(1)).to_have_value("我自己的。")
    rows.first.get_by_role("button", name="删去这一行").click()
    expect(handler.page.locator("[data-rows='qa'] li")).to_have_count(1)
    save(handler)
    expect(handler.page.locator("[data-rows='qa'] textarea").first).to_have_value("装了多少？")
