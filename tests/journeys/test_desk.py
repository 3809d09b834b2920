"""What else is done at a desk: deadlines kept in one's own calendar, seals and number words, a signature taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Locator, Route, expect

from liuhen.site.demo.cast import SEAL
from tests.journeys import acts, clerk, looks, penalty
from tests.journeys.forms import fill_in
from tests.journeys.office import Office, open_office
from tests.journeys.visitor import PHONE, Visitor
from tests.journeys.written import strokes

pytestmark = pytest.mark.journey
FACTS = penalty.Wrong(
    facts="车货总重五十二吨，超过限定标准三吨，驾驶员和车主没有异议。",
    provision="《公路安全保护条例》第三十三条第一款",
    basis="《公路安全保护条例》第六十四条",
    penalty="罚款人民币壹仟伍佰元整",
    fine="1500",
)
DECIDED = "立案之日起九十日内作出处罚决定"
"""How the duty begins whose time is made longer."""
DUE, LATER = date(2026, 6, 1), date(2026, 6, 30)
"""Ninety days after the second of March end on a Sunday and go on to Monday; a hundred and twenty end on a Tuesday."""


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with one case that was taken up this morning."""
    desk = tmp_path_factory.mktemp("desk")
    with open_office(browser, desk / "desk", "南岭货运有限公司", screens={"officer": PHONE}) as opened:
        opened.at(0, 10)
        acts.open_case(
            opened, "handler", 案由="货运车辆擅自超限行驶公路", 车牌号="粤Z·D1299", 程序="普通程序",
            执法行为=["行政检查", "行政处罚"], 共同承办人=["林一鸣"],
        )  # fmt: skip
        penalty.filed(opened, FACTS)
        yield opened


def test_a_day_in_the_calendar_moves_when_more_time_is_approved(office: Office) -> None:
    handler = office.person("handler")
    address = subscribed(handler)
    first = told(address)
    assert first.begins == day_in_the_calendar(handler) == DUE
    acts.approved(office, "handler", "head", "延长办案期限")
    assert day_in_the_calendar(handler) == LATER
    moved = told(address)
    assert (moved.uid, moved.begins) == (first.uid, LATER)
    assert moved.version > first.version, "a calendar program keeps the old day unless the event says that it changed"
    withdrawn(handler, address)


def subscribed(visitor: Visitor) -> str:
    """Subscribe to one's own deadlines, gives the address, which is shown this once."""
    visitor.go("/duties/calendar/")
    visitor.follow("订阅到手机日历")
    visitor.press("开通新的订阅")
    address = visitor.page.locator(".lh-secret code").inner_text()
    visitor.picture("subscribed")
    visitor.go("/duties/feeds/")
    expect(visitor.page.locator(".lh-plain-feeds li")).to_have_count(1)
    expect(visitor.page.locator(".lh-secret")).to_have_count(0)
    return address


def day_in_the_calendar(visitor: Visitor) -> date:
    """On which day of the list the decision is due."""
    visitor.go("/duties/calendar/?view=list")
    day = visitor.page.locator(".lh-agenda").filter(has=visitor.page.get_by_text(DECIDED))
    visitor.picture("calendar")
    return date.fromisoformat((day.locator("h2").get_attribute("id") or "").removeprefix("day-"))


class Event:
    """What the feed says of the decision, as a calendar program reads it (RFC 5545)."""

    def __init__(self, body: bytes) -> None:
        """The one event of the feed that is about it."""
        [event] = [one for one in Calendar.from_ical(body).walk("VEVENT") if DECIDED in str(one.get("summary"))]
        begins = event.decoded("dtstart")
        self.begins = begins if type(begins) is date else begins.date()
        self.uid, self.version = str(event["uid"]), int(event.get("sequence", 0))


def told(address: str) -> Event:
    """Read the feed as a calendar program does, without signing in."""
    with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own address
        assert answer.headers["Content-Type"].startswith("text/calendar")
        return Event(answer.read())


def withdrawn(visitor: Visitor, address: str) -> None:
    """Withdraw the subscription: its address answers nothing any more."""
    visitor.go("/duties/feeds/")
    visitor.press("停用", within=visitor.page.locator("main"))
    expect(visitor.page.locator("main")).to_contain_text("还没有订阅")
    with pytest.raises(HTTPError, match="404"):
        urlopen(address, timeout=30)  # noqa: S310 - our own address


def test_a_seal_gets_a_picture_and_a_number_its_word(office: Office) -> None:
    head = office.person("head")
    head.page.get_by_role("button", name=re.compile("的菜单$")).click()
    head.follow("印章和文号")
    expect(head.page.locator("h1")).to_have_text("印章和文号")
    assert not looks.grave_findings(head.page)
    broken_picture(head, office.desk)
    picture_of_a_seal(head, office.desk)
    head.picture("seals")
    word_of_numbers(head)


def new_seal(visitor: Visitor, name: str, picture: Path) -> Locator:
    """Fill in a new seal and send it; gives the part of the page where that is done."""
    fill_in(
        visitor, {"印章名称": name, "印章图像": picture, "保管人": "陈立"}, within=visitor.page.locator("#new-seal")
    )
    visitor.press("启用", within=visitor.page.locator("#new-seal"))
    visitor.page.wait_for_load_state()
    return visitor.page.locator("#new-seal")


def broken_picture(visitor: Visitor, desk: Path) -> None:
    """A picture that breaks off is refused beside its field, and what else was typed stays."""
    visitor.expected.add(422)
    picture = desk / "broken.png"
    picture.write_bytes(strokes()[:-40])
    form = new_seal(visitor, "行政处罚专用章", picture)
    expect(form.locator(".lh-error")).to_contain_text("图像")
    expect(form.get_by_label("印章名称")).to_have_value("行政处罚专用章")
    expect(visitor.page.locator("#seals")).not_to_contain_text("行政处罚专用章")


def picture_of_a_seal(visitor: Visitor, desk: Path) -> None:
    """A whole picture is taken and shown."""
    picture = desk / "seal.png"
    picture.write_bytes(strokes(160, 160))
    new_seal(visitor, "行政处罚专用章", picture)
    row = visitor.page.locator("#seals tr").filter(has_text="行政处罚专用章")
    expect(row).to_contain_text("在用")
    expect(visitor.page.locator("#seals tr").filter(has_text=SEAL)).to_contain_text("在用")
    row.locator("img").scroll_into_view_if_needed()
    visitor.until("[...document.querySelectorAll('.lh-seal-image')].every((one) => one.naturalWidth > 100)")


def word_of_numbers(visitor: Visitor) -> None:
    """From now on the notices are numbered by the word one sets."""
    form = visitor.page.locator("#new-word")
    fill_in(visitor, {"文书": "违法行为通知书", "代字": "南交违通"}, within=form)
    visitor.press("设置", within=form)
    visitor.page.wait_for_load_state()
    visitor.page.locator("#numbers summary").click()
    row = visitor.page.locator("#numbers").get_by_role("row", name=re.compile("^违法行为通知书"))
    expect(row).to_contain_text("南交违通〔2026〕1号")


def test_a_signature_given_by_mistake_is_taken_back_and_given_anew(office: Office) -> None:
    officer = office.person("officer")
    form = clerk.forms()["scene_sketch"]
    clerk.choose(office, officer, form, "")
    clerk.fill(office, officer, form, {"sketch": "车辆停在检测区北侧，车头向东。"})
    clerk.check(office, officer, form, "")
    clerk.draw(officer, 0, "黄志", says=False)
    taken_back(officer, 0, "黄志", why="名字少签了一个字")
    clerk.draw(officer, 0, "黄志强", says=False)
    for slot in (1, 3):
        clerk.draw(officer, slot, "林一鸣", says=False)
    stays_while_pictures_come(officer)
    assert not looks.overflow_at_phone_width(officer.page)
    officer.picture("signed-anew")
    paper = clerk.put_in_force(office, officer, form)
    officer.go(paper)
    expect(officer.page.locator("main")).to_contain_text("黄志强")
    assert "黄志 " not in officer.page.locator(".lh-signed").first.inner_text()


def stays_while_pictures_come(visitor: Visitor) -> None:
    """Whoever signs must not have the page move away under the finger when a signature above is shown."""
    held: list[Route] = []
    pictures, page = "**/documents/signatures/*/", visitor.page

    def hold(route: Route) -> None:
        held.append(route)

    page.route(pictures, hold)
    with page.expect_request(pictures):
        page.reload(wait_until="domcontentloaded")
    last = page.locator(".lh-place").last
    expect(last).to_be_visible()
    before = last.bounding_box()
    page.unroute(pictures)  # which lets those go that were held back
    page.wait_for_load_state()
    assert page.evaluate("[...document.querySelectorAll('.lh-signed-image')].every((one) => one.naturalWidth)")
    assert held
    assert last.bounding_box() == before


def taken_back(visitor: Visitor, slot: int, name: str, *, why: str) -> None:
    """Take a signature back, saying why: it counts no more and stays on record."""
    place = visitor.page.locator(f"#place-{slot}")
    place.locator(".lh-signed").filter(has_text=name).locator("summary").filter(has_text="撤回").click()
    box = place.locator(".lh-confirm-box")
    box.get_by_label("事由").fill(why)
    box.get_by_role("button", name="撤回", exact=True).click()
    expect(place).to_contain_text(f"理由：{why}")
    expect(place).to_contain_text("待签")
    visitor.page.wait_for_load_state()
